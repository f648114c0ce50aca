import { type DeskEvent, eventSchema } from './api.ts'

const signedOut = 4401
const longestPause = 5_000

export type EventsDeps = { onEvent(event: DeskEvent): void; onConnected(connected: boolean): void; onSignedOut(): void }

/** Follows what happens at the desk. After a drop it connects again with the last id seen, so that nothing is missed or comes twice. */
export function followEvents({ onEvent, onConnected, onSignedOut }: EventsDeps): { stop(): void } {
  let last: number | undefined
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = 500
  let stopped = false

  function receive(data: unknown): void {
    const parsed = eventSchema.safeParse(JSON.parse(String(data)))
    if (!parsed.success) return
    const event = parsed.data
    if ('id' in event) {
      if (last !== undefined && event.id <= last) return
      last = event.id
    }
    onEvent(event)
  }
  function connect(): void {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/desk/events${last === undefined ? '' : `?since=${last}`}`)
    socket.addEventListener('open', () => {
      pause = 500
      onConnected(true)
    })
    socket.addEventListener('message', ({ data }) => receive(data))
    socket.addEventListener('close', ({ code }) => {
      if (stopped) return
      onConnected(false)
      if (code === signedOut) return onSignedOut()
      timer = setTimeout(connect, pause)
      pause = Math.min(longestPause, pause * 2)
    })
  }
  connect()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}
