import { describe, expect, it, vi } from 'vitest'
import { openCoordination } from '../../store/index.ts'
import { createAccessTokens, type IssuedToken } from './access-token.ts'

const coordination = () => openCoordination({ redisUrl: undefined, instance: 'one', log: { info: () => undefined, warn: () => undefined } })

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

describe('the access token of an account', () => {
  it('is asked for once by all who need it at the same time, on every instance', async () => {
    const { cache, leases } = coordination()
    const { issue } = provider()
    const instances = [1, 2, 3].map(() => createAccessTokens({ name: 'wechat', issue, cache, leases }))
    expect(await Promise.all(instances.flatMap(each => [each.get(), each.get(), each.get()]))).toEqual(Array(9).fill('token-1'))
    expect(issue).toHaveBeenCalledTimes(1)
  })
  it('is another one after the provider has refused it, also for who learns of that later', async () => {
    const { cache, leases } = coordination()
    const { issue, end } = provider()
    const [one, other] = [createAccessTokens({ name: 'wechat', issue, cache, leases }), createAccessTokens({ name: 'wechat', issue, cache, leases })]
    const refused = await one.get()
    end()
    expect(await one.get(refused)).toBe('token-2')
    expect(await other.get(refused)).toBe('token-2')
    expect(issue).toHaveBeenCalledTimes(2)
    expect(issue).not.toHaveBeenCalledWith(true)
  })
  it('is forced to be another one where the provider gives the refused one again', async () => {
    const { cache, leases } = coordination()
    const { issue } = provider()
    const tokens = createAccessTokens({ name: 'wechat', issue, cache, leases })
    expect(await tokens.get(await tokens.get())).toBe('token-2')
    expect(issue.mock.calls.at(-1)).toEqual([true])
  })
  it('is not kept when it has less than five minutes left', async () => {
    const { cache, leases } = coordination()
    const { issue } = provider(300)
    const tokens = createAccessTokens({ name: 'wechat', issue, cache, leases })
    await tokens.get()
    await tokens.get()
    expect(issue).toHaveBeenCalledTimes(2)
  })
  it('keeps the tokens of two accounts apart', async () => {
    const { cache, leases } = coordination()
    const make = (name: string) => createAccessTokens({ name, issue: async () => ({ token: name, seconds: 7200 }), cache, leases })
    expect(await Promise.all([make('wechat').get(), make('wecom').get()])).toEqual(['wechat', 'wecom'])
  })
  it('tells every caller when the provider does not give one, and asks again for the next', async () => {
    const { cache, leases } = coordination()
    let fails = true
    const tokens = createAccessTokens({ name: 'wechat', issue: async () => { if (fails) throw new Error('down'); return { token: 'up', seconds: 7200 } }, cache, leases })
    const both = await Promise.allSettled([tokens.get(), tokens.get()])
    expect(both.map(each => each.status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await tokens.get()).toBe('up')
  })
})
