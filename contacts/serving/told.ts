import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import { notify, type Recipient } from '../clocks/notices.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Handover, Instant } from '../types.ts'

/** What the agent of a conversation and the supervisors are told of it, once for its key. */
export type ToldOf = { key: string; kind: string; facts: Record<string, unknown> }

/** Tells them inside a unit of work, with the entry by which their pages hear of it at once; false where they were told before. */
export async function tellOf(tx: Kysely<Tables>, engine: ContactsDeps['store']['engine'], at: Instant, handover: Handover, { key, kind, facts }: ToldOf): Promise<boolean> {
  const to: Recipient[] = [...(handover.agent === null ? [] : [`member:${handover.agent}` as const]), 'role:supervisor']
  const about = { ...facts, agent: handover.agent }
  const fresh = await notify(tx, at, to.map(recipient => ({ key: `${key}:${recipient}`, recipient, kind, subject: { kind: 'handover', id: handover.id }, facts: about })))
  if (fresh.length === 0) return false
  const { customer_id } = await tx.selectFrom('enquiries').select('customer_id').where('id', '=', handover.enquiry).executeTakeFirstOrThrow()
  await append(tx, engine, [{ at, kind, customer: customer_id, enquiry: handover.enquiry, conversation: handover.conversation, actor: 'system', facts: { handover: handover.id, ...about, to } }])
  return true
}
