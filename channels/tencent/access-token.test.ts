import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Coordination, openCoordination } from '../../store/index.ts'
import { hasRedis, type RedisServer, startRedis } from '../../test/support/redis.ts'
import { createAccessTokens, type IssuedToken } from './access-token.ts'

if (!hasRedis && process.env['CI']) throw new Error('redis-server is missing; in CI nothing may be skipped')
if (!hasRedis) console.log('Skipped: access tokens shared through Redis (no redis-server)')

const log = { info: () => undefined, warn: () => undefined }
let redis: RedisServer
beforeAll(async () => { if (hasRedis) redis = await startRedis() })
afterAll(async () => { if (hasRedis) await redis.stop() })

const backends: { name: string; open(instances: number): Promise<Coordination[]> }[] = [
  { name: 'one process', async open(count) {
    const one = openCoordination({ instance: 'one', log })
    return Array.from({ length: count }, () => one)
  } },
  ...(hasRedis ? [{ name: 'several instances on Redis', async open(count: number) {
    await redis.ask(each => each.flushall())
    const opened = Array.from({ length: count }, (_, index) => openCoordination({ redisUrl: redis.url, instance: `i${index}`, log }))
    await vi.waitFor(() => expect(opened.map(each => each.state())).toEqual(opened.map(() => 'up')), { timeout: 10_000 })
    return opened
  } }] : []),
]

/** A provider that gives the same token until it is asked for another. */
function provider(seconds = 7200) {
  let number = 1
  const issue = vi.fn(async (anew: boolean): Promise<IssuedToken> => {
    await new Promise(resolve => setTimeout(resolve, 5))
    if (anew) number += 1
    return { token: `token-${number}`, seconds }
  })
  return { issue, end: () => { number += 1 } }
}

describe.each(backends)('the access token of an account, in $name', ({ open }) => {
  let opened: Coordination[] = []
  afterEach(async () => {
    await Promise.all(opened.map(each => each.close()))
  })
  async function instances(count: number, issue: (anew: boolean) => Promise<IssuedToken>, name = 'wechat') {
    opened = await open(count)
    return opened.map(({ cache, leases }) => createAccessTokens({ name, issue, cache, leases }))
  }

  it('is asked for once by all who need it at the same time', async () => {
    const { issue } = provider()
    const all = await instances(3, issue)
    expect(await Promise.all(all.flatMap(each => [each.get(), each.get(), each.get()]))).toEqual(Array(9).fill('token-1'))
    expect(issue).toHaveBeenCalledTimes(1)
  })
  it('is another one after the provider has refused it, also for who learns of that later', async () => {
    const { issue, end } = provider()
    const [one, other] = await instances(2, issue)
    const refused = await one?.get()
    end()
    expect(await one?.get(refused)).toBe('token-2')
    expect(await other?.get(refused)).toBe('token-2')
    expect(issue).toHaveBeenCalledTimes(2)
    expect(issue).not.toHaveBeenCalledWith(true)
  })
  it('is forced to be another one where the provider gives the refused one again', async () => {
    const { issue } = provider()
    const [tokens] = await instances(1, issue)
    expect(await tokens?.get(await tokens.get())).toBe('token-2')
    expect(issue.mock.calls.at(-1)).toEqual([true])
  })
  it('is not kept when it has less than five minutes left', async () => {
    const { issue } = provider(300)
    const [tokens] = await instances(1, issue)
    await tokens?.get()
    await tokens?.get()
    expect(issue).toHaveBeenCalledTimes(2)
  })
  it('is not another account\'s', async () => {
    const [{ cache, leases } = await Promise.reject(new Error('none'))] = opened = await open(1)
    const make = (name: string) => createAccessTokens({ name, issue: async () => ({ token: name, seconds: 7200 }), cache, leases })
    expect(await Promise.all([make('wechat').get(), make('wecom').get()])).toEqual(['wechat', 'wecom'])
  })
  it('tells every caller when the provider does not give one, and asks again for the next', async () => {
    let fails = true
    const [tokens] = await instances(1, async () => { if (fails) throw new Error('down'); return { token: 'up', seconds: 7200 } })
    const both = await Promise.allSettled([tokens?.get(), tokens?.get()])
    expect(both.map(each => each.status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await tokens?.get()).toBe('up')
  })
})
