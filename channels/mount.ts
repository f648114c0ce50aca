import type restify from 'restify'
import { BusyError } from '../contacts/busy.ts'
import { BodyTooLargeError, withBody } from './body.ts'
import { type Channel, type ChannelLog, RefusedRequestError, type WebhookAnswer, type WebhookRequest } from './channel.ts'
import { BrokenOffError, createRoom, NoRoomError } from './room.ts'
import { isForeign } from './taking.ts'

export const webhookBase = '/api/channels'

/** What the bodies of providers' requests may take up together. */
const roomBytes = 32_000_000
const nothing = Buffer.alloc(0)

type Refusal = WebhookAnswer & { retryAfterSeconds?: number }

/** What a provider is told where its request was not taken. */
function refusalOf(error: unknown, channel: string, log: ChannelLog): Refusal {
  if (error instanceof RefusedRequestError) return { status: error.status, body: error.message }
  if (error instanceof BodyTooLargeError) return { status: 413, body: 'The body is too large' }
  if (error instanceof NoRoomError) return { status: 503, body: 'Too many messages at once; send it again later', retryAfterSeconds: error.retryAfter }
  if (error instanceof BusyError) return { status: error.status, body: 'Too many messages at once; send it again later', retryAfterSeconds: error.retryAfterSeconds }
  if (isForeign(error)) {
    log.info({ channel }, 'a message into a conversation that another customer began was not taken')
    return { status: 200 }
  }
  log.error({ err: error, channel }, 'a message could not be accepted')
  return { status: 503, body: 'The message was not accepted; send it again', retryAfterSeconds: 1 }
}

/** `GET` and `POST /api/channels/<name>` and below it, for each channel. */
export function mountChannels(server: restify.Server, channels: Iterable<Channel>, { log }: { log: ChannelLog }): void {
  const room = createRoom({ bytes: roomBytes })
  for (const channel of channels) {
    const serve = (method: WebhookRequest['method']) => async (req: restify.Request, res: restify.Response) => {
      let answer: Refusal
      try {
        const target = req.url ?? ''
        const url = new URL(target, 'http://webhook')
        const receive = (body: Buffer) => channel.receive({ method, path: url.pathname.slice(`${webhookBase}/${channel.name}`.length).replace(/^\/+|\/+$/g, ''), query: url.searchParams, headers: req.headers, body, target })
        answer = await (method === 'POST' ? withBody(req, channel.mostBytes, room, receive) : receive(nothing))
      } catch (error) {
        if (error instanceof BrokenOffError) return
        answer = refusalOf(error, channel.name, log)
      }
      const body = answer.body ?? ''
      res.writeHead(answer.status, {
        'content-type': answer.contentType ?? 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store',
        ...(answer.retryAfterSeconds === undefined ? {} : { 'retry-after': String(answer.retryAfterSeconds) }),
      })
      const { onEnd } = answer
      if (onEnd) {
        let told = false
        const tell = (whole: boolean) => {
          if (!told) onEnd(whole)
          told = true
        }
        res.once('finish', () => tell(true))
        res.once('close', () => tell(false))
        if (res.destroyed || req.socket.destroyed) tell(false)
      }
      res.end(body)
    }
    for (const path of [`${webhookBase}/${channel.name}`, `${webhookBase}/${channel.name}/*`]) {
      server.get(path, serve('GET'))
      server.post(path, serve('POST'))
    }
  }
}
