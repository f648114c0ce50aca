import type { Contacts } from '../contacts/contacts.ts'
import type { Effect } from '../contacts/effects.ts'
import type { SealedReply } from '../contacts/replies.ts'
import type { TurnState } from '../contacts/turns.ts'
import type { Inbound, LoggedActivity } from '../contacts/types.ts'
import type { Decision, DialogInput } from '../dialogs/conversation.ts'
import type { Gate } from '../knowledge/gate.ts'
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

/** The way of one message (design.md): accept durably, then one turn at a time a conversation, in order. */
export function createTurn(deps: TurnDeps) {
  const { contacts } = deps
  /** The conversation's lease in this process, with the fencing token that its commits carry. */
  const running = new Map<string, Promise<void>>()
  const pulled = new Set<string>()

  async function runOne(state: TurnState, message: { id: string; sequence: number; inbound: Inbound }, token: number): Promise<void> {
    if (state.handover?.status === 'active') return contacts.leaveToAgent(state, token, message.sequence)
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
    const push = !fetching.has(state.channel) && !pulled.has(message.id)
    await contacts.commitTurn({
      state, token, answered: message.sequence, replyTo: message.id, replies, push, dialogState: decision.dialogState, effects: decision.effects,
      facts: { ...decision.facts, microseconds: Number((process.hrtime.bigint() - started) / 1000n) },
    })
    deps.onTrace(message.id, { ...decision.trace, gate: verdicts })
    if (push && replies.length > 0) deps.onOutbox()
  }

  /** Gives every waiting message of the conversation its turn. A turn that fails is answered honestly, never repeated for ever. */
  async function drain(conversation: string): Promise<void> {
    for (;;) {
      const state = await contacts.turnState(conversation)
      if (!state) return
      const [message] = await contacts.unanswered(conversation, state.answered)
      if (!message) return
      try {
        await runOne(state, message, state.fence + 1)
      } catch (error) {
        deps.log.error({ err: error, conversation, sequence: message.sequence }, 'a turn failed; the customer is offered a person')
        await apologise(state, message)
      }
    }
  }

  async function apologise(state: TurnState, message: { id: string; sequence: number; inbound: Inbound }): Promise<void> {
    const locale = state.locale?.startsWith('en') ? 'en' as const : 'zh-Hans' as const
    const { sealed } = deps.gate().seal(safeFallback(locale), { locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() })
    const effects: Effect[] = []
    await contacts.commitTurn({
      state, token: state.fence + 1, answered: message.sequence, replyTo: message.id, push: !fetching.has(state.channel) && !pulled.has(message.id),
      replies: sealed ? [{ sealed, masked: sealed.outgoing.text, facts: { failed: true } }] : [], dialogState: state.dialogState, effects, facts: { failed: true },
    })
  }

  function start(conversation: string): Promise<void> {
    const before = running.get(conversation) ?? Promise.resolve()
    const mine = before.then(() => drain(conversation)).catch((error: unknown) => {
      deps.log.error({ err: error, conversation }, 'a conversation could not go on; it is taken up again with its next message or at the next start')
    })
    running.set(conversation, mine)
    void mine.then(() => { if (running.get(conversation) === mine) running.delete(conversation) })
    return mine
  }

  return {
    /** Durable when resolved; the turn goes on by itself. Throws when it could not be written down: the sender must retry. */
    async accept(inbound: Inbound): Promise<{ id: string; sequence: number }> {
      const accepted = await contacts.accept(inbound)
      if (!accepted.duplicate) void start(accepted.conversation)
      return { id: accepted.id, sequence: accepted.sequence }
    },

    /** Accepts a message and gives its replies (Bot Framework's `expectReplies`); a redelivered one gets the same replies. */
    async acceptAndReply(inbound: Inbound): Promise<LoggedActivity[]> {
      const accepted = await contacts.accept(inbound)
      pulled.add(accepted.id)
      try {
        await start(accepted.conversation)
        return await contacts.repliesTo(accepted.conversation, accepted.id, accepted.sequence)
      } finally {
        pulled.delete(accepted.id)
      }
    },

    /** Takes up what a stopped process left without its turn. */
    async resume(): Promise<number> {
      const conversations = await contacts.withUnanswered()
      await Promise.all(conversations.map(start))
      return conversations.length
    },

    /** Resolves when no turn is under way. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}
