import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { tencentSides } from './tencent-rules.ts'

/** A message that the provider has taken for a customer. */
export type Taken = { customer: string; kind: string; text: string; options: { title: string; name: string }[]; id: string }

/** How a call is refused: with a code, an HTTP status, or by breaking off. */
export type Refusal = { code?: number; status?: number; retryAfterSeconds?: number } | 'breaks'

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const menuItem = z.union([
  z.object({ id: z.string(), content: z.string().min(1) }).transform(({ id, content }) => ({ title: content, name: id })),
  z.object({ type: z.literal('click'), click: z.object({ id: z.string(), content: z.string().min(1).refine(text => Buffer.byteLength(text) <= 128) }) }).transform(({ click }) => ({ title: click.content, name: click.id })),
  z.object({ type: z.literal('view'), view: z.object({ url: z.url(), content: z.string().min(1) }) }).transform(({ view }) => ({ title: view.content, name: view.url })),
])
const bytes = (most: number) => z.string().refine(text => Buffer.byteLength(text) <= most, 'too long')
const content = z.discriminatedUnion('msgtype', [
  z.looseObject({ msgtype: z.literal('text'), text: z.object({ content: bytes(2048).min(1) }) }).transform(({ text }) => ({ kind: 'text', text: text.content, options: [] })),
  z.looseObject({ msgtype: z.literal('msgmenu'), msgmenu: z.object({ head_content: bytes(1024).optional(), list: z.array(menuItem).min(1).max(10), tail_content: bytes(1024).optional() }) })
    .transform(({ msgmenu }) => ({ kind: 'msgmenu', text: [msgmenu.head_content, msgmenu.tail_content].filter(Boolean).join('\n'), options: msgmenu.list })),
])
const wechatMessage = z.looseObject({ touser: z.string().min(1) })
const wecomMessage = z.looseObject({ touser: z.string().optional(), open_kfid: z.string().optional(), code: z.string().optional(), msgid: z.string().max(32).regex(/^[\w-]*$/).optional() })
const template = z.looseObject({ touser: z.string(), template_id: z.string(), data: z.record(z.string(), z.object({ value: z.string().max(20) })) })
const sync = z.looseObject({ cursor: z.string().optional(), token: z.string().optional(), limit: z.number().optional(), open_kfid: z.string() })

/**
 * WeChat and WeCom as their documentation has them, on loopback: access tokens that run out, messages whose form is checked,
 * files, the rules of 48 hours and five messages, and whatever error the next call is to meet.
 */
export async function startTencent(openKfid = 'wk1') {
  const rules = tencentSides()
  const taken: Taken[] = []
  const templates: { customer: string; data: Record<string, { value: string }> }[] = []
  const files = new Map<string, { contentType: string; bytes: Buffer }>()
  const calls: string[] = []
  const failures: { path: string; how: Refusal }[] = []
  const history: unknown[] = []
  let token = 1

  const server = createServer((req, res) => void (async () => {
    const url = new URL(req.url ?? '/', 'http://tencent')
    const path = url.pathname
    const body = await bodyOf(req)
    calls.push(path)
    const json = (value: unknown, status = 200) => { res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }); res.end(JSON.stringify(value)) }
    const failure = failures.findIndex(each => path.endsWith(each.path))
    const [told] = failure < 0 ? [] : failures.splice(failure, 1)
    if (told?.how === 'breaks') return void res.destroy()
    if (told) {
      const { code, status = 200, retryAfterSeconds } = told.how
      res.writeHead(status, { 'content-type': 'application/json', ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }) })
      return void res.end(JSON.stringify(code === undefined ? {} : { errcode: code, errmsg: 'as told' }))
    }
    const given: unknown = body ? JSON.parse(body) : undefined
    if (path === '/cgi-bin/stable_token' || path === '/cgi-bin/gettoken') {
      const secret = path === '/cgi-bin/gettoken' ? url.searchParams.get('corpsecret') : z.looseObject({ secret: z.string() }).parse(given).secret
      if (secret !== 'the-secret') return json({ errcode: 40001, errmsg: 'invalid credential' })
      if (path === '/cgi-bin/stable_token' && z.looseObject({ force_refresh: z.boolean().optional() }).parse(given).force_refresh) token += 1
      return json({ errcode: 0, errmsg: 'ok', access_token: `token-${token}`, expires_in: 7200 })
    }
    if (url.searchParams.get('access_token') !== `token-${token}`) return json({ errcode: 42001, errmsg: 'access_token expired' })
    const deliver = (customer: string, id: string): void => {
      const read = content.safeParse(given)
      if (!read.success) return json({ errcode: 40008, errmsg: 'invalid message' })
      const refused = rules.sent(customer)
      if (refused) return json({ errcode: refused, errmsg: 'refused' })
      taken.push({ customer, id, ...read.data })
      json({ errcode: 0, errmsg: 'ok', msgid: id })
    }
    switch (path) {
      case '/cgi-bin/message/custom/send': return deliver(wechatMessage.parse(given).touser, '')
      case '/cgi-bin/message/template/send': {
        const { touser, data } = template.parse(given)
        templates.push({ customer: touser, data })
        return json({ errcode: 0, errmsg: 'ok', msgid: 200163836 })
      }
      case '/cgi-bin/media/get': {
        const file = files.get(url.searchParams.get('media_id') ?? '')
        if (!file) return json({ errcode: 40007, errmsg: 'invalid media_id' })
        res.writeHead(200, { 'content-type': file.contentType })
        return void res.end(file.bytes)
      }
      case '/cgi-bin/kf/send_msg': case '/cgi-bin/kf/send_msg_on_event': {
        const { touser, msgid = '', code } = wecomMessage.parse(given)
        const customer = path.endsWith('on_event') ? rules.welcome(code ?? '') : touser
        return customer === undefined ? json({ errcode: 95007, errmsg: 'invalid code' }) : deliver(customer, msgid)
      }
      case '/cgi-bin/kf/sync_msg': {
        const { cursor, limit = 1000 } = sync.parse(given)
        const from = cursor ? Number(cursor) : 0
        const page = history.slice(from, from + limit)
        return json({ errcode: 0, errmsg: 'ok', next_cursor: String(from + page.length), has_more: from + page.length < history.length ? 1 : 0, msg_list: page })
      }
      case '/cgi-bin/kf/account/list': return json({ errcode: 0, errmsg: 'ok', account_list: [{ open_kfid: openKfid, name: '客服' }] })
      case '/cgi-bin/kf/service_state/trans': return json({ errcode: 0, errmsg: 'ok', msg_code: 'MSG_CODE' })
      default: return json({ errcode: 40066, errmsg: 'invalid url' })
    }
  })().catch(() => { res.writeHead(500); res.end() }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The provider does not listen')

  return {
    url: `http://127.0.0.1:${address.port}`, taken, templates, files, calls, history, rules,
    /** The next call whose path ends so is refused: with this code, or this HTTP status. */
    failNext: (path: string, how: Refusal) => void failures.push({ path, how }),
    /** Nothing is refused any more. */
    recover: () => { failures.length = 0 },
    /** The token given so far holds no more. */
    endToken: () => { token += 1 },
    close: () => new Promise<void>(resolve => { server.closeAllConnections(); server.close(() => resolve()) }),
  }
}
export type Tencent = Awaited<ReturnType<typeof startTencent>>
