import { sql } from 'kysely'
import { type Given, prepare } from '../store/index.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import { changesQueue } from './effects.ts'
import { enquiryColumns, enquiryOf } from './enquiries/records.ts'
import { append } from './log.ts'
import { handoverOf, type TurnState, type WaitingMessage } from './turn-state.ts'
import type { DecidedTurn, WriteTurn } from './turn-writing.ts'
import { goOnIn } from './serving/language.ts'
import { type Handover, inboundSchema, type Instant } from './types.ts'

export type { TurnState } from './turn-state.ts'
export type { DecidedTurn } from './turn-writing.ts'

/** The fencing token is older than one that wrote already: another instance has taken the conversation over. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
  constructor() {
    super('This turn was taken over by another instance')
  }
}

const stateOf = prepare((db, given: Given<{ conversation: string }>) => db.selectFrom('conversations')
  .innerJoin('enquiries', 'enquiries.id', 'conversations.enquiry_id').innerJoin('customers', 'customers.id', 'conversations.customer_id')
  .leftJoin('handovers', join => join.onRef('handovers.conversation_id', '=', 'conversations.id').on('handovers.status', 'in', ['waiting', 'active']))
  .select([
    'conversations.channel', 'conversations.external_id', 'conversations.locale', 'conversations.customer_id', 'conversations.dialog_state',
    'conversations.answered_sequence', 'conversations.waiting_messages', 'conversations.fence', 'customers.wrapped_key',
    ...enquiryColumns,
    'handovers.id as handover_id', 'handovers.status as handover_status', 'handovers.locale as handover_locale', 'handovers.agent',
  ]).where('conversations.id', '=', given('conversation')))

/** Takes the places of a turn's replies and moves the conversation on, unless somebody else has done so: then it changes no row. */
const moveOn = prepare((db, given: Given<{ conversation: string; token: number; answered: number; replies: number; dialogState: string; now: Instant }>) => db
  .updateTable('conversations').set(eb => ({
    next_sequence: eb('next_sequence', '+', given('replies')), answered_sequence: given('answered'), waiting_messages: eb('waiting_messages', '-', 1),
    fence: given('token'), dialog_state: given('dialogState'), updated_at: given('now'),
  })).where('id', '=', given('conversation')).where('fence', '<=', given('token')).where('answered_sequence', '<', given('answered'))
  .returning('next_sequence'))

/** What waits for its turn, and how a turn is committed. */
export function createTurns(deps: ContactsDeps, seal: CustomerSeal, writeTurn: WriteTurn) {
  const { store, clock } = deps
  const { db } = store

  async function turnState(conversation: string): Promise<TurnState | undefined> {
    const [row] = await stateOf(db, { conversation })
    const enquiry = row && enquiryOf(row)
    if (!enquiry) return undefined
    seal.remember(row.customer_id, row.wrapped_key)
    return {
      conversation, channel: row.channel, externalId: row.external_id, locale: row.locale, customer: row.customer_id, enquiry, handover: handoverOf(row),
      dialogState: row.dialog_state ? await seal.unsealState(row.customer_id, row.dialog_state) : undefined,
      answered: row.answered_sequence, waiting: row.waiting_messages, fence: row.fence,
    }
  }

  return {
    turnState,

    /** The oldest message of the conversation that has not had its turn, with what the turn needs; undefined when none waits. */
    async nextTurn(conversation: string): Promise<{ state: TurnState; message: WaitingMessage } | undefined> {
      const state = await turnState(conversation)
      if (!state || state.waiting === 0) return undefined
      const row = await db.selectFrom('log').select(['id', 'sealed', eb => eb.fn.coalesce('conversation_seq', sql.lit(0)).as('sequence')]).where('conversation_id', '=', conversation)
        .where('conversation_seq', '>', state.answered).where('actor', '=', 'customer').orderBy('conversation_seq').limit(1).executeTakeFirstOrThrow()
      return { state, message: { id: row.id, sequence: row.sequence, inbound: inboundSchema.parse(await seal.unseal(state.customer, row.sealed)) } }
    },

    /** Conversations in which a message waits for its turn, and up to where they have had theirs. */
    async withWaiting(limit: number): Promise<{ conversation: string; answered: number }[]> {
      return db.selectFrom('conversations').select(['id as conversation', 'answered_sequence as answered']).where('waiting_messages', '>', 0).limit(limit).execute()
    },

    /** Notes that a message is taken up whose turn did not end; gives how often that was. */
    async noteTakeup({ conversation }: TurnState, sequence: number): Promise<number> {
      return store.write(async tx => {
        const { takeups } = await tx.updateTable('conversations').set(eb => ({
          takeups: eb.case().when('takeup_of', '=', sequence).then(eb('takeups', '+', 1)).else(1).end(), takeup_of: sequence,
        })).where('id', '=', conversation).returning('takeups').executeTakeFirstOrThrow()
        return takeups
      })
    },

    /**
     * Commits a turn: replies, dialog state and effects in one transaction; gives the replies' ids in order. Throws
     * FencedError where another instance has committed the turn or holds a newer token, and then nothing of it stands.
     */
    async commitTurn(turn: DecidedTurn): Promise<string[]> {
      const { state, replies } = turn
      const written = await store.write(async tx => {
        const now = clock.now().toISOString()
        const [moved] = await moveOn(tx, {
          conversation: state.conversation, token: turn.token, answered: turn.answered, replies: replies.length, now,
          dialogState: await seal.sealState(state.customer, turn.dialogState),
        })
        if (!moved) throw new FencedError()
        const { entries, logged, ids } = await writeTurn(tx, turn, moved.next_sequence - replies.length, now)
        await append(tx, store.engine, entries)
        return { ids, logged }
      })
      deps.onLogged(state.conversation, written.logged)
      if (changesQueue(turn.effects)) deps.onQueue()
      return written.ids
    },

    /** A message in the hands of an agent has had its turn without the bot speaking; `locale` where the customer goes on in another. */
    async leaveToAgent(state: TurnState, token: number, answered: number, locale?: Handover['locale']): Promise<void> {
      await store.write(async tx => {
        await tx.updateTable('conversations').set(eb => ({ answered_sequence: answered, waiting_messages: eb('waiting_messages', '-', 1), fence: token }))
          .where('id', '=', state.conversation).where('fence', '<=', token).where('answered_sequence', '<', answered).execute()
        if (locale) await append(tx, store.engine, await goOnIn(tx, state, locale, clock.now().toISOString()))
      })
      deps.onQueue()
    },
  }
}

export type Turns = ReturnType<typeof createTurns>
