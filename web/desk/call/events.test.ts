import { afterEach, expect, it, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { type DeskEvent, followEvents } from './events.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

it('takes a line that has gone silent for dead, and goes on from the last it heard on another', async () => {
  const server = new WebSocketServer({ port: 0 })
  const lines: { socket: WebSocket; asked: string }[] = []
  server.on('connection', (socket, { url = '' }) => lines.push({ socket, asked: url }))
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  const [heard, states]: [DeskEvent[], boolean[]] = [[], []]
  const line = followEvents({ at: `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/events`, onEvent: event => heard.push(event), onConnected: state => states.push(state), onSignedOut: () => undefined, silence: 400 })
  ends.push(() => { line.stop(); for (const { socket } of lines) socket.terminate(); server.close() })

  await vi.waitFor(() => expect(states).toEqual([true]))
  lines[0]?.socket.send(JSON.stringify({ type: 'queue', id: 7 }))
  // The first says nothing more, and does not close.
  await vi.waitFor(() => expect(lines[1]?.asked).toMatch(/since=7$/), { timeout: 10_000 })
  await vi.waitFor(() => expect(states).toEqual([true, false, true]))
  // What the first still says counts no more: the second says it.
  for (const { socket } of lines) socket.send(JSON.stringify({ type: 'queue', id: 8 }))
  await vi.waitFor(() => expect(heard).toEqual([{ type: 'queue', id: 7 }, { type: 'queue', id: 8 }]))

  // Records that were restored go on from an earlier place.
  for (const event of [{ type: 'ready', id: 3 }, { type: 'queue', id: 4 }]) lines[1]?.socket.send(JSON.stringify(event))
  await vi.waitFor(() => expect(heard.slice(2)).toEqual([{ type: 'ready', id: 3 }, { type: 'queue', id: 4 }]))

  // The page is told that there is no network, and that there is one again.
  line.lost()
  expect(states.at(-1)).toBe(false)
  line.again()
  await vi.waitFor(() => expect(states.at(-1)).toBe(true))
})
