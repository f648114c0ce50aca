import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { openStore } from '../../store/index.ts'
import type { Running } from '../support/process.ts'
import { canCluster, type Channel, type Cluster, read, send, sendUntilAccepted, startChannel, startCluster, startInstance } from './support.ts'
import { signInAt, takeIn } from '../support/sign-in.ts'

const questions = ['转账限额是多少', '卡丢了怎么办', '存款保险保多少钱', '怎么修改密码']
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const frameSchema = z.object({ watermark: z.string().optional(), activities: z.array(z.looseObject({ type: z.string().optional(), id: z.string(), replyToId: z.string().optional(), text: z.string().optional(), from: z.looseObject({ name: z.string().optional(), role: z.string().optional() }) })) })

describe.skipIf(!canCluster)('several instances', () => {
  let cluster: Cluster
  let channel: Channel
  let a: Running
  let b: Running
  beforeAll(async () => {
    channel = await startChannel()
    cluster = await startCluster()
    // They bring the same empty database forward at the same time.
    ;[a, b] = await Promise.all([startInstance(cluster.env), startInstance(cluster.env)])
  }, 90_000)
  afterAll(async () => {
    await Promise.all([a.kill('SIGKILL'), b.kill('SIGKILL')])
    await cluster.stop()
    await channel.close()
  })
  const repliesTo = (conversation: string) => channel.taken.filter(each => each.conversation.id === conversation)

  it('bring an empty database forward together', async () => {
    const databaseUrl = await cluster.postgres.createDatabase('together')
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ dataDir: '', databaseUrl })))
    const done = await stores[0]?.db.selectFrom('migrations_done').select('name').execute()
    expect(new Set(done?.map(row => row.name)).size).toBe(done?.length)
    expect(done?.length).toBeGreaterThan(2)
    await Promise.all(stores.map(store => store.close()))
  })

  it('are not held up by one that stops in the middle of a transaction, which it does as a whole when it goes on', { timeout: 60_000 }, async () => {
    const databaseUrl = await cluster.postgres.createDatabase('stalled')
    const [stalled, other] = await Promise.all([openStore({ dataDir: '', databaseUrl }), openStore({ dataDir: '', databaseUrl })])
    const customer = (id: string) => ({ id, created_at: '', wrapped_key: 'k', person: id })
    let began: () => void = () => undefined
    const inside = new Promise<void>(resolve => { began = resolve })
    let wake: () => void = () => undefined
    const asleep = new Promise<void>(resolve => { wake = resolve })
    const late = stalled.write(async tx => {
      await tx.insertInto('customers').values(customer('half')).execute()
      began()
      await asleep
      await tx.insertInto('identities').values({ channel: 'test', channel_user: 'half', customer_id: 'half', verified: 0 }).execute()
    })
    await inside
    // Refused after ten seconds, like any customer's message that is not written down in time.
    await other.write(async tx => { await tx.insertInto('customers').values(customer('whole')).execute() })
    wake()
    await late
    expect((await other.db.selectFrom('customers').select('id').execute()).map(row => row.id).sort()).toEqual(['half', 'whole'])
    expect(await other.db.selectFrom('identities').select('channel_user').execute()).toEqual([{ channel_user: 'half' }])
    await Promise.all([stalled.close(), other.close()])
  })

  it('answer one conversation in order of arrival, whichever of them is asked', { timeout: 60_000 }, async () => {
    const ids: string[] = []
    for (let index = 0; index < 12; index++) {
      ids.push(`order-${index}`)
      expect((await send(index % 2 ? a.url : b.url, { serviceUrl: channel.serviceUrl, conversation: 'order', id: `order-${index}`, text: questions[index % 4] ?? '' })).status).toBe(200)
    }
    await vi.waitFor(() => expect(new Set(repliesTo('order').map(each => each.replyToId)).size).toBe(12), { timeout: 30_000 })
    const { asked, replies } = await read(cluster.records, 'order')
    expect(asked).toHaveLength(12)
    // Each message's replies come after those to the one before, say which they answer, and arrive once.
    const order = repliesTo('order')
    expect([...new Set(order.map(each => each.replyToId))]).toEqual(ids)
    expect(order.map(each => each.id)).toEqual(replies)
  })

  it('recognise what the other one took, with the same reply under the same id', async () => {
    const message = { serviceUrl: channel.serviceUrl, conversation: 'again', id: 'again-1', text: '转账限额是多少', deliveryMode: 'expectReplies' }
    const answers = await Promise.all([send(a.url, message), send(b.url, message), send(a.url, message)])
    expect(answers.map(each => each.status)).toEqual([200, 200, 200])
    expect(answers[1]?.body).toBe(answers[0]?.body)
    expect(answers[2]?.body).toBe(answers[0]?.body)
    expect((await read(cluster.records, 'again')).replies).toHaveLength(1)
  })

  it('carry messages between a customer\'s socket on one and an agent on the other', { timeout: 60_000 }, async () => {
    const started = tokenSchema.parse(await (await fetch(`${a.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    const heard: z.infer<typeof frameSchema>['activities'] = []
    const { streamUrl } = z.looseObject({ streamUrl: z.string() }).parse(await (await fetch(`${a.url}/v3/directline/conversations`, { method: 'POST', headers: { authorization: `Bearer ${started.token}` } })).json())
    const socket = new WebSocket(streamUrl)
    socket.on('message', frame => { if (String(frame) !== '') heard.push(...frameSchema.parse(JSON.parse(String(frame))).activities) })
    await new Promise(resolve => socket.once('open', resolve))
    // What is sent to one instance comes out of a socket on the other.
    const post = (url: string, text: string) => fetch(`${url}/v3/directline/conversations/${started.conversationId}/activities`, {
      method: 'POST', headers: { authorization: `Bearer ${started.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', text, from: { id: 'me' } }),
    })
    expect((await post(b.url, '转账限额是多少')).status).toBe(200)
    await vi.waitFor(() => expect(heard.filter(each => each.from.role === 'bot').at(-1)?.text).toContain('限额'), { timeout: 10_000 })
    expect(heard.map(each => each.id)).toEqual([...heard.map(each => each.id)].sort())

    const password = 'a long enough password'
    takeIn('li@bank.example', execFileSync(process.execPath, ['bot/agent.ts', 'add', '--email', 'li@bank.example', '--role', 'agent'], { env: { ...process.env, ...cluster.env }, input: `${password}\n`, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] }))
    const desk = (path: string, method: string, cookie: string, body?: unknown) => fetch(`${b.url}/api/desk${path}`, { method, headers: { 'content-type': 'application/json', cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const { cookie } = await signInAt(b.url, 'li@bank.example', password)
    expect((await post(a.url, '转人工')).status).toBe(200)
    const waiting = await vi.waitFor(async () => {
      const list = z.object({ waiting: z.array(z.looseObject({ id: z.string() })) }).parse(await (await desk('/handovers', 'GET', cookie)).json()).waiting
      expect(list).toHaveLength(1)
      return list[0]?.id ?? ''
    }, { timeout: 10_000 })
    expect((await desk(`/handovers/${waiting}/take`, 'POST', cookie, {})).status).toBe(200)
    expect((await desk(`/handovers/${waiting}/messages`, 'POST', cookie, { text: '您好，\0请问有什么可以帮您' })).status).toBe(200)
    await vi.waitFor(() => expect(heard.map(each => each.text)).toContain('您好，请问有什么可以帮您'), { timeout: 10_000 })
    // PostgreSQL keeps no NUL.
    for (const path of ['/handovers/%00', '/customers/x%00']) expect((await desk(path, 'GET', cookie)).status).toBe(404)
    expect((await post(a.url, '我想\0问一下开户')).status).toBe(200)
    await vi.waitFor(async () => expect(await (await desk(`/handovers/${waiting}`, 'GET', cookie)).text()).toContain('我想问一下开户'), { timeout: 10_000 })
    socket.close()
  })

  it('say where a practice is, and end it where it was when it is begun anew', { timeout: 60_000 }, async () => {
    const password = 'a long enough password'
    takeIn('wang@bank.example', execFileSync(process.execPath, ['bot/agent.ts', 'add', '--email', 'wang@bank.example', '--role', 'agent'], { env: { ...process.env, ...cluster.env }, input: `${password}\n`, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] }))
    const { cookie } = await signInAt(a.url, 'wang@bank.example', password)
    const desk = (at: { url: string }, path: string, method = 'GET', body?: unknown) => fetch(`${at.url}/api/desk${path}`, { method, headers: { 'content-type': 'application/json', cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const told = async (response: Response) => ({ status: response.status, ...z.object({ error: z.object({ code: z.string(), message: z.string() }) }).parse(await response.json()) })
    const begin = { scripts: ['fund-promise'] }
    expect((await desk(a, '/practice', 'POST', begin)).status).toBe(201)
    // Whoever is led to the other one is told so, and what to do; their room goes on.
    expect(await (await desk(b, '/practice')).json()).toEqual({ room: null, elsewhere: true })
    for (const refused of [await desk(b, '/practice/room/handovers'), await desk(b, '/practice', 'POST', begin), await desk(b, '/practice/end', 'POST', {})]) {
      expect(await told(refused)).toMatchObject({ status: 409, error: { code: 'PracticeElsewhere', message: expect.stringMatching(/on another instance.*begin anew here/) } })
    }
    expect((await desk(a, '/practice/room/handovers')).status).toBe(200)
    expect((await desk(b, '/practice', 'POST', { ...begin, anew: true })).status).toBe(201)
    await vi.waitFor(async () => expect(await (await desk(a, '/practice')).json()).toEqual({ room: null, elsewhere: true }), { timeout: 10_000 })
    expect((await desk(b, '/practice/room/handovers')).status).toBe(200)
    expect((await desk(b, '/practice/end', 'POST', {})).status).toBe(200)
    const { debriefs } = z.object({ debriefs: z.array(z.unknown()) }).parse(await (await desk(a, '/practice/debriefs')).json())
    expect(debriefs).toHaveLength(2)
  })

  it('lose nothing while they are replaced one after the other under load, the new ones with more in the tables', { timeout: 180_000 }, async () => {
    const instances = [a, b, await startInstance(cluster.env)]
    let loading = true
    const sent: { conversation: string; id: string }[] = []
    const customer = async (name: string) => {
      for (let index = 0; loading; index++) {
        const message = { conversation: `rolling-${name}`, id: `${name}-${index}` }
        await sendUntilAccepted(instances.map(each => each.url), { serviceUrl: channel.serviceUrl, text: questions[index % 4] ?? '', ...message })
        sent.push(message)
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
    const talks = await Promise.all([0, 1, 2].map(index => startTalk(() => instances.map(each => each.url), index)))
    const customers = Promise.all([...['w', 'x', 'y', 'z'].map(customer), ...talks.map(async talk => {
      for (let index = 0; loading; index++) await talk.ask(questions[index % 4] ?? '')
    })])
    const codes: (number | null)[] = []
    for (const index of instances.keys()) {
      const old = instances[index]
      if (!old) continue
      await old.kill('SIGTERM')
      codes.push(old.child.exitCode)
      // What a new version brings: something more in tables that the old ones still write (docs/operating.md, Upgrade).
      if (index === 0) await cluster.postgres.ask(expanding, 'shouwen')
      instances[index] = await startInstance(cluster.env)
    }
    loading = false
    await customers
    ;[a, b] = [instances[0] ?? a, instances[1] ?? b]
    expect(codes).toEqual([0, 0, 0])
    expect(sent.length).toBeGreaterThan(20)
    const conversations = [...new Set(sent.map(each => each.conversation))]
    for (const conversation of conversations) {
      const count = sent.filter(each => each.conversation === conversation).length
      await vi.waitFor(() => expect(new Set(repliesTo(conversation).map(each => each.replyToId)).size).toBe(count), { timeout: 30_000 })
      const { asked, replies, chain } = await read(cluster.records, conversation)
      expect(asked).toHaveLength(count)
      expect([...new Set(repliesTo(conversation).map(each => each.id))]).toEqual(replies)
      expect(chain).toMatchObject({ ok: true })
    }
    // Every page was sent away by the one that served it and went on with another: each question once, each with its own answer, in order.
    for (const { asked, heard, moves, end } of talks) {
      expect(moves()).toBeGreaterThan(0)
      expect(heard.map(each => each.id)).toEqual([...new Set(heard.map(each => each.id))].sort())
      expect(heard.filter(each => each.from.role === 'user').map(each => each.id)).toEqual(asked.map(each => each.id))
      for (const { id, text } of asked) expect(heard.filter(each => each.replyToId === id).map(each => each.text ?? '').join('')).toMatch(answerOf[text] ?? '')
      end()
    }
    // Nothing that one of them held is left to run out.
    await instances[2]?.kill('SIGTERM')
    await vi.waitFor(async () => expect(await cluster.redis.ask(redis => redis.keys('shouwen:lease:directline:*'))).toEqual([]))
  })
})

/** What stands in the answer to each question. */
const answerOf: Record<string, RegExp> = { 转账限额是多少: /限额/, 卡丢了怎么办: /挂失/, 存款保险保多少钱: /50 ?万/, 怎么修改密码: /密码/ }
const expanding = `BEGIN; ALTER TABLE conversations ADD COLUMN of_later text; ALTER TABLE log ADD COLUMN of_later text; ALTER TABLE outbox ADD COLUMN of_later integer NOT NULL DEFAULT 0;
  CREATE INDEX of_later ON outbox (of_later); CREATE TABLE of_later_only (id text PRIMARY KEY); INSERT INTO migrations_done VALUES ('900-of-later', ''); COMMIT`

type Heard = z.infer<typeof frameSchema>['activities'][number]

/**
 * A customer's page: follows its stream by whichever instance takes it, with the place up to which it has everything, and sends what it says under
 * one id until it is taken.
 */
async function startTalk(urls: () => string[], first: number) {
  const { token, conversationId } = tokenSchema.parse(await (await fetch(`${urls()[first]}/v3/directline/tokens/generate`, { method: 'POST' })).json())
  const address = `/v3/directline/conversations/${conversationId}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  await fetch(`${urls()[first]}/v3/directline/conversations`, { method: 'POST', headers })
  const heard: Heard[] = []
  const asked: { id: string; text: string }[] = []
  let [watermark, at, moves, over] = ['0', first, 0, false]
  let socket: WebSocket | undefined
  async function follow(): Promise<void> {
    if (over) return
    try {
      const reached = await fetch(`${urls()[at % urls().length]}${address}?watermark=${watermark}`, { headers })
      socket = new WebSocket(z.looseObject({ streamUrl: z.string() }).parse(await reached.json()).streamUrl)
    } catch {
      at += 1
      setTimeout(() => void follow(), 50)
      return
    }
    socket.on('error', () => undefined)
    socket.on('message', frame => {
      if (String(frame) === '') return
      const set = frameSchema.parse(JSON.parse(String(frame)))
      heard.push(...set.activities.filter(each => each.type === 'message'))
      watermark = set.watermark ?? watermark
    })
    socket.once('close', code => {
      if (code === 1001) moves += 1
      at += 1
      setTimeout(() => void follow(), 50)
    })
  }
  await follow()
  return {
    heard, asked,
    /** How often the instance that served it sent it away. */
    moves: () => moves,
    /** Resolves when the answer is there. */
    async ask(text: string): Promise<void> {
      const body = JSON.stringify({ type: 'message', text, from: { id: 'me' }, channelData: { clientActivityID: `${conversationId}-${asked.length}` } })
      for (let attempt = first; ; attempt++) {
        const response = await fetch(`${urls()[attempt % urls().length]}${address}/activities`, { method: 'POST', headers, body }).catch(() => undefined)
        if (response?.ok) {
          asked.push({ ...z.object({ id: z.string() }).parse(await response.json()), text })
          break
        }
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      await vi.waitFor(() => expect(heard.map(each => each.replyToId)).toContain(asked.at(-1)?.id), { timeout: 30_000 })
    },
    end() {
      over = true
      socket?.terminate()
    },
  }
}
