import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import restify from 'restify'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { ForeignConversationError } from '../../contacts/acceptance.ts'
import type { Inbound, LoggedActivity } from '../../contacts/types.ts'
import { type Claims, createTokens, lifetime, newId, sameSecret } from './tokens.ts'

export type DirectLineDeps = {
  /** Signs tokens and is the institution's bearer. */
  secret: string
  publicUrl(): string
  accept(inbound: Inbound): Promise<{ id: string }>
  /** Logged messages after a watermark, in order. */
  since(conversation: string, watermark: number, limit: number): Promise<LoggedActivity[]>
  /** `missed` is called when messages of a topic may have been lost. */
  live: { publish(topic: string, message: string): void; subscribe(topic: string, listener: (message: string) => void, missed?: () => void): () => void }
  clock: { now(): Date }
  /** Origins whose pages may call; `*` for any. */
  allowedOrigins: readonly string[]
  log: { error(facts: object, message: string): void }
}

const base = '/v3/directline'
const activitySchema = z.looseObject({
  type: z.enum(['message', 'typing', 'event', 'endOfConversation', 'conversationUpdate', 'invoke', 'messageReaction']),
  text: z.string().max(8000, 'at most 8,000 characters').nullish(),
  name: z.string().max(200).nullish(),
  value: z.unknown().optional(),
  locale: z.string().max(50).nullish(),
  channelData: z.looseObject({ clientActivityID: z.string().max(200).nullish() }).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().max(200), name: z.string().max(500).nullish() })).max(10).nullish(),
})
const userSchema = z.looseObject({ user: z.looseObject({ id: z.string().min(1).max(200), name: z.string().max(200).nullish() }).nullish() }).nullish()
const page = 200
const mostBuffered = 1_048_576
const tokensAMinute = 30

/** An activity as Direct Line clients expect it. */
function toWire(activity: LoggedActivity): Record<string, unknown> {
  const { content } = activity
  const shared = { id: activity.id, timestamp: activity.at, channelId: 'directline', conversation: { id: activity.conversation } }
  if (activity.from.role === 'user') {
    const { dedupeKey, kind, text, locale, name, value } = content
    const clientActivityID = typeof dedupeKey === 'string' ? dedupeKey.slice(dedupeKey.indexOf('|') + 1) : undefined
    return { ...shared, type: kind === 'message' ? 'message' : 'event', from: { id: activity.from.id, name: '', role: 'user' }, text, locale, name, value, channelData: { clientActivityID } }
  }
  const { senderName: _name, ...rest } = content
  return { ...shared, ...rest, type: activity.type, from: { ...activity.from, role: 'bot' } }
}

/** Direct Line 3.0 (design.md): Microsoft's web chat and client library work unchanged. */
export function mountDirectLine(server: restify.Server, deps: DirectLineDeps) {
  const tokens = createTokens(deps.secret, deps.clock.now)
  const issued = new Map<string, { count: number; until: number }>()
  const json = restify.plugins.bodyParser({ maxBodySize: 262_144, mapParams: false })
  const query = restify.plugins.queryParser({ mapParams: false })

  function allowOrigin(req: restify.Request, res: restify.Response): void {
    const { origin } = req.headers
    if (origin && (deps.allowedOrigins.includes('*') || deps.allowedOrigins.includes(origin))) {
      res.header('Access-Control-Allow-Origin', origin)
      res.header('Vary', 'Origin')
    }
  }
  const fail = (res: restify.Response, status: number, code: string, message: string) => res.send(status, { error: { code, message } })

  /** The claims for this request, or an answer with 403: on a 401 the client would go silent for ever. */
  function claimsOf(req: restify.Request, res: restify.Response): Claims | undefined {
    allowOrigin(req, res)
    const claims = tokens.read((req.headers.authorization ?? '').replace(/^Bearer /i, ''))
    if (!claims) {
      fail(res, 403, 'TokenExpired', 'The token is missing, expired or not valid; generate a new one')
      return undefined
    }
    const asked: unknown = req.params?.['id']
    if (asked !== undefined && asked !== claims.conversation) {
      fail(res, 403, 'BadArgument', 'This token belongs to another conversation')
      return undefined
    }
    return claims
  }
  const streamUrl = (token: string, conversation: string, watermark = '') =>
    `${deps.publicUrl().replace(/^http/, 'ws')}${base}/conversations/${conversation}/stream?watermark=${encodeURIComponent(watermark)}&t=${encodeURIComponent(token)}`
  const answer = (claims: Claims, watermark?: string) => {
    const token = tokens.issue({ conversation: claims.conversation, user: claims.user, verified: claims.verified })
    return { conversationId: claims.conversation, token, expires_in: lifetime, streamUrl: streamUrl(token, claims.conversation, watermark) }
  }

  function tooMany(address: string): boolean {
    const now = deps.clock.now().getTime()
    const kept = issued.get(address)
    if (!kept || kept.until < now) {
      if (issued.size > 10_000) issued.clear()
      issued.set(address, { count: 1, until: now + 60_000 })
      return false
    }
    kept.count += 1
    return kept.count > tokensAMinute
  }

  server.opts(`${base}/*`, async (req: restify.Request, res: restify.Response) => {
    allowOrigin(req, res)
    res.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, X-Requested-With, x-ms-bot-agent')
    res.header('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
    res.header('Access-Control-Max-Age', '600')
    res.send(204)
  })

  server.post(`${base}/tokens/generate`, json, async (req: restify.Request, res: restify.Response) => {
    allowOrigin(req, res)
    const given = (req.headers.authorization ?? '').replace(/^Bearer /i, '')
    if (given !== '' && !sameSecret(given, deps.secret)) return fail(res, 403, 'BadArgument', 'The secret is not the one in DIRECTLINE_SECRET')
    if (given === '' && tooMany(req.socket.remoteAddress ?? '')) {
      res.header('Retry-After', '60')
      return fail(res, 429, 'TooManyRequests', 'Too many new conversations from this address; try again in a minute')
    }
    const body = userSchema.safeParse(req.body ?? {})
    if (!body.success) return fail(res, 400, 'BadArgument', 'user.id must be a text of at most 200 characters')
    // Only the institution may name a customer; an anonymous one gets a name nobody can guess.
    const named = given === '' ? undefined : body.data?.user?.id
    const { streamUrl: _stream, ...token } = answer({ conversation: newId(), user: named ?? `dl_${newId()}`, verified: named !== undefined, expires: 0 })
    res.send(200, token)
  })

  server.post(`${base}/tokens/refresh`, json, async (req: restify.Request, res: restify.Response) => {
    const claims = claimsOf(req, res)
    if (!claims) return
    const { streamUrl: _stream, ...token } = answer(claims)
    res.send(200, token)
  })

  server.post(`${base}/conversations`, json, async (req: restify.Request, res: restify.Response) => {
    const claims = claimsOf(req, res)
    if (claims) res.send(201, answer(claims))
  })

  server.get(`${base}/conversations/:id`, query, async (req: restify.Request, res: restify.Response) => {
    const claims = claimsOf(req, res)
    if (claims) res.send(200, answer(claims, String(req.query?.watermark ?? '')))
  })

  async function receive(req: restify.Request, res: restify.Response): Promise<void> {
    const claims = claimsOf(req, res)
    if (!claims) return
    const parsed = activitySchema.safeParse(req.body)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      fail(res, 400, 'BadArgument', `Not an activity: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim())
      return
    }
    const activity = parsed.data
    const clientId = activity.channelData?.clientActivityID
    if (activity.type === 'typing') {
      deps.live.publish(`conversation:directline:${claims.conversation}:typing`, claims.user)
      res.send(200, { id: newId() })
      return
    }
    if (activity.type !== 'message' && activity.type !== 'event' && activity.type !== 'conversationUpdate') {
      res.send(200, { id: newId() })
      return
    }
    try {
      const { id } = await deps.accept({
        channel: 'directline', conversation: claims.conversation, dedupeKey: `${claims.user}|${clientId ?? newId()}`, from: { id: claims.user, verified: claims.verified },
        kind: activity.type === 'message' ? 'message' : activity.type === 'conversationUpdate' || activity.name === 'webchat/join' ? 'start' : 'event',
        text: activity.text ?? '', ...(activity.name ? { name: activity.name } : {}), ...(activity.value === undefined ? {} : { value: activity.value }),
        attachments: (activity.attachments ?? []).map(each => ({ contentType: each.contentType, ...(each.name ? { name: each.name } : {}) })),
        ...(activity.locale ? { locale: activity.locale } : {}),
      })
      res.send(200, { id })
    } catch (error) {
      if (error instanceof ForeignConversationError) {
        fail(res, 403, 'BadArgument', error.message)
        return
      }
      deps.log.error({ err: error }, 'a message could not be accepted')
      res.header('Retry-After', '1')
      fail(res, 503, 'ServiceError', 'The message was not accepted; please send it again')
    }
  }
  server.post(`${base}/conversations/:id/activities`, json, receive)

  server.get(`${base}/conversations/:id/activities`, query, async (req: restify.Request, res: restify.Response) => {
    const claims = claimsOf(req, res)
    if (!claims) return
    const watermark = Number(req.query?.watermark ?? 0) || 0
    const activities = await deps.since(claims.conversation, watermark, page)
    res.send(200, { activities: activities.map(toWire), watermark: String(activities.at(-1)?.sequence ?? watermark) })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 })

  /** Sends what is in the log after the watermark and then what comes, in order, each once. */
  function stream(socket: WebSocket, claims: Claims, from: number): void {
    let watermark = from
    let reading = false
    let more = false
    const read = async (): Promise<void> => {
      if (reading) {
        more = true
        return
      }
      reading = true
      try {
        do {
          more = false
          const activities = await deps.since(claims.conversation, watermark, page)
          if (activities.length === 0) continue
          watermark = activities.at(-1)?.sequence ?? watermark
          if (socket.readyState !== WebSocket.OPEN) return
          if (socket.bufferedAmount > mostBuffered) {
            socket.close(1013, 'Too slow; reconnect with your watermark')
            return
          }
          socket.send(JSON.stringify({ activities: activities.map(toWire), watermark: String(watermark) }))
          more ||= activities.length === page
        } while (more)
      } catch (error) {
        deps.log.error({ err: error }, 'a stream could not be read')
        socket.close(1011)
      } finally {
        reading = false
      }
    }
    const look = () => void read()
    const unsubscribe = deps.live.subscribe(`conversation:directline:${claims.conversation}`, look, look)
    const beat = setInterval(() => { if (socket.readyState === WebSocket.OPEN) socket.ping() }, 30_000)
    socket.on('close', () => {
      unsubscribe()
      clearInterval(beat)
    })
    socket.on('error', () => socket.terminate())
    void read()
  }

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(req.url ?? '/', 'http://localhost')
    const [, id] = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/.exec(url.pathname) ?? []
    if (id === undefined) return
    const claims = tokens.read(url.searchParams.get('t') ?? '')
    if (!claims || claims.conversation !== id) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(req, socket, head, ws => stream(ws, claims, Number(url.searchParams.get('watermark')) || 0))
  }
  server.server.on('upgrade', upgrade)

  return {
    /** Closes all streams; clients reconnect with their watermark. */
    close(): void {
      for (const socket of sockets.clients) socket.close(1001)
      server.server.off('upgrade', upgrade)
    },
  }
}
