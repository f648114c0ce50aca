import type { Exceeded, Limit, Limits } from './coordination.ts'

/** Beyond so many keys those that are not in use are forgotten. */
const mostKeys = 20_000

/**
 * Rate limits of this process by the generic cell rate algorithm: of each key it keeps the one instant at which the
 * whole burst is free again. `now` gives milliseconds that never go back, whatever is done to the wall clock.
 */
export function createLocalLimits(now: () => number = () => performance.now()): Limits {
  const freeAt = new Map<string, number>()

  function forgetIdle(at: number): void {
    for (const [key, free] of freeAt) if (free <= at) freeAt.delete(key)
  }
  return {
    async take(limits: readonly Limit[]): Promise<Exceeded | undefined> {
      const at = now()
      if (freeAt.size > mostKeys) forgetIdle(at)
      let exceeded: Exceeded | undefined
      const next = limits.map(({ key, perSecond, burst }) => {
        const interval = 1000 / perSecond
        const free = Math.max(freeAt.get(key) ?? at, at) + interval
        const retryAfterMs = Math.ceil(free - at - burst * interval)
        if (retryAfterMs > (exceeded?.retryAfterMs ?? 0)) exceeded = { key, retryAfterMs }
        return { key, free }
      })
      if (exceeded) return exceeded
      for (const { key, free } of next) freeAt.set(key, free)
      return undefined
    },
  }
}
