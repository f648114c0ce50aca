import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openCoordination } from '../../store/index.ts'
import { freePort, type Running, until } from '../support/process.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts'
import { canCluster, type Channel, type Cluster, read, sendUntilAccepted, startChannel, startCluster, startInstance } from './support.ts'

const partSchema = z.looseObject({ status: z.string() })
const healthSchema = z.looseObject({ status: z.string(), parts: z.looseObject({ store: partSchema, coordination: partSchema }) })
const health = async (url: string) => {
  const response = await fetch(`${url}/health/ready`)
  return { code: response.status, ...healthSchema.parse(await response.json()) }
}

describe.skipIf(!canCluster)('two instances', () => {
  let cluster: Cluster
  let channel: Channel
  let a: Running
  let b: Running
  /** The network between the first of them and Redis. */
  let network: Proxy
  beforeAll(async () => {
    channel = await startChannel()
    cluster = await startCluster()
    network = await startProxy(cluster.redis.port)
    ;[a, b] = await Promise.all([startInstance({ ...cluster.env, REDIS_URL: `redis://127.0.0.1:${network.port}` }), startInstance(cluster.env)])
    await vi.waitFor(async () => expect(await health(a.url)).toMatchObject({ code: 200, status: 'ready' }), { timeout: 10_000 })
  }, 90_000)
  afterAll(async () => {
    await Promise.all([a.kill('SIGKILL'), b.kill('SIGKILL')])
    await network.close()
    await cluster.stop()
    await channel.close()
  })
  const taken = (conversation: string) => channel.taken.filter(each => each.conversation.id === conversation)

  /** Customers' messages from one place to another, by either instance in turn. */
  async function ask(conversations: readonly string[], from: number, to: number): Promise<void> {
    await Promise.all(conversations.map(async conversation => {
      for (let index = from; index < to; index++) {
        await sendUntilAccepted(index % 2 ? [a.url, b.url] : [b.url, a.url], { serviceUrl: channel.serviceUrl, conversation, id: `${conversation}-${index}`, text: '转账限额是多少' })
      }
    }))
  }
  async function answeredInOrder(conversations: readonly string[], count: number): Promise<void> {
    for (const conversation of conversations) {
      await vi.waitFor(() => expect(new Set(taken(conversation).map(each => each.replyToId)).size).toBe(count), { timeout: 20_000 })
      const { asked, replies, chain } = await read(cluster.records, conversation)
      expect(asked).toHaveLength(count)
      expect([...new Set(taken(conversation).map(each => each.id))]).toEqual(replies)
      expect(chain).toMatchObject({ ok: true })
    }
  }

  it.each([
    ['stopped and started again', () => cluster.redis.kill(), () => cluster.redis.start()],
    ['silent', async () => cluster.redis.pause(), async () => cluster.redis.goOn()],
    ['full', () => cluster.redis.ask(redis => redis.config('SET', 'maxmemory', '1')), () => cluster.redis.ask(redis => redis.config('SET', 'maxmemory', '0'))],
    ['out of reach of one of them', async () => network.hold(), async () => network.goOn()],
  ])('answer each message once, in order, while Redis is %s, and say so', { timeout: 90_000 }, async (how, away, back) => {
    const conversations = ['p', 'q', 'r'].map(name => `${name} ${how}`)
    await ask(conversations, 0, 3)
    await away()
    await ask(conversations, 3, 8)
    // Degraded, but in service: a balancer must not take all instances away because Redis is.
    await vi.waitFor(async () => expect(await health(a.url)).toMatchObject({ code: 200, status: 'degraded', parts: { store: { status: 'ok' }, coordination: { status: 'degraded' } } }), { timeout: 10_000 })
    await vi.waitFor(() => { for (const conversation of conversations) expect(new Set(taken(conversation).map(each => each.id)).size).toBeGreaterThanOrEqual(8) }, { timeout: 20_000 })
    await back()
    await vi.waitFor(async () => expect((await Promise.all([health(a.url), health(b.url)])).map(each => each.status)).toEqual(['ready', 'ready']), { timeout: 15_000 })
    await ask(conversations, 8, 10)
    await answeredInOrder(conversations, 10)
  })

  it.each([
    ['forgets everything, again and again', () => {
      const forgetting = setInterval(() => void cluster.redis.ask(redis => redis.flushall()).catch(() => undefined), 50)
      return () => clearInterval(forgetting)
    }],
    ['is slow', () => {
      network.slow(100)
      return () => network.goOn()
    }],
  ])('answer each message once, in order, while Redis %s', { timeout: 90_000 }, async (how, disturb) => {
    const conversations = ['p', 'q', 'r'].map(name => `${name} ${how}`)
    const undisturbed = disturb()
    try {
      await ask(conversations, 0, 10)
      await answeredInOrder(conversations, 10)
    } finally {
      undisturbed()
    }
  })
})

describe.skipIf(!hasRedis)('Redis behind Sentinel', () => {
  let first: RedisServer
  let second: RedisServer
  let sentinel: ChildProcess
  let dir: string
  let url: string
  beforeAll(async () => {
    first = await startRedis()
    second = await startRedis(['--replicaof', '127.0.0.1', String(first.port)])
    dir = mkdtempSync(join(tmpdir(), 'shouwen-sentinel-'))
    const port = await freePort()
    const settings = join(dir, 'sentinel.conf')
    writeFileSync(settings, `port ${port}\nbind 127.0.0.1\ndir ${dir}\nsentinel monitor main 127.0.0.1 ${first.port} 1\nsentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 3000\n`)
    sentinel = spawn('redis-server', [settings, '--sentinel'], { stdio: 'ignore' })
    url = `redis+sentinel://127.0.0.1:${port}/main`
    // The Sentinel can only put in the replica's place what it knows of.
    await until(async () => {
      const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null })
      redis.on('error', () => undefined)
      try {
        await redis.connect()
        if (!String(await redis.call('SENTINEL', 'REPLICAS', 'main')).includes(String(second.port))) throw new Error('no replica yet')
      } finally {
        redis.disconnect()
      }
    }, 30_000)
  }, 60_000)
  afterAll(async () => {
    sentinel.kill('SIGKILL')
    await first.stop()
    await second.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('fails over: instances find the new master and hear each other again', { timeout: 60_000 }, async () => {
    const log = { warn: () => undefined, info: () => undefined }
    const [a, b] = ['a', 'b'].map(instance => openCoordination({ redisUrl: url, instance, log }))
    if (!a || !b) throw new Error('not opened')
    await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['up', 'up']), { timeout: 15_000 })
    const heard: string[] = []
    let missed = 0
    b.topics.subscribe('topic', message => heard.push(message), () => { missed += 1 })
    const before = await a.leases.take('conversation', 10)
    expect(before?.token).toBe(11)
    await first.kill()
    await vi.waitFor(() => expect(a.state()).toBe('away'), { timeout: 10_000 })
    await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['up', 'up']), { timeout: 40_000 })
    expect(missed).toBeGreaterThan(0)
    await before?.release()
    const after = await vi.waitFor(async () => {
      const lease = await b.leases.take('conversation', before?.token ?? 0)
      expect(lease).toBeDefined()
      return lease
    }, { timeout: 10_000 })
    expect(after?.token).toBeGreaterThan(11)
    await vi.waitFor(() => {
      a.topics.publish('topic', 'again')
      expect(heard).toContain('again')
    }, { timeout: 10_000 })
    await Promise.all([a.close(), b.close()])
  })
})

it.skipIf(!hasRedis)('says once that Redis does not take its password, and comes back when it does', { timeout: 30_000 }, async () => {
  const redis = await startRedis()
  const said: string[] = []
  const coordination = openCoordination({ redisUrl: redis.url.replace('//', '//:a-password@'), instance: 'a', log: { warn: (_facts, message) => said.push(message), info: () => undefined } })
  await vi.waitFor(() => expect(coordination.state()).toBe('up'), { timeout: 10_000 })
  const operator = new Redis({ port: redis.port, host: '127.0.0.1' })
  await operator.config('SET', 'requirepass', 'another')
  await operator.call('CLIENT', 'KILL', 'TYPE', 'normal')
  const refusals = () => said.filter(message => message.includes('REDIS_URL'))
  await vi.waitFor(() => expect(refusals()).toHaveLength(1), { timeout: 10_000 })
  // Nobody waits for it meanwhile.
  expect(await coordination.leases.take('conversation', 0)).toBeDefined()
  await operator.config('SET', 'requirepass', 'a-password')
  await vi.waitFor(() => expect(coordination.state()).toBe('up'), { timeout: 10_000 })
  expect(refusals()).toHaveLength(1)
  operator.disconnect()
  await coordination.close()
  await redis.stop()
})
