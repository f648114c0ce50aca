import { isFetching } from '../channels/abilities.ts'
import { BusyError } from '../contacts/busy.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Coordination, Lease } from '../contacts/deps.ts'
import type { SealedReply } from '../contacts/replies.ts'
import type { TurnState, WaitingMessage } from '../contacts/turn-state.ts'
import { type DecidedTurn, FencedError } from '../contacts/turns.ts'
import type { Inbound } from '../contacts/types.ts'
import type { Decision, DialogInput } from '../dialogs/conversation.ts'
import type { Gate } from '../knowledge/gate.ts'
import { restoreSealed, type Sealed } from '../knowledge/sealed.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import { remembered } from '../knowledge/remembered.ts'
import { asksElsewhere } from '../dialogs/link.ts'
import { safeFallback } from '../dialogs/phrases.ts'
import type { ChannelForm } from './channel-form.ts'
import { choicesIn } from './choices.ts'
import type { OnStep } from './steps.ts'

export type TurnDeps = {
  contacts: Contacts
  gate: () => Gate
  /** How a reply is worded for its channel, before the gate judges it. */
  formFor: ChannelForm
  decide(input: DialogInput): Promise<Decision>
  /** The language in which a customer goes on with their agent, where a message tells another. */
  languageTold(inbound: Inbound, current: Locale): Promise<Locale | undefined>
  mask(text: string): string
  clock: { now(): Date }
  log: { error(facts: object, message: string): void }
  /** Called once a turn's pushed replies wait in the outbox. */
  onOutbox(): void
  /** Throws BusyError for a message that comes too fast. */
  admit(inbound: Inbound): Promise<void>
  /** The right to take the turns of a conversation, among all instances. */
  leases: Coordination['leases']
  onStep?: OnStep | undefined
  /** A trace of the turn for the tester's Emulator. */
  onTrace(activityId: string, trace: Record<string, unknown>): void
}

export type Turn = ReturnType<typeof createTurn>

/** A reply that left the gate, under its id in the log. */
export type GivenReply = { id: string; sealed: Sealed }

/** How long a turn waits for another instance's turn in the same conversation. */
const leasedWithinMs = 15_000
/** How often a message is taken up whose turn did not end. */
const mostTakeups = 3
/** In how many conversations a turn may be under way or wait in this process. */
const mostUnderWay = 5_000
/** How many conversations a sweep looks at. */
const mostSwept = 1_000

type Waiting = { state: TurnState; message: WaitingMessage }
type Decided = Pick<DecidedTurn, 'replies' | 'dialogState' | 'effects' | 'facts'> & { trace: Record<string, unknown> }

/** The way of one message (design.md): accept durably, then one turn at a time a conversation, in order. */
export function createTurn(deps: TurnDeps) {
  const { contacts } = deps
  /** A reviewed answer goes to many; it is masked once. */
  const maskReviewed = remembered(deps.mask, text => text)
  const running = new Map<string, Promise<unknown>>()
  /** Conversations whose last turn here failed. */
  const unfinished = new Set<string>()
  let seenWaiting = new Map<string, number>()
  let stopping = false

  const isPushed = (state: TurnState, { inbound }: WaitingMessage) => !isFetching(state.channel) && inbound.expectsReplies !== true

  async function decide({ state, message }: Waiting): Promise<Decided> {
    const gate = deps.gate()
    const started = process.hrtime.bigint()
    const decision = await deps.decide({ message: message.inbound, state, now: deps.clock.now() })
    await deps.onStep?.('decided')
    const replies: SealedReply[] = []
    const verdicts: unknown[] = []
    for (const { outgoing, context } of decision.replies) {
      const { sealed, verdict } = gate.seal(deps.formFor(state.channel, outgoing, context), { ...context, author: 'bot', shown: {}, now: deps.clock.now().toISOString() })
      const kept = sealed ?? gate.seal(safeFallback(outgoing.locale), { locale: outgoing.locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() }).sealed
      verdicts.push(verdict)
      if (!kept) continue
      replies.push({
        sealed: kept, masked: (context.articles.length > 0 ? maskReviewed : deps.mask)(kept.outgoing.text),
        facts: { articles: context.articles, verdict: verdict.verdict, classes: verdict.classes, added: verdict.added, reasons: verdict.reasons, ...choicesIn(kept.outgoing, deps.mask) },
      })
    }
    return {
      replies, dialogState: decision.dialogState, effects: decision.effects, trace: { ...decision.trace, gate: verdicts },
      facts: { ...decision.facts, microseconds: Number((process.hrtime.bigint() - started) / 1000n) },
    }
  }

  /** What the customer gets where the bot fails: the offer of a person. */
  function apology({ state }: Waiting): Decided {
    const locale = state.locale?.startsWith('en') ? 'en' as const : 'zh-Hans' as const
    const { sealed } = deps.gate().seal(safeFallback(locale), { locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() })
    const replies = sealed ? [{ sealed, masked: sealed.outgoing.text, facts: { failed: true } }] : []
    return { replies, dialogState: state.dialogState ?? null, effects: [], facts: { failed: true }, trace: { failed: true } }
  }

  /**
   * Takes the turn; one that fails is answered honestly, never repeated for ever. Undefined when another instance took it.
   * Throws when the store failed: then nothing of it stands.
   */
  async function take(turn: Waiting, token: number, poison = false): Promise<GivenReply[] | undefined> {
    const { state, message } = turn
    // An agent speaks with the customer; a code to go on elsewhere is the bot's to give all the same (M1.1a).
    if (state.handover?.status === 'active' && !asksElsewhere(message.inbound)) {
      const locale = await deps.languageTold(message.inbound, state.handover.locale).catch((error: unknown) => {
        deps.log.error({ err: error, conversation: state.conversation }, 'the language of a message could not be told')
        return undefined
      })
      await contacts.leaveToAgent(state, token, message.sequence, locale)
      return []
    }
    const about = { conversation: state.conversation, sequence: message.sequence }
    if (poison) deps.log.error(about, 'a message that never ended its turn is not tried again; the customer is offered a person')
    const decided = poison ? apology(turn) : await decide(turn).catch((error: unknown) => {
      deps.log.error({ err: error, ...about }, 'a turn failed; the customer is offered a person')
      return apology(turn)
    })
    const { replies, dialogState, effects, facts } = decided
    const push = isPushed(state, message)
    await deps.onStep?.('sealed')
    try {
      const ids = await contacts.commitTurn({ state, token, answered: message.sequence, replyTo: message.id, replies, push, dialogState, effects, facts })
      await deps.onStep?.('committed')
      deps.onTrace(message.id, decided.trace)
      if (push && replies.length > 0) deps.onOutbox()
      return given(ids, replies)
    } catch (error) {
      if (error instanceof FencedError) return undefined
      throw error
    }
  }

  /** Takes every turn that waits in the conversation. */
  async function drain(conversation: string, lease: Lease, takeup: boolean): Promise<void> {
    for (let next = await contacts.nextTurn(conversation); next; next = await contacts.nextTurn(conversation)) {
      if (!lease.held()) throw new Error('Another instance took this conversation over')
      // What has ended its turn's process three times would end every other: it gets no fourth.
      const poison = takeup && await contacts.noteTakeup(next.state, next.message.sequence) > mostTakeups
      await take(next, Math.max(lease.token, next.state.fence + 1), poison)
    }
  }

  /** The conversation's lease; where another instance takes a turn in it, once that is over. Throws when it has not ended in time. */
  async function leaseOf(conversation: string, above: number): Promise<{ lease: Lease; waited: boolean }> {
    const until = performance.now() + leasedWithinMs
    for (let pause = 10; ; pause = Math.min(250, pause * 2)) {
      const lease = await deps.leases.take(conversation, above)
      if (lease) return { lease, waited: pause > 10 }
      if (performance.now() > until || stopping) throw new Error('Another instance has not ended its turn in this conversation')
      await new Promise(resolve => setTimeout(resolve, pause * (0.5 + Math.random())))
    }
  }

  async function withLease(conversation: string, turn: Waiting | undefined): Promise<GivenReply[] | undefined> {
    const { lease, waited } = await leaseOf(conversation, turn?.state.fence ?? 0)
    try {
      await deps.onStep?.('leased')
      // Whoever had the lease before may have taken this turn, too.
      if (turn && !waited) return await take(turn, lease.token)
      await drain(conversation, lease, false)
      return undefined
    } finally {
      void lease.release()
    }
  }

  /** Turns of a conversation in this process follow each other. */
  function queued<T>(conversation: string, work: () => Promise<T>): Promise<T> {
    const before = running.get(conversation) ?? Promise.resolve()
    const mine = before.then(work)
    const settled = mine.then(() => { unfinished.delete(conversation) }, (error: unknown) => {
      unfinished.add(conversation)
      deps.log.error({ err: error, conversation }, 'a conversation could not go on; it is taken up again')
    }).then(() => { if (running.get(conversation) === settled) running.delete(conversation) })
    running.set(conversation, settled)
    return mine
  }

  /** Rejects when the store failed: the sweep takes the conversation up again. */
  const start = (conversation: string, turn?: Waiting) => queued(conversation, () => withLease(conversation, turn))

  /** Takes up a conversation whose messages wait and in which nobody takes a turn. */
  const takeUp = (conversation: string) => queued(conversation, async () => {
    const lease = await deps.leases.take(conversation, 0)
    if (!lease) return false
    try {
      await drain(conversation, lease, true)
    } finally {
      void lease.release()
    }
    return true
  })

  /** Lets a message in or throws BusyError. */
  async function arrive(inbound: Inbound): Promise<void> {
    if (running.size >= mostUnderWay) throw new BusyError('service', inbound.locale, 1_000)
    await deps.admit(inbound)
    await deps.onStep?.('arrived')
  }

  return {
    /** Durable when resolved; the turn goes on by itself. Throws when it could not be written down: the sender must retry. */
    async accept(inbound: Inbound): Promise<{ id: string; sequence: number; duplicate: boolean }> {
      await arrive(inbound)
      const { id, conversation, sequence, duplicate, turn } = await contacts.accept(inbound)
      await deps.onStep?.('accepted')
      if (!duplicate) start(conversation, turn).catch(alreadyLogged)
      return { id, sequence, duplicate }
    },

    /**
     * Accepts a message and gives its replies (Bot Framework's `expectReplies`); a redelivered one gets the same replies.
     * Throws when it could not be written down or had no turn: the sender must retry.
     */
    async acceptAndReply(inbound: Inbound): Promise<{ messageId: string; replies: GivenReply[] }> {
      await arrive(inbound)
      const { id, conversation, sequence, turn } = await contacts.accept({ ...inbound, expectsReplies: true })
      await deps.onStep?.('accepted')
      const replies = await start(conversation, turn) ?? (await contacts.repliesTo(conversation, id, sequence)).map(logged => ({ id: logged.id, sealed: restoreSealed(logged.content) }))
      return { messageId: id, replies }
    },

    /** Takes up what a stopped process left without its turn; gives how many conversations. */
    async resume(): Promise<number> {
      let resumed = 0
      for (let more = true; more;) {
        const waiting = await contacts.withWaiting(mostSwept)
        const taken = (await Promise.all(waiting.map(({ conversation }) => takeUp(conversation).catch(() => false)))).filter(Boolean).length
        resumed += taken
        more = waiting.length === mostSwept && taken > 0
      }
      return resumed
    },

    /**
     * Takes up what was left since: by a turn that failed here and, when `everywhere`, by an instance that is gone. A
     * message that waits in two sweeps and in whose conversation nobody takes a turn is nobody's.
     */
    async sweep(everywhere: boolean): Promise<void> {
      const left = new Set(unfinished)
      if (everywhere) {
        const waiting = new Map((await contacts.withWaiting(mostSwept)).map(({ conversation, answered }) => [conversation, answered]))
        for (const [conversation, answered] of waiting) if (seenWaiting.get(conversation) === answered) left.add(conversation)
        seenWaiting = waiting
      }
      await Promise.all([...left].filter(conversation => !running.has(conversation)).map(conversation => takeUp(conversation).catch(alreadyLogged)))
    },

    /** Waits for no lease any more: what has not had its turn is left to the others. */
    stop(): void {
      stopping = true
    },

    /** Resolves when no turn is under way. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

const given = (ids: readonly string[], replies: readonly SealedReply[]): GivenReply[] => replies.map(({ sealed }, index) => ({ id: ids[index] ?? '', sealed }))

/** `queued` has written the reason to the log. */
const alreadyLogged = () => undefined
