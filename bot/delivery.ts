import { reasonOf } from '../contacts/away.ts'
import { NeverTakenError, OutsideWindowError } from '../contacts/channels/undeliverable.ts'
import type { Contacts } from '../contacts/contacts.ts'
import { claimMs, longestPauseMs, mostClaimed, NotTakenError, type OutboxItem } from '../contacts/outbox.ts'
import type { OnStep } from './steps.ts'

/** After so many failures, some 40 minutes, a reply is set aside for an operator. */
const mostAttempts = 16
/** How many conversations are delivered to at the same time. */
const mostAtOnce = 32
/** How long a reply waits for a customer who was asked to write first. */
const askedForMs = 7 * 86_400_000
/** What a channel has not taken after this long counts as not taken. */
const takenWithinMs = 15_000
const lookEveryMs = 2_000

export type DeliveryDeps = {
  contacts: Contacts
  instance: string
  /** Hands one reply to its channel; throws when the channel did not take it. */
  deliver(item: OutboxItem): Promise<void>
  /** Finds another way to the customer for a reply that its channel does not take now; false where there is none. */
  reroute(item: OutboxItem, why: string): Promise<boolean>
  clock: { now(): Date }
  log: { warn(facts: object, message: string): void; error(facts: object, message: string): void }
  onStep?: OnStep | undefined
}

export type Delivery = ReturnType<typeof createDelivery>

/** How long to wait before trying again after this many failures, or undefined to give up. `random` is in [0, 1). */
export function pauseAfter(failures: number, retryAfterMs: number | undefined, random: number): number | undefined {
  if (failures >= mostAttempts) return undefined
  const growing = Math.min(longestPauseMs, 1000 * 2 ** (failures - 1)) * (0.5 + random / 2)
  // A channel that says when is not asked before; one that says "in a week" is asked sooner.
  return retryAfterMs === undefined ? growing : Math.min(longestPauseMs, Math.max(growing, retryAfterMs * (1 + random / 10)))
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new NotTakenError('no answer in time')), ms) })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What a failure may tell to a log: never the message's content. */
function whyNot(error: unknown): string {
  return error instanceof NotTakenError || error instanceof NeverTakenError || error instanceof OutsideWindowError ? error.message : reasonOf(error)
}

/**
 * Delivers what waits in the outbox: conversations beside each other, the replies of one in order, each tried until the
 * channel took it or an operator must look. Several instances share the work by claims.
 */
export function createDelivery({ contacts, instance, deliver, reroute, clock, log, onStep }: DeliveryDeps) {
  const active = new Set<Promise<void>>()
  let stopping = false
  let filling: Promise<void> | undefined
  let again = false
  /** When all claims held now were sure: one that has not been renewed since for its whole time may be another's. */
  let renewedAt = performance.now()

  /** What becomes of a reply that the customer must write first to get: it waits, or goes another way. False where neither. */
  async function otherwise(item: OutboxItem, { asked, message }: OutsideWindowError, readAt: Date): Promise<boolean> {
    if (!asked) return reroute(item, message)
    if (clock.now().getTime() - Date.parse(item.activity.at) > askedForMs) return false
    await contacts.postpone(item, { until: new Date(clock.now().getTime() + longestPauseMs), readAt })
    return true
  }

  async function one(item: OutboxItem, readAt: Date): Promise<boolean> {
    try {
      await within(takenWithinMs, deliver(item))
    } catch (error) {
      if (error instanceof OutsideWindowError && await otherwise(item, error, readAt)) return !error.asked
      const failures = item.attempts + 1
      const isFinal = error instanceof NeverTakenError || error instanceof OutsideWindowError
      const pause = isFinal ? undefined : pauseAfter(failures, error instanceof NotTakenError ? error.retryAfterMs : undefined, Math.random())
      const facts = { channel: item.activity.channel, failures, why: whyNot(error) }
      if (pause === undefined) log.error(facts, 'a reply could not be delivered; it waits for an operator: npm run outbox -- list')
      else log.warn(facts, 'a reply was not delivered; it is tried again')
      await contacts.undelivered(item.activity, facts.why, pause === undefined ? undefined : new Date(clock.now().getTime() + pause))
      // Behind one that is tried again the next waits; behind one that was given up it does not.
      return pause === undefined
    }
    await onStep?.('delivered')
    await contacts.delivered(item.activity)
    await onStep?.('noted')
    return true
  }

  async function inOrder(conversation: string): Promise<void> {
    try {
      const readAt = clock.now()
      const items = await contacts.claimed(conversation, instance)
      for (const item of items) {
        if (stopping || performance.now() - renewedAt > claimMs || !await one(item, readAt)) return await contacts.giveBack(conversation, instance)
      }
      if (items.length === mostClaimed) await contacts.giveBack(conversation, instance)
    } catch (error) {
      log.error({ why: whyNot(error) }, 'a conversation\'s replies could not be delivered; they are taken up again')
      await contacts.giveBack(conversation, instance).catch((unheld: unknown) => log.warn({ why: whyNot(unheld) }, 'a claim could not be given back; it ends by itself'))
    }
  }

  async function fill(): Promise<void> {
    do {
      again = false
      const free = mostAtOnce - active.size
      if (active.size === 0) renewedAt = performance.now()
      const conversations = stopping || free === 0 ? [] : await contacts.claim(instance, free)
      if (conversations.length > 0) await onStep?.('claimed')
      for (const conversation of conversations) {
        const work = inOrder(conversation).finally(() => {
          active.delete(work)
          wake()
        })
        active.add(work)
      }
    } while (again)
  }

  /** Looks for what is due now. */
  function wake(): void {
    again = true
    if (stopping) return
    filling ??= fill().catch((error: unknown) => log.warn({ why: whyNot(error) }, 'the outbox could not be read')).finally(() => {
      filling = undefined
      if (again) wake()
    })
  }
  const looking = setInterval(wake, lookEveryMs)
  const renewing = setInterval(() => {
    if (active.size === 0) return
    const at = performance.now()
    contacts.renewClaims(instance).then(() => { renewedAt = at }, (error: unknown) => log.warn({ why: whyNot(error) }, 'claims could not be renewed'))
  }, claimMs / 4)

  return {
    wake,
    /** Takes nothing on any more; resolves when what is under way is delivered, or given back for another instance. */
    async stop(): Promise<void> {
      stopping = true
      clearInterval(looking)
      await filling
      await Promise.all(active)
      clearInterval(renewing)
    },
  }
}
