import { within } from './http-server.ts'

/** How long a stop takes in all at most; whoever stops the service waits somewhat longer (`deploy/`). */
export const stopsWithinMs = 25_000
/** How long one part may take of it, and what each may take when nothing is left. */
const partWithinMs = 10_000
const leastMs = 500

/**
 * Ends a service part by part. What does not end in time, or fails to, is left behind: all that was accepted is durable, and has its turn, or
 * its delivery, on another instance or at the next start.
 */
export function createStopping(log: { warn(facts: object, message: string): void }) {
  const until = performance.now() + stopsWithinMs
  return async (part: string, work: () => Promise<unknown>): Promise<void> => {
    const ms = Math.max(leastMs, Math.min(partWithinMs, until - performance.now()))
    try {
      if (!await within(ms, work())) log.warn({ part }, 'a part did not end in time; the stop goes on without it')
    } catch (error) {
      log.warn({ part, why: error instanceof Error ? error.name : 'Error' }, 'a part could not be ended; the stop goes on without it')
    }
  }
}
