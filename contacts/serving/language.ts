import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { NewEntry } from '../log.ts'
import type { TurnState } from '../turn-state.ts'
import type { Handover, Instant } from '../types.ts'

/**
 * A customer who waits for a person or talks with one goes on in another language: who fits them, what is said for the service and
 * which wording goes with it follow. Gives what the log holds of it; nothing where it is the language they had.
 */
export async function goOnIn(tx: Kysely<Tables>, { conversation, customer, enquiry, handover }: Pick<TurnState, 'conversation' | 'customer' | 'enquiry' | 'handover'>, locale: Handover['locale'], now: Instant): Promise<NewEntry[]> {
  if (!handover) return []
  const { numUpdatedRows } = await tx.updateTable('handovers').set({ locale }).where('id', '=', handover.id).where('status', 'in', ['waiting', 'active']).where('locale', '!=', locale).executeTakeFirstOrThrow()
  return numUpdatedRows === 0n ? [] : [{ at: now, kind: 'handover.language', customer, enquiry: enquiry.id, conversation, actor: 'customer', facts: { handover: handover.id, locale } }]
}
