import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { pauseAfter } from '../../bot/delivery.ts'
import { longestPauseMs } from '../../contacts/outbox.ts'
import { openStore } from '../../store/index.ts'
import type { Running } from '../support/process.ts'
import { type Channel, read, send, startChannel, startInstance } from './support.ts'
import { signInAt, takeIn } from '../support/sign-in.ts'

let channel: Channel
let dataDir: string
let running: Running
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  channel = await startChannel()
  running = await startInstance({ DATA_DIR: dataDir })
})
afterAll(async () => {
  await running.kill('SIGTERM')
  await channel.close()
  rmSync(dataDir, { recursive: true, force: true })
})
afterEach(() => channel.answer((given, response) => {
  channel.taken.push(given)
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
}))

let counter = 0
async function ask(conversation: string, text = '转账限额是多少'): Promise<void> {
  counter += 1
  expect((await send(running.url, { serviceUrl: channel.serviceUrl, conversation, id: `m${counter}`, text })).status).toBe(200)
}
const takenIn = (conversation: string) => channel.taken.filter(each => each.conversation.id === conversation).map(each => each.id)
const outbox = (...argv: string[]) => execFileSync(process.execPath, ['bot/outbox.ts', ...argv], { env: { ...process.env, DATA_DIR: dataDir }, encoding: 'utf8' })

describe('a channel', () => {
  it.each([
    ['answers 500', 500, {}], ['answers 429 and says when to try again', 429, { 'retry-after': '1' }], ['answers 503', 503, {}], ['refuses', 403, {}],
  ])('that %s for a while gets the replies afterwards: in order, once each, under their ids', { timeout: 60_000 }, async (name, status, headers) => {
    let refused = 0
    channel.answer((given, response) => {
      refused += 1
      if (refused <= 2) return response.writeHead(status, headers).end('{}')
      channel.taken.push(given)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
    })
    await ask(name)
    await ask(name, '卡丢了怎么办')
    await vi.waitFor(() => expect(takenIn(name)).toHaveLength(2), { timeout: 40_000 })
    expect(takenIn(name)).toEqual((await read({ dataDir }, name)).replies)
  })

  it('that never answers holds up no other conversation, and gets its reply when it does', { timeout: 60_000 }, async () => {
    let silent = true
    channel.answer((given, response) => {
      if (given.conversation.id === 'silent' && silent) return
      channel.taken.push(given)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
    })
    await ask('silent')
    await ask('lively')
    await vi.waitFor(() => expect(takenIn('lively')).toHaveLength(1), { timeout: 5_000 })
    expect(takenIn('silent')).toEqual([])
    silent = false
    await vi.waitFor(() => expect(takenIn('silent')).toHaveLength(1), { timeout: 40_000 })
  })

  it('that breaks off in its answer gets the reply again under the same id', { timeout: 60_000 }, async () => {
    let broken = 0
    channel.answer((given, response) => {
      channel.taken.push(given)
      broken += 1
      if (broken === 1) response.destroy()
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
    })
    await ask('broken')
    await vi.waitFor(() => expect(takenIn('broken')).toHaveLength(2), { timeout: 30_000 })
    expect(new Set(takenIn('broken')).size).toBe(1)
    const store = await openStore({ dataDir })
    // In words that tell an operator something.
    expect(await store.db.selectFrom('outbox').select('last_error').where('conversation_id', '=', 'test:broken').executeTakeFirst()).toEqual({ last_error: 'the channel does not answer' })
    await store.close()
  })

  it('that is gone leaves dead letters, which an operator sees and has sent again', { timeout: 60_000 }, async () => {
    channel.answer((_given, response) => { response.writeHead(404).end() })
    await ask('gone', '转账限额是多少 我的手机号是13800138000')
    const store = await openStore({ dataDir })
    // Fifteen failures later; waiting for them would take half an hour.
    await vi.waitFor(async () => {
      const row = await store.db.selectFrom('outbox').select('attempts').where('conversation_id', '=', 'test:gone').executeTakeFirst()
      expect(row?.attempts).toBeGreaterThan(0)
    }, { timeout: 20_000 })
    await store.write(async tx => { await tx.updateTable('outbox').set({ attempts: 15, next_at: new Date().toISOString() }).where('conversation_id', '=', 'test:gone').execute() })
    await vi.waitFor(() => expect(outbox('list')).toContain('test:gone'), { timeout: 20_000 })
    const listed = z.object({ dead: z.number(), letters: z.array(z.object({ conversation: z.string(), sequence: z.number(), lastError: z.string(), masked: z.string() })) }).parse(JSON.parse(outbox('list', '--json')))
    expect(listed).toMatchObject({ dead: 1, letters: [{ conversation: 'test:gone', lastError: 'HTTP 404' }] })
    expect(outbox('list')).not.toContain('13800138000')
    channel.answer((given, response) => {
      channel.taken.push(given)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
    })
    expect(outbox('resend', '--conversation', 'test:gone')).toContain('1 will be delivered again')
    await vi.waitFor(() => expect(takenIn('gone')).toHaveLength(1), { timeout: 20_000 })
    const { replies } = await read({ dataDir }, 'gone')
    expect(takenIn('gone')).toEqual(replies)
    // Who looked and who sent again is on the trail.
    const acts = await store.db.selectFrom('log').select(['kind', 'actor']).where('kind', 'like', 'outbox.%').orderBy('seq').execute()
    expect(acts.at(-1)).toEqual({ kind: 'outbox.resent', actor: expect.stringMatching(/^operator:./) })
    expect(acts.at(-2)).toMatchObject({ kind: 'outbox.read' })

    // The same by the desk, for the administrator alone.
    const desk = (path: string, cookie: string, body?: unknown) => fetch(`${running.url}/api/desk${path}`, {
      headers: { cookie, 'content-type': 'application/json' }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    const password = 'a long enough password'
    const signedIn = async (email: string, role: string) => {
      takeIn(email, execFileSync(process.execPath, ['bot/agent.ts', 'add', '--email', email, '--name', '李', '--role', role], { env: { ...process.env, DATA_DIR: dataDir }, input: `${password}\n`, encoding: 'utf8', stdio: 'pipe' }))
      return (await signInAt(running.url, email, password)).cookie
    }
    const [admin, agent] = [await signedIn('admin@bank.example', 'admin'), await signedIn('li@bank.example', 'agent')]
    await store.write(async tx => { await tx.updateTable('outbox').set({ status: 'dead' }).where('conversation_id', '=', 'test:gone').execute() })
    expect((await desk('/dead-letters', agent)).status).toBe(403)
    expect((await desk('/dead-letters/resend', agent, { all: true })).status).toBe(403)
    const shown = await (await desk('/dead-letters', admin)).text()
    expect(shown).not.toContain('13800138000')
    expect(JSON.parse(shown)).toMatchObject({ dead: 1, letters: [{ conversation: 'test:gone', lastError: 'HTTP 404', text: expect.stringContaining('transfer-limit') }] })
    for (const unclear of [{}, { all: false }, { sequence: 2 }, { all: true, conversation: 'test:gone' }]) expect((await desk('/dead-letters/resend', admin, unclear)).status).toBe(400)
    expect(await (await desk('/dead-letters/resend', admin, { conversation: 'test:other' })).json()).toEqual({ resent: 0 })
    expect(await (await desk('/dead-letters/resend', admin, { conversation: 'test:gone' })).json()).toEqual({ resent: 1 })
    // At least once, under the one id.
    await vi.waitFor(() => expect(takenIn('gone')).toEqual([...replies, ...replies]), { timeout: 20_000 })
    await store.close()
  })
  it('is not resent to by a command that is not understood', () => {
    expect(() => execFileSync(process.execPath, ['bot/outbox.ts', 'resend'], { env: { ...process.env, DATA_DIR: dataDir }, stdio: 'pipe' })).toThrow(/Usage/)
  })
})

describe('the pause before a delivery is tried again', () => {
  it('grows, is jittered, keeps to what the channel says, and ends', () => {
    const pauses = Array.from({ length: 15 }, (_, index) => [pauseAfter(index + 1, undefined, 0) ?? 0, pauseAfter(index + 1, undefined, 0.999) ?? 0])
    for (const [index, [least = 0, most = 0]] of pauses.entries()) {
      expect(least).toBeLessThan(most)
      expect(most).toBeLessThanOrEqual(longestPauseMs)
      expect(least).toBeGreaterThanOrEqual(pauses[index - 1]?.[0] ?? 0)
    }
    expect(pauseAfter(1, 30_000, 0)).toBe(30_000)
    expect(pauseAfter(1, 30_000, 0.9)).toBeGreaterThan(30_000)
    expect(pauseAfter(1, 604_800_000, 0)).toBe(longestPauseMs)
    expect(pauseAfter(16, undefined, 0)).toBeUndefined()
  })
})
