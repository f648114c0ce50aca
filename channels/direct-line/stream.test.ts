import { createServer, type Server } from 'node:http'
import { afterEach, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import type { LoggedActivity } from '../../contacts/types.ts'
import { createStreams, type StreamSource } from './stream.ts'

const log = { error: vi.fn() }
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A conversation in memory, streamed over a real socket. */
async function startConversation(beat: number, textOf: (sequence: number) => string = String) {
  const logged: LoggedActivity[] = []
  const listeners = new Set<(upTo: number | undefined) => void>()
  const handed = new Set<(logged: readonly LoggedActivity[]) => void>()
  let read = 0
  const passing = new Set<(activity: Record<string, unknown>) => void>()
  const source: StreamSource = {
    async since(watermark, limit) {
      read += 1
      return logged.slice(watermark, watermark + limit)
    },
    toWire: activities => activities.map(({ sequence }) => ({ id: sequence, text: textOf(sequence) })),
    onHanded(listener) {
      handed.add(listener)
      return () => handed.delete(listener)
    },
    onLogged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onPassing(listener) {
      passing.add(listener)
      return () => passing.delete(listener)
    },
  }
  const streams = createStreams({ beat, log })
  const server: Server = createServer()
  server.on('upgrade', (request, socket, head) => streams.accept(request, socket, head, 0, source))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  ends.push(() => {
    streams.close()
    server.closeAllConnections()
    server.close()
  })
  return {
    url, listeners, passing, timesRead: () => read,
    /** `handing`: what is logged is handed over first, as in the process that logged it. */
    say(count: number, { handing = false }: { handing?: boolean } = {}) {
      const before = logged.length

      for (let each = 0; each < count; each += 1) {
        const sequence = logged.length + 1
        logged.push({ id: String(sequence), conversation: 'c', channel: 'directline', sequence, at: '', from: { id: 'u', name: '', role: 'bot' }, type: 'message', content: {}, maskedText: '' })
      }
      if (handing) for (const listener of handed) listener(logged.slice(before))
      for (const listener of listeners) listener(handing ? logged.length : undefined)
    },
  }
}

it('sends hundreds of messages from before and while it is read, in order, each once', async () => {
  const conversation = await startConversation(30_000)
  conversation.say(350)
  const seen: number[] = []
  const socket = new WebSocket(conversation.url)
  socket.on('message', frame => {
    for (const activity of JSON.parse(String(frame)).activities) seen.push(activity.id)
    if (seen.length % 50 === 0 && seen.length < 600) conversation.say(50)
  })
  await vi.waitFor(() => expect(seen).toHaveLength(900), 5000)
  expect(seen).toEqual(Array.from({ length: 900 }, (_, index) => index + 1))
  socket.close()
  await vi.waitFor(() => expect(conversation.listeners.size + conversation.passing.size).toBe(0))
})

it('brings what is only for now without moving the watermark', async () => {
  const conversation = await startConversation(30_000)
  const frames: unknown[] = []
  const socket = new WebSocket(conversation.url)
  socket.on('message', frame => frames.push(JSON.parse(String(frame))))
  await vi.waitFor(() => expect(conversation.passing.size).toBe(1))
  for (const listener of conversation.passing) listener({ type: 'typing' })
  await vi.waitFor(() => expect(frames).toEqual([{ activities: [{ type: 'typing' }] }]))
  socket.close()
})

it('cuts off a reader who takes nothing, and forgets it', async () => {
  const conversation = await startConversation(50, () => 'x'.repeat(100_000))
  const socket = new WebSocket(conversation.url)
  socket.on('error', () => undefined)
  await vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.OPEN))
  socket.pause()
  conversation.say(500)
  await vi.waitFor(() => expect(conversation.listeners.size).toBe(0), 5000)
  expect(log.error).not.toHaveBeenCalled()
  socket.terminate()
})

it('keeps who answers its pings and ignores what clients say', async () => {
  const conversation = await startConversation(20)
  const socket = new WebSocket(conversation.url)
  let pings = 0
  socket.on('ping', () => {
    pings += 1
    socket.send('')
  })
  await vi.waitFor(() => expect(pings).toBeGreaterThan(5), 5000)
  expect(socket.readyState).toBe(WebSocket.OPEN)
  socket.close()
})

it('shows what is handed over without reading it back, and misses nothing that others log between', async () => {
  const conversation = await startConversation(30_000)
  const seen: number[] = []
  const socket = new WebSocket(conversation.url)
  socket.on('message', frame => { for (const activity of JSON.parse(String(frame)).activities) seen.push(activity.id) })
  await vi.waitFor(() => expect(conversation.listeners.size).toBe(1))
  await vi.waitFor(() => expect(conversation.timesRead()).toBe(1))
  const upTo = async (count: number) => vi.waitFor(() => expect(seen).toEqual(Array.from({ length: count }, (_, index) => index + 1)))
  conversation.say(2, { handing: true })
  await upTo(2)
  expect(conversation.timesRead()).toBe(1)
  // Several at once, some while the ones before are on their way, and some by another instance.
  conversation.say(1, { handing: true })
  conversation.say(3, { handing: true })
  conversation.say(2)
  conversation.say(1, { handing: true })
  await upTo(9)
  const read = conversation.timesRead()
  conversation.say(1, { handing: true })
  await upTo(10)
  expect(conversation.timesRead()).toBe(read)
  socket.close()
})
