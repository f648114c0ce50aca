import { type Given, prepare } from '../store/index.ts'
import { messageEntry, noteDelivery, standingFor, turnStateOf } from './acceptance.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import { changesQueue, type Effect } from './effects.ts'
import { enquiryOf } from './enquiries/records.ts'
import { activityId, append } from './log.ts'
import type { TurnState, WaitingMessage } from './turn-state.ts'
import type { DecidedTurn, WriteTurn } from './turn-writing.ts'
import type { Inbound, Instant } from './types.ts'

/** A message that is not written down yet, with all that its turn needs. */
export type Opening = { state: TurnState; message: WaitingMessage }

/**
 * Counts a message with its turn, unless anything has come about in the conversation since it was looked at: then it changes no row. The
 * place that the message takes says so: whatever is said or accepted takes one.
 */
const countAnswered = prepare((db, given: Given<{ conversation: string; customer: string; enquiry: string; sequence: number; next: number; token: number; dialogState: string; reference: string | null; locale: string | null; now: Instant }>) => db
  .updateTable('conversations').set(eb => ({
    next_sequence: given('next'), answered_sequence: given('sequence'), fence: given('token'), dialog_state: given('dialogState'), updated_at: given('now'),
    reference: eb.fn.coalesce(given('reference'), 'reference'), locale: eb.fn.coalesce(given('locale'), 'locale'),
  })).where('id', '=', given('conversation')).where('next_sequence', '=', given('sequence')).where('waiting_messages', '=', 0).where('fence', '<', given('token'))
  .where('customer_id', '=', given('customer')).where('enquiry_id', '=', given('enquiry')).returning('next_sequence'))

/** Whether what the effect does puts entries into the log by itself. */
const logsByItself = ({ kind }: Effect) => kind !== 'topic'

/**
 * The short way of a message whose sender waits for its turn anyway: it is decided first, and the message and its turn are one
 * unit of work (docs/decisions/a-message-and-its-turn-are-written-together.md).
 */
export function createAnswering({ store, clock, mask, onLogged, onQueue }: ContactsDeps, seal: CustomerSeal, writeTurn: WriteTurn) {
  return {
    /**
     * What the message's turn can be decided by before it is written down. Undefined where that has to come first: at a conversation's or
     * an enquiry's beginning, while other messages wait or a person is asked for, and for a message that was taken before.
     */
    async lookAhead(inbound: Inbound): Promise<Opening | undefined> {
      // Not more than a look: what is written by it says itself what it found.
      const standing = await standingFor(store.ahead, inbound)
      if (!standing || standing.conversation_customer !== standing.customer_id || standing.seen_sequence !== null || standing.waiting_messages !== 0 || standing.handover_id !== null) return undefined
      const enquiry = standing.enquiry_of === null ? undefined : enquiryOf(standing)
      if (!enquiry || standing.next_sequence === null) return undefined
      const { customer_id: customer, next_sequence: sequence } = standing
      seal.remember(customer, standing.wrapped_key)
      return { state: await turnStateOf(seal, standing, inbound, customer, enquiry), message: { id: activityId(inbound.conversation, sequence), sequence, inbound } }
    },

    /**
     * Writes a message down together with its turn; gives the replies' ids once that is durable. Undefined, and nothing is written, where
     * anything came about in the conversation since the look ahead.
     */
    async acceptAnswered({ state, message: { id, sequence, inbound } }: Opening, decided: Pick<DecidedTurn, 'token' | 'replies' | 'effects' | 'dialogState' | 'facts'>): Promise<string[] | undefined> {
      const { conversation, customer, enquiry } = state
      const { effects } = decided
      const written = await store.write(async tx => {
        const now = clock.now().toISOString()
        const [counted] = await countAnswered(tx, {
          conversation, customer, enquiry: enquiry.id, sequence, next: sequence + 1 + decided.replies.length, token: decided.token, now,
          dialogState: await seal.sealState(customer, decided.dialogState), reference: inbound.reference === undefined ? null : JSON.stringify(inbound.reference), locale: inbound.locale ?? null,
        })
        if (!counted) return undefined
        await noteDelivery(tx, { conversation_id: conversation, dedupe_key: inbound.dedupeKey, sequence })
        const message = await messageEntry(seal, mask, inbound, { at: now, customer, enquiry: enquiry.id, conversation, id, sequence })
        // What the message leads to stands after it.
        const first = effects.some(logsByItself) ? [message.entry] : []
        await append(tx, store.engine, first)
        const { entries, logged, ids } = await writeTurn(tx, { ...decided, state, answered: sequence, replyTo: id, push: false }, sequence + 1, now)
        await append(tx, store.engine, first.length > 0 ? entries : [message.entry, ...entries])
        return { ids, logged: [message.logged, ...logged] }
      })
      if (!written) return undefined
      onLogged(conversation, written.logged)
      if (changesQueue(effects)) onQueue()
      return written.ids
    },
  }
}
