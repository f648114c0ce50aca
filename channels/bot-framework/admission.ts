/** What of a request decides whether it may be served without an app id. */
export type Origin = {
  /** The sender's address as the socket has it. */
  address: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  serviceUrl: string | undefined
  publicUrl: string | undefined
}

/** Left by proxies: who stands behind one is not on this machine, though its connection comes from here. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via', 'cf-connecting-ip', 'true-client-ip']

function hostOf(url: string): string {
  try {
    const { protocol, hostname } = new URL(url)
    return protocol === 'http:' || protocol === 'https:' ? hostname : ''
  } catch {
    return ''
  }
}

/**
 * Why a request is not served where no app id proves its sender; undefined where it may be served. Otherwise anyone could
 * make the server post to any address, or speak as any customer.
 */
export function refusal({ address, headers, serviceUrl, publicUrl }: Origin, isLoopback: (host: string) => boolean): string | undefined {
  if (publicUrl !== undefined && !isLoopback(hostOf(publicUrl))) return 'this server has a PUBLIC_URL, behind which everyone looks like a neighbour'
  if (!isLoopback(address)) return 'the request comes from another machine'
  const proxy = proxyHeaders.find(name => headers[name] !== undefined)
  if (proxy) return `the request came through a proxy (${proxy})`
  if (serviceUrl !== undefined && !isLoopback(hostOf(serviceUrl))) return 'its serviceUrl is on another machine'
  // A web page that is open on this machine can send requests too; the Emulator names no origin.
  const { origin } = headers
  if (typeof origin === 'string' && !isLoopback(hostOf(origin))) return 'the request was made by a web page'
  return undefined
}
