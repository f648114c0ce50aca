import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** What one connection may take up. Bodies are limited where they are read; 16 kB of headers by Node itself (431). */
export function limitHttp(server: Server): void {
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000
  // Longer than the idle time of common load balancers (60 s), so that none sends into a connection that is closing.
  server.keepAliveTimeout = 65_000
  server.maxConnections = 20_000
}

/**
 * Refuses upgrades at addresses where nothing takes them: once anybody listens for upgrades, Node leaves the others open. `taken` are
 * the beginnings of paths whose own listener answers.
 */
export function refuseOtherUpgrades(server: Server, taken: readonly string[]): void {
  server.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/'
    if (taken.some(start => path.startsWith(start))) return
    socket.on('error', () => socket.destroy())
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
  })
}

/** Takes no new connection, lets the requests under way end, and after `withinMs` closes what is left. */
export async function closeHttp(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  // A connection kept alive is idle only once its request has ended.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => server.closeAllConnections(), withinMs)
  server.closeIdleConnections()
  await closed
  clearInterval(idle)
  clearTimeout(late)
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
