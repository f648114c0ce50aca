import { z } from 'zod'
import type { Limits } from './coordination.ts'
import { createLocalLimits } from './local-limits.ts'
import { prefix, type RedisLink } from './redis-link.ts'

/**
 * The same algorithm as in the process, by Redis' own clock; `free` never lies beyond one burst, so that a clock set back
 * there locks nobody out.
 */
const take = `
local time = redis.call('TIME')
local at = time[1] * 1000 + time[2] / 1000
local frees, which, worst = {}, 0, 0
for i = 1, #KEYS do
  local interval, burst = 1000 / ARGV[2 * i - 1], tonumber(ARGV[2 * i])
  local free = math.min(math.max(tonumber(redis.call('GET', KEYS[i]) or at), at), at + burst * interval) + interval
  frees[i] = free
  local wait = free - at - burst * interval
  if wait > worst then which, worst = i, wait end
end
if which > 0 then return { which, math.ceil(worst) } end
for i = 1, #KEYS do redis.call('SET', KEYS[i], string.format('%.3f', frees[i]), 'PX', math.ceil(frees[i] - at)) end
return { 0, 0 }`
const answer = z.tuple([z.coerce.number(), z.coerce.number()])

/** Rate limits over all instances; while Redis is away each instance counts by itself. */
export function createRedisLimits(link: RedisLink): Limits {
  const local = createLocalLimits()
  return {
    take: limits => link.ask(async redis => {
      const keys = limits.map(({ key }) => `${prefix}limit:${key}`)
      const [which, retryAfterMs] = answer.parse(await redis.eval(take, keys.length, ...keys, ...limits.flatMap(({ perSecond, burst }) => [perSecond, burst])))
      const exceeded = limits[which - 1]
      return exceeded && { key: exceeded.key, retryAfterMs: Math.max(1, retryAfterMs) }
    }, () => local.take(limits)),
  }
}
