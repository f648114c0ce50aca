import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'

/** Takes out all that was written about these complaints (M3.1a); that there were some, when, and what became of them stays. */
async function forgetCases(tx: Kysely<Tables>, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return
  await tx.updateTable('cases').set({ sealed: '', summary: '' }).where('number', 'in', numbers).execute()
  await tx.updateTable('case_steps').set({ text: '' }).where('number', 'in', numbers).execute()
  await tx.updateTable('case_extensions').set({ reason: '' }).where('number', 'in', numbers).execute()
  await tx.updateTable('case_measures').set(eb => ({ what: '', result: eb.case().when('result', 'is', null).then(null).else('').end() })).where('number', 'in', numbers).execute()
}

/** Takes out all that was written about a customer's complaints. */
export async function forgetTexts(tx: Kysely<Tables>, customer: string): Promise<void> {
  await forgetCases(tx, (await tx.selectFrom('cases').select('number').where('customer_id', '=', customer).execute()).map(({ number }) => number))
}

const atOnce = 100

/** Forgets archived complaints whose time is over (M3.1a): their texts are gone from the records. Gives how many; several instances may do so at once. */
export async function forgetOldCases({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>): Promise<number> {
  return store.write(async tx => {
    const at = clock.now().toISOString()
    const over = await tx.updateTable('cases').set({ sealed: '' }).where('number', 'in', eb => eb.selectFrom('cases').select('number').where('status', '=', 'archived').where('keep_until', '<=', at).where('sealed', '<>', '').limit(atOnce))
      .where('sealed', '<>', '').returning(['number', 'customer_id', 'enquiry_id', 'conversation_id', 'keep_until']).execute()
    await forgetCases(tx, over.map(({ number }) => number))
    await append(tx, store.engine, over.map(({ number, customer_id, enquiry_id, conversation_id, keep_until }) => ({
      at, kind: 'case.forgotten', customer: customer_id, enquiry: enquiry_id, conversation: conversation_id, actor: 'system', facts: { number, keptUntil: keep_until, rule: 'M3.1a' },
    })))
    return over.length
  })
}
