import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRegister } from '../../desk/register.ts'
import { openStore } from '../../store/index.ts'
import { deskAt, password } from '../support/desk.ts'
import type { Running } from '../support/process.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { canCluster, type Channel, type Cluster, read, send, sendUntilAccepted, startChannel, startCluster, startInstance } from './support.ts'

describe.skipIf(!canCluster)('two instances', () => {
  let cluster: Cluster
  let channel: Channel
  let instances: Running[]
  /** The network between them and PostgreSQL. */
  let network: Proxy
  beforeAll(async () => {
    channel = await startChannel()
    cluster = await startCluster()
    const there = new URL(cluster.records.databaseUrl)
    network = await startProxy(Number(there.port))
    there.port = String(network.port)
    const env = { ...cluster.env, DATABASE_URL: there.href }
    instances = await Promise.all([startInstance(env), startInstance(env)])
  }, 90_000)
  afterAll(async () => {
    await Promise.all(instances.map(each => each.kill('SIGKILL')))
    await network.close()
    await cluster.stop()
    await channel.close()
  })
  const taken = (conversation: string) => channel.taken.filter(each => each.conversation.id === conversation)
  const urls = () => instances.map(each => each.url)
  const messages = 25

  /** Customers write on and on while something happens to the database. */
  async function underLoad(name: string, disturb: () => Promise<void>): Promise<void> {
    const conversations = ['p', 'q', 'r', 's'].map(each => `${each} ${name}`)
    const load = Promise.all(conversations.map(async conversation => {
      for (let index = 0; index < messages; index++) {
        await sendUntilAccepted(index % 2 ? urls() : urls().reverse(), { serviceUrl: channel.serviceUrl, conversation, id: `${conversation}-${index}`, text: '转账限额是多少' }, 200)
      }
    }))
    await vi.waitFor(() => expect(taken(conversations[0] ?? '').length).toBeGreaterThan(2), { timeout: 20_000 })
    await disturb()
    await load
    for (const conversation of conversations) {
      await vi.waitFor(() => expect(new Set(taken(conversation).map(each => each.replyToId)).size).toBe(messages), { timeout: 30_000 })
      const { asked, replies, chain } = await read(cluster.records, conversation)
      expect(asked).toHaveLength(messages)
      expect([...new Set(taken(conversation).map(each => each.id))]).toEqual(replies)
      // A failure of the store is no reason to apologise: everybody got their answer.
      expect(taken(conversation).every(each => each.text?.includes('限额'))).toBe(true)
      expect(chain).toMatchObject({ ok: true })
    }
    expect(instances.map(each => each.child.exitCode)).toEqual([null, null])
  }

  /** A member who is signed in, and a customer on the website. */
  async function atTheDesk(url: string) {
    const store = await openStore(cluster.records)
    await createRegister({ store, clock: { now: () => new Date() } }).add('li@bank.example', 'li', 'agent', password)
    await store.close()
    const desk = deskAt(url)
    const [cookie, guest] = [await desk.signIn('li'), await desk.customer()]
    await guest.say('你好')
    return { cookie, guest }
  }

  it('lose nothing when their connections are cut, again and again', { timeout: 120_000 }, () => underLoad('cut', async () => {
    for (let time = 0; time < 5; time++) await cluster.postgres.ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \'shouwen\'')
  }))
  it.each(['fast', 'immediate'] as const)('lose nothing when PostgreSQL is restarted (%s)', { timeout: 120_000 }, mode => underLoad(mode, async () => {
    await cluster.postgres.halt(mode)
    await cluster.postgres.start()
  }))
  it('lose nothing while it is slow', { timeout: 120_000 }, () => underLoad('slow', async () => {
    network.slow(20)
    await vi.waitFor(() => expect(taken('p slow').length).toBeGreaterThan(8), { timeout: 60_000 })
    network.goOn()
  }))
  it('answer 503 in time while the network to it takes nothing and closes nothing, tell so, and go on with what they had', { timeout: 120_000 }, async () => {
    const [url = ''] = urls()
    const message = (id: string) => ({ serviceUrl: channel.serviceUrl, conversation: 'held', id, text: '转账限额是多少' })
    network.hold()
    const began = performance.now()
    const refused = send(url, message('held-1'))
    await vi.waitFor(async () => expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'unavailable', parts: { store: { status: 'down' } } }), { timeout: 15_000 })
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^shouwen_store_up 0$/m)
    expect((await refused).status).toBe(503)
    expect((await refused).headers.get('retry-after')).toBe('1')
    // Providers wait for fifteen seconds and more.
    expect(performance.now() - began).toBeLessThan(15_000)
    network.goOn()
    await sendUntilAccepted([url], message('held-1'))
    await sendUntilAccepted([url], message('held-2'))
    await vi.waitFor(() => expect(new Set(taken('held').map(each => each.replyToId)).size).toBe(2), { timeout: 30_000 })
    const { asked, replies, chain } = await read(cluster.records, 'held')
    expect(asked).toHaveLength(2)
    expect([...new Set(taken('held').map(each => each.id))]).toEqual(replies)
    expect(chain).toMatchObject({ ok: true })
  })
  it('answer a flood, or say when to come again, and have every message that they took answered once', { timeout: 120_000 }, async () => {
    const crowd = Array.from({ length: 100 }, (_, index) => ({ conversation: `crowd-${index}`, id: `crowd-${index}-1` }))
    // One customer alone: more than ten seconds' worth at once.
    const one = Array.from({ length: 500 }, (_, index) => ({ conversation: 'one', id: `one-${index}` }))
    const answers = await Promise.all([...crowd, ...one].map(async (each, index) => ({ ...each, ...await send(urls()[index % 2] ?? '', { ...each, serviceUrl: channel.serviceUrl, text: '转账限额是多少' }) })))
    for (const { status, headers } of answers) {
      expect([200, 429, 503]).toContain(status)
      expect(status === 200 || Number(headers.get('retry-after')) > 0).toBe(true)
    }
    const accepted = answers.filter(({ status }) => status === 200).map(({ id }) => id)
    expect(answers.filter(({ conversation, status }) => conversation === 'one' && status === 429).length).toBeGreaterThan(0)
    expect(accepted.length).toBeGreaterThan(crowd.length)
    // What was refused because nobody knew in time whether it stands may stand all the same.
    const unanswered = () => {
      const answered = new Set(channel.taken.map(each => each.replyToId))
      return accepted.filter(id => !answered.has(id))
    }
    await vi.waitFor(() => expect(unanswered()).toEqual([]), { timeout: 90_000, interval: 250 })
    await vi.waitFor(async () => {
      const { asked, replies, chain } = await read(cluster.records, 'one')
      expect(asked.length).toBeGreaterThanOrEqual(accepted.filter(id => id.startsWith('one-')).length)
      expect(replies).toHaveLength(asked.length)
      expect([...new Set(taken('one').map(each => each.id))]).toEqual(replies)
      expect(chain).toMatchObject({ ok: true })
    }, { timeout: 20_000, interval: 500 })
    await sendUntilAccepted(urls(), { serviceUrl: channel.serviceUrl, conversation: 'afterwards', id: 'afterwards-1', text: '转账限额是多少' })
    await vi.waitFor(() => expect(taken('afterwards')).toHaveLength(1), { timeout: 20_000 })
  })
  it('say that it takes no writes, as a standby does, refuse messages meanwhile, and go on when it does', { timeout: 60_000 }, async () => {
    const [url = ''] = urls()
    const setReadOnly = (how: string) => cluster.postgres.ask(`ALTER DATABASE shouwen SET default_transaction_read_only = ${how}`)
    const renew = () => cluster.postgres.ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \'shouwen\'')
    const message = { serviceUrl: channel.serviceUrl, conversation: 'standby', id: 'standby-1', text: '转账限额是多少' }
    await setReadOnly('on')
    await renew()
    await vi.waitFor(async () => {
      expect(await send(url, message)).toMatchObject({ status: 503 })
      expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'unavailable', parts: { store: { status: 'down', why: expect.stringContaining('standby') } } })
      expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^shouwen_store_up 0$/m)
    }, { timeout: 15_000 })
    expect((await deskAt(url).call('/session', '', 'POST', { email: 'nobody@bank.example', password })).status).toBe(503)
    await setReadOnly('off')
    await renew()
    await sendUntilAccepted([url], message)
    await vi.waitFor(() => expect(taken('standby').map(each => each.text)).toEqual([expect.stringContaining('限额')]), { timeout: 20_000 })
    await vi.waitFor(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200), { timeout: 10_000 })
  })
  it('answer 503 with Retry-After while it is away, are not ready, and live', { timeout: 60_000 }, async () => {
    const [url = ''] = urls()
    const { cookie, guest } = await atTheDesk(url)
    await cluster.postgres.halt('fast')
    const refused = await send(url, { serviceUrl: channel.serviceUrl, conversation: 'away', id: 'away-1', text: '你好' })
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // What it was a second ago may still be told.
    const ready = await vi.waitFor(async () => {
      const response = await fetch(`${url}/health/ready`)
      expect(response.status).toBe(503)
      return response
    }, { timeout: 10_000 })
    expect(await ready.json()).toMatchObject({ status: 'unavailable', parts: { store: { status: 'down' } } })
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    // At the desk, too: who is signed in stays so, and nobody is told that a password is wrong.
    const { call } = deskAt(url)
    const asked = await Promise.all([call('/session', cookie), call('/handovers', cookie), call('/session', '', 'POST', { email: 'li@bank.example', password }), fetch(`${guest.address}/activities`, { headers: guest.headers })])
    for (const answer of asked) {
      expect(answer.status).toBe(503)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await answer.json()).toEqual({ error: { code: expect.stringMatching(/^(RecordsAway|ServiceError)$/), message: expect.stringContaining('Send the same request again') } })
    }
    await cluster.postgres.start()
    await vi.waitFor(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200), { timeout: 20_000 })
    expect((await call('/session', cookie)).status).toBe(200)
  })
})
