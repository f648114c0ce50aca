import type { Cache, Presence } from './coordination.ts'

const mostValues = 10_000

/** A cache of this process; beyond its size the value set longest ago is dropped. `now` gives milliseconds that never go back. */
export function createLocalCache(now: () => number = () => performance.now()): Cache {
  const kept = new Map<string, { value: string; until: number }>()
  return {
    async get(key) {
      const entry = kept.get(key)
      if (!entry || entry.until > now()) return entry?.value
      kept.delete(key)
      return undefined
    },
    async set(key, value, forMs) {
      kept.delete(key)
      kept.set(key, { value, until: now() + forMs })
      const oldest = kept.size > mostValues ? kept.keys().next() : undefined
      if (oldest && !oldest.done) kept.delete(oldest.value)
    },
    async forget(key) { kept.delete(key) },
  }
}

/** Who is there, as this process knows. */
export function createLocalPresence(now: () => number = () => performance.now()): Presence {
  const groups = new Map<string, Map<string, number>>()
  return {
    async seen(group, member, forMs) {
      const members = groups.get(group) ?? new Map<string, number>()
      groups.set(group, members.set(member, now() + forMs))
    },
    async gone(group, member) { groups.get(group)?.delete(member) },
    async members(group) {
      const members = groups.get(group) ?? new Map<string, number>()
      for (const [member, until] of members) if (until <= now()) members.delete(member)
      return [...members.keys()].sort()
    },
  }
}
