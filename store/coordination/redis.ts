import type { Coordination } from './coordination.ts'
import { createRedisCache, createRedisPresence } from './redis-keeping.ts'
import { createRedisLeases } from './redis-leases.ts'
import { createRedisLimits } from './redis-limits.ts'
import { type LinkLog, openRedisLink } from './redis-link.ts'
import { createRedisTopics } from './redis-topics.ts'

/** While Redis is away, how often those who listen are told to look into the records. */
const lookEveryMs = 2_000

/** Coordination of several instances. It starts, and goes on, without Redis: `state()` says so. */
export function createRedisCoordination({ url, instance, log }: { url: string; instance: string; log: LinkLog }): Coordination {
  const link = openRedisLink(url, () => topics.allMissed(), log)
  const looking = setInterval(() => { if (link.state() === 'away') topics.allMissed() }, lookEveryMs)
  looking.unref()
  const topics = createRedisTopics(link, instance)
  const leases = createRedisLeases(link)
  return {
    kind: 'redis', leases, topics, presence: createRedisPresence(link), limits: createRedisLimits(link), cache: createRedisCache(link),
    state: link.state,
    async close() {
      await leases.close()
      clearInterval(looking)
      link.close()
    },
  }
}
