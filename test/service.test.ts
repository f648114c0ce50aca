import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { createSealing } from '../contacts/sealing.ts'
import { openStore } from '../store/index.ts'
import { type Running, startProcess } from './support/process.ts'

const activities = z.looseObject({ activities: z.array(z.looseObject({ id: z.string().optional(), type: z.string(), text: z.string().optional(), from: z.looseObject({ role: z.string().optional(), id: z.string().optional() }).optional(), replyToId: z.string().optional(), value: z.unknown().optional() })) })
const tokenSchema = z.object({ token: z.string(), conversationId: z.string(), expires_in: z.number() })

let dataDir: string
let service: Running
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  service = await startProcess({ DATA_DIR: dataDir })
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})

let counter = 0
async function post(activity: Record<string, unknown>, headers: Record<string, string> = {}, url = service.url): Promise<Response> {
  counter += 1
  return fetch(`${url}/api/messages`, {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ type: 'message', id: `a${counter}`, channelId: 'emulator', serviceUrl: 'http://127.0.0.1:1', conversation: { id: `c${counter}` }, from: { id: `u${counter}` }, recipient: { id: 'bot' }, deliveryMode: 'expectReplies', ...activity }),
  })
}
async function replies(activity: Record<string, unknown>, url = service.url): Promise<z.infer<typeof activities>['activities']> {
  const response = await post(activity, {}, url)
  expect(response.status).toBe(200)
  return activities.parse(await response.json()).activities
}

const asked = (path: string) => `GET ${path} HTTP/1.1\r\nHost: bot\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
const atPort = () => connect(Number(new URL(service.url).port), '127.0.0.1')

describe('upgrades', () => {
  it.each(['/', '//', '//[', 'http://[', '/desk', '/api/desk', '/api/desk/events/more', '/v3', '/v3/directline/nowhere', '/v3/directline/../nowhere'])('are refused at %s, and the connection closed', async path => {
    const socket = atPort()
    socket.write(asked(path))
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 404 /)
  })
  it('may be broken off at any moment', async () => {
    for (let times = 0; times < 60; times++) {
      const socket = atPort()
      await once(socket, 'connect')
      socket.write(asked(['/api/desk/events', '/v3/directline/conversations/x/stream?t=x', '/'][times % 3] ?? ''))
      if (times % 2 === 0) await new Promise(resolve => setImmediate(resolve))
      socket.resetAndDestroy()
    }
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200)
  })
})

describe('a request that nothing can read', () => {
  it.each(['GET http://[ HTTP/1.1\r\nHost: bot', 'GET / HTTP/1.1\r\nHost: ['])('is refused: %s', async head => {
    const socket = atPort()
    socket.write(`${head}\r\nConnection: close\r\n\r\n`)
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 400 [^]*The address or the Host header cannot be read/)
  })
  it.each(['/api/messages', '/api/desk/session', '/api/customers/sign-in', '/v3/directline/tokens/generate'])('is refused at %s with a packed body, whole or broken, or one of a form, of which nothing is kept', async path => {
    const send = async (body: string | FormData | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => (await fetch(`${service.url}${path}`, { method: 'POST', headers: { 'x-shouwen-desk': '1', ...headers }, body })).status
    for (const body of ['no gzip', new Uint8Array(gzipSync('{}'))]) expect(await send(body, { 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBe(415)
    const form = new FormData()
    form.append('file', new Blob(['x'.repeat(100_000)]), 'a.bin')
    const kept = () => readdirSync(tmpdir()).filter(name => name.startsWith('upload_'))
    const before = kept()
    expect(await send(form, {})).toBeGreaterThanOrEqual(400)
    expect(kept()).toEqual(before)
  })
})

describe('Bot Framework endpoint', () => {
  it('answers with the wording, the article and a trace for the tester', async () => {
    const got = await replies({ text: '基金手续费是多少' })
    expect(got[0]?.text).toContain('基金有风险，投资须谨慎')
    expect(got[0]?.text).toContain('fund-fees')
    expect(JSON.stringify(got.find(each => each.type === 'trace')?.value)).toContain('"fund.always"')
  })
  it('answers in the customer\'s script', async () => {
    expect((await replies({ text: '我的銀行卡不見了怎麼辦' }))[0]?.text).toContain('掛失')
    expect((await replies({ text: 'I lost my card' }))[0]?.text).toContain('Block the card')
  })
  it('gives a redelivered message the same reply under the same id', async () => {
    const message = { id: 'same', conversation: { id: 'twice' }, from: { id: 'twice-user' }, text: '转账限额是多少' }
    const first = await replies(message)
    const second = await replies(message)
    expect(second.filter(each => each.type === 'message')).toEqual(first.filter(each => each.type === 'message'))
  })
  it('puts the urgent steps first and the customer at the head of the queue', async () => {
    const got = await replies({ text: '我被骗了，刚转给骗子五万' })
    expect(got[0]?.text).toContain('110')
    expect(got[0]?.text).toContain('人工队列最前面')
  })
  it('takes a complaint with what, when and wish, and gives a number', async () => {
    const conversation = { conversation: { id: 'complaint' }, from: { id: 'complainer' } }
    await replies({ ...conversation, text: '我要投诉' })
    await replies({ ...conversation, text: '柜员少给了我一百块钱' })
    await replies({ ...conversation, text: '上周三下午' })
    expect((await replies({ ...conversation, text: '把钱退给我并道歉' }))[0]?.text).toMatch(/TS\d{8}-[0-9A-Z]{5}/)
  })
  it('greets who joins and keeps silent at typing', async () => {
    expect((await replies({ type: 'conversationUpdate', membersAdded: [{ id: 'joiner' }] })).filter(each => each.type === 'message')).toHaveLength(1)
    expect(await replies({ type: 'typing' })).toHaveLength(0)
  })
  it('serves only loopback addresses without an app id', async () => {
    expect((await post({ text: '你好', serviceUrl: 'https://evil.example' })).status).toBe(403)
  })
  it('says what is wrong with what is no activity', async () => {
    const response = await fetch(`${service.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":1}' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'BadArgument' } })
  })
})

describe('with an app id', () => {
  let guarded: Running
  let dir: string
  afterEach(async () => {
    await guarded.kill('SIGTERM')
    rmSync(dir, { recursive: true, force: true })
  })
  it('refuses unsigned and wrongly signed requests and writes nothing down', async () => {
    dir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    guarded = await startProcess({ DATA_DIR: dir, MICROSOFT_APP_ID: '11111111-2222-3333-4444-555555555555', MICROSOFT_APP_PASSWORD: 'secret' })
    expect((await post({ text: '你好' }, {}, guarded.url)).status).toBe(401)
    expect((await post({ text: '你好' }, { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA' }, guarded.url)).status).toBe(401)
    const store = await openStore({ dataDir: dir })
    expect(await store.db.selectFrom('log').selectAll().execute()).toEqual([])
    await store.close()
  })
})

const line = (path: string) => `${service.url}/v3/directline${path}`
async function newToken(): Promise<z.infer<typeof tokenSchema>> {
  return tokenSchema.parse(await (await fetch(line('/tokens/generate'), { method: 'POST' })).json())
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
const say = (session: z.infer<typeof tokenSchema>, text: string, clientActivityID?: string) => fetch(line(`/conversations/${session.conversationId}/activities`), {
  method: 'POST', headers: bearer(session.token), body: JSON.stringify({ type: 'message', text, from: { id: 'anyone' }, channelData: { clientActivityID } }),
})
async function poll(session: z.infer<typeof tokenSchema>): Promise<z.infer<typeof activities>['activities']> {
  return activities.parse(await (await fetch(line(`/conversations/${session.conversationId}/activities?watermark=0`), { headers: bearer(session.token) })).json()).activities
}

describe('Direct Line 3.0', () => {
  it('sends and receives by polling, and takes one clientActivityID once', async () => {
    const session = await newToken()
    const first = await say(session, '卡丢了', 'one')
    const again = await say(session, '卡丢了', 'one')
    expect(await again.json()).toEqual(await first.json())
    await vi.waitFor(async () => expect(await poll(session)).toHaveLength(2))
    const [mine, answer] = await poll(session)
    expect(mine?.from?.role).toBe('user')
    expect(answer?.text).toContain('挂失')
  })

  it('streams what was sent before the stream opened, in order, each once', async () => {
    const session = await newToken()
    await say(session, '你好')
    await vi.waitFor(async () => expect(await poll(session)).toHaveLength(2))
    const started = z.looseObject({ streamUrl: z.string() }).parse(await (await fetch(line('/conversations'), { method: 'POST', headers: bearer(session.token) })).json())
    const ids: string[] = []
    const socket = new WebSocket(started.streamUrl)
    socket.on('message', frame => { for (const activity of activities.parse(JSON.parse(String(frame))).activities) ids.push(activity.id ?? '') })
    await vi.waitFor(() => expect(ids).toHaveLength(2))
    await say(session, '转账限额是多少')
    await vi.waitFor(() => expect(ids).toHaveLength(4))
    expect(ids).toEqual([...new Set(ids)].sort())
    socket.close()
  })

  it('answers 401 without a token, 403 to a forged or foreign one, and 400 to what is no activity', async () => {
    const mine = await newToken()
    const theirs = await newToken()
    expect((await fetch(line(`/conversations/${theirs.conversationId}/activities`), { headers: bearer(mine.token) })).status).toBe(403)
    expect((await fetch(line(`/conversations/${mine.conversationId}/activities`))).status).toBe(401)
    expect((await fetch(line(`/conversations/${mine.conversationId}/activities`), { headers: bearer(`${mine.token.slice(0, -2)}xx`) })).status).toBe(403)
    expect((await fetch(line(`/conversations/${mine.conversationId}/activities`), { method: 'POST', headers: bearer(mine.token), body: '{"type":"nonsense"}' })).status).toBe(400)
  })
})

describe('the chat page', () => {
  it('comes with a strict Content-Security-Policy and a fresh nonce', async () => {
    const first = await fetch(`${service.url}/`)
    const policy = first.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect((await fetch(`${service.url}/`)).headers.get('content-security-policy')).not.toBe(policy)
  })
  it('has a launcher of less than 15 kB', async () => {
    expect((await (await fetch(`${service.url}/launcher.js`)).arrayBuffer()).byteLength).toBeLessThan(15_000)
  })
})

it('seals personal data so that another customer\'s key or name does not open it', () => {
  const sealing = createSealing(Buffer.alloc(32, 1))
  const key = sealing.newCustomerKey()
  const sealed = sealing.seal('a', key, '张三')
  expect(sealing.unseal('a', key, sealed)).toBe('张三')
  expect(() => sealing.unseal('b', key, sealed)).toThrow()
  expect(() => sealing.unseal('a', sealing.newCustomerKey(), sealed)).toThrow()
})
