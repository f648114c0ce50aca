import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type restify from 'restify'
import { z } from 'zod'
import { conversationKey } from '../../contacts/acceptance.ts'
import type { FoundFile } from '../../contacts/attachments.ts'
import type { Handing } from '../../contacts/handing.ts'
import type { TypingLine } from '../../contacts/typing.ts'
import type { LoggedActivity } from '../../contacts/types.ts'
import { isJoining, parseActivity, toWire, typingOnWire } from './activity.ts'
import { clientAddress, ownOrigin } from './address.ts'
import { readJson, watermarkOf } from './body.ts'
import { createRoom, NoRoomError } from '../room.ts'
import { readBearer, readToken } from './bearer.ts'
import { badArgument, DirectLineError, noConversation, tooMuch } from './errors.ts'
import { type Answer, type Call, serveRoutes } from './routes.ts'
import { createReceipts, type Receipts } from './receipts.ts'
import { createSending, type SendingDeps } from './sending.ts'
import { createStreams, type StreamSource } from './stream.ts'
import { type Claims, createTokens, lifetime, newId } from './tokens.ts'
import { filesWithin, withUpload } from './upload.ts'

export type DirectLineDeps = SendingDeps & {
  /** Signs tokens and is the institution's bearer. */
  secret: string
  /** Where customers reach the service; as they asked for it if not given. */
  publicUrl: string | undefined
  /** Logged messages of a conversation (its key in the log) after a watermark, in order. */
  since(conversation: string, watermark: number, limit: number): Promise<LoggedActivity[]>
  files: { find(conversation: string, sequence: number, index: number): Promise<FoundFile | undefined> }
  handing: Pick<Handing, 'listen'>
  /** `missed` is called when messages of a topic may have been lost. */
  live: { subscribe(topic: string, listener: (message: string) => void, missed?: () => void): () => void }
  /** Counts one under a limit, or gives how long it is exceeded. */
  limits: { take(limits: readonly { key: string; perSecond: number; burst: number }[]): Promise<{ retryAfterMs: number } | undefined> }
  typing: TypingLine
  /** Told what customers' pages got of agents' messages. */
  receipts: Receipts
  clock: { now(): Date }
  /** Origins whose pages may call; `*` for any. */
  allowedOrigins: readonly string[]
  /** Reverse proxies of the institution before the service. */
  trustedProxies: number
  /** New anonymous conversations a minute from one address. */
  newConversationsPerMinute: number
}

const base = '/v3/directline'
const page = 100
const mostJson = 262_144
/** Seconds between pings of a stream, in milliseconds. */
const beat = 30_000
const uploadsPerMinute = 20
/** How many bytes of what customers send and fetch are in memory at once. */
const room = { bodies: 32_000_000, uploads: 64_000_000, downloads: 64_000_000 }

const user = z.looseObject({ id: z.string().min(1).max(200) })
const generateSchema = z.looseObject({ user: user.nullish(), trustedOrigins: z.array(z.string().max(300)).max(50).nullish() })
const startSchema = z.looseObject({ user: z.looseObject({ id: z.string().max(200).nullish() }).nullish(), locale: z.string().max(50).nullish() })

/** Microsoft's service takes properties in any case, and its own example writes `User: { Id }`. */
function lowerKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerKeys(inner)]))
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(lowerKeys(body ?? {}))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badArgument(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}

/** The first language a browser asks for. */
const languageOf = (req: IncomingMessage) => /^[\w-]{2,35}/.exec(req.headers['accept-language'] ?? '')?.[0]

/** Direct Line 3.0 (design.md): Microsoft's web chat and client library work unchanged. */
export function mountDirectLine(server: restify.Server, deps: DirectLineDeps) {
  const { secret, files, clock, log, trustedProxies } = deps
  const tokens = createTokens(secret, clock.now)
  const streams = createStreams({ beat, log })
  const receipts = createReceipts(deps.receipts)
  const sending = createSending(deps)
  const [bodies, uploads, downloads] = [createRoom({ bytes: room.bodies }), createRoom({ bytes: room.uploads }), createRoom({ bytes: room.downloads })]
  const keyOf = (conversation: string) => conversationKey('directline', conversation)

  /** The customer a conversation in the log began with. */
  async function customerOf(conversation: string): Promise<Claims | undefined> {
    const [first] = await deps.since(keyOf(conversation), 0, 1)
    const sender = z.object({ from: z.object({ id: z.string(), verified: z.boolean() }) }).safeParse(first?.content)
    return sender.success ? { conversation, user: sender.data.from.id, verified: sender.data.from.verified } : undefined
  }

  /**
   * What came after a place, as the client has seen it. A client that has seen more than there is, as after an older backup was put back, sees the conversation from its
   * beginning: else it would be told nothing until the conversation is as long again.
   */
  async function seenSince(key: string, watermark: number, limit: number): Promise<LoggedActivity[]> {
    const logged = await deps.since(key, watermark, limit)
    if (logged.length > 0 || watermark === 0 || (await deps.since(key, watermark - 1, 1)).length > 0) return logged
    return deps.since(key, 0, limit)
  }

  /** Whose conversation this call may act in: its own token's, or for the institution's secret any that has begun. */
  async function party({ req, params }: Call): Promise<Claims> {
    const bearer = readBearer(req, tokens, secret)
    const conversation = params['id'] ?? ''
    if (bearer.institution) {
      const customer = await customerOf(conversation)
      if (!customer) throw noConversation()
      return customer
    }
    // The same answer whether it exists or not.
    if (bearer.claims.conversation !== conversation) throw new DirectLineError(403, 'BadArgument', 'This token belongs to another conversation')
    return bearer.claims
  }

  /** Throws DirectLineError 429 beyond so many a minute; a minute's worth may come at once. */
  async function limit(key: string, perMinute: number): Promise<void> {
    const exceeded = await deps.limits.take([{ key: `directline:${key}`, perSecond: perMinute / 60, burst: perMinute }])
    if (exceeded) throw new DirectLineError(429, 'TooManyRequests', 'Too many at once; try again a little later', Math.ceil(exceeded.retryAfterMs / 1000))
  }

  const tokenFor = (claims: Claims) => ({ conversationId: claims.conversation, token: tokens.issue(claims), expires_in: lifetime.directline })
  function conversationFor(req: IncomingMessage, claims: Claims, watermark: number) {
    const origin = ownOrigin(req, deps.publicUrl, trustedProxies).replace(/^http/, 'ws')
    // What stands in an address ends up in proxies' logs: it opens a stream, and only within a minute.
    const ticket = tokens.issue(claims, 'stream')
    return { ...tokenFor(claims), streamUrl: `${origin}${base}/conversations/${claims.conversation}/stream?watermark=${watermark}&t=${encodeURIComponent(ticket)}` }
  }

  function wireFor(req: IncomingMessage, claims: Claims) {
    const origin = ownOrigin(req, deps.publicUrl, trustedProxies)
    return {
      conversation: claims.conversation,
      fileUrl: (sequence: number, index: number) =>
        `${origin}${base}/conversations/${claims.conversation}/attachments/${sequence}-${index}?t=${encodeURIComponent(tokens.issue(claims, 'files'))}`,
    }
  }

  async function generate({ req }: Call): Promise<Answer> {
    const named = req.headers.authorization !== undefined
    const bearer = named ? readBearer(req, tokens, secret) : undefined
    if (bearer && !bearer.institution) throw new DirectLineError(403, 'BadArgument', 'A token makes no new token: send the secret, nothing for an anonymous customer, or POST tokens/refresh')
    if (!bearer) await limit(`new:${clientAddress(req, trustedProxies)}`, deps.newConversationsPerMinute)
    const body = parse(generateSchema, await readJson(req, mostJson, bodies))
    // Only the institution may name a customer; an anonymous one gets a name nobody can guess.
    const customer = bearer ? body.user?.id : undefined
    const origins = bearer && body.trustedOrigins ? { origins: body.trustedOrigins } : {}
    return { status: 200, body: tokenFor({ conversation: newId(), user: customer ?? `dl_${newId()}`, verified: customer !== undefined, ...origins }) }
  }

  async function refresh({ req }: Call): Promise<Answer> {
    const bearer = readBearer(req, tokens, secret)
    if (bearer.institution) throw new DirectLineError(403, 'BadArgument', 'The secret does not expire')
    return { status: 200, body: tokenFor(bearer.claims) }
  }

  async function start({ req }: Call): Promise<Answer> {
    const bearer = readBearer(req, tokens, secret)
    const body = parse(startSchema, await readJson(req, mostJson, bodies))
    const named = body.user?.id ?? undefined
    const claims = bearer.institution ? { conversation: newId(), user: named || `dl_${newId()}`, verified: Boolean(named) } : bearer.claims
    const known = !bearer.institution && await customerOf(claims.conversation) !== undefined
    if (!known) await sending.begin(claims, body.locale ?? languageOf(req))
    return { status: known ? 200 : 201, body: conversationFor(req, claims, 0) }
  }

  /** Without a watermark the stream begins at the beginning: a client whose first socket broke has none yet and loses nothing. */
  async function reconnect(call: Call): Promise<Answer> {
    const watermark = watermarkOf(call.query.get('watermark'))
    return { status: 200, body: conversationFor(call.req, await party(call), watermark) }
  }

  async function activities(call: Call): Promise<Answer> {
    const claims = await party(call)
    const watermark = watermarkOf(call.query.get('watermark'))
    const key = keyOf(claims.conversation)
    receipts.got(key, watermark)
    const logged = await seenSince(key, watermark, page)
    receipts.handed(key, logged)
    return { status: 200, body: { activities: toWire(logged, wireFor(call.req, claims)), watermark: String(logged.at(-1)?.sequence ?? watermark) } }
  }

  async function receive(call: Call): Promise<Answer> {
    const claims = await party(call)
    const activity = parseActivity(await readJson(call.req, mostJson, bodies))
    if (activity.type === 'message') return { status: 200, body: { id: await sending.say(claims, activity, filesWithin(activity)) } }
    if (activity.type === 'typing') deps.typing.tell(keyOf(claims.conversation), { role: 'user', name: '' })
    if (activity.type !== 'event' && activity.type !== 'conversationUpdate') return { status: 200, body: { id: newId() } }
    const kind = isJoining(activity) && await customerOf(claims.conversation) === undefined ? 'start' : 'event'
    return { status: 200, body: { id: await sending.tell(claims, activity, kind) } }
  }

  async function upload(call: Call): Promise<Answer> {
    const claims = await party(call)
    await limit(`upload:${claims.conversation}`, uploadsPerMinute)
    return withUpload(call.req, uploads, async ({ activity, files: sent }) => ({ status: 200, body: { id: await sending.say(claims, activity, sent) } }))
  }

  /** A file of a conversation, to whoever holds its private link or its token. It never opens as a page of ours. */
  async function attachment(call: Call): Promise<Answer> {
    const link = call.query.get('t')
    const claims = link === null ? await party(call) : readToken(link, undefined, tokens, 'files')
    if (claims.conversation !== call.params['id']) throw new DirectLineError(403, 'BadArgument', 'This link belongs to another conversation')
    const [, sequence, index] = /^(\d{1,9})-(\d{1,2})$/.exec(call.params['place'] ?? '') ?? []
    const found = sequence === undefined ? undefined : await files.find(keyOf(claims.conversation), Number(sequence), Number(index))
    if (!found) throw new DirectLineError(404, 'NotFound', 'There is no such file')
    // It is in memory until the last of it has been read, by however slow a reader.
    const place = await downloads.enter(found.size, call.req.socket).catch((error: unknown) => { throw error instanceof NoRoomError ? tooMuch(error) : error })
    const file = await found.open().catch((error: unknown) => {
      place.leave()
      throw error
    })
    return {
      status: 200, file: file.bytes, place,
      headers: {
        'Content-Type': file.contentType, 'Content-Length': String(file.bytes.length), 'Content-Security-Policy': "default-src 'none'; sandbox",
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, each => `%${each.charCodeAt(0).toString(16)}`)}`,
      },
    }
  }

  serveRoutes(server, base, {
    '/tokens/generate': { POST: generate },
    '/tokens/refresh': { POST: refresh },
    '/conversations': { POST: start },
    '/conversations/:id': { GET: reconnect },
    '/conversations/:id/activities': { GET: activities, POST: receive },
    '/conversations/:id/upload': { POST: upload },
    '/conversations/:id/attachments/:place': { GET: attachment },
  }, deps)

  function sourceOf(req: IncomingMessage, claims: Claims): StreamSource {
    const wire = wireFor(req, claims)
    const key = keyOf(claims.conversation)
    return {
      since: (watermark, limit) => seenSince(key, watermark, limit),
      toWire: logged => toWire(logged, wire),
      onSent: sent => receipts.handed(key, sent),
      onGot: upTo => receipts.got(key, upTo),
      onHanded: listener => deps.handing.listen(key, listener),
      onLogged: listener => deps.live.subscribe(`conversation:${key}`, upTo => listener(Number(upTo) || undefined), () => listener(undefined)),
      onPassing: listener => deps.typing.listen(key, ({ role, name }) => {
        if (role !== 'user') listener(typingOnWire(wire, newId(), clock.now(), name))
      }),
    }
  }

  /** A page's origin is not asked for here: what opens the stream is the ticket, which a browser does not add by itself as it does a cookie. */
  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = URL.parse(req.url ?? '/', 'http://localhost')
    if (!url?.pathname.startsWith(`${base}/`)) return
    const [, id] = /^\/conversations\/([^/]+)\/stream$/.exec(url.pathname.slice(base.length)) ?? []
    try {
      if (id === undefined) throw new DirectLineError(404, 'NotFound', 'Direct Line 3.0 has no such stream')
      const claims = readToken(url.searchParams.get('t') ?? '', req.headers.origin, tokens, 'stream', 'directline')
      if (claims.conversation !== id) throw new DirectLineError(403, 'BadArgument', 'This token belongs to another conversation')
      streams.accept(req, socket, head, watermarkOf(url.searchParams.get('watermark')), sourceOf(req, claims))
    } catch (error) {
      if (!(error instanceof DirectLineError)) log.error({ err: error }, 'a stream could not be opened')
      const { status, code } = error instanceof DirectLineError ? error : { status: 500, code: 'ServiceError' }
      socket.end(`HTTP/1.1 ${status} ${code}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
  }
  server.server.on('upgrade', upgrade)

  return {
    /** Closes all streams; clients reconnect with their watermark. */
    close(): void {
      streams.close()
      server.server.off('upgrade', upgrade)
    },
  }
}
