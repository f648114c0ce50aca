import { createServer } from 'node:http'
import twilio from 'twilio'
import { z } from 'zod'

export const twilioAccount = { sid: 'AC1234567890abcdef1234567890abcdef', token: 'an-auth-token-of-the-account', number: '+862150000000' }

/** How a call is refused: with an HTTP status and a code, or by breaking off. */
export type Refusal = { status: number; code?: number; retryAfter?: number } | 'breaks'

const messageForm = z.object({ To: z.string().regex(/^\+?\d{3,15}$/), From: z.literal(twilioAccount.number), Body: z.string().min(1).max(1600), StatusCallback: z.url() })

/** A request as the provider makes it to a webhook of ours, signed with the provider's own library. */
export function twilioRequest(publicUrl: string, path: string, fields: Record<string, string>, { token = twilioAccount.token }: { token?: string } = {}) {
  const all = { AccountSid: twilioAccount.sid, ...fields }
  return {
    path, method: 'POST', body: new URLSearchParams(all).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': twilio.getExpectedTwilioSignature(token, publicUrl + path, all) },
  }
}

/** A Twilio-compatible provider on loopback, as twilio.com/docs/messaging/api/message-resource and /docs/voice/api/call-resource have it. */
export async function startTwilio() {
  const sent: { to: string; text: string; sid: string; statusCallback: string }[] = []
  const redirected: { call: string; twiml: string }[] = []
  const files = new Map<string, { contentType: string; bytes: Buffer }>()
  const failures: Refusal[] = []
  const liveCalls = new Set<string>()
  let number = 0
  let onRedirect: (to: { call: string; twiml: string }) => void = () => undefined
  const authorization = `Basic ${Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')}`

  const server = createServer((req, res) => void (async () => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
    const json = (status: number, value: unknown, headers: Record<string, string> = {}) => { res.writeHead(status, { 'content-type': 'application/json', ...headers }); res.end(JSON.stringify(value)) }
    if (req.headers.authorization !== authorization) return json(401, { code: 20003, message: 'Authenticate', status: 401 })
    const path = (req.url ?? '').replace(`/2010-04-01/Accounts/${twilioAccount.sid}`, '')
    const failure = req.method === 'POST' ? failures.shift() : undefined
    if (failure === 'breaks') return void res.destroy()
    if (failure) return json(failure.status, { code: failure.code, message: 'as told', status: failure.status }, failure.retryAfter === undefined ? {} : { 'retry-after': String(failure.retryAfter) })
    if (path === '/Messages.json') {
      const message = messageForm.safeParse(Object.fromEntries(form))
      if (!message.success) return json(400, { code: 21602, message: 'Message body is required', status: 400 })
      const sid = `SM${String(number += 1).padStart(32, '0')}`
      sent.push({ to: message.data.To, text: message.data.Body, sid, statusCallback: message.data.StatusCallback })
      return json(201, { sid, status: 'queued' })
    }
    const [, call] = /^\/Calls\/([\w-]+)\.json$/.exec(path) ?? []
    if (call !== undefined) {
      if (!liveCalls.has(call)) return json(400, { code: 21220, message: 'Call is not in-progress. Cannot redirect.', status: 400 })
      const now = { call, twiml: form.get('Twiml') ?? '' }
      redirected.push(now)
      onRedirect(now)
      return json(200, { sid: call, status: 'in-progress' })
    }
    if (path === '.json') return json(200, { sid: twilioAccount.sid, status: 'active' })
    const file = files.get(path)
    if (!file) return json(404, { code: 20404, message: 'not found', status: 404 })
    res.writeHead(200, { 'content-type': file.contentType })
    res.end(file.bytes)
  })().catch(() => { res.writeHead(500); res.end() }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The provider does not listen')
  const url = `http://127.0.0.1:${address.port}`

  return {
    url, sent, redirected, liveCalls,
    failNext: (failure: Refusal) => void failures.push(failure),
    onRedirect: (listener: typeof onRedirect) => { onRedirect = listener },
    /** Nothing is refused any more. */
    recover: () => { failures.length = 0 },
    /** Keeps a file of a customer's message; gives its address. */
    keep(name: string, contentType: string, bytes: Buffer): string {
      files.set(`/Messages/MM1/Media/${name}`, { contentType, bytes })
      return `${url}/2010-04-01/Accounts/${twilioAccount.sid}/Messages/MM1/Media/${name}`
    },
    close: () => new Promise<void>(resolve => { server.closeAllConnections(); server.close(() => resolve()) }),
  }
}
export type Twilio = Awaited<ReturnType<typeof startTwilio>>
