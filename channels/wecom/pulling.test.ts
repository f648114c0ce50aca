import { describe, expect, it } from 'vitest'
import { BusyError } from '../../contacts/busy.ts'
import { openCoordination } from '../../store/index.ts'
import { createPulling } from './pulling.ts'

const now = () => new Date('2026-11-25T10:00:00Z')
const at = (secondsAgo: number) => now().getTime() / 1000 - secondsAgo

/** An account at WeCom with these messages, fetched page by page. */
function account(messages: { id: string; send_time: number }[], take: (id: string) => Promise<void>, perPage = 2) {
  const { leases } = openCoordination({ instance: 'one', log: { info: () => undefined, warn: () => undefined } })
  const kept = new Map<string, string>()
  const passed: object[] = []
  let underWay = 0
  let most = 0
  const pulling = createPulling({
    leases, clock: { now }, kept: { get: async name => kept.get(name), set: async (name, value) => void kept.set(name, value) },
    log: { info: facts => void passed.push(facts), warn: () => undefined, error: () => undefined },
    async page({ cursor }) {
      most = Math.max(most, underWay += 1)
      await new Promise(resolve => setTimeout(resolve, 2))
      underWay -= 1
      const from = Number(cursor ?? 0)
      const msg_list = messages.slice(from, from + perPage)
      return { errcode: 0, next_cursor: String(from + msg_list.length), has_more: from + msg_list.length < messages.length ? 1 : 0, msg_list }
    },
    take: entry => take(String(typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : '')),
  })
  return { pulling, kept, passed, most: () => most }
}
const fresh = (...ids: string[]) => ids.map(id => ({ id, send_time: at(5) }))

describe('fetching from WeCom', () => {
  it('takes every page in order, one fetching at a time, each message once', async () => {
    const taken: string[] = []
    const { pulling, most } = account(fresh('a', 'b', 'c', 'd', 'e'), async id => void taken.push(id))
    await Promise.all([pulling.pull('wk'), pulling.pull('wk'), pulling.pull('wk')])
    expect([taken, most()]).toEqual([['a', 'b', 'c', 'd', 'e'], 1])
  })
  it('goes on from the page whose messages could not be written down', async () => {
    const taken: string[] = []
    let fails = true
    const { pulling, kept } = account(fresh('a', 'b', 'c', 'd'), async id => {
      if (id === 'd' && fails) throw new Error('store')
      taken.push(id)
    })
    await expect(pulling.pull('wk')).rejects.toThrow('store')
    expect([...kept.values()]).toEqual(['2'])
    fails = false
    await pulling.pull('wk')
    expect(taken).toEqual(['a', 'b', 'c', 'c', 'd'])
  })
  it('waits for a customer who writes too fast, and then takes the others', async () => {
    const taken: string[] = []
    let busy = 2
    const { pulling } = account(fresh('flood', 'other'), async id => {
      if (id === 'flood' && busy > 0) {
        busy -= 1
        throw new BusyError('customer', 'zh-Hans', 1)
      }
      taken.push(id)
    })
    await pulling.pull('wk')
    expect(taken).toEqual(['flood', 'other'])
  })
  it('passes over what is older than the connection, the first time only', async () => {
    const taken: string[] = []
    const messages = [{ id: 'yesterday', send_time: at(86_400) }, { id: 'now', send_time: at(1) }]
    const { pulling, passed } = account(messages, async id => void taken.push(id))
    await pulling.pull('wk')
    messages.push({ id: 'late', send_time: at(86_400) })
    await pulling.pull('wk')
    expect([taken, passed]).toEqual([['now', 'late'], [{ passed: 1 }]])
  })
  it('ends where WeCom gives the same cursor for ever', async () => {
    const { leases } = openCoordination({ instance: 'one', log: { info: () => undefined, warn: () => undefined } })
    let calls = 0
    const pulling = createPulling({
      leases, clock: { now }, kept: { get: async () => 'x', set: async () => undefined }, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, take: async () => undefined,
      async page() { calls += 1; return { next_cursor: 'x', has_more: 1, msg_list: [] } },
    })
    await pulling.pull('wk')
    expect(calls).toBe(1)
  })
})
