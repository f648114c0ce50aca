import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type restify from 'restify'

/** How long clients of streams have for answering that they are closed. */
const streamsCloseWithinMs = 2_000

/** How many connections may wait to be taken, as far as the system lets them (`net.core.somaxconn`): Node's usual 511 turned customers away who came together. */
export const mostArriving = 4_096

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

/** Refuses what the HTTP library would fall over, for every address: where a request is for nothing that can be read, and a body that is packed. */
export function refuseUnreadable(server: restify.Server): void {
  server.pre((req: restify.Request, res: restify.Response, next: restify.Next) => {
    const origin = `http://${req.headers.host ?? 'localhost'}`
    const target = req.url ?? '/'
    const refuse = (status: number, code: string, message: string) => {
      res.send(status, { error: { code, message } })
      next(false)
    }
    if (!URL.canParse(target.startsWith('/') ? origin + target : target, origin)) return refuse(400, 'BadAddress', 'The address or the Host header cannot be read')
    // A packed body of a few kilobytes may hold gigabytes.
    if (!/^(|identity)$/i.test(req.headers['content-encoding'] ?? '')) return refuse(415, 'UnsupportedMediaType', 'Send the body as it is, without Content-Encoding')
    next()
  })
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

/**
 * Watches over a server's connections. Once anybody listens for upgrades, Node leaves those open that nobody takes, and one that was upgraded is
 * none of its own any more: it would wait for it without end. `taken` are the paths whose own listener answers; what ends in a slash, with all below it.
 */
export function watchConnections(server: Server, taken: readonly string[]): Connections {
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
    // Node hears of nothing any more that goes wrong with it: who breaks off while it is being answered would end the service.
    socket.on('error', () => socket.destroy())
    const path = URL.parse(req.url ?? '/', 'http://localhost')?.pathname
    if (path === undefined || !taken.some(each => each.endsWith('/') ? path.startsWith(each) : path === each)) return refuse(socket, '404 Not Found')
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
  })
  return {
    async close(withinMs) {
      // A client whose stream has just been closed is back at once: another instance takes it.
      server.removeAllListeners('upgrade')
      server.on('upgrade', (_req, socket: Duplex) => {
        socket.on('error', () => socket.destroy())
        refuse(socket, '503 Service Unavailable')
      })
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
