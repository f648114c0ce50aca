import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** How long clients of streams have for answering that they are closed. */
const streamsCloseWithinMs = 2_000

/** What one connection may take up. Bodies are limited where they are read; 16 kB of headers by Node itself (431). */
export function limitHttp(server: Server): void {
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000
  // Longer than the idle time of common load balancers (60 s), so that none sends into a connection that is closing.
  server.keepAliveTimeout = 65_000
  server.maxConnections = 20_000
}

export type Connections = {
  /**
   * Takes no new connection or stream from this call on, lets the requests under way end, and after `withinMs` cuts off what is left.
   * Resolves when nothing is.
   */
  close(withinMs: number): Promise<void>
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

/**
 * Watches over a server's connections. Once anybody listens for upgrades, Node leaves those open that nobody takes, and one that was upgraded is
 * none of its own any more: it would wait for it without end. `taken` are the beginnings of paths whose own listener answers.
 */
export function watchConnections(server: Server, taken: readonly string[]): Connections {
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/'
    if (!taken.some(start => path.startsWith(start))) return refuse(socket, '404 Not Found')
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
  })
  return {
    async close(withinMs) {
      // A client whose stream has just been closed is back at once: another instance takes it.
      server.removeAllListeners('upgrade')
      server.on('upgrade', (_req, socket: Duplex) => refuse(socket, '503 Service Unavailable'))
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      // A connection kept alive is idle only once its request has ended.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      const silent = setTimeout(() => { for (const socket of upgraded) socket.destroy() }, streamsCloseWithinMs)
      const late = setTimeout(() => server.closeAllConnections(), withinMs)
      server.closeIdleConnections()
      await closed
      clearInterval(idle)
      clearTimeout(silent)
      clearTimeout(late)
    },
  }
}

/** Resolves when `work` is done or after `ms`; says whether it was done. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => { timer = setTimeout(() => resolve(false), ms) })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
