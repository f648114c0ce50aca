import restify from 'restify'
import { BodyTooLargeError, withBody } from './body.ts'
import { isTooDeep } from './nesting.ts'
import { mayHaveNul, noNul } from './no-nul.ts'
import { BrokenOffError, createRoom, NoRoomError } from './room.ts'

/** What the bodies of one address's requests may take up together. */
const roomBytes = 32_000_000
/** Left where they are: nobody here reads them. */
const unread = /^(multipart\/form-data|application\/octet-stream)\b/i

class TooDeepError extends Error {
  override readonly name = 'TooDeepError'
}

function refuse(error: unknown, res: restify.Response, next: restify.Next): void {
  if (error instanceof BodyTooLargeError) res.send(413, { error: { code: 'PayloadTooLarge', message: 'The body is too large' } })
  else if (error instanceof TooDeepError) res.send(400, { error: { code: 'InvalidContent', message: 'The body is nested too deeply' } })
  else if (error instanceof NoRoomError) {
    res.header('Retry-After', String(error.retryAfter))
    res.send(503, { error: { code: 'ServiceUnavailable', message: 'Too much is being sent at once; try again a little later' } })
  } else if (!(error instanceof BrokenOffError)) return next(error)
  next(false)
}

/** Reads a body of JSON of at most so many bytes; of any other kind it reads nothing. (restify's own reader holds what it is sent for as long as it comes, and keeps the files of a form on the disk.) */
export function jsonBody(most: number): restify.RequestHandler[] {
  const room = createRoom({ bytes: roomBytes })
  const [plain, careful] = [{}, { reviver: noNul }].map(options => restify.plugins.jsonBodyParser({ mapParams: false, ...options }).at(-1))
  function read(req: restify.Request, res: restify.Response, next: restify.Next): void {
    if (unread.test(req.headers['content-type'] ?? '')) return next()
    withBody(req, most, room, body => new Promise<void>(resolve => {
      const text = body.toString('utf8')
      if (isTooDeep(text)) throw new TooDeepError()
      if (text) req.body = text
      res.once('close', resolve)
      next()
    })).catch((error: unknown) => refuse(error, res, next))
  }
  return [read, (req, res, next) => (typeof req.body === 'string' && mayHaveNul(req.body) ? careful : plain)?.(req, res, next)]
}
