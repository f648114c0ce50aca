import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'

/** Takes out all that was written about a customer's complaints (M3.1a); that there were some, when, and what became of them stays. */
export async function forgetTexts(tx: Kysely<Tables>, customer: string): Promise<void> {
  await tx.updateTable('cases').set({ sealed: '', summary: '' }).where('customer_id', '=', customer).execute()
  const numbers = tx.selectFrom('cases').select('number').where('customer_id', '=', customer)
  await tx.updateTable('case_steps').set({ text: '' }).where('number', 'in', numbers).execute()
  await tx.updateTable('case_extensions').set({ reason: '' }).where('number', 'in', numbers).execute()
  await tx.updateTable('case_measures').set(eb => ({ what: '', result: eb.case().when('result', 'is', null).then(null).else('').end() })).where('number', 'in', numbers).execute()
}
