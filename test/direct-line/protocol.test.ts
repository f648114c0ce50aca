import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { createTokens } from '../../channels/direct-line/tokens.ts'
import { errorSchema, type Line, secret, type Session, startLine, tokenSchema } from './support.ts'

let line: Line
let stop: () => Promise<void>
beforeAll(async () => {
  ({ line, stop } = await startLine({ ALLOWED_ORIGINS: 'https://www.bank.example' }))
})
afterAll(() => stop())

const codeOf = async (response: Response) => errorSchema.parse(await response.json()).error.code
const withJson = (token: string) => line.bearer(token, { 'content-type': 'application/json' })

/** What a client reads in its token. */
const claimsIn = ({ token }: Session): unknown => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** What the server answers to a WebSocket upgrade. */
function upgradeStatus(url: string, origin?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, origin === undefined ? {} : { origin })
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}

describe('a conversation', () => {
  it('starts with 201, is greeted once, and is taken up with 200', async () => {
    const session = await line.newSession()
    const start = () => fetch(line.at('/conversations'), { method: 'POST', headers: withJson(session.token), body: '{"locale":"en-US"}' })
    const first = await start()
    expect(first.status).toBe(201)
    expect(await first.json()).toMatchObject({ conversationId: session.conversationId, expires_in: 1800, streamUrl: expect.stringMatching(/^ws:/) })
    expect((await start()).status).toBe(200)
    await vi.waitFor(async () => expect((await line.activities(session)).activities).toHaveLength(1))
    expect((await line.activities(session)).activities[0]?.text).toContain('automated assistant')
    await line.send(session, { type: 'event', name: 'webchat/join', channelData: { clientActivityID: 'joined' } })
    await line.say(session, 'I lost my card')
    await vi.waitFor(async () => expect((await line.activities(session)).activities).toHaveLength(4))
    expect((await line.activities(session)).activities.map(each => each.type)).toEqual(['message', 'event', 'message', 'message'])
  })

  it('greets in the language the browser asks for where the client names none', async () => {
    const session = await line.newSession()
    await fetch(line.at('/conversations'), { method: 'POST', headers: line.bearer(session.token, { 'accept-language': 'zh-HK,zh;q=0.9' }) })
    await vi.waitFor(async () => expect((await line.activities(session)).activities[0]?.text).toContain('澄灣銀行'))
  })

  it('takes the institution\'s secret as its bearer, with the customer it names', async () => {
    const started = await line.start(secret, { user: { id: 'customer-7' } })
    const bySecret = { ...started, token: secret }
    expect((await line.say(bySecret, '卡丢了')).status).toBe(200)
    await vi.waitFor(async () => expect((await line.activities(bySecret)).activities).toHaveLength(3))
    const [, mine] = (await line.activities(bySecret)).activities
    expect(mine?.from.id).toBe('customer-7')
    expect((await line.activities(started)).activities).toHaveLength(3)
    expect(await codeOf(await fetch(line.at('/conversations/none-of-these'), { headers: line.bearer(secret) }))).toBe('ConversationNotFound')
  })

  it('lets the token decide who speaks, whatever the activity says', async () => {
    const session = await line.sessionOf('customer-8')
    await line.send(session, { type: 'message', text: '你好', from: { id: 'default-user', role: 'bot' } })
    expect((await line.activities(session)).activities[0]?.from).toMatchObject({ id: 'customer-8', role: 'user' })
  })

  it('reads `User: { Id }` as Microsoft\'s example writes it', async () => {
    const response = await fetch(line.at('/tokens/generate'), { method: 'POST', headers: withJson(secret), body: '{"User":{"Id":"dl_customer"}}' })
    expect(claimsIn(tokenSchema.parse(await response.json()))).toMatchObject({ user: 'dl_customer' })
  })

  it('does not let an anonymous customer name themself', async () => {
    const response = await fetch(line.at('/tokens/generate'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"user":{"id":"customer-9"}}' })
    expect(claimsIn(tokenSchema.parse(await response.json()))).toMatchObject({ user: expect.stringMatching(/^dl_.{24}$/) })
  })
})

describe('refusals in the documented form', () => {
  let session: Session
  beforeAll(async () => { session = await line.newSession() })
  const path = () => `/conversations/${session.conversationId}/activities`

  it.each([
    ['malformed JSON', '{"type":', 'application/json', 400, 'BadSyntax'],
    ['no body', '', 'application/json', 400, 'MissingProperty'],
    ['no type', '{"text":"x"}', 'application/json', 400, 'MissingProperty'],
    ['a list', '[]', 'application/json', 400, 'BadArgument'],
    ['an unknown type', '{"type":"nonsense"}', 'application/json', 400, 'BadArgument'],
    ['a text too long', JSON.stringify({ type: 'message', text: 'x'.repeat(8001) }), 'application/json', 400, 'BadArgument'],
    ['a text that is none', '{"type":"message","text":{}}', 'application/json', 400, 'BadArgument'],
    ['another media type', 'type=message', 'application/x-www-form-urlencoded', 415, 'UnsupportedMediaType'],
    ['a body that is nested too deeply: accepted, it would make its conversation unreadable', `{"type":"message","value":${'['.repeat(4_450)}${']'.repeat(4_450)}}`, 'application/json', 400, 'BadArgument'],
    ['too large a body', `{"type":"message","value":"${'x'.repeat(300_000)}"}`, 'application/json', 413, 'MessageSizeTooBig'],
  ])('%s', async (_what, body, type, status, code) => {
    const response = await fetch(line.at(path()), { method: 'POST', headers: line.bearer(session.token, { 'content-type': type }), body })
    expect(response.status).toBe(status)
    expect(await codeOf(response)).toBe(code)
  })

  it('too large a body of unsaid length', async () => {
    const status = await new Promise((resolve, reject) => {
      const sending = request(line.at(path()), { method: 'POST', headers: { ...withJson(session.token), 'transfer-encoding': 'chunked' } }, response => resolve(response.statusCode))
      sending.on('error', reject)
      for (let sent = 0; sent < 5; sent += 1) sending.write('x'.repeat(100_000))
      sending.end()
    })
    expect(status).toBe(413)
  })

  it('a watermark that is none of ours, to polling, reconnecting and streams alike', async () => {
    for (const watermark of ['x', '-1', '1e9', '0000a-42']) {
      expect((await fetch(line.at(`${path()}?watermark=${watermark}`), { headers: line.bearer(session.token) })).status).toBe(400)
      expect((await fetch(line.at(`/conversations/${session.conversationId}?watermark=${watermark}`), { headers: line.bearer(session.token) })).status).toBe(400)
    }
    const { streamUrl } = await line.start(session.token)
    expect(await upgradeStatus(streamUrl.replace('watermark=0', 'watermark=x'))).toBe(400)
  })

  it('no client that has seen more than there is any more: it sees the conversation from its beginning, as after a backup was put back', async () => {
    const ahead = await line.newSession()
    const { streamUrl } = await line.start(ahead.token)
    await vi.waitFor(async () => expect((await line.activities(ahead)).activities.length).toBeGreaterThan(0), { timeout: 10_000 })
    const whole = await line.activities(ahead)
    expect(await line.activities(ahead, '40')).toEqual(whole)
    const socket = new WebSocket(streamUrl.replace('watermark=0', 'watermark=40'))
    const [frame] = await once(socket, 'message')
    socket.close()
    expect(JSON.parse(String(frame))).toMatchObject({ activities: [{ id: whole.activities[0]?.id }] })
    expect((await line.activities(ahead, whole.watermark)).activities).toEqual([])
  })

  it('unknown addresses with 404, wrong methods with 405', async () => {
    for (const unknown of ['', '/', '/session/getsessionid', '/conversations/a/b/c', '/tokens']) expect((await fetch(line.at(unknown), { headers: line.bearer(session.token) })).status).toBe(404)
    const wrong = await fetch(line.at('/tokens/generate'))
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('POST')
    expect(await codeOf(wrong)).toBe('MethodNotAllowed')
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect((await fetch(line.at(path()), { method, headers: line.bearer(session.token) })).status).toBe(405)
    expect(await upgradeStatus(`${line.url.replace('http', 'ws')}/v3/directline/nowhere`)).toBe(404)
  })

  it('takes what a bot is not asked with an id, and leaves no trace of it', async () => {
    const quiet = await line.newSession()
    for (const type of ['typing', 'endOfConversation', 'messageReaction', 'invoke']) {
      const response = await line.send(quiet, { type })
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ id: expect.any(String) })
    }
    expect(await line.activities(quiet)).toEqual({ activities: [], watermark: '0' })
  })
})

describe('tokens', () => {
  const theirs = createTokens(secret, () => new Date(Date.now() - 3_600_000))
  const forged = createTokens('another secret of somebody', () => new Date())

  it.each([
    ['expired', (id: string) => theirs.issue({ conversation: id, user: 'u', verified: true }), 'TokenExpired'],
    ['signed by another', (id: string) => forged.issue({ conversation: id, user: 'u', verified: true }), 'BadArgument'],
    ['unsigned', (id: string) => `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify({ aud: 'directline', conv: id, user: 'u', verified: true, exp: 9e9 })).toString('base64url')}.`, 'BadArgument'],
    ['empty', () => '', 'BadArgument'],
    ['undefined', () => 'undefined', 'BadArgument'],
  ])('that are %s open nothing', async (_what, tokenFor, code) => {
    const { conversationId } = await line.newSession()
    const token = tokenFor(conversationId)
    const at = `/conversations/${conversationId}`
    const tries: [string, string][] = [
      ['GET', at], ['GET', `${at}/activities`], ['POST', `${at}/activities`], ['POST', `${at}/upload?userId=u`], ['GET', `${at}/attachments/1-0`], ['POST', '/conversations'], ['POST', '/tokens/refresh'],
    ]
    for (const [method, path] of tries) {
      const response = await fetch(line.at(path), { method, headers: withJson(token), ...(method === 'POST' ? { body: '{"type":"message"}' } : {}) })
      expect([path, response.status, await codeOf(response)]).toEqual([path, 403, code])
    }
    expect(await upgradeStatus(`${line.url.replace('http', 'ws')}/v3/directline${at}/stream?t=${token}`)).toBe(403)
  })

  it('of one customer open nothing of another\'s, nor of the same customer\'s other conversation', async () => {
    const mine = await line.sessionOf('customer-10')
    const other = await line.sessionOf('customer-10')
    const foreign = await line.newSession()
    await line.say(other, '我的余额')
    await line.upload(other, new Blob(['hello'], { type: 'text/plain' }), { 'content-disposition': 'form-data; name="file"; filename="a.txt"' })
    for (const session of [mine, foreign]) {
      for (const [method, path] of [['GET', ''], ['GET', '/activities'], ['POST', '/activities'], ['POST', '/upload?userId=customer-10'], ['GET', '/attachments/2-0']] as const) {
        const response = await fetch(line.at(`/conversations/${other.conversationId}${path}`), { method, headers: withJson(session.token), ...(method === 'POST' ? { body: '{"type":"message","text":"x"}' } : {}) })
        expect([path, response.status]).toEqual([path, 403])
      }
      const { streamUrl } = await line.start(session.token)
      expect(await upgradeStatus(streamUrl.replace(session.conversationId, other.conversationId))).toBe(403)
    }
    const refreshed = tokenSchema.parse(await (await fetch(line.at('/tokens/refresh'), { method: 'POST', headers: line.bearer(mine.token) })).json())
    expect(refreshed.conversationId).toBe(mine.conversationId)
  })

  it('of a stream or for files are no bearers', async () => {
    const session = await line.newSession()
    const ticket = new URL((await line.start(session.token)).streamUrl).searchParams.get('t') ?? ''
    expect((await fetch(line.at(`/conversations/${session.conversationId}/activities`), { headers: line.bearer(ticket) })).status).toBe(403)
    expect((await fetch(line.at('/tokens/refresh'), { method: 'POST', headers: line.bearer(ticket) })).status).toBe(403)
  })

  it('with trusted origins serve pages of those only', async () => {
    const response = await fetch(line.at('/tokens/generate'), { method: 'POST', headers: withJson(secret), body: JSON.stringify({ user: { id: 'u' }, trustedOrigins: ['https://www.bank.example'] }) })
    const session = tokenSchema.parse(await response.json())
    const status = async (origin: string) => (await fetch(line.at(`/conversations/${session.conversationId}`), { headers: line.bearer(session.token, { origin }) })).status
    expect(await status('https://www.bank.example')).toBe(200)
    expect(await status('https://evil.example')).toBe(403)
    const { streamUrl } = await line.start(session.token)
    expect(await upgradeStatus(streamUrl, 'https://evil.example')).toBe(403)
    expect(await upgradeStatus(streamUrl, 'https://www.bank.example')).toBe(101)
  })
})

describe('other sites\' pages', () => {
  it('may call where they are allowed, and read refusals too', async () => {
    const origin = 'https://www.bank.example'
    for (const path of ['/tokens/generate', '/tokens/refresh', '/conversations', '/conversations/a', '/conversations/a/activities', '/conversations/a/upload']) {
      const preflight = await fetch(line.at(path), { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type,x-ms-bot-agent' } })
      expect(preflight.status).toBe(204)
      expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
      expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('x-ms-bot-agent')
    }
    for (const refused of [await fetch(line.at('/conversations/a/activities'), { headers: { origin } }), await fetch(line.at('/nowhere'), { headers: { origin } }), await fetch(line.at('/tokens/generate'), { headers: { origin } })]) {
      expect(refused.status).toBeGreaterThan(400)
      expect(refused.headers.get('access-control-allow-origin')).toBe(origin)
    }
  })

  it('may not where they are not, and cookies never go with a call', async () => {
    for (const origin of ['https://evil.example', 'null', 'https://www.bank.example.evil.example', 'http://www.bank.example']) {
      const response = await fetch(line.at('/tokens/generate'), { method: 'POST', headers: { origin } })
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      expect(response.headers.get('vary')).toContain('Origin')
    }
  })
})

describe('the limit of new conversations', () => {
  it('counts anonymous customers by the address the last trusted proxy saw, and never the institution', async () => {
    const limited = await startLine({ NEW_CONVERSATIONS_PER_MINUTE: '3', TRUSTED_PROXIES: '1' })
    const generate = (forwarded: string, more: Record<string, string> = {}) => fetch(limited.line.at('/tokens/generate'), { method: 'POST', headers: { 'x-forwarded-for': forwarded, ...more } })
    for (let each = 0; each < 3; each += 1) expect((await generate(`10.0.0.${each}, 203.0.113.5`)).status).toBe(200)
    const refused = await generate('10.9.9.9, 203.0.113.5')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await generate('203.0.113.6')).status).toBe(200)
    expect((await generate('203.0.113.5', { authorization: `Bearer ${secret}` })).status).toBe(200)
    await limited.stop()
  })
})
