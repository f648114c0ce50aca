import type { IncomingMessage } from 'node:http'

type Request = Pick<IncomingMessage, 'headers' | 'socket'>

/** The first value of a header that proxies write lists into. */
const listed = (value: string | string[] | undefined) => String(value ?? '').split(',').map(each => each.trim()).filter(Boolean)

/**
 * The address that a customer's request came from, as limits count it. `trustedProxies` is how many reverse proxies of
 * the institution stand before the service: each appends the address it saw, and what stands before those anybody can
 * write. An IPv6 customer has a whole /64 and is counted as one.
 */
export function clientAddress(req: Request, trustedProxies: number): string {
  const seen = [...listed(req.headers['x-forwarded-for']), req.socket.remoteAddress ?? '']
  const address = (seen.at(-1 - trustedProxies) ?? seen[0] ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  return address.includes(':') ? `${expand(address).slice(0, 4).join(':')}::/64` : address
}

function expand(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  return tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
}

/** The origin under which the customer reached us: streams and files must be asked for there, or a page's policy forbids them. */
export function ownOrigin(req: Request, publicUrl: string | undefined, trustedProxies: number): string {
  if (publicUrl) return publicUrl.replace(/\/+$/, '')
  const proxied = trustedProxies > 0 && listed(req.headers['x-forwarded-proto']).at(-1) === 'https'
  return `${proxied ? 'https' : 'http'}://${req.headers.host ?? 'localhost'}`
}
