import { z } from 'zod'
import { NeverTakenError, OutsideWindowError } from '../../contacts/channels/undeliverable.ts'
import { NotTakenError } from '../../contacts/outbox.ts'
import { abilitiesOf } from '../abilities.ts'
import { apiUrl, type Channel, type ChannelDeps, defineChannel, RefusedRequestError, type Reply, setting, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { type Part, render } from '../rendering.ts'
import { isForeign } from '../taking.ts'
import { createAccessTokens, type IssuedToken } from '../tencent/access-token.ts'
import { callPlainly, callUrl, createApi, RefusedError } from '../tencent/api.ts'
import { createEnvelope, isSigned, WrongEnvelopeError } from '../tencent/envelope.ts'
import { signedParts } from '../tencent/requests.ts'
import { readXml, WrongXmlError } from '../xml.ts'
import { type Address, addressSchema, callbackSchema, type KeptMedia, received } from './messages.ts'
import { addressed, answersWithinHours, contentOf, failedOutside, meaningOf, messageId, welcomesWithinMs } from './outbound.ts'
import { createPulling } from './pulling.ts'

const settings = z.object({
  WECOM_CORP_ID: setting(/^w[\w-]{4,62}$/, 'the corp id (企业ID), such as ww1234567890abcdef'),
  WECOM_SECRET: setting(/^\S{8,128}$/, 'the secret of the application that may use customer service (微信客服)'),
  WECOM_TOKEN: setting(/^[A-Za-z0-9]{1,32}$/, 'at most 32 letters and digits, the same as at WeCom'),
  WECOM_ENCODING_AES_KEY: setting(/^[A-Za-z0-9]{43}$/, '43 letters and digits, the same as at WeCom'),
  WECOM_API_URL: apiUrl('https://qyapi.weixin.qq.com'),
})
type Settings = z.infer<typeof settings>

const issuedSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number() })
const doneSchema = z.looseObject({})
const accountsSchema = z.looseObject({ account_list: z.array(z.looseObject({ open_kfid: z.string() })).default([]) })
const encryptedSchema = z.looseObject({ Encrypt: z.string().min(1) })
const done: WebhookAnswer = { status: 200, contentType: 'text/plain; charset=utf-8', body: 'success' }
/** WeCom waits five seconds for its answer. */
const answersWithinMs = 4_300
/** In WeCom's words: a program answers (「分配客服会话」, service_state 1). */
const answeredByProgram = 1

/** The account's calls. */
function connect(given: Settings, { cache, leases }: ChannelDeps) {
  const base = given.WECOM_API_URL
  async function issue(): Promise<IssuedToken> {
    const { access_token, expires_in } = await callPlainly(callUrl(base, '/cgi-bin/gettoken', { corpid: given.WECOM_CORP_ID, corpsecret: given.WECOM_SECRET }), undefined, issuedSchema)
    return { token: access_token, seconds: expires_in }
  }
  const api = createApi({ base, tokens: createAccessTokens({ name: `wecom:${given.WECOM_CORP_ID}`, issue, cache, leases }) })
  return {
    page: (request: unknown) => api.call('/cgi-bin/kf/sync_msg', request, z.unknown()),
    send: (message: unknown) => api.call('/cgi-bin/kf/send_msg', message, doneSchema),
    welcome: (message: unknown) => api.call('/cgi-bin/kf/send_msg_on_event', message, doneSchema),
    /** Has the conversation answered by us. */
    claim: ({ openKfid, customer }: Address) => api.call('/cgi-bin/kf/service_state/trans', { open_kfid: openKfid, external_userid: customer, service_state: answeredByProgram }, doneSchema),
    accounts: async () => (await api.call('/cgi-bin/kf/account/list', { offset: 0, limit: 100 }, accountsSchema)).account_list.map(({ open_kfid }) => open_kfid),
    media: ({ id, name, contentType }: KeptMedia) => ({ name, contentType, fetch: (limit: number) => api.file('/cgi-bin/media/get', id, limit) }),
  }
}

function createDoor(given: Settings, now: () => Date) {
  const envelope = createEnvelope(given.WECOM_ENCODING_AES_KEY, given.WECOM_CORP_ID)
  const forged = () => new RefusedRequestError(403, 'The signature does not hold')
  return {
    /** What is in an encrypted text of a request. Throws RefusedRequestError. */
    opened(request: WebhookRequest, encrypted: string): string {
      const { timestamp, nonce } = signedParts(request, now())
      if (!isSigned(request.query.get('msg_signature') ?? '', given.WECOM_TOKEN, timestamp, nonce, encrypted)) throw forged()
      try {
        return envelope.open(encrypted)
      } catch (error) {
        throw error instanceof WrongEnvelopeError ? new RefusedRequestError(403, error.message) : error
      }
    },
    /** The encrypted text of a callback. Nothing unsigned is told from what is not readable. */
    encryptedIn(body: Buffer): string {
      try {
        return encryptedSchema.parse(readXml(body.toString('utf8'), 'xml')).Encrypt
      } catch (error) {
        throw error instanceof WrongXmlError || error instanceof z.ZodError ? forged() : error
      }
    },
  }
}

function open(given: Settings, deps: ChannelDeps): Channel {
  const { log, clock } = deps
  const account = connect(given, deps)
  const door = createDoor(given, clock.now)
  const abilities = abilitiesOf('wecom')
  const pulling = createPulling({ ...deps, page: account.page, take })

  async function take(entry: unknown): Promise<void> {
    const read = received(entry)
    if (read.what === 'failed') return deps.report(read.messageId, 'failed', { reason: `fail_type ${read.kind}`, outside: failedOutside(read.kind) })
    if (read.what !== 'message') return
    try {
      await deps.take({ ...read.incoming, ...(read.media ? { media: [account.media(read.media)] } : {}) })
    } catch (error) {
      // Fetched again it would be no other customer's: it must not hold up what comes behind it.
      if (!isForeign(error)) throw error
      log.warn({ channel: 'wecom' }, 'a message into a conversation that another customer began was not taken')
    }
  }

  async function receive(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method === 'GET') return { status: 200, contentType: 'text/plain; charset=utf-8', body: door.opened(request, request.query.get('echostr') ?? '') }
    const opened = door.opened(request, door.encryptedIn(request.body))
    let callback: z.infer<typeof callbackSchema>
    try {
      callback = callbackSchema.parse(readXml(opened, 'xml'))
    } catch (error) {
      if (!(error instanceof WrongXmlError || error instanceof z.ZodError)) throw error
      return done
    }
    // WeCom calls again where it gets no answer, and keeps the messages for three days: told "success" is only what is written down.
    const pulled = pulling.pull(callback.OpenKfId, callback.Token).then(() => true)
    const inTime = await Promise.race([pulled, new Promise<false>(resolve => setTimeout(() => resolve(false), answersWithinMs).unref())])
    if (inTime) return done
    pulled.catch((error: unknown) => log.warn({ why: error instanceof Error ? error.name : 'Error' }, 'messages could not be fetched from WeCom; they are fetched with its next call'))
    return { status: 503 }
  }

  /** Sends a part; where the conversation is with somebody else in WeCom's eyes, takes it back first. */
  async function send(address: Address, message: object): Promise<void> {
    try {
      await account.send(message)
    } catch (error) {
      if (!(error instanceof RefusedError) || meaningOf(error.code) !== 'state') throw error
      await account.claim(address)
      await account.send(message)
    }
  }

  /** Greets who has come in. What WeCom refuses here is owed to nobody: the customer has left, has written, or was greeted already. */
  async function welcomed(message: object): Promise<boolean> {
    try {
      await account.welcome(message)
      return true
    } catch (error) {
      if (!(error instanceof RefusedError) || meaningOf(error.code) === 'again') throw error
      log.info({ why: error.message }, 'a customer who came in could not be greeted')
      return false
    }
  }

  function failed(error: RefusedError): never {
    switch (meaningOf(error.code)) {
      case 'again': throw new NotTakenError(error.message)
      case 'window': case 'state': throw new OutsideWindowError(error.message)
      case 'setup':
        log.error({ why: error.message }, 'WeCom does not let this application answer; check its rights to 微信客服 and its trusted addresses (docs/channels/wecom.md)')
        throw new NotTakenError(error.message)
      case 'wrong': throw new NeverTakenError(error.message)
    }
  }

  async function deliver(reply: Reply): Promise<void> {
    const address = addressSchema.parse(reply.address)
    const parts = render(reply.sealed.outgoing, abilities)
    // The code of a customer who has come in and not yet written answers once; beyond it nothing may be sent.
    const code = address.welcomeCode !== undefined && clock.now().getTime() - address.at < welcomesWithinMs ? address.welcomeCode : undefined
    try {
      await deps.inParts(reply, parts, async (part: Part, index) => {
        const msgid = messageId(reply.id, index)
        const content = { msgid, ...contentOf(part, reply.sequence) }
        if (code !== undefined && index === 0) return await welcomed({ code, ...content }) ? msgid : undefined
        await send(address, { ...addressed(address), ...content })
        return msgid
      })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      failed(error)
    }
  }

  return {
    name: 'wecom',
    mostBytes: 65_536,
    receive,
    deliver,
    isOpen(address) {
      const known = addressSchema.safeParse(address)
      return !known.success || clock.now().getTime() - known.data.at < answersWithinHours * 3_600_000
    },
    async check() {
      let accounts: string[]
      try {
        accounts = await account.accounts()
      } catch (error) {
        throw new Error(error instanceof RefusedError ? whyRefused(error.code) : `WECOM_API_URL does not answer as WeCom does: ${error instanceof Error ? error.message : 'no answer'}`, { cause: error })
      }
      if (accounts.length === 0) throw new Error('WeCom knows this application, but no customer-service account is managed by it: choose one under 微信客服, 通过API管理微信客服账号')
      return `WeCom lets ${given.WECOM_CORP_ID} answer for ${accounts.length} customer-service account${accounts.length === 1 ? '' : 's'}.`
    },
    start() {
      // What came while no instance ran: WeCom does not call for it again.
      const catchingUp = account.accounts().then(async accounts => {
        for (const openKfid of accounts) await pulling.pull(openKfid)
      }).catch((error: unknown) => log.warn({ why: error instanceof Error ? error.name : 'Error' }, 'what waits at WeCom could not be fetched at the start; it is with WeCom\'s next call'))
      return () => catchingUp
    },
  }
}

/** Why WeCom does not let us in (「全局错误码」). */
function whyRefused(code: number): string {
  if (code === 40013) return 'WECOM_CORP_ID is not known to WeCom'
  if (code === 40001 || code === 42001) return 'WECOM_SECRET is not the secret of an application of WECOM_CORP_ID'
  if (code === 60020) return 'WeCom does not let this server in: add its address to the application\'s trusted addresses (企业可信IP)'
  if (code === 48002) return 'The application may not use customer service: choose it under 微信客服, 可调用接口的应用'
  return `WeCom refuses: errcode ${code}`
}

/** WeCom customer service 企业微信客服, at `/api/channels/wecom`. */
export const wecom = defineChannel({ name: 'wecom', settings, required: ['WECOM_CORP_ID', 'WECOM_SECRET', 'WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'], open })
