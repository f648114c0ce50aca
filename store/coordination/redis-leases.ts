import { randomUUID } from 'node:crypto'
import type { Lease, Leases } from './coordination.ts'
import { createLocalLeases } from './local-leases.ts'
import { prefix, type RedisLink } from './redis-link.ts'

/** How long a lease outlives a holder that has died; a holder that lives renews it three times as often. */
export const leaseMs = 5_000
/** Tokens are counted on from the records; the counter only has to outlive whoever stalled. */
const countedForMs = 3_600_000

const take = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local token = math.max(tonumber(redis.call('GET', KEYS[2]) or 0), tonumber(ARGV[3])) + 1
redis.call('SET', KEYS[2], string.format('%d', token), 'PX', ARGV[4])
return token`
/** A lease that Redis forgot (a restart) and nobody has taken since is still ours. */
const renew = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`
const release = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

/** Leases among all instances; among the turns of this one while Redis is away: the tokens keep the records right meanwhile. */
export function createRedisLeases(link: RedisLink): Leases & { close(): Promise<void> } {
  const local = createLocalLeases()
  const held = new Map<string, { key: string; lost: boolean }>()

  async function give(id: string, key: string): Promise<void> {
    held.delete(id)
    await link.ask(async redis => { await redis.eval(release, 1, `${prefix}lease:${key}`, id) }, async () => undefined)
  }
  const renewing = setInterval(() => {
    for (const [id, lease] of held) {
      void link.ask(async redis => {
        if (Number(await redis.eval(renew, 1, `${prefix}lease:${lease.key}`, id, leaseMs)) === 1) return
        lease.lost = true
        held.delete(id)
      }, async () => undefined)
    }
  }, leaseMs / 3)
  renewing.unref()

  return {
    take: (key, above) => link.ask<Lease | undefined>(async redis => {
      const id = randomUUID()
      const token = Number(await redis.eval(take, 2, `${prefix}lease:${key}`, `${prefix}token:${key}`, id, leaseMs, above, countedForMs))
      if (token === 0) return undefined
      const lease = { key, lost: false }
      held.set(id, lease)
      return { token, held: () => !lease.lost, release: () => give(id, key) }
    }, () => local.take(key, above)),
    async close() {
      clearInterval(renewing)
      await Promise.all([...held].map(([id, { key }]) => give(id, key)))
    },
  }
}
