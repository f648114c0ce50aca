import { createHash, timingSafeEqual } from 'node:crypto'
import type restify from 'restify'
import type { Metrics, Readings } from './metrics.ts'

export type MetricsAccess = {
  /** The bearer token that everyone must send, if there is one. */
  token: string | undefined
  publicUrl: string | undefined
  isLoopback(host: string): boolean
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Whether this request may read the figures: with the token where there is one; else from this machine only, and not
 * where a proxy on it might speak for others.
 */
export function mayRead({ authorization, forwarded, address }: { authorization: string | undefined; forwarded: boolean; address: string }, { token, publicUrl, isLoopback }: MetricsAccess): boolean {
  if (token !== undefined) return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))
  return isLoopback(address) && !forwarded && publicUrl === undefined
}

/** `GET /metrics` for Prometheus. */
export function mountMetrics(server: restify.Server, metrics: Metrics, readings: () => Promise<Readings>, access: MetricsAccess): void {
  server.get('/metrics', async (req: restify.Request, res: restify.Response) => {
    const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(name => req.headers[name] !== undefined)
    if (!mayRead({ authorization: req.headers.authorization, forwarded, address: req.socket.remoteAddress ?? '' }, access)) {
      res.send(access.token === undefined ? 403 : 401, { error: { code: 'Forbidden', message: 'Set METRICS_TOKEN and send it as bearer token; without one only this machine may read the metrics' } })
      return
    }
    const body = await metrics.text(await readings())
    res.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' })
    res.end(body)
  })
}
