import type { Kysely } from 'kysely'
import { Sealed } from '../knowledge/sealed.ts'
import { type Given, prepare, type Tables } from '../store/index.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import type { Step } from './enquiries/closed-loop.ts'
import type { Enquiries } from './enquiries/enquiries.ts'
import { noteSteps } from './enquiries/records.ts'
import { activityId, append, type NewEntry } from './log.ts'
import type { TurnState } from './turn-state.ts'
import { activityOf } from './transcript.ts'
import type { Instant, LoggedActivity } from './types.ts'

/** A reply as it leaves the gate, with what the log keeps of how it came about. */
export type SealedReply = { sealed: Sealed; masked: string; facts: Record<string, unknown> }

/** What is done in the unit of work that says something. */
export type Also = (tx: Kysely<Tables>) => Promise<void>

export type Writing = {
  replies: readonly SealedReply[]
  actor: string
  /** Whether the replies are delivered from the outbox; otherwise the channel fetches them or got them with its request. */
  push: boolean
  replyTo?: string
  senderName: string
}

/** The log entries of replies from sequence `first` on, as they are read back from there, and their rows of the outbox. */
export async function replyEntries(seal: CustomerSeal, state: TurnState, first: number, now: Instant, { replies, actor, push, replyTo, senderName }: Writing) {
  const entries: NewEntry[] = []
  const outbox: Tables['outbox'][] = []
  const logged: LoggedActivity[] = []
  for (const [index, { sealed, masked, facts }] of replies.entries()) {
    if (!Sealed.is(sealed)) throw new Error('The log takes only what has passed the gate')
    const sequence = first + index
    const about = { id: activityId(state.externalId, sequence), at: now, conversation: state.conversation, sequence, actor, kind: sealed.outgoing.type === 'event' ? 'bot.event' : actor === 'bot' ? 'bot.message' : 'agent.message' }
    // One that comes from another conversation answered something there.
    const content = { ...sealed.outgoing, senderName, replyToId: replyTo }
    entries.push({ ...about, customer: state.customer, enquiry: state.enquiry.id, facts, masked, sealed: await seal.seal(state.customer, content) })
    logged.push(activityOf({ ...about, maskedText: masked }, content))
    if (push) outbox.push({ conversation_id: state.conversation, sequence, status: 'pending', attempts: 0, next_at: now, last_error: null, claimed_by: null, claimed_until: null })
  }
  return { entries, outbox, logged, ids: logged.map(({ id }) => id) }
}

const wordingShownTo = prepare((db, given: Given<{ enquiry: string }>) => db.selectFrom('enquiries').select('wording_shown').where('id', '=', given('enquiry')))
const showWording = prepare((db, given: Given<{ enquiry: string; shown: string }>) => db.updateTable('enquiries').set({ wording_shown: given('shown') }).where('id', '=', given('enquiry')))

/** Notes which wording the enquiry has now been shown, and when last (for the agents' chat). */
export async function noteWordingShown(tx: Kysely<Tables>, enquiry: string, replies: readonly SealedReply[], now: Instant): Promise<void> {
  const added = replies.flatMap(({ facts }) => Array.isArray(facts['added']) ? facts['added'] : []).filter(item => typeof item?.id === 'string')
  if (added.length === 0) return
  const [before] = await wordingShownTo(tx, { enquiry })
  if (!before) throw new Error('The enquiry is not in the records')
  const shown = { ...JSON.parse(before.wording_shown), ...Object.fromEntries(added.map(item => [item.id, now])) }
  await showWording(tx, { enquiry, shown: JSON.stringify(shown) })
}

/** Puts replies into the outbox, to be delivered by push. */
export async function queue(tx: Kysely<Tables>, outbox: Tables['outbox'][]): Promise<void> {
  if (outbox.length > 0) await tx.insertInto('outbox').values(outbox).execute()
}

/**
 * Logs (and queues, where the channel is pushed to) what an agent or the system says outside a turn; `steps` are those of the
 * closed loop that it is. `also` is done in the same unit of work, before: where it throws, nothing is said.
 */
export function createSaying({ store, clock, onLogged }: ContactsDeps, seal: CustomerSeal, enquiries: Pick<Enquiries, 'answered'>) {
  return async function say(state: TurnState, actor: string, senderName: string, replies: readonly SealedReply[], push: boolean, steps: readonly Step[], also?: Also): Promise<string[]> {
    const written = await store.write(async tx => {
      await also?.(tx)
      const now = clock.now().toISOString()
      const { next_sequence } = await tx.updateTable('conversations').set(eb => ({ next_sequence: eb('next_sequence', '+', replies.length), updated_at: now }))
        .where('id', '=', state.conversation).returning('next_sequence').executeTakeFirstOrThrow()
      const { entries, outbox, logged, ids } = await replyEntries(seal, state, next_sequence - replies.length, now, { replies, actor, push, senderName })
      await append(tx, store.engine, entries)
      await queue(tx, outbox)
      await noteSteps(tx, state.enquiry, steps, now)
      if (steps.includes('answered')) await enquiries.answered(tx, state.enquiry.id, actor)
      await tx.updateTable('enquiries').set({ updated_at: now }).where('id', '=', state.enquiry.id).execute()
      await noteWordingShown(tx, state.enquiry.id, replies, now)
      return { ids, logged }
    })
    onLogged(state.conversation, written.logged)
    return written.ids
  }
}
