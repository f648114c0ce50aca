import { createHash } from 'node:crypto'
import { z } from 'zod'
import { OutsideWindowError, NeverTakenError } from '../../contacts/channels/undeliverable.ts'
import { NotTakenError } from '../../contacts/outbox.ts'
import { abilitiesOf } from '../abilities.ts'
import { apiUrl, type Channel, type ChannelDeps, defineChannel, RefusedRequestError, type Reply, setting, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { type Part, render } from '../rendering.ts'
import { createAccessTokens, type IssuedToken } from '../tencent/access-token.ts'
import { callPlainly, callUrl, createApi, RefusedError } from '../tencent/api.ts'
import { createEnvelope, type Envelope, isSigned, signatureOf, WrongEnvelopeError } from '../tencent/envelope.ts'
import { type Signed, signedParts } from '../tencent/requests.ts'
import { readXml, WrongXmlError } from '../xml.ts'
import { addressSchema, type KeptMedia, received, type Received } from './inbound.ts'
import { answersWithinHours, asWords, type Meaning, meaningOf, menuMessage, passiveReply, sealedReply, templateMessage, textMessage } from './outbound.ts'
import { createWaitingRequests } from './waiting-requests.ts'

const settings = z.object({
  WECHAT_APP_ID: setting(/^wx[\w-]{4,62}$/, 'the AppID of the account, such as wx1234567890abcdef'),
  WECHAT_APP_SECRET: setting(/^\S{8,128}$/, 'the AppSecret of the account'),
  WECHAT_TOKEN: setting(/^[A-Za-z0-9]{3,32}$/, '3 to 32 letters and digits, the same as at WeChat'),
  WECHAT_ENCODING_AES_KEY: setting(/^[A-Za-z0-9]{43}$/, '43 letters and digits, the same as at WeChat').optional(),
  WECHAT_API_URL: apiUrl('https://api.weixin.qq.com'),
  WECHAT_TEMPLATE_ID: setting(/^[\w-]{10,64}$/, 'the id of a template of the account').optional(),
  WECHAT_TEMPLATE_FIELDS: setting(/^[a-z_]+\d*(,[a-z_]+\d*)*$/, 'the names of the template\'s fields, separated by commas, such as thing1,time2').optional(),
})
type Settings = z.infer<typeof settings>

const issuedSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number() })
const doneSchema = z.looseObject({})
/** WeChat wants this where nothing is to be said; anything else makes it tell the customer that the service is down. */
const nothingToSay: WebhookAnswer = { status: 200, contentType: 'text/plain; charset=utf-8', body: 'success' }
const encryptedSchema = z.looseObject({ Encrypt: z.string().min(1) })
const ownerSchema = z.looseObject({ ToUserName: z.string() })
/** A signature is remembered for as long as it is fresh, to either side. */
const rememberMs = 600_000
/** A customer is asked to write by a template once in so long. */
const askedForMs = 24 * 3_600_000

const withRequest: ReadonlySet<Meaning> = new Set(['unable', 'window', 'count'])

const askingToWrite = '您的咨询有新的回复'

/** What `WECHAT_TEMPLATE_FIELDS` are filled with: times with the time, others with a sentence of at most 20 characters. */
function fieldsOf({ WECHAT_TEMPLATE_FIELDS = 'thing1' }: Settings, now: Date): Record<string, string> {
  const time = now.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)
  return Object.fromEntries(WECHAT_TEMPLATE_FIELDS.split(',').map(name => [name, /^(time|date)/.test(name) ? time : askingToWrite]))
}

/** The account's calls: messages, files, tokens. */
function connect(given: Settings, { cache, leases }: ChannelDeps) {
  const base = given.WECHAT_API_URL
  async function issue(anew: boolean): Promise<IssuedToken> {
    const body = { grant_type: 'client_credential', appid: given.WECHAT_APP_ID, secret: given.WECHAT_APP_SECRET, force_refresh: anew }
    const { access_token, expires_in } = await callPlainly(callUrl(base, '/cgi-bin/stable_token', {}), body, issuedSchema)
    return { token: access_token, seconds: expires_in }
  }
  const api = createApi({ base, tokens: createAccessTokens({ name: `wechat:${given.WECHAT_APP_ID}`, issue, cache, leases }) })
  return {
    issue,
    send: (message: unknown) => api.call('/cgi-bin/message/custom/send', message, doneSchema),
    sendTemplate: (message: unknown) => api.call('/cgi-bin/message/template/send', message, doneSchema),
    media: ({ id, name, contentType }: KeptMedia) => ({ name, contentType, fetch: (limit: number) => api.file('/cgi-bin/media/get', id, limit) }),
  }
}

/** Verifies and opens WeChat's requests. */
function createDoor(given: Settings, { cache, clock }: ChannelDeps) {
  const envelope: Envelope | undefined = given.WECHAT_ENCODING_AES_KEY === undefined ? undefined : createEnvelope(given.WECHAT_ENCODING_AES_KEY, given.WECHAT_APP_ID)
  const forged = () => new RefusedRequestError(403, 'The signature does not hold')

  /** WeChat's plain signature says nothing of the body: one that was seen with another body is somebody else's. */
  async function checkUnused(signature: string, body: Buffer): Promise<void> {
    const key = `wechat:signature:${signature}`
    const digest = createHash('sha256').update(body).digest('base64')
    const seen = await cache.get(key)
    if (seen !== undefined && seen !== digest) throw forged()
    if (seen === undefined) await cache.set(key, digest, rememberMs)
  }

  function checkPlain({ query }: WebhookRequest, { timestamp, nonce }: Signed): string {
    const signature = query.get('signature') ?? ''
    if (!isSigned(signature, given.WECHAT_TOKEN, timestamp, nonce)) throw forged()
    return signature
  }

  function opened(encrypted: string, { query }: WebhookRequest, { timestamp, nonce }: Signed): string {
    if (!envelope || !isSigned(query.get('msg_signature') ?? '', given.WECHAT_TOKEN, timestamp, nonce, encrypted)) throw forged()
    try {
      return envelope.open(encrypted)
    } catch (error) {
      throw error instanceof WrongEnvelopeError ? new RefusedRequestError(403, error.message) : error
    }
  }

  return {
    /** The answer to WeChat's question whether this is our address (「接入指南」). */
    echo(request: WebhookRequest): string {
      const signed = signedParts(request, clock.now())
      const echo = request.query.get('echostr') ?? ''
      if (request.query.has('msg_signature')) return opened(echo, request, signed)
      checkPlain(request, signed)
      return echo
    },

    /** The message in a request, and how an answer to it is closed. Throws RefusedRequestError, and WrongXmlError for what is signed and no message. */
    async message(request: WebhookRequest): Promise<{ content: unknown; close(reply: string): string }> {
      const signed = signedParts(request, clock.now())
      const signature = checkPlain(request, signed)
      if (!envelope) {
        await checkUnused(signature, request.body)
        return { content: readXml(request.body.toString('utf8'), 'xml'), close: reply => reply }
      }
      let outer: unknown
      try {
        outer = readXml(request.body.toString('utf8'), 'xml')
      } catch (error) {
        throw error instanceof WrongXmlError ? forged() : error
      }
      const encrypted = encryptedSchema.safeParse(outer)
      // With a key nothing unencrypted is taken: its signature does not cover what it says.
      if (!encrypted.success) throw new RefusedRequestError(403, 'The message is not encrypted; choose the safe mode at WeChat')
      return {
        content: readXml(opened(encrypted.data.Encrypt, request, signed), 'xml'),
        close(reply) {
          const sealed = envelope.close(reply)
          return sealedReply({ encrypted: sealed, signature: signatureOf(given.WECHAT_TOKEN, signed.timestamp, signed.nonce, sealed), ...signed })
        },
      }
    },
  }
}

function open(given: Settings, deps: ChannelDeps): Channel {
  const { log, clock, cache } = deps
  const account = connect(given, deps)
  const door = createDoor(given, deps)
  const waiting = createWaitingRequests()
  const abilities = abilitiesOf('wechat')

  async function receive(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method === 'GET') return { status: 200, contentType: 'text/plain; charset=utf-8', body: door.echo(request) }
    let message: Awaited<ReturnType<typeof door.message>>
    let read: Received
    let owner: string
    try {
      message = await door.message(request)
      read = received(message.content)
      owner = ownerSchema.parse(message.content).ToUserName
    } catch (error) {
      if (!(error instanceof WrongXmlError || error instanceof z.ZodError)) throw error
      // Signed, but nothing that we can read: asked again it would be no better.
      log.info({ why: error.name }, 'WeChat sent something that is not as documented')
      return nothingToSay
    }
    if (read.what === 'template' && !read.delivered) log.info({ status: read.status }, 'a template message did not arrive')
    if (read.what !== 'message') return nothingToSay
    const { incoming, media } = read
    const customer = incoming.from.id
    const answered = await waiting.answered(customer, async () => {
      const taken = await deps.take({ ...incoming, ...(media ? { media: [account.media(media)] } : {}) })
      if (!taken.duplicate) await cache.forget(`wechat:asked:${customer}`)
      return taken.duplicate ? undefined : taken.id
    })
    if (!answered) return nothingToSay
    const { text, arrived } = answered
    return { status: 200, contentType: 'application/xml; charset=utf-8', body: message.close(passiveReply({ to: customer, from: owner, at: clock.now(), text })), onEnd: arrived }
  }

  /** Says by a template that there is a reply; true where the customer was, or has been, asked. */
  async function askedToWrite(customer: string): Promise<boolean> {
    if (given.WECHAT_TEMPLATE_ID === undefined) return false
    const key = `wechat:asked:${customer}`
    if (await cache.get(key) !== undefined) return true
    try {
      await account.sendTemplate(templateMessage(customer, { id: given.WECHAT_TEMPLATE_ID, url: undefined, fields: fieldsOf(given, clock.now()) }))
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      log.error({ why: error.message }, 'WeChat does not send the template message; check WECHAT_TEMPLATE_ID and WECHAT_TEMPLATE_FIELDS')
      return false
    }
    await cache.set(key, 'asked', askedForMs)
    return true
  }

  async function failed(error: RefusedError, customer: string): Promise<never> {
    switch (meaningOf(error.code)) {
      case 'again': throw new NotTakenError(error.message)
      case 'window': case 'count': throw new OutsideWindowError(error.message, { asked: await askedToWrite(customer) })
      case 'gone': throw new OutsideWindowError(error.message)
      case 'unable':
        log.error({ why: error.message }, 'this WeChat account may not send customer-service messages; have it verified (docs/channels/wechat.md)')
        throw new OutsideWindowError(error.message)
      case 'wrong': throw new NeverTakenError(error.message)
    }
  }

  async function deliver(reply: Reply): Promise<void> {
    const { customer } = addressSchema.parse(reply.address)
    const parts = render(reply.sealed.outgoing, abilities)
    const [only] = parts
    if (only === undefined) return
    const request = await waiting.for(customer, reply.replyTo)
    if (parts.length === 1 && !only.offer && await request?.give(only.text)) return
    try {
      await deps.inParts(reply, parts, async part => {
        await account.send(messageOf(customer, part, reply.sequence))
        return undefined
      })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      // What the account may not send, or not now, may still go back with the request.
      const words = parts.length === 1 && withRequest.has(meaningOf(error.code)) ? asWords(only, reply.sealed.outgoing.locale) : undefined
      if (words !== undefined && await request?.give(words)) return
      await failed(error, customer)
    }
    // What is said has been said: WeChat need not wait longer.
    request?.letGo()
  }

  return {
    name: 'wechat',
    mostBytes: 65_536,
    receive,
    deliver,
    isOpen(address) {
      const known = addressSchema.safeParse(address)
      return !known.success || clock.now().getTime() - known.data.at < answersWithinHours * 3_600_000
    },
    async check() {
      try {
        await account.issue(false)
      } catch (error) {
        throw new Error(error instanceof RefusedError ? whyRefused(error.code) : `WECHAT_API_URL does not answer as WeChat does: ${error instanceof Error ? error.message : 'no answer'}`, { cause: error })
      }
      return `WeChat gives an access token for ${given.WECHAT_APP_ID}; messages are taken ${given.WECHAT_ENCODING_AES_KEY ? 'encrypted (安全模式)' : 'in plain (明文模式): set WECHAT_ENCODING_AES_KEY for the safe mode'}.`
    },
  }
}

const messageOf = (customer: string, { text, offer }: Part, sequence: number) => offer ? menuMessage(customer, text, offer.answers, sequence) : textMessage(customer, text)

/** Why WeChat gives no access token (「获取稳定版接口调用凭据」, 错误码). */
function whyRefused(code: number): string {
  if (code === 40013) return 'WECHAT_APP_ID is not known to WeChat'
  if (code === 40001 || code === 40125) return 'WECHAT_APP_SECRET is not the secret of WECHAT_APP_ID'
  if (code === 40164) return 'WeChat does not let this server in: add its address to the account\'s IP whitelist (IP白名单)'
  return `WeChat gives no access token: errcode ${code}`
}

/** WeChat Official Account 微信公众号, at `/api/channels/wechat`. */
export const wechat = defineChannel({ name: 'wechat', settings, required: ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_TOKEN'], open })
