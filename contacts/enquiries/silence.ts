import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import { missingSteps } from './closed-loop.ts'
import { closeEnquiry } from './closing.ts'
import { enquiryColumns, enquiryOf } from './records.ts'

const atOnce = 200

/**
 * Ends what the bot answered by itself and the customer has left: an enquiry for public information, wholly answered from reviewed
 * articles, of which nothing was heard for so many hours. Whatever a person was asked for stays with its owner. Gives how many.
 */
export async function closeSilent({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>, hours: number): Promise<number> {
  const since = new Date(clock.now().getTime() - hours * 3_600_000).toISOString()
  const silent = await store.db.selectFrom('enquiries').select('id').where('status', '=', 'open').where('kind', '=', 'information').where('opened_at', '<', since)
    .where('updated_at', '<', since).orderBy('opened_at').limit(atOnce).execute()
  let closed = 0
  for (const { id } of silent) {
    closed += await store.write(async tx => {
      // Somebody may have spoken since, or another instance have closed it.
      const row = await tx.selectFrom('enquiries').select([...enquiryColumns, 'customer_id']).where('id', '=', id).where('status', '=', 'open').where('kind', '=', 'information').where('updated_at', '<', since).executeTakeFirst()
      const enquiry = row && enquiryOf(row)
      if (!enquiry) return 0
      const spoke = await tx.selectFrom('conversations').select('id').where('enquiry_id', '=', id).where('updated_at', '>=', since).executeTakeFirst()
      const kept = await tx.selectFrom('clocks').select('id').where('subject_kind', '=', 'enquiry').where('subject_id', '=', id).where('status', '<>', 'done').executeTakeFirst()
      if (spoke || kept) return 0
      const at = clock.now().toISOString()
      const answered = missingSteps('information', enquiry.steps).length === 0
      const { kind, facts } = await closeEnquiry(tx, enquiry, answered ? 'answered-by-bot' : 'nothing-asked', at)
      await append(tx, store.engine, [{ at, kind, customer: row.customer_id, enquiry: id, conversation: '', actor: 'system', facts: { ...facts, why: 'silent', hours } }])
      return 1
    })
  }
  return closed
}
