import type { Contacts } from '../contacts/contacts.ts'
import type { SealedReply } from '../contacts/replies.ts'
import type { TurnState, WaitingMessage } from '../contacts/turn-state.ts'
import { FencedError } from '../contacts/turns.ts'
import type { Inbound } from '../contacts/types.ts'
import type { Decision, DialogInput } from '../dialogs/conversation.ts'
import { type Gate, restoreSealed, type Sealed } from '../knowledge/gate.ts'
import { safeFallback } from '../dialogs/phrases.ts'

/** Channels that fetch what is in the log themselves; the others are pushed to from the outbox. */
const fetching = new Set(['directline'])

export type TurnDeps = {
  contacts: Contacts
  gate: () => Gate
  decide(input: DialogInput): Promise<Decision>
  mask(text: string): string
  clock: { now(): Date }
  log: { error(facts: object, message: string): void }
  /** Called once a turn's pushed replies wait in the outbox. */
  onOutbox(): void
  /** A trace of the turn for the tester's Emulator. */
  onTrace(activityId: string, trace: Record<string, unknown>): void
}

export type Turn = ReturnType<typeof createTurn>

/** A reply that left the gate, under its id in the log. */
export type GivenReply = { id: string; sealed: Sealed }

type Waiting = { state: TurnState; message: WaitingMessage }

/** The way of one message (design.md): accept durably, then one turn at a time a conversation, in order. */
export function createTurn(deps: TurnDeps) {
  const { contacts } = deps
  /** The conversation's lease in this process: the turns of a conversation follow each other. */
  const running = new Map<string, Promise<unknown>>()

  const isPushed = (state: TurnState, { inbound }: WaitingMessage) => !fetching.has(state.channel) && inbound.expectsReplies !== true

  async function take({ state, message }: Waiting): Promise<GivenReply[]> {
    const token = state.fence + 1
    if (state.handover?.status === 'active') {
      await contacts.leaveToAgent(state, token, message.sequence)
      return []
    }
    const gate = deps.gate()
    const started = process.hrtime.bigint()
    const decision = await deps.decide({ message: message.inbound, state, now: deps.clock.now() })
    const replies: SealedReply[] = []
    const verdicts: unknown[] = []
    for (const { outgoing, context } of decision.replies) {
      const { sealed, verdict } = gate.seal(outgoing, { ...context, author: 'bot', shown: {}, now: deps.clock.now().toISOString() })
      const kept = sealed ?? gate.seal(safeFallback(outgoing.locale), { locale: outgoing.locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() }).sealed
      verdicts.push(verdict)
      if (!kept) continue
      replies.push({
        sealed: kept, masked: deps.mask(kept.outgoing.text),
        facts: { articles: context.articles, verdict: verdict.verdict, classes: verdict.classes, added: verdict.added, reasons: verdict.reasons },
      })
    }
    const push = isPushed(state, message)
    const ids = await contacts.commitTurn({
      state, token, answered: message.sequence, replyTo: message.id, replies, push, dialogState: decision.dialogState, effects: decision.effects,
      facts: { ...decision.facts, microseconds: Number((process.hrtime.bigint() - started) / 1000n) },
    })
    deps.onTrace(message.id, { ...decision.trace, gate: verdicts })
    if (push && replies.length > 0) deps.onOutbox()
    return given(ids, replies)
  }

  /** Takes the turn; one that fails is answered honestly, never repeated for ever. Undefined when another instance took it. */
  async function takeOrApologise(turn: Waiting): Promise<GivenReply[] | undefined> {
    try {
      return await take(turn)
    } catch (error) {
      if (error instanceof FencedError) return undefined
      deps.log.error({ err: error, conversation: turn.state.conversation, sequence: turn.message.sequence }, 'a turn failed; the customer is offered a person')
      return apologise(turn)
    }
  }

  async function apologise({ state, message }: Waiting): Promise<GivenReply[]> {
    const locale = state.locale?.startsWith('en') ? 'en' as const : 'zh-Hans' as const
    const { sealed } = deps.gate().seal(safeFallback(locale), { locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() })
    const replies = sealed ? [{ sealed, masked: sealed.outgoing.text, facts: { failed: true } }] : []
    const push = isPushed(state, message)
    const ids = await contacts.commitTurn({
      state, token: state.fence + 1, answered: message.sequence, replyTo: message.id, push, replies, dialogState: state.dialogState, effects: [], facts: { failed: true },
    })
    if (push) deps.onOutbox()
    return given(ids, replies)
  }

  /** Takes this turn, or every one that waits in the conversation. Gives the replies where it is known that they answer `turn`. */
  async function drain(conversation: string, turn: Waiting | undefined): Promise<GivenReply[] | undefined> {
    if (turn) return takeOrApologise(turn)
    for (let next = await contacts.nextTurn(conversation); next; next = await contacts.nextTurn(conversation)) await takeOrApologise(next)
    return undefined
  }

  /** Rejects when the store failed: the conversation goes on with its next message or at the next start. */
  function start(conversation: string, turn?: Waiting): Promise<GivenReply[] | undefined> {
    const before = running.get(conversation) ?? Promise.resolve()
    const mine = before.then(() => drain(conversation, turn))
    const settled = mine.catch((error: unknown) => deps.log.error({ err: error, conversation }, 'a conversation could not go on; it is taken up again with its next message or at the next start'))
      .then(() => { if (running.get(conversation) === settled) running.delete(conversation) })
    running.set(conversation, settled)
    return mine
  }

  return {
    /** Durable when resolved; the turn goes on by itself. Throws when it could not be written down: the sender must retry. */
    async accept(inbound: Inbound): Promise<{ id: string; sequence: number }> {
      const { id, conversation, sequence, duplicate, turn } = await contacts.accept(inbound)
      if (!duplicate) start(conversation, turn).catch(alreadyLogged)
      return { id, sequence }
    },

    /**
     * Accepts a message and gives its replies (Bot Framework's `expectReplies`); a redelivered one gets the same replies.
     * Throws when it could not be written down or had no turn: the sender must retry.
     */
    async acceptAndReply(inbound: Inbound): Promise<{ messageId: string; replies: GivenReply[] }> {
      const { id, conversation, sequence, turn } = await contacts.accept({ ...inbound, expectsReplies: true })
      const replies = await start(conversation, turn) ?? (await contacts.repliesTo(conversation, id, sequence)).map(logged => ({ id: logged.id, sealed: restoreSealed(logged.content) }))
      return { messageId: id, replies }
    },

    /** Takes up what a stopped process left without its turn. */
    async resume(): Promise<number> {
      const conversations = await contacts.withWaiting()
      await Promise.all(conversations.map(conversation => start(conversation).catch(alreadyLogged)))
      return conversations.length
    },

    /** Resolves when no turn is under way. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

const given = (ids: readonly string[], replies: readonly SealedReply[]): GivenReply[] => replies.map(({ sealed }, index) => ({ id: ids[index] ?? '', sealed }))

/** `start` has written the reason to the log. */
const alreadyLogged = () => undefined
