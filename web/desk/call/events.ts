import type { Schema } from './desk.ts'
import { placed } from './place.ts'

export type DeskEvent = Schema<'DeskEvent'>

const signedOut = 4401
/** Pauses before connecting again, in milliseconds. */
const [firstPause, longestPause] = [500, 5_000]

export type EventsDeps = { onEvent(event: DeskEvent): void; onConnected(connected: boolean): void; onSignedOut(): void }

/** Follows what happens at the desk. After a drop it connects again with the last id seen, so that nothing is missed or comes twice. */
export function followEvents({ onEvent, onConnected, onSignedOut }: EventsDeps): { stop(): void } {
  let last: number | undefined
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = firstPause
  let stopped = false

  function receive(event: DeskEvent): void {
    if ('id' in event) {
      if (last !== undefined && event.id <= last) return
      last = event.id
    }
    onEvent(event)
  }
  function connect(): void {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${placed('/api/desk/events')}${last === undefined ? '' : `?since=${last}`}`)
    socket.addEventListener('open', () => {
      pause = firstPause
      onConnected(true)
    })
    socket.addEventListener('message', ({ data }) => receive(JSON.parse(String(data))))
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
