import { ConnectionStatus, type DirectLine } from 'botframework-directlinejs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTokens } from '../../channels/direct-line/tokens.ts'
import { startCable } from '../support/cable.ts'
import { startProcess } from '../support/process.ts'
import { isWhole, openClient, type Options, post } from './official-client.ts'
import { type Line, lineAt, secret, startLine } from './support.ts'

const clients: DirectLine[] = []
/** Microsoft's own client on a line; it is ended with the test. */
function createClient(line: Line, options: Partial<Options>): ReturnType<typeof openClient> {
  const opened = openClient(line.at(''), options)
  clients.push(opened.client)
  return opened
}

let line: Line
let stop: () => Promise<void>
beforeAll(async () => {
  ({ line, stop } = await startLine())
})
afterEach(() => {
  for (const client of clients.splice(0)) client.end()
  vi.unstubAllGlobals()
})
afterAll(() => stop())

describe.each([['by polling', false], ['by WebSocket', true]] as const)('botframework-directlinejs %s', (_how, webSocket) => {
  it.each([['a token', async () => ({ token: (await line.newSession()).token })], ['the secret', async () => ({ secret })]] as const)('is greeted, sends, knows its own message again and is answered, with %s', async (_what, credentials) => {
    const { client, seen, statuses } = createClient(line, { ...await credentials(), webSocket })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    const id = await post(client, '卡丢了怎么办', 'mine-1')
    await vi.waitFor(() => expect(seen).toHaveLength(3), 10_000)
    const echo = seen.find(each => each.channelData?.clientActivityID === 'mine-1')
    expect(echo).toMatchObject({ id, text: '卡丢了怎么办', from: { role: 'user' } })
    expect(seen[2]).toMatchObject({ type: 'message', text: expect.stringContaining('挂失'), from: { role: 'bot' } })
    expect(statuses).toEqual([ConnectionStatus.Uninitialized, ConnectionStatus.Connecting, ConnectionStatus.Online])
  })

  it('keeps the order of what is sent at once, and each answer after its question', async () => {
    const { client, seen, ids } = createClient(line, { token: (await line.newSession()).token, webSocket })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    await Promise.all(Array.from({ length: 12 }, (_, index) => post(client, '转账限额是多少', `m-${index}`)))
    await vi.waitFor(() => expect(seen).toHaveLength(25), 20_000)
    expect(isWhole(ids())).toBe(true)
    for (const answer of seen.filter(each => each.from.role === 'bot').slice(1)) {
      const question = seen.findIndex(each => 'replyToId' in answer && each.id === answer.replyToId)
      expect(question).toBeGreaterThanOrEqual(0)
      expect(question).toBeLessThan(seen.indexOf(answer))
    }
  })

  it('takes a conversation up with its watermark: nothing lost, nothing twice', async () => {
    const session = await line.newSession()
    const first = createClient(line, { token: session.token, webSocket })
    await vi.waitFor(() => expect(first.seen).toHaveLength(1), 10_000)
    await post(first.client, '网点营业时间', 'before')
    await vi.waitFor(() => expect(first.seen).toHaveLength(3), 10_000)
    const { watermark } = await line.activities(session)
    first.client.end()
    await line.say(session, '转账限额是多少', 'meanwhile')
    const second = createClient(line, { token: session.token, conversationId: session.conversationId, ...(watermark ? { watermark } : {}), webSocket })
    await vi.waitFor(() => expect(second.seen).toHaveLength(2), 10_000)
    expect(second.seen[0]?.channelData?.clientActivityID).toBe('meanwhile')
  })

  it('uploads files and sees them in its message', async () => {
    const { client, seen } = createClient(line, { token: (await line.newSession()).token, webSocket })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    const id = await new Promise<string>((resolve, reject) => {
      client.postActivity({
        type: 'message', text: '', from: { id: 'default-user' }, channelData: { clientActivityID: 'with-file' },
        attachments: [{ contentType: 'text/plain', name: '说明.txt', contentUrl: 'data:text/plain;base64,5L2g5aW9' }],
      }).subscribe(resolve, reject)
    })
    await vi.waitFor(() => expect(seen).toHaveLength(3), 10_000)
    expect(seen[1]).toMatchObject({ id, attachments: [{ name: '说明.txt', contentType: 'text/plain' }] })
  })

  it('is told that a token has expired, and does not go silent', async () => {
    const session = await line.newSession()
    const old = createTokens(secret, () => new Date(Date.now() - 3_600_000)).issue({ conversation: session.conversationId, user: 'u', verified: false })
    const { client, seen, statuses } = createClient(line, { token: session.token, webSocket })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    // As if the page had slept beyond the token's time.
    Object.assign(client, { token: old })
    expect(await post(client, '你好', 'late')).toBe('retry')
    expect(statuses).toContain(ConnectionStatus.ExpiredToken)
    client.reconnect(await line.start(session.token))
    expect(await post(client, '你好', 'late')).toMatch(/\|\d{7}$/)
    // This client opens a second stream then; what both bring it tells apart by its id.
    await vi.waitFor(() => expect(new Set(seen.map(each => each.id)).size).toBe(3), 10_000)
  })

  it('stays connected past its first token by the refreshed one', async () => {
    const session = await line.newSession()
    const { client, seen } = createClient(line, { token: session.token, webSocket })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    const refresh: unknown = Reflect.get(client, 'refreshToken')
    if (typeof refresh !== 'function') throw new Error('this client has no refreshToken')
    const token = await new Promise<string>((resolve, reject) => refresh.call(client).subscribe(resolve, reject))
    Object.assign(client, { token })
    expect(await post(client, '你好', 'refreshed')).toMatch(/\|\d{7}$/)
  })
})

describe('a connection that breaks', () => {
  it('is taken up again over and over while messages flow: every one once, in order', async () => {
    const cable = await startCable(Number(new URL(line.url).port))
    const session = await line.newSession()
    const { seen, ids } = createClient(lineAt(cable.url), { token: session.token })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    for (let each = 0; each < 8; each += 1) {
      await line.say(session, '转账限额是多少', `cut-${each}`)
      cable.cut()
    }
    await vi.waitFor(() => expect(ids()).toHaveLength(17), 30_000)
    expect(isWhole(ids())).toBe(true)
    cable.stop()
  }, 60_000)

  it('comes back after the service was killed and started again', async () => {
    const own = await startLine()
    const session = await own.line.newSession()
    const { client, seen, ids } = createClient(own.line, { token: session.token })
    await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000)
    await post(client, '网点营业时间', 'before')
    await own.service.kill('SIGKILL')
    const again = await startProcess({ DATA_DIR: own.dataDir, DIRECTLINE_SECRET: secret, PORT: new URL(own.line.url).port })
    await vi.waitFor(() => expect(ids()).toHaveLength(3), 30_000)
    await own.line.say(session, '转账限额是多少', 'after')
    await vi.waitFor(() => expect(ids()).toHaveLength(5), 30_000)
    expect(isWhole(ids())).toBe(true)
    await again.kill('SIGTERM')
    await own.stop()
  }, 60_000)
})
