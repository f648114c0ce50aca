import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Web Chat adds one empty inline style; the hash of nothing lets that through and nothing else. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
const safe = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }
/** What the pages never ask of a browser, and so may not. */
const permissions = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'hid', 'display-capture', 'browsing-topics'].map(name => `${name}=()`).join(', ')
const types: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' }
/** An address with the hash of its content in it: what it gives never changes. */
const forGood = 'public, max-age=31536000, immutable'

export type Page = { status: number; headers: Record<string, string>; body: Buffer }
export type PageRequest = { acceptEncoding: string; /** The Host header. */ host: string }
/** Gives a page, in a form that the browser accepts. */
type Serve = (request: PageRequest) => Page

function file(name: string, content: Buffer, caching: string): Serve {
  const zipped = gzipSync(content)
  return ({ acceptEncoding }) => {
    const zip = /\bgzip\b/.test(acceptEncoding)
    const body = zip ? zipped : content
    return {
      status: 200, body,
      headers: {
        ...safe, 'Content-Type': types[extname(name)] ?? 'application/octet-stream', 'Cache-Control': caching, Vary: 'Accept-Encoding',
        'Content-Length': String(body.length), ...(zip ? { 'Content-Encoding': 'gzip' } : {}),
      },
    }
  }
}

/** Where a page's WebSockets may go: to the server it came from. Not every browser counts them to 'self'. */
function socketsOf(host: string, publicUrl: string | undefined): string {
  if (publicUrl) return new URL(publicUrl).origin.replace(/^http/, 'ws')
  return /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : ''
}

function html(template: string, framedBy: string, publicUrl: string | undefined): Serve {
  return ({ host }) => {
    const nonce = randomBytes(16).toString('base64')
    const body = Buffer.from(template.replaceAll('{{nonce}}', nonce))
    return {
      status: 200, body,
      headers: {
        ...safe, 'Permissions-Policy': permissions, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Length': String(body.length),
        ...(publicUrl?.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
        // What nobody may frame has nothing to do with other sites' windows either.
        ...(framedBy === "'none'" ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Resource-Policy': 'same-origin' } : {}),
        'Content-Security-Policy': [
          "default-src 'none'", `script-src 'nonce-${nonce}' 'strict-dynamic'`, `style-src 'self' 'nonce-${nonce}' ${emptyStyle}`, "img-src 'self' data: blob:",
          // A file that a customer chooses is read from its blob: address.
          `connect-src 'self' blob: ${socketsOf(host, publicUrl)}`.trim(), "base-uri 'none'", "form-action 'none'", 'worker-src blob:', `frame-ancestors ${framedBy}`,
        ].join('; '),
      },
    }
  }
}

/**
 * What people's browsers ask for, by path: the pages as built (`buildPages`), the launcher tag, and Microsoft Web Chat's own file.
 * `frameAncestors` are the origins of the sites that may show the chat in a frame; `publicUrl` is where customers reach the
 * service, if that is not the host they ask for.
 */
export function createPages(built: string, webChatDir: string, { frameAncestors, publicUrl }: { frameAncestors: readonly string[]; publicUrl: string | undefined }): ReadonlyMap<string, Serve> {
  const webChat = readFileSync(join(webChatDir, 'webchat.js'))
  const webChatPath = `/webchat-${createHash('sha256').update(webChat).digest('hex').slice(0, 16)}.js`
  const template = (page: string) => readFileSync(join(built, 'pages', page, 'index.html'), 'utf8').replaceAll('{{webchat}}', webChatPath)
  const assets = join(built, 'pages', 'assets')
  return new Map<string, Serve>([
    // The launcher frames the chat on the institution's sites; nobody frames the desk, where a click acts for an agent.
    ['/', html(template('chat'), frameAncestors.includes('*') ? '*' : ["'self'", ...frameAncestors].join(' '), publicUrl)],
    ['/privacy', html(template('privacy'), "'none'", publicUrl)],
    // One application that finds its pages itself.
    ...['/desk', '/desk/*'].map((path): [string, Serve] => [path, html(template('desk'), "'none'", publicUrl)]),
    ['/launcher.js', file('launcher.js', readFileSync(join(built, 'launcher', 'launcher.js')), 'public, max-age=600')],
    [webChatPath, file('webchat.js', webChat, forGood)],
    ...readdirSync(assets).map((name): [string, Serve] => [`/assets/${name}`, file(name, readFileSync(join(assets, name)), forGood)]),
  ])
}
