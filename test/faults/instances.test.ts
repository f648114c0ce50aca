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
const frameSchema = z.object({ activities: z.array(z.looseObject({ id: z.string(), text: z.string().optional(), from: z.looseObject({ name: z.string().optional(), role: z.string().optional() }) })) })

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

  it('lose nothing while they are restarted one after the other under load', { timeout: 180_000 }, async () => {
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
    const customers = Promise.all(['w', 'x', 'y', 'z'].map(customer))
    const codes: (number | null)[] = []
    for (const index of instances.keys()) {
      const old = instances[index]
      if (!old) continue
      await old.kill('SIGTERM')
      codes.push(old.child.exitCode)
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
    await instances[2]?.kill('SIGTERM')
  })
})
