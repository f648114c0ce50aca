import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { Instant } from '../types.ts'
import { missingSteps } from './closed-loop.ts'
import type { OpenEnquiry } from './records.ts'

/** Closes an enquiry and ends its clocks; gives what the log says of it. Whether it may be closed is decided before (M1.1c). */
export async function closeEnquiry(tx: Kysely<Tables>, enquiry: Pick<OpenEnquiry, 'id' | 'owner'>, outcome: string, now: Instant): Promise<{ kind: 'enquiry.closed'; facts: Record<string, unknown> }> {
  await tx.updateTable('enquiries').set({ status: 'closed', closed_at: now, updated_at: now, outcome, close_proposed: null }).where('id', '=', enquiry.id).execute()
  const ended = await tx.updateTable('clocks').set({ status: 'done', done_at: now, next_at: null }).where('subject_kind', '=', 'enquiry').where('subject_id', '=', enquiry.id).where('status', '<>', 'done').returning('id').execute()
  return { kind: 'enquiry.closed', facts: { outcome, owner: enquiry.owner, ...(ended.length > 0 ? { clocks: ended.map(({ id }) => id) } : {}), rule: 'M1.1c' } }
}

/** Leaves the close to the owner, on whose list it stands (M1.1b). */
export async function proposeClose(tx: Kysely<Tables>, enquiry: Pick<OpenEnquiry, 'id' | 'owner'>, by: string, outcome: string, now: Instant): Promise<{ kind: 'enquiry.close-proposed'; facts: Record<string, unknown> }> {
  await tx.updateTable('enquiries').set({ close_proposed: JSON.stringify({ by, at: now, outcome }), updated_at: now }).where('id', '=', enquiry.id).execute()
  return { kind: 'enquiry.close-proposed', facts: { outcome, owner: enquiry.owner, rule: 'M1.1b' } }
}

/** The customer says in the chat that they are done: what the bot answered by itself is closed, all else awaits its owner. */
export async function closeFromChat(tx: Kysely<Tables>, enquiry: OpenEnquiry, outcome: string, now: Instant): Promise<{ kind: string; facts: Record<string, unknown> }> {
  const nothingAsked = enquiry.topic === null
  if (enquiry.kind === 'information' && (nothingAsked || missingSteps('information', enquiry.steps).length === 0)) return closeEnquiry(tx, enquiry, outcome, now)
  return proposeClose(tx, enquiry, 'customer', outcome, now)
}
