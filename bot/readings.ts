import type { Clocks } from '../contacts/clocks/clocks.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Coordination } from '../contacts/deps.ts'
import type { Handovers } from '../contacts/handovers.ts'
import type { Checkpoints } from '../contacts/proof/checkpoints.ts'
import { type Health, takesMessages } from './health.ts'
import type { Readings } from './metrics.ts'

export type ReadingsDeps = {
  storeBytes(): Promise<number>
  storeWaiting(): number
  contacts: Pick<Contacts, 'outboxDepth' | 'oldestPending'>
  handovers: Pick<Handovers, 'waitingCount' | 'longestWaiting'>
  clocks: Pick<Clocks, 'figures'>
  checkpoints: Pick<Checkpoints, 'trouble'>
  coordination: Pick<Coordination, 'state'>
  contentProblems(): readonly string[]
  health(): Promise<Health>
  clock: { now(): Date }
}

/** How long a reading may take: those who scrape give up after ten seconds. */
const patienceMs = 5_000

async function inTime<T>(reading: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => { timer = setTimeout(resolve, patienceMs, undefined) })
  return Promise.race([reading, late]).finally(() => clearTimeout(timer))
}

/** Reads what the figures of the moment are made of. */
export function createReadings({ storeBytes, storeWaiting, contacts, handovers, clocks, checkpoints, coordination, contentProblems, health, clock }: ReadingsDeps): () => Promise<Readings> {
  const secondsSince = (at: Date | undefined) => at ? Math.max(0, clock.now().getTime() - at.getTime()) / 1000 : 0

  async function records(): Promise<NonNullable<Readings['records']>> {
    const [bytes, queueWaiting, longest, outbox, oldest, deadlines, trouble] = await Promise.all([storeBytes(), handovers.waitingCount(), handovers.longestWaiting(), contacts.outboxDepth(), contacts.oldestPending(), clocks.figures(), checkpoints.trouble()])
    return {
      bytes, queueWaiting, longestWaitSeconds: secondsSince(longest), outboxPending: outbox.pending, outboxDead: outbox.dead, outboxOldestSeconds: secondsSince(oldest),
      clocksOverdue: deadlines.overdue, clocksProvisional: deadlines.provisional, logTroubled: trouble !== undefined,
    }
  }

  return async () => {
    // Records that do not answer are a figure of their own; who asks for figures does not wait for them for ever.
    const [read, now] = await Promise.all([inTime(records()).catch(() => undefined), health()])
    return {
      ready: takesMessages(now), storeUp: read !== undefined && now.parts['store']?.status !== 'down', contentProblems: contentProblems().length, coordinationUp: coordination.state() === 'up',
      storeWaiting: storeWaiting(), ...(read ? { records: read } : {}),
    }
  }
}
