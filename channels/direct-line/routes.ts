import type restify from 'restify'
import { awayAnswer } from '../../contacts/away.ts'
import { answerJson } from '../json-answer.ts'
import { BrokenOffError, type Place } from '../room.ts'
import { DirectLineError } from './errors.ts'

/** A request to one route: its path's parameters, its query and what Node read of it. */
export type Call = { req: restify.Request; params: Record<string, string>; query: URLSearchParams }
export type Answer = { status: number; body: unknown } | { status: 200; file: Buffer; headers: Record<string, string>; place: Place }
export type Handler = (call: Call) => Promise<Answer>
export type Routes = Record<string, { GET?: Handler; POST?: Handler }>

export type Cross = {
  /** Origins whose pages may read answers; `*` for any. A token is asked for anyway, and cookies never. */
  allowedOrigins: readonly string[]
  log: { error(facts: object, message: string): void }
}

function unknownError(error: unknown): DirectLineError {
  const away = awayAnswer(error)
  return away ? new DirectLineError(away.status, 'ServiceError', away.message, away.retryAfterSeconds) : new DirectLineError(500, 'ServiceError', 'That did not work; please try again', 1)
}

const others = ['put', 'patch', 'del'] as const

/** Serves `routes` below `base`: every answer, refusals too, in Direct Line's form and readable by the pages that may call. */
export function serveRoutes(server: restify.Server, base: string, routes: Routes, { allowedOrigins, log }: Cross): void {
  function answerHeaders(req: restify.Request, res: restify.Response): void {
    res.header('Cache-Control', 'no-store')
    res.header('X-Content-Type-Options', 'nosniff')
    res.header('Vary', 'Origin')
    const { origin } = req.headers
    if (!origin || !(allowedOrigins.includes('*') || allowedOrigins.includes(origin))) return
    res.header('Access-Control-Allow-Origin', origin)
    res.header('Access-Control-Expose-Headers', 'Retry-After')
  }

  function refuse(res: restify.Response, error: unknown): void {
    const known = error instanceof DirectLineError ? error : unknownError(error)
    if (known !== error) log.error({ err: error }, 'a Direct Line request failed')
    if (known.retryAfter !== undefined) res.header('Retry-After', String(known.retryAfter))
    if (known.status === 401) res.header('WWW-Authenticate', 'Bearer')
    res.send(known.status, { error: { code: known.code, message: known.message } })
  }

  const serve = (handler: Handler) => async (req: restify.Request, res: restify.Response): Promise<void> => {
    answerHeaders(req, res)
    try {
      const answer = await handler({ req, params: req.params ?? {}, query: new URL(req.url ?? '/', 'http://localhost').searchParams })
      if (!('file' in answer)) {
        answerJson(res, answer.status, answer.body)
        return
      }
      for (const [name, value] of Object.entries(answer.headers)) res.header(name, value)
      answer.place.slow(() => res.destroy())
      res.once('close', answer.place.leave)
      if (req.socket.destroyed) answer.place.leave()
      res.writeHead(answer.status)
      res.end(answer.file)
    } catch (error) {
      if (error instanceof BrokenOffError) return
      refuse(res, error)
    }
  }

  server.opts(`${base}/*`, async (req: restify.Request, res: restify.Response) => {
    answerHeaders(req, res)
    res.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, Content-Disposition, X-Requested-With, x-ms-bot-agent')
    res.header('Access-Control-Allow-Methods', 'GET, POST')
    res.header('Access-Control-Max-Age', '600')
    res.send(204)
  })
  for (const [path, { GET, POST }] of Object.entries(routes)) {
    const allow = [...(GET ? ['GET'] : []), ...(POST ? ['POST'] : [])].join(', ')
    const wrongMethod = async (req: restify.Request, res: restify.Response) => {
      answerHeaders(req, res)
      res.header('Allow', allow)
      refuse(res, new DirectLineError(405, 'MethodNotAllowed', `Use ${allow}`))
    }
    server.get(`${base}${path}`, GET ? serve(GET) : wrongMethod)
    server.post(`${base}${path}`, POST ? serve(POST) : wrongMethod)
    for (const method of others) server[method](`${base}${path}`, wrongMethod)
  }
  const unknown = serve(() => Promise.reject(new DirectLineError(404, 'NotFound', 'Direct Line 3.0 has no such address')))
  for (const method of ['get', 'post', ...others] as const) server[method](`${base}/*`, unknown)
}
