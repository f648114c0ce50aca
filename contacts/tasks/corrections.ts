import { z } from 'zod'
import type { Store } from '../../store/index.ts'
import { shownText } from '../transcript.ts'
import type { Instant, StaffId } from '../types.ts'

/** What a conversation was about, as an agent corrected it, with what its customer had said: what the understanding is improved by (M6.2a). */
export type Correction = { at: Instant; by: StaffId; handover: string; enquiry: string; /** null where nothing was understood. */ before: string | null; topic: string; /** Masked. */ said: string[] }

const factsSchema = z.object({ handover: z.string(), topic: z.string(), before: z.string().nullable() })
/** How much is told of what the customer said, the latest last. */
const mostSaid = 20

/** The topics corrected last, the latest first; those before an instant where one is given. */
export async function correctionsIn({ db }: Pick<Store, 'db'>, { before, limit }: { before?: Instant | undefined; limit: number }): Promise<Correction[]> {
  let wrapped = db.selectFrom('wrap_ups').innerJoin('handovers', 'handovers.id', 'wrap_ups.handover_id').select(['wrap_ups.handover_id', 'wrap_ups.at', 'wrap_ups.staff_id', 'handovers.conversation_id', 'handovers.enquiry_id'])
    .where(eb => eb.exists(eb.selectFrom('log').select('log.seq').whereRef('log.conversation_id', '=', 'handovers.conversation_id').where('log.kind', '=', 'topic.corrected').whereRef('log.at', '=', 'wrap_ups.at')))
    .orderBy('wrap_ups.at', 'desc').limit(limit)
  if (before !== undefined) wrapped = wrapped.where('wrap_ups.at', '<', before)
  const rows = await wrapped.execute()
  return Promise.all(rows.map(async ({ handover_id, at, staff_id, conversation_id, enquiry_id }) => {
    const entries = await db.selectFrom('log').select(['kind', 'facts', 'at', 'masked', 'masked_digest']).where('conversation_id', '=', conversation_id).where('enquiry_id', '=', enquiry_id).where('kind', 'in', ['topic.corrected', 'customer.message']).where('at', '<=', at).orderBy('seq').execute()
    const corrected = entries.flatMap(({ kind, facts }) => kind === 'topic.corrected' ? [factsSchema.parse(JSON.parse(facts))] : []).find(each => each.handover === handover_id)
    const said = entries.filter(({ kind }) => kind === 'customer.message').map(shownText).filter(Boolean).slice(-mostSaid)
    return { at, by: staff_id, handover: handover_id, enquiry: enquiry_id, before: corrected?.before ?? null, topic: corrected?.topic ?? '', said }
  }))
}
