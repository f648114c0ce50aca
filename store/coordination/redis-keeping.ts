import { z } from 'zod'
import type { Cache, Presence } from './coordination.ts'
import { createLocalCache, createLocalPresence } from './local-keeping.ts'
import { prefix, type RedisLink } from './redis-link.ts'

export function createRedisCache(link: RedisLink): Cache {
  const local = createLocalCache()
  const keyOf = (key: string) => `${prefix}cache:${key}`
  return {
    get: key => link.ask(async redis => await redis.get(keyOf(key)) ?? undefined, () => local.get(key)),
    set: (key, value, forMs) => link.ask(async redis => { await redis.set(keyOf(key), value, 'PX', Math.max(1, Math.ceil(forMs))) }, () => local.set(key, value, forMs)),
    async forget(key) {
      await local.forget(key)
      await link.ask(async redis => { await redis.del(keyOf(key)) }, async () => undefined)
    },
  }
}

const now = `local time = redis.call('TIME') local now = time[1] * 1000 + math.floor(time[2] / 1000)`
const seen = `${now} redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1]) redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[1]))) return 1`
const members = `${now} return redis.call('ZRANGE', KEYS[1], '(' .. string.format('%d', now), '+inf', 'BYSCORE')`

/** Who is there, on whichever instance; while Redis is away, who is known here. */
export function createRedisPresence(link: RedisLink): Presence {
  const local = createLocalPresence()
  const keyOf = (group: string) => `${prefix}presence:${group}`
  return {
    async seen(group, member, forMs) {
      await local.seen(group, member, forMs)
      await link.ask(async redis => { await redis.eval(seen, 1, keyOf(group), member, Math.ceil(forMs)) }, async () => undefined)
    },
    async gone(group, member) {
      await local.gone(group, member)
      await link.ask(async redis => { await redis.zrem(keyOf(group), member) }, async () => undefined)
    },
    members: group => link.ask(async redis => z.array(z.string()).parse(await redis.eval(members, 1, keyOf(group))).sort(), () => local.members(group)),
  }
}
