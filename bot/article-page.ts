import { createHash } from 'node:crypto'
import type restify from 'restify'
import { message } from '../dialogs/phrases.ts'
import type { Article } from '../dialogs/dialog.ts'
import type { Gate } from '../knowledge/gate.ts'
import { type Locale, locales } from '../knowledge/outgoing.ts'

export type ArticlePageDeps = { article(id: string, locale: Locale): Article | undefined; gate: () => Gate; clock: { now(): Date } }

const style = 'body{max-width:40rem;margin:0 auto;padding:1.5rem;font:1.05rem/1.7 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1a1a1a;background:#fff}h1{font-size:1.4rem;line-height:1.3}footer{margin-top:2rem;font-size:.9rem;color:#555}a{color:#0b57a4}@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1a1a}footer{color:#bbb}a{color:#9cc8ff}}'
const styleHash = createHash('sha256').update(style).digest('base64')

const words: Record<Locale, { source: (id: string, version: string) => string; ask: string; missing: string }> = {
  'zh-Hans': { source: (id, version) => `依据：${id} 第 ${version} 版`, ask: '在线咨询', missing: '没有找到这篇内容，可能已经更新。请在线咨询。' },
  'zh-Hant': { source: (id, version) => `依據：${id} 第 ${version} 版`, ask: '線上諮詢', missing: '沒有找到這篇內容，可能已經更新。請線上諮詢。' },
  en: { source: (id, version) => `Source: ${id}, version ${version}`, ask: 'Ask us online', missing: 'This page was not found; it may have been replaced. Please ask us online.' },
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, mark => marks[mark] ?? '')
const paragraphs = (text: string) => text.split(/\n{2,}/).map(paragraph => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`).join('\n')

function page(locale: Locale, title: string, text: string, footer: string): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${paragraphs(text)}
</main><footer>${footer}<p><a href="/">${words[locale].ask}</a></p></footer></body></html>`
}

/** The path under which a reviewed article can be read whole, for channels that have room for its first sentences only. */
export const articlePath = (id: string, locale: Locale) => `/a/${encodeURIComponent(id)}?l=${locale}`

/** `GET /a/<article>?l=<locale>`: a reviewed article with the wording that it needs, through the gate like every answer. */
export function mountArticlePage(server: restify.Server, { article, gate, clock }: ArticlePageDeps): void {
  server.get('/a/:id', (req, res, next) => {
    const asked = new URL(req.url ?? '', 'http://page').searchParams.get('l')
    const locale = locales.find(each => each === asked) ?? 'zh-Hans'
    const found = article(String(req.params.id), locale)
    const sealed = found && gate().seal(message(locale, found.body), { locale, author: 'bot', articles: [{ id: found.id, version: found.version, class: found.class }], shown: {}, now: clock.now().toISOString() }).sealed
    const body = found && sealed ? page(locale, found.title, sealed.outgoing.text, `<p>${escaped(words[locale].source(found.id, found.version))}</p>`) : page(locale, words[locale].missing, '', '')
    res.writeHead(found && sealed ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    })
    res.end(body)
    next()
  })
}
