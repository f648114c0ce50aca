import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { LoggedActivity } from '../../contacts/types.ts'

export type StreamSource = {
  /** Logged messages after a watermark, in order. */
  since(watermark: number, limit: number): Promise<LoggedActivity[]>
  toWire(activities: readonly LoggedActivity[]): Record<string, unknown>[]
  /** Calls with what was just logged here, before `onLogged` does; gives a function that ends it. */
  onHanded(listener: (logged: readonly LoggedActivity[]) => void): () => void
  /** Calls when the log has grown, with the place up to which where it is known; gives a function that ends it. */
  onLogged(listener: (upTo: number | undefined) => void): () => void
  /** Calls with an activity that is for now only; gives a function that ends it. */
  onPassing(listener: (activity: Record<string, unknown>) => void): () => void
  /** Called with what has been sent; gives the place of which a receipt is wanted, if any. */
  onSent?(activities: readonly LoggedActivity[]): number | undefined
  /** Called when the client is known to have all up to a place. */
  onGot?(upTo: number): void
}

const page = 100
const closesWithinMs = 2_000

/**
 * WebSocket streams of conversations. What is in the log after the watermark goes first and then what comes, in the
 * log's order, each once; what is logged in this process comes without being read back. The next page is read when the last one
 * has left: a reader is never ahead of its memory.
 * Who does not answer a ping until the next one is gone or too slow, and is cut off; it comes back with its watermark.
 */
export function createStreams({ beat, log }: { beat: number; log: { error(facts: object, message: string): void } }) {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4096 })
  const unanswered = new WeakSet<WebSocket>()

  const beating = setInterval(() => {
    for (const socket of server.clients) {
      if (unanswered.has(socket)) {
        socket.terminate()
        continue
      }
      unanswered.add(socket)
      socket.ping()
    }
  }, beat)
  beating.unref()

  /** Resolves when the text has left this process. */
  const send = (socket: WebSocket, content: object) => new Promise<void>((resolve, reject) => {
    socket.send(JSON.stringify(content), error => error ? reject(error) : resolve())
  })

  function serve(socket: WebSocket, transport: Duplex, from: number, source: StreamSource): void {
    let watermark = from
    let sent = from
    let reading = false
    let more = false
    async function show(activities: readonly LoggedActivity[]): Promise<void> {
      watermark = activities.at(-1)?.sequence ?? watermark
      // A frame an activity: Microsoft's client mixes up what comes in two frames of several.
      const frames = activities.flatMap(activity => source.toWire([activity]).map(shown => ({ activities: [shown], watermark: String(activity.sequence) })))
      transport.cork()
      const leaving = frames.map(frame => send(socket, frame))
      transport.uncork()
      await Promise.all(leaving)
      sent = watermark
      const wanted = source.onSent?.(activities)
      // Frames come in order: who answers this has what went before.
      if (wanted !== undefined && socket.readyState === WebSocket.OPEN) socket.ping(String(wanted))
    }
    /** Shows what is handed over, if anything, and what else has come; one at a time. */
    const read = async (handed?: readonly LoggedActivity[]): Promise<void> => {
      more ||= handed === undefined
      if (reading) return
      reading = true
      try {
        if (handed) await show(handed)
        while (more && socket.readyState === WebSocket.OPEN) {
          more = false
          const activities = await source.since(watermark, page)
          await show(activities)
          more ||= activities.length === page
        }
      } catch (error) {
        // A socket that closed under a send is no fault of ours.
        if (socket.readyState === WebSocket.OPEN) log.error({ err: error }, 'a stream could not be read')
        socket.close(1011)
      } finally {
        reading = false
      }
    }
    const ends = [
      source.onHanded(logged => {
        // Places have no gaps: nothing can stand between the last one shown and the one after it.
        if (!reading && logged[0]?.sequence === watermark + 1 && socket.readyState === WebSocket.OPEN) void read(logged)
      }),
      source.onLogged(upTo => {
        if (upTo === undefined || upTo > watermark) void read()
      }),
      source.onPassing(activity => {
        if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount === 0) socket.send(JSON.stringify({ activities: [activity] }))
      }),
    ]
    socket.on('pong', answer => {
      unanswered.delete(socket)
      // A client may answer with anything; more than was sent it cannot have.
      const place = Number(answer.toString('latin1') || 0)
      if (Number.isInteger(place) && place > 0 && place <= sent) source.onGot?.(place)
    })
    socket.on('close', () => { for (const end of ends) end() })
    socket.on('error', () => socket.terminate())
    void read()
  }

  return {
    accept(request: IncomingMessage, socket: Duplex, head: Buffer, from: number, source: StreamSource): void {
      server.handleUpgrade(request, socket, head, accepted => serve(accepted, socket, from, source))
    },
    /** Closes all streams; clients reconnect with their watermark. */
    close(): void {
      clearInterval(beating)
      for (const socket of server.clients) socket.close(1001)
      // Who does not answer that is cut off, so that a stop ends.
      setTimeout(() => { for (const socket of server.clients) socket.terminate() }, closesWithinMs).unref()
    },
  }
}
