import type { Sealed } from '../knowledge/gate.ts'
import { restoreSealed } from '../knowledge/gate.ts'
import type { Store, Tables } from '../store/index.ts'
import { accept, type Accepted } from './acceptance.ts'
import { append, type NewEntry, verifyChain, type ChainVerdict } from './log.ts'
import type { Sealing } from './sealing.ts'
import type { Handover, Inbound, Instant, LoggedActivity, StaffId } from './types.ts'

/** What the contact log works with; wired once in bot/service.ts. */
export type Desk = {
  store: Store
  sealing: Sealing
  clock: { now(): Date }
  /** Replaces personal data by its mask. */
  mask(text: string): string
  /** Who answers for an enquiry that begins at this time (M1.1b). */
  dutyOwner(at: Instant): Promise<StaffId>
  /** Called after a commit with the conversation whose log grew. */
  onLogged(conversation: string): void
  /** Called after a commit that changed who waits for or talks to an agent. */
  onQueue(): void
}

/** A reply as it leaves the gate, with what the log keeps of how it came about. */
export type SealedReply = { sealed: Sealed; masked: string; facts: Record<string, unknown> }

/** What a turn decided beside its replies; all of it is committed with them. */
export type Effect =
  | { kind: 'handover'; id: string; reason: string; summary: string; topic: string; urgent: boolean; locale: Handover['locale'] }
  | { kind: 'case'; number: string; what: string; content: Record<string, string> }
  | { kind: 'message-left'; text: string }
  | { kind: 'survey'; score: number }
  | { kind: 'close'; outcome: string }
  | { kind: 'topic'; topic: string }

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

/** The fencing token is older than one that wrote already: another instance has taken the conversation over. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
}

export type OutboxItem = { activity: LoggedActivity; sealed: Sealed; reference: unknown; attempts: number }

export type Contacts = ReturnType<typeof createContacts>

const silent = { type: 'message', text: '' } as const

/** The contact log and everything that hangs on it: acceptance, turns, transcripts, hand-overs, the outbox. */
export function createContacts(desk: Desk) {
  const { store, sealing, clock } = desk
  const { db } = store
  const wrappedKeys = new Map<string, string>()

  async function keyOf(customer: string): Promise<string> {
    const kept = wrappedKeys.get(customer)
    if (kept) return kept
    const { wrapped_key } = await db.selectFrom('customers').select('wrapped_key').where('id', '=', customer).executeTakeFirstOrThrow()
    if (wrappedKeys.size > 10_000) wrappedKeys.clear()
    wrappedKeys.set(customer, wrapped_key)
    return wrapped_key
  }

  async function toActivity(row: Tables['log']): Promise<LoggedActivity> {
    const content: Record<string, unknown> = row.sealed === '' ? { ...silent } : JSON.parse(sealing.unseal(row.customer_id, await keyOf(row.customer_id), row.sealed))
    const [role] = row.actor.split(':')
    const separator = row.conversation_id.indexOf(':')
    const kind = row.kind === 'customer.event' || row.kind === 'customer.start' || row.kind === 'bot.event' ? 'event' as const : 'message' as const
    const from = content['from']
    const incoming = role === 'customer'
    return {
      id: row.id,
      channel: row.conversation_id.slice(0, separator),
      conversation: row.conversation_id.slice(separator + 1),
      sequence: row.conversation_seq,
      at: row.at,
      from: incoming
        ? { id: typeof from === 'object' && from !== null && 'id' in from ? String(from.id) : 'customer', name: '', role: 'user' }
        : { id: role === 'agent' ? row.actor : 'shouwen', name: typeof content['senderName'] === 'string' ? content['senderName'] : '', role: role === 'agent' ? 'agent' : 'bot' },
      type: kind,
      content,
      maskedText: row.masked,
    }
  }

  /** Logged messages of a conversation after `watermark`, in order. */
  async function since(conversation: string, watermark: number, limit: number): Promise<LoggedActivity[]> {
    const rows = await db.selectFrom('log').selectAll().where('conversation_id', '=', conversation).where('conversation_seq', '>', watermark)
      .orderBy('conversation_seq').limit(limit).execute()
    return Promise.all(rows.map(toActivity))
  }

  async function turnState(conversation: string): Promise<TurnState | undefined> {
    const row = await db.selectFrom('conversations').innerJoin('enquiries', 'enquiries.id', 'conversations.enquiry_id')
      .innerJoin('customers', 'customers.id', 'conversations.customer_id')
      .leftJoin('handovers', join => join.onRef('handovers.conversation_id', '=', 'conversations.id').on('handovers.status', 'in', ['waiting', 'active']))
      .select([
        'conversations.channel', 'conversations.external_id', 'conversations.reference', 'conversations.locale', 'conversations.customer_id',
        'conversations.dialog_state', 'conversations.answered_sequence', 'conversations.fence', 'enquiries.id as enquiry_id', 'enquiries.owner', 'enquiries.topic',
        'enquiries.opened_at', 'enquiries.wording_shown', 'customers.wrapped_key', 'handovers.id as handover_id', 'handovers.status as handover_status', 'handovers.agent',
      ]).where('conversations.id', '=', conversation).executeTakeFirst()
    if (!row) return undefined
    wrappedKeys.set(row.customer_id, row.wrapped_key)
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
      dialogState: row.dialog_state ? JSON.parse(sealing.unseal(row.customer_id, row.wrapped_key, row.dialog_state)) : undefined,
      answered: row.answered_sequence,
      fence: row.fence,
    }
  }

  /** The customer's messages that have not had their turn, oldest first. */
  async function unanswered(conversation: string, after: number): Promise<{ id: string; sequence: number; inbound: Inbound }[]> {
    const rows = await db.selectFrom('log').selectAll().where('conversation_id', '=', conversation).where('conversation_seq', '>', after)
      .where('actor', '=', 'customer').orderBy('conversation_seq').limit(100).execute()
    return Promise.all(rows.map(async row => ({
      id: row.id, sequence: row.conversation_seq,
      inbound: JSON.parse(sealing.unseal(row.customer_id, await keyOf(row.customer_id), row.sealed)),
    })))
  }

  /** Conversations in which a message waits for its turn: what a stopped process left behind. */
  async function withUnanswered(): Promise<string[]> {
    const rows = await db.selectFrom('conversations').innerJoin('log', 'log.conversation_id', 'conversations.id')
      .select('conversations.id').distinct().where('log.actor', '=', 'customer')
      .whereRef('log.conversation_seq', '>', 'conversations.answered_sequence').execute()
    return rows.map(row => row.id)
  }

  type Writing = { replies: readonly SealedReply[]; actor: string; push: boolean; replyTo?: string; senderName: string }

  /** Log entries (and outbox rows) of replies; returns the ids in order and the next free sequence. */
  async function replyEntries(state: TurnState, first: number, now: string, { replies, actor, push, replyTo, senderName }: Writing) {
    const wrapped = await keyOf(state.customer)
    const entries: NewEntry[] = []
    const outbox: Tables['outbox'][] = []
    replies.forEach(({ sealed, masked, facts }, index) => {
      const sequence = first + index
      const id = `${state.externalId}|${String(sequence).padStart(7, '0')}`
      const content = { ...sealed.outgoing, senderName, ...(replyTo ? { replyToId: replyTo } : {}) }
      entries.push({
        id, at: now, kind: actor === 'bot' ? 'bot.message' : 'agent.message', customer: state.customer, enquiry: state.enquiry.id,
        conversation: state.conversation, sequence, actor, facts, masked, sealed: sealing.seal(state.customer, wrapped, JSON.stringify(content)),
      })
      if (push) outbox.push({ activity_id: id, conversation_id: state.conversation, sequence, status: 'pending', attempts: 0, next_at: now, last_error: null })
    })
    return { entries, outbox, ids: entries.map(entry => entry.id ?? '') }
  }

  function shownWith(state: TurnState, replies: readonly SealedReply[], now: string): string {
    const shown = { ...state.enquiry.wordingShown }
    for (const { facts } of replies) {
      const added = facts['added']
      if (Array.isArray(added)) for (const item of added) if (typeof item?.id === 'string') shown[item.id] = now
    }
    return JSON.stringify(shown)
  }

  return {
    /** Writes an incoming message down; durable when resolved. */
    async accept(inbound: Inbound): Promise<Accepted> {
      const owner = await desk.dutyOwner(clock.now().toISOString())
      const accepted = await accept(desk, inbound, owner)
      if (!accepted.duplicate) desk.onLogged(accepted.conversation)
      return accepted
    },

    since,
    turnState,
    unanswered,
    withUnanswered,

    async exists(conversation: string): Promise<boolean> {
      return await db.selectFrom('conversations').select('id').where('id', '=', conversation).executeTakeFirst() !== undefined
    },

    /** The replies that were decided for an activity, in order. */
    async repliesTo(conversation: string, activityId: string, after: number): Promise<LoggedActivity[]> {
      const activities = await since(conversation, after, 100)
      return activities.filter(activity => activity.content['replyToId'] === activityId)
    },

    /**
     * Commits a turn: replies, dialog state and effects in one transaction. Throws FencedError where another instance
     * with a newer token has written, and then nothing of this turn stands.
     */
    async commitTurn(turn: {
      state: TurnState; token: number; answered: number; replyTo: string; replies: readonly SealedReply[]; push: boolean
      dialogState: unknown; effects: readonly Effect[]; facts: Record<string, unknown>
    }): Promise<string[]> {
      const { state, effects } = turn
      const wrapped = await keyOf(state.customer)
      const ids = await store.write(async tx => {
        const now = clock.now().toISOString()
        const current = await tx.selectFrom('conversations').select(['next_sequence', 'fence', 'answered_sequence']).where('id', '=', state.conversation).executeTakeFirstOrThrow()
        if (current.fence > turn.token || current.answered_sequence >= turn.answered) throw new FencedError('This turn was taken over by another instance')
        const { entries, outbox, ids } = await replyEntries(state, current.next_sequence, now,
          { replies: turn.replies, actor: 'bot', push: turn.push, replyTo: turn.replyTo, senderName: '' })
        const note = (kind: string, facts: Record<string, unknown>, masked = '', personal?: unknown) => entries.push({
          at: now, kind, customer: state.customer, enquiry: state.enquiry.id, conversation: state.conversation, sequence: 0, actor: 'bot', facts, masked,
          sealed: personal === undefined ? '' : sealing.seal(state.customer, wrapped, JSON.stringify(personal)),
        })
        let topic = state.enquiry.topic
        let closed: string | undefined
        for (const effect of effects) {
          if (effect.kind === 'handover') {
            await tx.insertInto('handovers').values({
              id: effect.id, enquiry_id: state.enquiry.id, conversation_id: state.conversation, reason: effect.reason, summary: effect.summary,
              topic: effect.topic, urgent: effect.urgent ? 1 : 0, locale: effect.locale, status: 'waiting', requested_at: now,
              agent: null, taken_at: null, closed_at: null, outcome: null,
            }).execute()
            note('handover.requested', { id: effect.id, reason: effect.reason, urgent: effect.urgent, rule: effect.urgent ? 'M1.3b' : 'M1.1b' })
          } else if (effect.kind === 'case') {
            await tx.insertInto('cases').values({
              number: effect.number, kind: effect.what, enquiry_id: state.enquiry.id, customer_id: state.customer, opened_at: now, status: 'open',
              sealed: sealing.seal(state.customer, wrapped, JSON.stringify(effect.content)),
            }).execute()
            note('case.opened', { number: effect.number, kind: effect.what, owner: state.enquiry.owner, rule: 'M3.3a' })
          } else if (effect.kind === 'message-left') {
            note('message.left', { owner: state.enquiry.owner }, desk.mask(effect.text), { text: effect.text })
          } else if (effect.kind === 'survey') {
            note('survey.answered', { score: effect.score, rule: 'M2.3a' })
          } else if (effect.kind === 'topic') {
            topic = effect.topic
          } else {
            closed = effect.outcome
            note('enquiry.closed', { outcome: effect.outcome, owner: state.enquiry.owner })
          }
        }
        note('turn.decided', turn.facts)
        await append(tx, store.engine, entries)
        if (outbox.length > 0) await tx.insertInto('outbox').values(outbox).execute()
        await tx.updateTable('conversations').set({
          next_sequence: current.next_sequence + turn.replies.length, answered_sequence: turn.answered, fence: turn.token, updated_at: now,
          dialog_state: sealing.seal(state.customer, wrapped, JSON.stringify(turn.dialogState)),
        }).where('id', '=', state.conversation).execute()
        await tx.updateTable('enquiries').set({
          topic, updated_at: now, wording_shown: shownWith(state, turn.replies, now),
          ...(closed === undefined ? {} : { status: 'closed' as const, closed_at: now, outcome: closed }),
        }).where('id', '=', state.enquiry.id).execute()
        return ids
      })
      desk.onLogged(state.conversation)
      if (effects.some(effect => effect.kind === 'handover')) desk.onQueue()
      return ids
    },

    /** A message in the hands of an agent has had its turn without the bot speaking. */
    async leaveToAgent(state: TurnState, token: number, answered: number): Promise<void> {
      await store.write(async tx => {
        await tx.updateTable('conversations').set({ answered_sequence: answered, fence: token }).where('id', '=', state.conversation).where('fence', '<=', token).execute()
      })
      desk.onQueue()
    },

    /** Logs (and queues, where the channel is pushed to) what an agent or the system says outside a turn. */
    async say(state: TurnState, actor: string, senderName: string, replies: readonly SealedReply[], push: boolean, facts: { kind: string; facts: Record<string, unknown> }[] = []): Promise<string[]> {
      const ids = await store.write(async tx => {
        const now = clock.now().toISOString()
        const { next_sequence } = await tx.selectFrom('conversations').select('next_sequence').where('id', '=', state.conversation).executeTakeFirstOrThrow()
        const { entries, outbox, ids } = await replyEntries(state, next_sequence, now, { replies, actor, push, senderName })
        for (const fact of facts) entries.push({ at: now, kind: fact.kind, customer: state.customer, enquiry: state.enquiry.id, conversation: state.conversation, sequence: 0, actor, facts: fact.facts, masked: '', sealed: '' })
        await append(tx, store.engine, entries)
        if (outbox.length > 0) await tx.insertInto('outbox').values(outbox).execute()
        await tx.updateTable('conversations').set({ next_sequence: next_sequence + replies.length, updated_at: now }).where('id', '=', state.conversation).execute()
        await tx.updateTable('enquiries').set({ updated_at: now, wording_shown: shownWith(state, replies, now) }).where('id', '=', state.enquiry.id).execute()
        return ids
      })
      desk.onLogged(state.conversation)
      return ids
    },

    /** What still has to be delivered by push and is due, oldest first. */
    async due(limit: number): Promise<OutboxItem[]> {
      const rows = await db.selectFrom('outbox').innerJoin('log', 'log.id', 'outbox.activity_id').innerJoin('conversations', 'conversations.id', 'outbox.conversation_id')
        .selectAll('log').select(['outbox.attempts', 'conversations.reference'])
        .where('outbox.status', '=', 'pending').where('outbox.next_at', '<=', clock.now().toISOString())
        .orderBy('log.seq').limit(limit).execute()
      return Promise.all(rows.map(async row => {
        const activity = await toActivity(row)
        return { activity, sealed: restoreSealed(activity.content), reference: row.reference ? JSON.parse(row.reference) : undefined, attempts: row.attempts }
      }))
    },

    async delivered(activityId: string): Promise<void> {
      await store.write(async tx => { await tx.updateTable('outbox').set({ status: 'delivered' }).where('activity_id', '=', activityId).execute() })
    },

    /** Notes a failed delivery: tried again at `retryAt`, or, without it, moved to the dead letters. */
    async undelivered(activityId: string, why: string, retryAt: Date | undefined): Promise<void> {
      await store.write(async tx => {
        await tx.updateTable('outbox').set(eb => ({
          attempts: eb('attempts', '+', 1), last_error: why.slice(0, 200),
          ...(retryAt ? { next_at: retryAt.toISOString() } : { status: 'dead' as const }),
        })).where('activity_id', '=', activityId).execute()
      })
    },

    verify: (): Promise<ChainVerdict> => verifyChain(db),
  }
}
