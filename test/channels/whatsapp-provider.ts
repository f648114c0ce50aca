import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ActionButtons, ActionList, Body, Button, Interactive, ListSection, Row, Template, Text } from 'whatsapp-api-js/messages'
import { z } from 'zod'
import type { Failure, FileSent, Sent, Shown } from './driver.ts'

/** The numbers of the documentation ("messages webhook reference", developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages, 2026-06-17). */
export const account = { appSecret: '0123456789abcdef0123456789abcdef', verifyToken: 'our-own-verify-token', accessToken: 'EAAJB-a-token', phoneNumberId: '106540352242922', wabaId: '102290129340398' }

const answer = z.object({ id: z.string(), title: z.string() })
const to = { messaging_product: z.literal('whatsapp'), recipient_type: z.literal('individual').optional(), to: z.string().optional(), recipient: z.string().optional(), biz_opaque_callback_data: z.string().max(512).optional() }
const messageSchema = z.discriminatedUnion('type', [
  z.object({ ...to, type: z.literal('text'), text: z.object({ preview_url: z.boolean().optional(), body: z.string().min(1) }) }),
  z.object({
    ...to, type: z.literal('interactive'),
    interactive: z.discriminatedUnion('type', [
      z.object({ type: z.literal('button'), body: z.object({ text: z.string().min(1) }), action: z.object({ buttons: z.array(z.object({ type: z.literal('reply'), reply: answer })).min(1) }) }),
      z.object({ type: z.literal('list'), body: z.object({ text: z.string().min(1) }), action: z.object({ button: z.string(), sections: z.array(z.object({ rows: z.array(answer).min(1) })).min(1) }) }),
    ]),
  }),
  z.object({ ...to, type: z.literal('template'), template: z.object({ name: z.string(), language: z.object({ code: z.string() }) }) }),
])
const readSchema = z.object({ messaging_product: z.literal('whatsapp'), status: z.literal('read'), message_id: z.string(), typing_indicator: z.object({ type: z.literal('text') }).optional() })
type Message = z.infer<typeof messageSchema>

/** What a client shows of a message; built by whatsapp-api-js, which throws where Meta's limits are exceeded. */
function shownOf(message: Message): Shown {
  if (message.type === 'text') return { text: new Text(message.text.body).body, choices: [] }
  if (message.type === 'template') return { text: `[${new Template(message.template.name, message.template.language.code).name} ${message.template.language.code}]`, choices: [] }
  const { interactive } = message
  if (interactive.type === 'button') {
    const [first, ...others] = interactive.action.buttons.map(({ reply }) => new Button(reply.id, reply.title))
    if (!first) throw new Error('no button')
    new Interactive(new ActionButtons(first, ...others), new Body(interactive.body.text))
    return { text: interactive.body.text, choices: interactive.action.buttons.map(({ reply }) => ({ title: reply.title, name: reply.id })) }
  }
  const rows = interactive.action.sections.flatMap(section => section.rows)
  const [first, ...others] = rows.map(({ id, title }) => new Row(id, title))
  if (!first) throw new Error('no row')
  new Interactive(new ActionList(interactive.action.button, new ListSection(undefined, first, ...others)), new Body(interactive.body.text))
  return { text: interactive.body.text, choices: rows.map(({ title, id }) => ({ title, name: id })) }
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
const json = (res: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}) => void res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
/** An error as the Graph API writes it ("Error codes", developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes, 2026-05-15). */
export const graphError = (code: number, message = 'as told') => ({ error: { message: `(#${code}) ${message}`, type: 'OAuthException', code, error_data: { messaging_product: 'whatsapp', details: message }, fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam' } })

/** Meta's Cloud API on loopback: what Meta takes and refuses, by its documentation and the limits that whatsapp-api-js checks. */
export async function startWhatsApp() {
  const taken: { to: string; id: string; shown: Shown; template: boolean }[] = []
  const read: string[] = []
  const files = new Map<string, FileSent>()
  /** Receivers outside the 24-hour window. */
  const closed = new Set<string>()
  let failure: Failure | undefined
  let refused: number | undefined
  let sequence = 0

  const server = createServer((req, res) => void (async () => {
    const body = await bodyOf(req)
    const url = new URL(req.url ?? '/', `http://${req.headers.host}`)
    if (req.headers.authorization !== `Bearer ${account.accessToken}`) return json(res, 401, graphError(190))
    const [, , first = '', second] = url.pathname.split('/')
    if (url.pathname.startsWith('/files/')) return void res.writeHead(200).end(files.get(second ?? first)?.bytes)
    if (first === account.phoneNumberId && second === undefined) {
      const proof = createHmac('sha256', account.appSecret).update(account.accessToken).digest('hex')
      if (url.searchParams.get('appsecret_proof') !== proof) return json(res, 400, graphError(100, 'Invalid appsecret_proof provided in the API argument'))
      return json(res, 200, { display_phone_number: '+1 555-078-3881', verified_name: 'Chengwan Bank', quality_rating: 'GREEN', id: account.phoneNumberId })
    }
    if (second === undefined) {
      const file = files.get(decodeURIComponent(first))
      return file ? json(res, 200, { messaging_product: 'whatsapp', url: `${url.origin}/files/v/${first}`, mime_type: file.contentType, sha256: 'x', file_size: String(file.bytes.length), id: first }) : json(res, 400, graphError(100, 'Unsupported get request'))
    }
    if (first !== account.phoneNumberId) return json(res, 400, graphError(33))
    const given: unknown = JSON.parse(body)
    const mark = readSchema.safeParse(given)
    if (mark.success) {
      read.push(mark.data.message_id)
      return json(res, 200, { success: true })
    }
    if (failure && failure.times > 0) {
      failure = { ...failure, times: failure.times - 1 }
      if (failure.as === 'breaks') return void res.destroy()
      if (failure.as === 'never') return json(res, 400, graphError(100, 'Invalid parameter'))
      const { status, retryAfterSeconds } = failure.as
      return json(res, status, graphError(status === 429 ? 130_429 : 131_000), retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) })
    }
    const message = messageSchema.safeParse(given)
    if (!message.success) return json(res, 400, graphError(100, message.error.message))
    const receiver = message.data.to ?? message.data.recipient
    if (receiver === undefined) return json(res, 400, graphError(131_008))
    if (refused !== undefined) return json(res, 400, graphError(refused))
    if (closed.has(receiver) && message.data.type !== 'template') return json(res, 400, graphError(131_047, 'Re-engagement message'))
    try {
      const shown = shownOf(message.data)
      sequence += 1
      const id = `wamid.HBgL${Buffer.from(`${receiver}-${sequence}`).toString('base64')}`
      taken.push({ to: receiver, id, shown, template: message.data.type === 'template' })
      return json(res, 200, { messaging_product: 'whatsapp', contacts: [{ input: receiver, wa_id: receiver }], messages: [{ id }] })
    } catch (error) {
      return json(res, 400, graphError(131_009, String(error)))
    }
  })())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url, taken, read, files, closed,
    env: { WHATSAPP_APP_SECRET: account.appSecret, WHATSAPP_VERIFY_TOKEN: account.verifyToken, WHATSAPP_ACCESS_TOKEN: account.accessToken, WHATSAPP_PHONE_NUMBER_ID: account.phoneNumberId, WHATSAPP_API_URL: url },
    shown: (receiver: string) => taken.filter(each => each.to === receiver).map(each => each.shown),
    fails(how: Failure) { failure = how },
    /** Refuses every message with this code, until told otherwise. */
    refuses(code: number | undefined) { refused = code },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
export type WhatsApp = Awaited<ReturnType<typeof startWhatsApp>>

export const signatureOf = (body: Buffer, appSecret = account.appSecret): string => `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
export const signed = (body: Buffer): Sent => ({ method: 'POST', path: '/api/channels/whatsapp', headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body) }, body })

/** A delivery of the documentation's form, about our number. */
export const delivery = (value: object): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: account.wabaId, changes: [{ value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550783881', phone_number_id: account.phoneNumberId }, ...value }, field: 'messages' }] }],
})
/** A customer's message; `about` is what is said of who sends it. */
export const message = (from: string, id: string, content: object, about: object = { from }): object => delivery({
  contacts: [{ profile: { name: 'Sheena Nelson' }, wa_id: from }], messages: [{ ...about, id, timestamp: '1749416383', ...content }],
})
export const request = (content: object): Sent => signed(Buffer.from(JSON.stringify(content)))
