import type { Lease, Leases } from './coordination.ts'

/** Leases among the turns of this process; one that is not released ends with it. */
export function createLocalLeases(): Leases {
  const held = new Map<string, symbol>()
  return {
    async take(key, above): Promise<Lease | undefined> {
      if (held.has(key)) return undefined
      const mine = Symbol(key)
      held.set(key, mine)
      const isMine = () => held.get(key) === mine
      return { token: above + 1, held: isMine, async release() { if (isMine()) held.delete(key) } }
    },
  }
}
