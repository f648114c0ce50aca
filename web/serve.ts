import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Web Chat adds one empty inline style; the hash of nothing lets that through and nothing else. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

export type Page = { status: number; headers: Record<string, string>; body: Buffer }

/** The customer's pages: chat at `/`, the privacy notice, the launcher tag, and Microsoft Web Chat under a hashed address, cached for good. */
export function createPages(dir: string, webChatDir: string): (path: string, acceptEncoding: string) => Page {
  const read = (name: string) => readFileSync(join(dir, name), 'utf8')
  const webChat = readFileSync(join(webChatDir, 'webchat.js'))
  const hash = createHash('sha256').update(webChat).digest('hex').slice(0, 16)
  const zipped = gzipSync(webChat)
  const chat = read('chat/index.html').replaceAll('{{webchat}}', `/webchat.js?v=${hash}`)
  const files: Record<string, [string, string]> = { '/app.js': [read('chat/app.js'), 'text/javascript'], '/app.css': [read('chat/app.css'), 'text/css'], '/launcher.js': [read('chat/launcher.js'), 'text/javascript'], '/desk.js': [read('desk/desk.js'), 'text/javascript'], '/desk.css': [read('desk/desk.css'), 'text/css'] }
  const desk = read('desk/index.html')
  const safe = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }
  const html = (template: string, framedBy: '*' | "'none'"): Page => {
    const nonce = randomBytes(16).toString('base64')
    const body = Buffer.from(template.replaceAll('{{nonce}}', nonce))
    return {
      status: 200, body,
      headers: {
        ...safe, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Length': String(body.length),
        'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}' ${emptyStyle}; img-src 'self' data: blob:; connect-src 'self' ws: wss: data:; base-uri 'none'; form-action 'none'; worker-src blob:; frame-ancestors ${framedBy}`,
      },
    }
  }
  const privacy = read('chat/privacy.html')
  return (path, acceptEncoding) => {
    // The launcher frames the chat on any site; nobody frames the desk, where a click acts for an agent.
    if (path === '/') return html(chat, '*')
    if (path === '/desk') return html(desk, "'none'")
    if (path === '/privacy') return html(privacy, "'none'")
    if (path === '/webchat.js') {
      const zip = /\bgzip\b/.test(acceptEncoding)
      const body = zip ? zipped : webChat
      return { status: 200, body, headers: { ...safe, 'Content-Type': 'text/javascript', 'Cache-Control': 'public, max-age=31536000, immutable', 'Content-Length': String(body.length), ...(zip ? { 'Content-Encoding': 'gzip' } : {}), Vary: 'Accept-Encoding' } }
    }
    const [text, type] = files[path] ?? ['Not found', 'text/plain']
    const body = Buffer.from(text)
    return { status: files[path] ? 200 : 404, body, headers: { ...safe, 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache', 'Content-Length': String(body.length) } }
  }
}
