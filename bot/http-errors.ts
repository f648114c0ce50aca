import type restify from 'restify'
import { awayAnswer } from '../contacts/away.ts'

const sentences: Record<string, string> = {
  ResourceNotFoundError: 'There is nothing at this address',
  MethodNotAllowedError: 'This address does not take that method',
  InvalidContentError: 'The body cannot be read; send valid JSON',
  PayloadTooLargeError: 'The body is too large',
  RequestEntityTooLargeError: 'The body is too large',
  UnsupportedMediaTypeError: 'Send JSON, with Content-Type: application/json',
}

/** Answers what no route has answered itself, without repeating what was sent: an address or a body may hold personal data. */
export function answerErrors(server: restify.Server): void {
  server.on('restifyError', (_req: restify.Request, res: restify.Response, error: unknown, done: () => void) => {
    const away = awayAnswer(error)
    if (away && error instanceof Error) {
      res.header('Retry-After', String(away.retryAfterSeconds))
      Object.assign(error, { statusCode: away.status, toJSON: () => ({ error: { code: away.code, message: away.message } }), toString: () => away.message })
    } else if (error instanceof Error) {
      const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
      const message = sentences[error.name] ?? (status < 500 ? 'The request is not valid' : 'That did not work; try again')
      Object.assign(error, { toJSON: () => ({ error: { code: error.name.replace(/Error$/, ''), message } }), toString: () => message })
    }
    done()
  })
}
