import type { Kysely } from 'kysely'
import type { Tables } from '../store/index.ts'
import type { Complaints } from './cases/complaints.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import { carryOut, type Effect } from './effects.ts'
import type { Step } from './enquiries/closed-loop.ts'
import { closeFromChat } from './enquiries/closing.ts'
import type { Enquiries } from './enquiries/enquiries.ts'
import { continueIn, noteSteps } from './enquiries/records.ts'
import { settleEnquiry } from './enquiries/settle.ts'
import type { NewEntry } from './log.ts'
import { noteWordingShown, queue, replyEntries, type SealedReply } from './replies.ts'
import type { TurnState } from './turn-state.ts'
import type { Instant, LoggedActivity } from './types.ts'

export type DecidedTurn = {
  state: TurnState
  token: number
  /** Sequence of the message that has had its turn with this. */
  answered: number
  replyTo: string
  replies: readonly SealedReply[]
  push: boolean
  dialogState: unknown
  effects: readonly Effect[]
  facts: Record<string, unknown>
}

/** The steps that lie in replies: an answer from the knowledge base, and the risk wording that was shown with it (M4.3a). */
function stepsOf(replies: readonly SealedReply[]): Step[] {
  const steps: Step[] = []
  for (const { facts } of replies) {
    if (Array.isArray(facts['articles']) && facts['articles'].length > 0) steps.push('answered')
    if (Array.isArray(facts['added']) && facts['added'].length > 0) steps.push('risk-noticed')
  }
  return steps
}

/**
 * Writes what a turn does, its replies from the place `first` on, but for the conversation's own row; gives the entries that the log is
 * to take in the same transaction, and the replies as they are read back from there.
 */
export type WriteTurn = (tx: Kysely<Tables>, turn: DecidedTurn, first: number, now: Instant) => Promise<{ entries: NewEntry[]; logged: LoggedActivity[]; ids: string[] }>

export function createTurnWriting(deps: ContactsDeps, seal: CustomerSeal, complaints: Complaints, enquiries: Pick<Enquiries, 'awaitAnswer'>): WriteTurn {
  return async function writeTurn(tx, { state, effects, replies, push, replyTo, facts }, first, now) {
    // What the message turned out to be about decides whose enquiry the turn belongs to.
    const { enquiry, entries: settled } = await settleEnquiry(tx, state, effects, now, deps)
    if (enquiry.id !== state.enquiry.id) await continueIn(tx, { conversation: state.conversation, enquiry: enquiry.id })
    const about = { ...state, enquiry }
    const { entries, outbox, logged, ids } = await replyEntries(seal, about, first, now, { replies, actor: 'bot', push, replyTo, senderName: '' })
    const consequence = await carryOut(tx, effects, about, now, { mask: deps.mask, seal, complaints })
    const { enquiry: standing, fresh } = await noteSteps(tx, enquiry, [...stepsOf(replies), ...consequence.steps], now, consequence.kind)
    if (effects.some(effect => effect.kind === 'message-left')) await enquiries.awaitAnswer(tx, enquiry, state)
    const closing = effects.find(effect => effect.kind === 'close')
    const of = { at: now, customer: state.customer, enquiry: enquiry.id, conversation: state.conversation, actor: 'bot' }
    if (closing) consequence.entries.push({ ...of, ...await closeFromChat(tx, standing, closing.outcome, now) })
    await queue(tx, outbox)
    await noteWordingShown(tx, enquiry.id, replies, now)
    return {
      entries: [...settled, ...entries, ...consequence.entries, { ...of, kind: 'turn.decided', facts: fresh.length > 0 ? { ...facts, steps: fresh } : facts }],
      logged, ids,
    }
  }
}
