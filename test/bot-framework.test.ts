import { createSign, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { refusal } from '../channels/bot-framework/admission.ts'
import { isLoopback } from '../bot/config.ts'
import { openStore } from '../store/index.ts'
import { type Running, startProcess } from './support/process.ts'

const activity = z.looseObject({
  type: z.string(), id: z.string().optional(), text: z.string().optional(), replyToId: z.string().optional(), name: z.string().optional(), value: z.unknown().optional(),
  conversation: z.looseObject({ id: z.string() }).optional(), from: z.looseObject({ id: z.string() }).optional(), recipient: z.looseObject({ id: z.string() }).optional(),
  attachments: z.array(z.looseObject({ contentType: z.string(), name: z.string().optional(), content: z.unknown().optional() })).optional(),
})
type Activity = z.infer<typeof activity>
const buffered = z.looseObject({ activities: z.array(activity) })

/** What the Emulator serves at its serviceUrl, as far as a bot posts to it: it keeps what comes, under the path it came by. */
async function startEmulator() {
  const posted: { path: string; activity: Activity }[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    posted.push({ path: req.url ?? '', activity: activity.parse(JSON.parse(Buffer.concat(chunks).toString())) })
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `taken-${posted.length}` }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { posted, port, serviceUrl: `http://127.0.0.1:${port}`, stop: () => new Promise(resolve => server.close(resolve)) }
}

let dataDir: string
let service: Running
let emulator: Awaited<ReturnType<typeof startEmulator>>
let counter = 0
beforeEach(() => { counter += 1 })

/** As the Emulator sends it: to conversation and customer of the running test. */
const from = (given: Record<string, unknown>, serviceUrl = emulator.serviceUrl) => ({
  type: 'message', id: `in-${Math.random()}`, channelId: 'emulator', serviceUrl, conversation: { id: `emulated-${counter}|livechat` },
  from: { id: `user-${counter}`, name: 'User', role: 'user' }, recipient: { id: `bot-${counter}`, name: 'Bot', role: 'bot' }, locale: 'zh-CN', ...given,
})
const send = (body: unknown, headers: Record<string, string> = {}, url = service.url) =>
  fetch(`${url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
const mine = () => emulator.posted.filter(each => each.activity.conversation?.id === `emulated-${counter}|livechat`)
const messages = () => mine().map(each => each.activity).filter(each => each.type === 'message')

async function logged(dir = dataDir) {
  const store = await openStore({ dataDir: dir })
  try {
    return await store.db.selectFrom('log').selectAll().orderBy('seq').execute()
  } finally {
    await store.close()
  }
}
const kinds = async () => (await logged()).filter(row => row.conversation_id === `emulator:emulated-${counter}|livechat`).map(row => row.kind)

describe('an Emulator', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    emulator = await startEmulator()
    service = await startProcess({ DATA_DIR: dataDir, HANDOFF_HUB: 'hub' })
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    await emulator.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('greets once, whether the bot and the customer join in one update, in one each, or again', async () => {
    const bot = { id: `bot-${counter}`, name: 'Bot' }
    const user = { id: `user-${counter}`, name: 'User' }
    for (const membersAdded of [[bot], [user], [bot, user], [user]]) expect((await send(from({ type: 'conversationUpdate', membersAdded }))).status).toBe(200)
    expect((await send(from({ type: 'event', name: 'webchat/join' }))).status).toBe(200)
    await send(from({ text: '你好' }))
    await vi.waitFor(() => expect(messages().map(each => each.text?.slice(0, 3))).toEqual(['您好，', '您好，']))
    expect((await kinds()).filter(kind => kind === 'customer.start')).toHaveLength(1)
  })

  it('gets the answer at its serviceUrl as a reply to the message, with one trace of how it came about', async () => {
    await send(from({ id: 'question', text: '基金手续费是多少，我有5万' }))
    await vi.waitFor(() => expect(messages()).toHaveLength(1))
    const [answer] = mine().filter(each => each.activity.type === 'message')
    expect(decodeURIComponent(answer?.path ?? '')).toBe(`/v3/conversations/emulated-${counter}|livechat/activities/question`)
    expect(answer?.activity).toMatchObject({ replyToId: 'question', from: { id: `bot-${counter}` }, recipient: { id: `user-${counter}` } })
    const traces = mine().map(each => each.activity).filter(each => each.type === 'trace')
    expect(traces).toHaveLength(1)
    expect(traces[0]?.value).toMatchObject({
      understanding: { language: 'zh', intents: expect.arrayContaining([expect.objectContaining({ intent: 'fund-fees', confidence: expect.any(Number) })]), entities: expect.arrayContaining([expect.objectContaining({ kind: 'money' })]) },
      articles: [expect.objectContaining({ id: 'fund-fees', version: expect.any(String) })],
      gate: [expect.objectContaining({ verdict: 'amend', classes: ['fund'], added: expect.arrayContaining([expect.objectContaining({ id: 'fund.always' })]), reasons: expect.arrayContaining([expect.stringContaining('M4.3a')]) })],
    })
  })

  it('gets the same with expectReplies in the answer to its request, and nothing by push', async () => {
    const answer = buffered.parse(await (await send(from({ text: '转账限额是多少', deliveryMode: 'expectReplies' }))).json())
    expect(answer.activities.map(each => each.type)).toEqual(['message', 'trace'])
    expect(mine()).toEqual([])
  })

  it('is told to split a message of more than 8,000 characters, and answered one of as many', async () => {
    const answered = async (text: string) => buffered.parse(await (await send(from({ text, deliveryMode: 'expectReplies' }))).json()).activities[0]?.text
    expect(await answered(`${'。'.repeat(7994)}转账限额多少`)).toContain('限额')
    expect(await answered(`${'。'.repeat(7995)}转账限额多少`)).toContain('不超过 8000 字')
  })

  it('may type, react, edit, delete, end and send what nobody knows; only what belongs in the log is in it', async () => {
    for (const given of [
      { type: 'typing' }, { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }, { type: 'messageUpdate', id: 'edited', text: '我的手机号是13800138000' }, { type: 'messageDelete', id: 'edited' },
      { type: 'event', name: 'location', value: { latitude: 31 } }, { type: 'installationUpdate', action: 'add' }, { type: 'contactRelationUpdate', action: 'add' },
      { type: 'conversationUpdate', membersRemoved: [{ id: 'x' }] }, { type: 'command', name: 'x' }, { type: 'somethingNew' }, { type: 'endOfConversation' },
    ]) expect((await send(from(given))).status, given.type).toBe(200)
    // Accepted is answered at once; the turn goes on by itself, so that the entries of two may stand in either order.
    const events = ['enquiry.opened', ...Array(5).fill(['customer.event', 'turn.decided']).flat()]
    await vi.waitFor(async () => expect((await kinds()).sort()).toEqual(events.sort()))
    expect(JSON.stringify(await logged())).not.toContain('13800138000')
    expect(messages()).toEqual([])
  })

  it('is told with 501 that an invoke has no taker', async () => {
    expect((await send(from({ type: 'invoke', name: 'signin/verifyState', value: {} }))).status).toBe(501)
  })

  it('may send a file, with or without words', async () => {
    const attachments = [{ contentType: 'image/png', name: 'card.png', contentUrl: `${emulator.serviceUrl}/v3/attachments/1/views/original` }]
    await send(from({ attachments }))
    await vi.waitFor(() => expect(messages().map(each => each.text?.slice(0, 3))).toEqual(['文件已']))
  })

  it('is heard over IPv6 and under the name localhost', async () => {
    const other = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const onSix = await startProcess({ DATA_DIR: other, HOST: '::1' })
    try {
      expect((await send(from({ text: '转账限额是多少', deliveryMode: 'expectReplies' }, 'http://[::1]:1'), {}, onSix.url)).status).toBe(200)
      expect((await send(from({ text: '转账限额是多少' }, `http://localhost:${emulator.port}`), {}, onSix.url)).status).toBe(200)
      await vi.waitFor(() => expect(messages()).toHaveLength(1))
    } finally {
      await onSix.kill('SIGTERM')
      rmSync(other, { recursive: true, force: true })
    }
  })

  it.each([
    ['a foreign serviceUrl', { serviceUrl: 'https://evil.example/' }, {}, 403],
    ['a serviceUrl that begins like loopback', { serviceUrl: 'http://127.0.0.1.evil.example/' }, {}, 403],
    ['a serviceUrl that is no web address', { serviceUrl: 'file:///etc/passwd' }, {}, 403],
    ['a serviceUrl with a loopback user name', { serviceUrl: 'http://localhost@evil.example/' }, {}, 403],
    ['a request through a proxy', {}, { 'x-forwarded-for': '127.0.0.1' }, 403],
    ['a request through a proxy that says so by the standard', {}, { forwarded: 'for=127.0.0.1' }, 403],
    ['a web page', {}, { origin: 'https://evil.example' }, 403],
    ['a form that a web page posts', {}, { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ] as const)('refuses %s, and nothing of it is processed or logged', async (_name, about, headers, status) => {
    const before = (await logged()).length
    expect((await send(from({ text: '你好', ...about }), headers)).status).toBe(status)
    expect((await logged()).length).toBe(before)
  })

  it('learns of a hand-over by the protocol, with the transcript, masked', async () => {
    await send(from({ text: '我的手机号是13800138000' }))
    await vi.waitFor(() => expect(messages()).toHaveLength(1))
    await send(from({ text: '转人工' }))
    await vi.waitFor(() => expect(mine().some(each => each.activity.name === 'handoff.initiate')).toBe(true))
    const initiate = mine().find(each => each.activity.name === 'handoff.initiate')?.activity
    expect(initiate).toMatchObject({ type: 'event', value: { reason: 'customer-asked', urgent: false, handover: expect.any(String) }, attachments: [{ contentType: 'application/json', name: 'Transcript' }] })
    expect(JSON.stringify(initiate?.attachments)).toContain('［手机号 *8000］')
    expect(JSON.stringify(initiate?.attachments)).not.toContain('13800138000')
  })
})

describe('without an app id', () => {
  const here = { address: '127.0.0.1', headers: {}, serviceUrl: 'http://localhost:5000', publicUrl: undefined }
  it('serves a neighbour', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(refusal({ ...here, address }, isLoopback)).toBeUndefined()
    for (const serviceUrl of ['http://[::1]:5000', 'http://127.8.9.1/', 'http://[::ffff:127.0.0.1]:1/', undefined]) expect(refusal({ ...here, serviceUrl }, isLoopback)).toBeUndefined()
  })
  it('serves nobody behind an address that is known outside, from elsewhere or over a proxy', () => {
    expect(refusal({ ...here, publicUrl: 'https://bot.example' }, isLoopback)).toMatch(/PUBLIC_URL/)
    expect(refusal({ ...here, address: '10.0.0.7' }, isLoopback)).toMatch(/another machine/)
    expect(refusal({ ...here, headers: { 'x-real-ip': '127.0.0.1' } }, isLoopback)).toMatch(/proxy/)
    expect(refusal({ ...here, serviceUrl: 'http://169.254.169.254/' }, isLoopback)).toMatch(/serviceUrl/)
  })
})

describe('with an app id', () => {
  const appId = '11111111-2222-3333-4444-555555555555'
  const issuer = 'https://api.botframework.com'
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = () => Math.floor(Date.now() / 1000)
  function token(claims: Record<string, unknown> = {}, { key = privateKey, alg = 'RS256', kid = 'ours' } = {}): string {
    const body = `${part({ alg, typ: 'JWT', kid })}.${part({ iss: issuer, aud: appId, serviceurl: emulator.serviceUrl, nbf: now() - 60, exp: now() + 600, ...claims })}`
    return `Bearer ${body}.${alg === 'none' ? '' : createSign('RSA-SHA256').update(body).sign(key, 'base64url')}`
  }

  let keys: Server
  let guarded: Running
  let dir: string
  beforeAll(async () => {
    emulator = await startEmulator()
    let base = ''
    keys = createServer((req, res) => {
      const jwk = publicKey.export({ format: 'jwk' })
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(req.url === '/keys' ? { keys: [{ ...jwk, kid: 'ours', use: 'sig', endorsements: ['test'] }] } : { issuer, jwks_uri: `${base}/keys` }))
    })
    await new Promise<void>(resolve => keys.listen(0, '127.0.0.1', resolve))
    const address = keys.address()
    base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    dir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    guarded = await startProcess({ DATA_DIR: dir, MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: 'secret', MICROSOFT_APP_OPENID_METADATA: `${base}/openid` })
  })
  afterAll(async () => {
    await guarded.kill('SIGTERM')
    await emulator.stop()
    await new Promise(resolve => keys.close(resolve))
    rmSync(dir, { recursive: true, force: true })
  })
  afterEach(async () => { emulator.posted.length = 0 })

  const signed = (authorization: string | undefined, about: Record<string, unknown> = {}) =>
    send(from({ channelId: 'test', text: '转账限额是多少', deliveryMode: 'expectReplies', ...about }), authorization === undefined ? {} : { authorization }, guarded.url)

  it.each([
    ['no token', () => undefined],
    ['what is no token', () => 'Bearer abc'],
    ['another scheme', () => `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['a token of a stranger\'s key', () => token({}, { key: stranger.privateKey })],
    ['a token that names an unknown key', () => token({}, { kid: 'theirs' })],
    ['a token without a signature', () => token({}, { alg: 'none' })],
    ['a token signed with the public key as a password', () => token({}, { alg: 'HS256' })],
    ['an expired token', () => token({ exp: now() - 3600, nbf: now() - 7200 })],
    ['a token not valid yet', () => token({ nbf: now() + 3600 })],
    ['a token for another bot', () => token({ aud: '99999999-2222-3333-4444-555555555555' })],
    ['a token of another issuer', () => token({ iss: 'https://evil.example' })],
    ['a token for another serviceUrl', () => token({ serviceurl: 'https://evil.example' })],
  ])('answers 401 to %s and writes nothing down', async (_name, authorization) => {
    const before = await logged(dir)
    expect((await signed(authorization())).status).toBe(401)
    expect(await logged(dir)).toEqual(before)
  })

  it('answers 401 where the key does not stand for the channel', async () => {
    expect((await signed(token(), { channelId: 'msteams' })).status).toBe(401)
  })

  it('serves who is signed, whatever proxy is between', async () => {
    const response = await send(from({ channelId: 'test', text: '转账限额是多少', deliveryMode: 'expectReplies' }), { authorization: token(), 'x-forwarded-for': '203.0.113.9' }, guarded.url)
    expect(response.status).toBe(200)
    expect(buffered.parse(await response.json()).activities[0]?.text).toContain('限额')
  })
})
