import type { Schema } from './desk.ts'

export type DeskEvent = Schema<'DeskEvent'>

const signedOut = 4401
/** Pauses before connecting again, in milliseconds. */
const [firstPause, longestPause] = [500, 5_000]
/** The service is heard at least every five seconds: a line on which nothing came for so long is dead, though nobody said so. */
const longestSilence = 16_000

export type EventsDeps = { /** The address of the events. */ at: string; onEvent(event: DeskEvent): void; onConnected(connected: boolean): void; onSignedOut(): void; silence?: number }

/** Follows what happens at the desk. After a drop it connects again with the last id seen, so that nothing is missed or comes twice. */
export function followEvents({ at, onEvent, onConnected, onSignedOut, silence = longestSilence }: EventsDeps) {
  let last: number | undefined
  let line: { socket: WebSocket; heardAt: number } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = firstPause

  function receive(event: DeskEvent): void {
    // After `ready` the ids begin anew: what came before is read with the lists.
    if (event.type === 'ready') last = event.id
    else if ('id' in event) {
      if (last !== undefined && event.id <= last) return
      last = event.id
    }
    onEvent(event)
  }
  function connect(): void {
    clearTimeout(timer)
    const socket = new WebSocket(`${at}${last === undefined ? '' : `?since=${last}`}`)
    const opened = { socket, heardAt: performance.now() }
    line = opened
    socket.addEventListener('open', () => {
      if (line !== opened) return
      pause = firstPause
      onConnected(true)
    })
    socket.addEventListener('message', ({ data }) => {
      if (line !== opened) return
      opened.heardAt = performance.now()
      receive(JSON.parse(String(data)))
    })
    socket.addEventListener('close', ({ code }) => {
      if (line !== opened) return
      if (code !== signedOut) return lost()
      line = undefined
      onConnected(false)
      onSignedOut()
    })
  }
  /** The line is gone: another one is tried for, without waiting for what the old one still says. */
  function lost(): void {
    const gone = line
    line = undefined
    gone?.socket.close()
    onConnected(false)
    clearTimeout(timer)
    timer = setTimeout(connect, pause)
    pause = Math.min(longestPause, pause * 2)
  }
  const listening = setInterval(() => { if (line && performance.now() - line.heardAt > silence) lost() }, silence / 4)
  connect()
  return {
    lost,
    /** The network is there again: there is nothing to wait for. */
    again(): void {
      pause = firstPause
      if (!line) connect()
    },
    stop(): void {
      clearInterval(listening)
      clearTimeout(timer)
      const gone = line
      line = undefined
      gone?.socket.close()
    },
  }
}
