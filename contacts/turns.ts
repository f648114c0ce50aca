import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import { carryOut, type Effect } from './effects.ts'
import { append } from './log.ts'
import { queue, replyEntries, type SealedReply, wordingShownWith } from './replies.ts'
import { type Inbound, inboundSchema, type Instant, type StaffId } from './types.ts'

/** What a turn needs to know of its conversation. */
export type TurnState = {
  conversation: string
  channel: string
  externalId: string
  reference: unknown
  locale: string | null
  customer: string
  enquiry: { id: string; owner: StaffId; topic: string | null; openedAt: Instant; wordingShown: Record<string, Instant> }
  handover: { id: string; status: 'waiting' | 'active'; agent: StaffId | null } | null
  dialogState: unknown
  answered: number
  fence: number
}

/** A customer's message that has not had its turn. */
export type WaitingMessage = { id: string; sequence: number; inbound: Inbound }

/** The fencing token is older than one that wrote already: another instance has taken the conversation over. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
}

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

/** What waits for its turn, and how a turn is committed. */
export function createTurns(deps: ContactsDeps, seal: CustomerSeal) {
  const { store, clock } = deps
  const { db } = store
  return {
    async turnState(conversation: string): Promise<TurnState | undefined> {
      const row = await db.selectFrom('conversations').innerJoin('enquiries', 'enquiries.id', 'conversations.enquiry_id')
        .innerJoin('customers', 'customers.id', 'conversations.customer_id')
        .leftJoin('handovers', join => join.onRef('handovers.conversation_id', '=', 'conversations.id').on('handovers.status', 'in', ['waiting', 'active']))
        .select([
          'conversations.channel', 'conversations.external_id', 'conversations.reference', 'conversations.locale', 'conversations.customer_id',
          'conversations.dialog_state', 'conversations.answered_sequence', 'conversations.fence', 'enquiries.id as enquiry_id', 'enquiries.owner', 'enquiries.topic',
          'enquiries.opened_at', 'enquiries.wording_shown', 'customers.wrapped_key', 'handovers.id as handover_id', 'handovers.status as handover_status', 'handovers.agent',
        ]).where('conversations.id', '=', conversation).executeTakeFirst()
      if (!row) return undefined
      seal.remember(row.customer_id, row.wrapped_key)
      const { handover_id, handover_status } = row
      return {
        conversation,
        channel: row.channel,
        externalId: row.external_id,
        reference: row.reference ? JSON.parse(row.reference) : undefined,
        locale: row.locale,
        customer: row.customer_id,
        enquiry: { id: row.enquiry_id, owner: row.owner, topic: row.topic, openedAt: row.opened_at, wordingShown: JSON.parse(row.wording_shown) },
        handover: handover_id && (handover_status === 'waiting' || handover_status === 'active') ? { id: handover_id, status: handover_status, agent: row.agent } : null,
        dialogState: row.dialog_state ? await seal.unseal(row.customer_id, row.dialog_state) : undefined,
        answered: row.answered_sequence,
        fence: row.fence,
      }
    },

    /** The customer's messages that have not had their turn, oldest first. */
    async unanswered(conversation: string, after: number): Promise<WaitingMessage[]> {
      const rows = await db.selectFrom('log').selectAll().where('conversation_id', '=', conversation).where('conversation_seq', '>', after)
        .where('actor', '=', 'customer').orderBy('conversation_seq').limit(100).execute()
      return Promise.all(rows.map(async row => ({ id: row.id, sequence: row.conversation_seq, inbound: inboundSchema.parse(await seal.unseal(row.customer_id, row.sealed)) })))
    },

    /** Conversations in which a message waits for its turn: what a stopped process left behind. */
    async withUnanswered(): Promise<string[]> {
      const rows = await db.selectFrom('conversations').innerJoin('log', 'log.conversation_id', 'conversations.id')
        .select('conversations.id').distinct().where('log.actor', '=', 'customer')
        .whereRef('log.conversation_seq', '>', 'conversations.answered_sequence').execute()
      return rows.map(row => row.id)
    },

    /**
     * Commits a turn: replies, dialog state and effects in one transaction. Throws FencedError where another instance
     * with a newer token has written, and then nothing of this turn stands.
     */
    async commitTurn(turn: DecidedTurn): Promise<string[]> {
      const { state, effects } = turn
      const written = await store.write(async tx => {
        const now = clock.now().toISOString()
        const current = await tx.selectFrom('conversations').select(['next_sequence', 'fence', 'answered_sequence']).where('id', '=', state.conversation).executeTakeFirstOrThrow()
        if (current.fence > turn.token || current.answered_sequence >= turn.answered) throw new FencedError('This turn was taken over by another instance')
        const { entries, outbox, ids } = await replyEntries(seal, state, current.next_sequence, now,
          { replies: turn.replies, actor: 'bot', push: turn.push, replyTo: turn.replyTo, senderName: '' })
        const consequence = await carryOut(tx, effects, state, now, { mask: deps.mask, seal })
        await append(tx, store.engine, [...entries, ...consequence.entries, {
          at: now, kind: 'turn.decided', customer: state.customer, enquiry: state.enquiry.id, conversation: state.conversation, sequence: 0, actor: 'bot',
          facts: turn.facts, masked: '', sealed: '',
        }])
        await queue(tx, outbox)
        await tx.updateTable('conversations').set({
          next_sequence: current.next_sequence + turn.replies.length, answered_sequence: turn.answered, fence: turn.token, updated_at: now,
          dialog_state: await seal.seal(state.customer, turn.dialogState),
        }).where('id', '=', state.conversation).execute()
        await tx.updateTable('enquiries').set({ ...consequence.enquiry, updated_at: now, wording_shown: wordingShownWith(state, turn.replies, now) })
          .where('id', '=', state.enquiry.id).execute()
        return ids
      })
      deps.onLogged(state.conversation)
      if (effects.some(effect => effect.kind === 'handover')) deps.onQueue()
      return written
    },

    /** A message in the hands of an agent has had its turn without the bot speaking. */
    async leaveToAgent(state: TurnState, token: number, answered: number): Promise<void> {
      await store.write(async tx => {
        await tx.updateTable('conversations').set({ answered_sequence: answered, fence: token }).where('id', '=', state.conversation).where('fence', '<=', token).execute()
      })
      deps.onQueue()
    },
  }
}
