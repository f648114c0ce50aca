import { defaultZone } from '../clocks/deadlines.ts'
import { localDateOf, timeOfDay } from '../clocks/local-date.ts'
import type { ContactsDeps } from '../deps.ts'
import type { Instant } from '../types.ts'

/** What became of customers' requests for a person, as it is kept: when they were first taken, since when they are with who has them last, and how long others had them before. */
export type Asked = { requestedAt: Instant; firstTakenAt: Instant | null; takenAt: Instant | null; servedMs: number; closedAt: Instant | null; status: 'waiting' | 'active' | 'left' | 'closed'; outcome: string | null }

/** How customers were served; times in whole seconds, undefined where there is nothing to count. */
export type Level = {
  /** Who asked for a person, and what became of it: taken by one, given up, or a message left instead. The rest wait. */
  asked: number
  taken: number
  takenInTime: number
  abandoned: number
  left: number
  longestWait: number
  averageWait: number | undefined
  averageHandling: number | undefined
}

const seconds = (from: Instant, to: Instant) => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
const average = (values: readonly number[]) => values.length === 0 ? undefined : Math.round(values.reduce((sum, each) => sum + each, 0) / values.length)

/**
 * The service level of these requests: `withinSeconds` is the time in which a customer is to be taken. It counts who took them first, whoever had them
 * after; handling is the time in anybody's hands, without waits in between. Who came back into the queue waits from when they first asked.
 */
export function levelOf(requests: readonly Asked[], withinSeconds: number, now: Instant): Level {
  const taken = requests.flatMap(({ requestedAt, firstTakenAt }) => firstTakenAt === null ? [] : [seconds(requestedAt, firstTakenAt)])
  const waiting = requests.flatMap(({ status, requestedAt }) => status === 'waiting' ? [seconds(requestedAt, now)] : [])
  const handled = requests.flatMap(({ firstTakenAt, takenAt, servedMs, closedAt }) => firstTakenAt === null || closedAt === null ? [] : [Math.round(servedMs / 1000) + (takenAt === null ? 0 : seconds(takenAt, closedAt))])
  return {
    asked: requests.length, taken: taken.length, takenInTime: taken.filter(wait => wait <= withinSeconds).length, abandoned: requests.filter(({ outcome, firstTakenAt }) => outcome === 'withdrawn' && firstTakenAt === null).length,
    left: requests.filter(({ status, firstTakenAt }) => status === 'left' && firstTakenAt === null).length, longestWait: Math.max(0, ...taken, ...waiting), averageWait: average(taken), averageHandling: average(handled),
  }
}

/** Counts today's service level from the records. */
export function createServiceLevel({ store: { db }, clock }: Pick<ContactsDeps, 'store' | 'clock'>) {
  return {
    /** Of all who asked for a person since midnight in the institution's time. */
    async today(withinSeconds: number): Promise<Level> {
      const now = clock.now()
      const midnight = new Date(timeOfDay(localDateOf(now, defaultZone), '00:00:00', defaultZone)).toISOString()
      const rows = await db.selectFrom('handovers').select(['requested_at', 'first_taken_at', 'taken_at', 'served_ms', 'closed_at', 'status', 'outcome']).where('requested_at', '>=', midnight).execute()
      return levelOf(rows.map(row => ({ requestedAt: row.requested_at, firstTakenAt: row.first_taken_at, takenAt: row.taken_at, servedMs: row.served_ms ?? 0, closedAt: row.closed_at, status: row.status, outcome: row.outcome })), withinSeconds, now.toISOString())
    },
  }
}

export type ServiceLevel = ReturnType<typeof createServiceLevel>
