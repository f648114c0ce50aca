import { isFetching } from '../channels/abilities.ts'
import { type Accepted, conversationKey } from '../contacts/acceptance.ts'
import { awayAnswer } from '../contacts/away.ts'
import { BusyError } from '../contacts/busy.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Coordination, Lease } from '../contacts/deps.ts'
import type { SealedReply } from '../contacts/replies.ts'
import type { TurnState, WaitingMessage } from '../contacts/turn-state.ts'
import { FencedError } from '../contacts/turns.ts'
import type { Inbound } from '../contacts/types.ts'
import { restoreSealed, type Sealed } from '../knowledge/sealed.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import { asksElsewhere } from '../dialogs/link.ts'
import { createArrivals } from './arrivals.ts'
import { createCohorts } from './cohorts.ts'
import { createTurnDecision, type TurnDecisionDeps, type Waiting } from './turn-decision.ts'

export type TurnDeps = TurnDecisionDeps & {
  contacts: Contacts
  /** The language in which a customer goes on with their agent, where a message tells another. */
  languageTold(inbound: Inbound, current: Locale): Promise<Locale | undefined>
  log: { error(facts: object, message: string): void }
  /** Called once a turn's pushed replies wait in the outbox. */
  onOutbox(): void
  /** Throws BusyError for a message that comes too fast. */
  admit(inbound: Inbound): Promise<void>
  /** The right to take the turns of a conversation, among all instances. */
  leases: Coordination['leases']
  /** A trace of the turn for the tester's Emulator. */
  onTrace(activityId: string, trace: Record<string, unknown>): void
}

export type Turn = ReturnType<typeof createTurn>

/** A reply that left the gate, under its id in the log. */
export type GivenReply = { id: string; sealed: Sealed }

/** How long a turn waits for another instance's turn in the same conversation. */
const leasedWithinMs = 15_000
/** For how long a message may be decided on before it is written down. */
const decidedWithinMs = 250
/** How often a message is taken up whose turn did not end. */
const mostTakeups = 3
/** In how many conversations a turn may be under way or wait in this process. */
const mostUnderWay = 5_000
/** How many conversations a sweep looks at. */
const mostSwept = 1_000

/** A message that is written down; with its replies where it has had its turn. */
type Taken = Pick<Accepted, 'id' | 'conversation' | 'sequence' | 'duplicate' | 'turn'> & { replies?: GivenReply[] }

/** The way of one message (design.md): accept durably, then one turn at a time a conversation, in order. */
export function createTurn(deps: TurnDeps) {
  const { contacts } = deps
  const { decide, apology } = createTurnDecision(deps)
  const cohort = createCohorts()
  const running = new Map<string, Promise<unknown>>()
  const arrivals = createArrivals<Taken>()
  /** Conversations whose last turn here failed. */
  const unfinished = new Set<string>()
  /** Messages whose last take-up here failed for the records and not for what they say: the next one is not counted. */
  const outlived = new Map<string, number>()
  let seenWaiting = new Map<string, number>()
  let stopping = false

  const isPushed = (state: TurnState, { inbound }: WaitingMessage) => !isFetching(state.channel) && inbound.expectsReplies !== true

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
      const { sequence } = next.message
      const poison = takeup && outlived.get(conversation) !== sequence && await contacts.noteTakeup(next.state, sequence) > mostTakeups
      try {
        await take(next, Math.max(lease.token, next.state.fence + 1), poison)
      } catch (error) {
        if (takeup && awayAnswer(error)) outlived.set(conversation, sequence)
        throw error
      }
      outlived.delete(conversation)
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

  /** Keeps what is under way in a conversation until it has ended, or something after it is. */
  function runs(conversation: string, work: Promise<unknown>): void {
    const settled = work.catch(() => undefined).then(() => { if (running.get(conversation) === settled) running.delete(conversation) })
    running.set(conversation, settled)
  }

  /** Turns of a conversation in this process follow each other. */
  function queued<T>(conversation: string, work: () => Promise<T>): Promise<T> {
    const before = running.get(conversation) ?? Promise.resolve()
    const mine = before.then(work)
    runs(conversation, mine.then(() => { unfinished.delete(conversation) }, (error: unknown) => {
      unfinished.add(conversation)
      deps.log.error({ err: error, conversation }, 'a conversation could not go on; it is taken up again')
    }))
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

  /** Decides on a message and writes it down with its turn. Undefined, and nothing is written, where it has to be written down first. */
  async function takeAtOnce(inbound: Inbound): Promise<Taken | undefined> {
    const opening = await contacts.lookAhead(inbound)
    if (!opening) return undefined
    const { state, message: { id, sequence } } = opening
    const lease = await deps.leases.take(state.conversation, state.fence)
    if (!lease) return undefined
    try {
      await deps.onStep?.('leased')
      // What cannot be decided, or not soon, is not the reason why a message is not accepted.
      const decided = await within(decidedWithinMs, decide(opening).catch(() => undefined))
      if (!decided) return undefined
      await deps.onStep?.('sealed')
      const { replies } = decided
      const ids = await contacts.acceptAnswered(opening, { ...decided, token: lease.token })
      if (!ids) return undefined
      await deps.onStep?.('accepted')
      await deps.onStep?.('committed')
      deps.onTrace(id, decided.trace)
      return { id, conversation: state.conversation, sequence, duplicate: false, replies: given(ids, replies) }
    } finally {
      void lease.release()
    }
  }

  /**
   * Takes a message in, in its order within its conversation. The first of those that arrive has its turn at once where its sender waits for
   * it and nothing else is under way; what comes after it waits until it has its place, and is then written down together.
   */
  function takeIn(inbound: Inbound): Promise<Taken> {
    const conversation = conversationKey(inbound.channel, inbound.conversation)
    const accept = () => contacts.accept(inbound)
    return arrivals.inOrder(conversation, () => {
      if (running.has(conversation) || !isFetching(inbound.channel) && inbound.expectsReplies !== true) return undefined
      const atOnce = takeAtOnce(inbound)
      runs(conversation, atOnce)
      return atOnce
    }, accept)
  }

  /** Lets a message in or throws BusyError. */
  async function arrive(inbound: Inbound): Promise<void> {
    await cohort()
    if (running.size >= mostUnderWay) throw new BusyError('service', inbound.locale, 1_000)
    await deps.admit(inbound)
    await deps.onStep?.('arrived')
  }

  return {
    /** Durable when resolved; the turn goes on by itself. Throws when it could not be written down: the sender must retry. */
    async accept(inbound: Inbound): Promise<{ id: string; sequence: number; duplicate: boolean }> {
      await arrive(inbound)
      const { id, conversation, sequence, duplicate, turn, replies } = await takeIn(inbound)
      if (replies) return { id, sequence, duplicate }
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
      const { id, conversation, sequence, turn, replies: taken } = await takeIn({ ...inbound, expectsReplies: true })
      if (taken) return { messageId: id, replies: taken }
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

/** What the work gives, or undefined where it takes longer; it goes on then. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => { timer = setTimeout(resolve, ms, undefined) })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** `queued` has written the reason to the log. */
const alreadyLogged = () => undefined
