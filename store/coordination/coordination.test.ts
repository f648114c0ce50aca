import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasRedis, type RedisServer, startRedis } from '../../test/support/redis.ts'
import type { Coordination } from './coordination.ts'
import { openCoordination, redisAddress } from './index.ts'

if (!hasRedis && process.env['CI']) throw new Error('redis-server is missing; in CI nothing may be skipped')
if (!hasRedis) console.log('Skipped: coordination through Redis (no redis-server)')

const log = { warn: () => undefined, info: () => undefined }
let redis: RedisServer

type Backend = {
  name: string
  /** So many instances of one service; in one process there is only one. */
  open(instances: number): Promise<Coordination[]>
  /** What it forgets in the middle. */
  disturb(): Promise<void>
}
async function openOnRedis(count: number): Promise<Coordination[]> {
  const opened = Array.from({ length: count }, (_, index) => openCoordination({ redisUrl: redis.url, instance: `i${index}`, log }))
  await vi.waitFor(() => expect(opened.map(each => each.state())).toEqual(opened.map(() => 'up')), { timeout: 10_000 })
  return opened
}
const inProcess: Backend = {
  name: 'in-process',
  async open(count) {
    const one = openCoordination({ instance: 'one', log })
    return Array.from({ length: count }, () => one)
  },
  disturb: async () => undefined,
}
const onRedis: Backend = { name: 'Redis', open: openOnRedis, async disturb() { await redis.kill(); await redis.start() } }
const backends = [inProcess, ...(hasRedis ? [onRedis] : [])]

beforeAll(async () => { if (hasRedis) redis = await startRedis() })
afterAll(async () => { if (hasRedis) await redis.stop() })

let opened: Coordination[] = []
afterEach(async () => {
  await Promise.all(opened.map(each => each.close()))
  opened = []
})
let counter = 0
const fresh = (what: string) => `${what}-${counter += 1}`
async function two(backend: Backend): Promise<[Coordination, Coordination]> {
  opened = await backend.open(2)
  const [a, b] = opened
  if (!a || !b) throw new Error('not opened')
  return [a, b]
}

describe.each(backends)('live coordination: $name', backend => {
  it('gives a lease to one of many and to the next only after it is given back', async () => {
    const [a, b] = await two(backend)
    const key = fresh('lease')
    const takes = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? a : b).leases.take(key, 0)))
    const given = takes.filter(lease => lease !== undefined)
    expect(given).toHaveLength(1)
    expect(given[0]?.held()).toBe(true)
    expect(await b.leases.take(fresh('another'), 0)).toBeDefined()
    await given[0]?.release()
    expect(await b.leases.take(key, given[0]?.token ?? 0)).toBeDefined()
  })
  it('numbers leases upwards, above what the records have seen', async () => {
    const [a, b] = await two(backend)
    const key = fresh('token')
    const tokens: number[] = []
    for (const [who, above] of [[a, 0], [b, 7], [a, 8], [b, 9], [a, 1_000]] as const) {
      const lease = await who.leases.take(key, Math.max(above, tokens.at(-1) ?? 0))
      tokens.push(lease?.token ?? 0)
      expect(lease?.token).toBeGreaterThan(above)
      await lease?.release()
    }
    expect(tokens).toEqual([...new Set(tokens)].sort((x, y) => x - y))
  })
  it('does not let a lease be given back twice, taking it from the next holder', async () => {
    const [a, b] = await two(backend)
    const key = fresh('twice')
    const first = await a.leases.take(key, 0)
    await first?.release()
    const second = await b.leases.take(key, first?.token ?? 0)
    await first?.release()
    expect(second).toBeDefined()
    expect(await a.leases.take(key, 0)).toBeUndefined()
  })
  it('tells every subscriber of a topic, once and in order, until it ends its subscription', async () => {
    const [a, b] = await two(backend)
    const topic = fresh('topic')
    const heard: string[][] = [[], [], []]
    const end = a.topics.subscribe(topic, message => heard[0]?.push(message))
    b.topics.subscribe(topic, message => heard[1]?.push(message))
    b.topics.subscribe(fresh('topic'), message => heard[2]?.push(message))
    await vi.waitFor(() => {
      a.topics.publish(topic, 'probe')
      expect(heard[1]).toContain('probe')
    })
    await vi.waitFor(() => {
      b.topics.publish(topic, 'echo')
      expect(heard[0]).toContain('echo')
    })
    for (const text of ['1', '2|two', '3 三']) a.topics.publish(topic, text)
    await vi.waitFor(() => expect(heard[1]?.at(-1)).toBe('3 三'))
    for (const list of heard.slice(0, 2)) expect(list.filter(text => /^\d/.test(text))).toEqual(['1', '2|two', '3 三'])
    expect(heard[2]).toEqual([])
    end()
    const before = heard[0]?.length
    b.topics.publish(topic, 'after')
    await vi.waitFor(() => expect(heard[1]).toContain('after'))
    expect(heard[0]).toHaveLength(before ?? -1)
  })
  it('knows who is there, until they go or are not heard of any more', async () => {
    const [a, b] = await two(backend)
    const group = fresh('group')
    await a.presence.seen(group, 'li', 60_000)
    await b.presence.seen(group, 'wang', 60_000)
    await b.presence.seen(group, 'zhao', 1)
    await vi.waitFor(async () => expect(await a.presence.members(group)).toEqual(['li', 'wang']))
    await b.presence.gone(group, 'li')
    expect(await a.presence.members(group)).toEqual(['wang'])
    expect(await a.presence.members(fresh('group'))).toEqual([])
  })
  it('lets through a burst and then no more, all limits or none', async () => {
    const [a, b] = await two(backend)
    const [narrow, wide] = [{ key: fresh('narrow'), perSecond: 0.01, burst: 3 }, { key: fresh('wide'), perSecond: 0.01, burst: 5 }]
    const verdicts = []
    for (const who of [a, b, a, b, a]) verdicts.push(await who.limits.take([narrow, wide]))
    expect(verdicts.slice(0, 3)).toEqual([undefined, undefined, undefined])
    for (const verdict of verdicts.slice(3)) {
      expect(verdict?.key).toBe(narrow.key)
      expect(verdict?.retryAfterMs).toBeGreaterThan(90_000)
      expect(verdict?.retryAfterMs).toBeLessThanOrEqual(100_000)
    }
    // What was refused under the one limit has used up nothing of the other.
    expect(await b.limits.take([wide])).toBeUndefined()
    expect(await a.limits.take([wide])).toBeUndefined()
    expect((await b.limits.take([wide]))?.key).toBe(wide.key)
  })
  it('keeps a value for its time', async () => {
    const [a, b] = await two(backend)
    const key = fresh('cache')
    expect(await a.cache.get(key)).toBeUndefined()
    await a.cache.set(key, '令牌', 60_000)
    expect(await b.cache.get(key)).toBe('令牌')
    await b.cache.forget(key)
    expect(await a.cache.get(key)).toBeUndefined()
    await a.cache.set(key, 'short', 1)
    await vi.waitFor(async () => expect(await a.cache.get(key)).toBeUndefined())
  })
  it('goes on after a disturbance in the middle: subscriptions live, tokens do not go back', async () => {
    const [a, b] = await two(backend)
    const [key, topic] = [fresh('lease'), fresh('topic')]
    const heard: string[] = []
    let missed = 0
    b.topics.subscribe(topic, message => heard.push(message), () => { missed += 1 })
    const before = await a.leases.take(key, 41)
    await backend.disturb()
    await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['up', 'up']), { timeout: 10_000 })
    await before?.release()
    const after = await vi.waitFor(async () => {
      const lease = await b.leases.take(key, before?.token ?? 0)
      expect(lease).toBeDefined()
      return lease
    }, { timeout: 10_000 })
    expect(after?.token).toBeGreaterThan(before?.token ?? 0)
    await vi.waitFor(() => {
      a.topics.publish(topic, 'again')
      expect(heard).toContain('again')
    }, { timeout: 10_000 })
    if (a.kind === 'redis') expect(missed).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasRedis)('coordination through Redis', () => {
  it('frees the lease of a holder that died, in seconds', { timeout: 20_000 }, async () => {
    const [a, b] = await two(onRedis)
    const key = fresh('dead')
    await a.leases.take(key, 0)
    // A process that is killed renews nothing and gives nothing back; its connection is gone.
    await redis.ask(client => client.set(`shouwen:lease:${key}`, 'a-killed-process', 'PX', 5_000))
    expect(await b.leases.take(key, 1)).toBeUndefined()
    await vi.waitFor(async () => expect((await b.leases.take(key, 1))?.token).toBeGreaterThan(1), { timeout: 10_000, interval: 100 })
  })
  it('keeps a lease for as long as its holder lives', { timeout: 20_000 }, async () => {
    const [a, b] = await two(onRedis)
    const key = fresh('long')
    const lease = await a.leases.take(key, 0)
    const first = await redis.ask(client => client.pttl(`shouwen:lease:${key}`))
    await vi.waitFor(async () => expect(await redis.ask(client => client.pttl(`shouwen:lease:${key}`))).toBeLessThan(first - 500), { timeout: 5_000 })
    await vi.waitFor(async () => expect(await redis.ask(client => client.pttl(`shouwen:lease:${key}`))).toBeGreaterThan(4_900), { timeout: 5_000, interval: 20 })
    expect(await b.leases.take(key, 0)).toBeUndefined()
    expect(lease?.held()).toBe(true)
  })
  it('tells a holder that its lease was lost', { timeout: 20_000 }, async () => {
    const [a] = await two(onRedis)
    const key = fresh('lost')
    const lease = await a.leases.take(key, 0)
    await redis.ask(client => client.set(`shouwen:lease:${key}`, 'somebody-else', 'PX', 60_000))
    await vi.waitFor(() => expect(lease?.held()).toBe(false), { timeout: 5_000 })
    await lease?.release()
    expect(await redis.ask(client => client.get(`shouwen:lease:${key}`))).toBe('somebody-else')
  })
  it.each([
    ['stopped', () => redis.kill(), () => redis.start()],
    ['silent', async () => redis.pause(), async () => redis.goOn()],
    ['full', () => redis.ask(client => client.config('SET', 'maxmemory', '1')), () => redis.ask(client => client.config('SET', 'maxmemory', '0'))],
  ])('goes on by itself while Redis is %s, and says so', { timeout: 30_000 }, async (_how, away, back) => {
    const [a] = await two(onRedis)
    const topic = fresh('topic')
    let looked = 0
    const heard: string[] = []
    a.topics.subscribe(topic, message => heard.push(message), () => { looked += 1 })
    await away()
    const lease = await a.leases.take(fresh('alone'), 5)
    expect(lease?.token).toBe(6)
    await vi.waitFor(() => expect(a.state()).toBe('away'), { timeout: 5_000 })
    const limit = { key: fresh('alone'), perSecond: 0.01, burst: 1 }
    expect(await a.limits.take([limit])).toBeUndefined()
    expect((await a.limits.take([limit]))?.key).toBe(limit.key)
    a.topics.publish(topic, 'here')
    expect(heard).toContain('here')
    await vi.waitFor(() => expect(looked).toBeGreaterThan(0), { timeout: 5_000 })
    await back()
    await vi.waitFor(() => expect(a.state()).toBe('up'), { timeout: 10_000 })
    await lease?.release()
  })
})

describe('the address of Redis', () => {
  it('is read with user, password, number and TLS', () => {
    expect(redisAddress('redis://127.0.0.1')).toMatchObject({ host: '127.0.0.1', port: 6379, db: 0 })
    expect(redisAddress('rediss://u:p%40ss@[::1]:7000/2')).toMatchObject({ host: '::1', port: 7000, db: 2, username: 'u', password: 'p@ss', tls: {} })
    expect(redisAddress('redis+sentinel://:secret@s1,s2:26380/main/1')).toMatchObject({
      sentinels: [{ host: 's1', port: 26_379 }, { host: 's2', port: 26_380 }], name: 'main', db: 1, password: 'secret',
    })
  })
  it.each(['localhost:6379', 'http://localhost', 'redis://host/main', 'redis+sentinel://host:1'])('is refused with what it should be: %s', text => {
    expect(() => redisAddress(text)).toThrow(/redis\+sentinel:\/\//)
  })
})
