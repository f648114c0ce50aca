import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import type { Running } from '../support/process.ts'
import { stopsWithinMs } from '../../bot/stopping.ts'
import { read, send, startChannel, startInstance } from './support.ts'

let dataDir: string
let service: Running
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  service = await startInstance({ DATA_DIR: dataDir })
})
afterAll(async () => {
  await service.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

it('refuses headers and bodies that are too large, and lives', async () => {
  const message = { method: 'POST', headers: { 'content-type': 'application/json' } }
  expect((await fetch(`${service.url}/health/live`, { headers: { 'x-filling': 'x'.repeat(20_000) } })).status).toBe(431)
  expect((await fetch(`${service.url}/api/messages`, { ...message, body: JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) }) })).status).toBe(413)
  expect((await fetch(`${service.url}/api/messages`, { ...message, body: JSON.stringify({ type: 'message', value: 0 }).replace('0', '['.repeat(5_000) + ']'.repeat(5_000)) })).status).toBe(400)
  expect((await fetch(`${service.url}/health/live`)).status).toBe(200)
})

it('holds no more of what is sent and read slowly than it has room for, and lets others through', { timeout: 60_000 }, async () => {
  const { port } = new URL(service.url)
  const begin = async () => {
    const { token, conversationId } = z.looseObject({ token: z.string(), conversationId: z.string() }).parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    return { headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png', 'content-disposition': 'name="file"; filename="a.png"' }, path: `/v3/directline/conversations/${conversationId}` }
  }
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(9_800_000, 1)])
  const [slow, other] = [await begin(), await begin()]
  const head = ({ headers, path }: typeof slow) => `POST ${path}/upload HTTP/1.1\r\nHost: x\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}Content-Length: ${png.length}\r\n\r\n`
  const answers: string[] = []
  const sockets = Array.from({ length: 8 }, () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined).on('data', chunk => answers.push(String(chunk)))
    socket.write(head(slow))
    socket.write(png.subarray(0, 1_000))
    return socket
  })
  const upload = () => fetch(`${service.url}${other.path}/upload`, { method: 'POST', headers: other.headers, body: png })
  await vi.waitFor(async () => {
    expect((await upload()).status).toBe(200)
    expect(answers.join('')).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 5/i)
  }, { timeout: 30_000, interval: 500 })
  for (const socket of sockets) socket.destroy()

  const { activities } = z.object({ activities: z.array(z.looseObject({ attachments: z.array(z.looseObject({ contentUrl: z.string() })).optional() })) })
    .parse(await (await fetch(`${service.url}${other.path}/activities`, { headers: other.headers })).json())
  const file = new URL(activities.flatMap(({ attachments }) => attachments ?? [])[0]?.contentUrl ?? '')
  let cutOff = 0
  const readers = Array.from({ length: 8 }, () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined).on('close', () => { cutOff += 1 })
    socket.once('data', () => socket.pause())
    socket.write(`GET ${file.pathname}${file.search} HTTP/1.1\r\nHost: x\r\n\r\n`)
    return socket
  })
  await vi.waitFor(() => expect(readers.filter(socket => socket.bytesRead > 0).length).toBeGreaterThan(5), { timeout: 10_000 })
  expect(Buffer.from(await (await fetch(file)).arrayBuffer()).equals(png)).toBe(true)
  for (const socket of readers) socket.resume()
  await vi.waitFor(() => expect(cutOff).toBeGreaterThan(0), { timeout: 10_000 })
  for (const socket of readers) socket.destroy()
})

it('is held up by no stream whose client says nothing, and by none that comes too late', { timeout: 60_000 }, async () => {
  const stopping = await startInstance({ DATA_DIR: mkdtempSync(join(dataDir, 'held-')) })
  const { port } = new URL(stopping.url)
  const { token } = z.looseObject({ token: z.string() }).parse(await (await fetch(`${stopping.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
  const { streamUrl } = z.looseObject({ streamUrl: z.string() }).parse(await (await fetch(`${stopping.url}/v3/directline/conversations`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).json())
  const asleep = new WebSocket(streamUrl)
  asleep.on('error', () => undefined)
  await new Promise(resolve => asleep.once('open', resolve))
  asleep.pause()
  // It is connected and has begun to ask; the rest of its request comes when the stop is under way.
  const late = connect(Number(port), '127.0.0.1')
  let answered = ''
  late.on('data', chunk => { answered += String(chunk) })
  late.on('error', () => undefined)
  await new Promise<void>(resolve => late.write(`GET ${streamUrl.slice(streamUrl.indexOf('/v3'))} HTTP/1.1\r\nHost: x\r\n`, () => resolve()))
  const began = performance.now()
  const stopped = stopping.kill('SIGTERM')
  await vi.waitFor(() => expect(fetch(stopping.url)).rejects.toThrow(), { timeout: 10_000 })
  late.write('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n')
  await stopped
  expect(answered).toMatch(/^HTTP\/1\.1 503 /)
  expect(stopping.child.exitCode).toBe(0)
  expect(performance.now() - began).toBeLessThan(stopsWithinMs)
  asleep.terminate()
})

it('hands its sockets on when it is told to stop, ends what is under way and leaves with 0', { timeout: 60_000 }, async () => {
  const channel = await startChannel()
  const started = z.looseObject({ token: z.string() }).parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
  const { streamUrl } = z.looseObject({ streamUrl: z.string() }).parse(await (await fetch(`${service.url}/v3/directline/conversations`, { method: 'POST', headers: { authorization: `Bearer ${started.token}` } })).json())
  const socket = new WebSocket(streamUrl)
  await new Promise(resolve => socket.once('open', resolve))
  const closed = new Promise<number>(resolve => socket.once('close', code => resolve(code)))
  // Accepted at the last moment: several turns of one conversation are still to come.
  const accepted = await Promise.all(Array.from({ length: 5 }, (_, index) => send(service.url, { serviceUrl: channel.serviceUrl, conversation: 'last', id: `last-${index}`, text: '转账限额是多少' })))
  expect(accepted.map(each => each.status)).toEqual(Array(5).fill(200))
  await service.kill('SIGTERM')
  expect(await closed).toBe(1001)
  expect(service.child.exitCode).toBe(0)
  expect((await read({ dataDir }, 'last')).replies).toHaveLength(5)
  await channel.close()
})
