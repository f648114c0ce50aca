import type { IncomingMessage } from 'node:http'
import type restify from 'restify'
import { z } from 'zod'
import { awayAnswer } from '../contacts/away.ts'
import { OpenLoopError } from '../contacts/enquiries/closed-loop.ts'
import type { About, Audit } from '../contacts/proof/audit.ts'
import type { Served } from './area.ts'
import type { Cookies } from './cookie.ts'
import { mountDeskEvents, type DeskEventsDeps } from './events.ts'
import { openApi } from './openapi.ts'
import { type DeskFile, type Operation, prefix, Refused } from './operation.ts'
import { StaffError, type StaffMember } from './register.ts'
import type { Sessions } from './sessions.ts'

export type DeskDeps = Omit<DeskEventsDeps, 'member' | 'seen' | 'sameOrigin' | 'tokenOf'> & {
  areas: readonly Served[]
  sessions: Sessions
  cookies: Cookies
  audit: Pick<Audit, 'looked' | 'listed'>
  publicUrl(): string
  version: string
  clock: { now(): Date }
  bodyParser: restify.RequestHandler | restify.RequestHandler[]
  /** For operations whose body may be large. */
  largeBodyParser?: restify.RequestHandler | restify.RequestHandler[]
}

/** The agents' API under `/api/desk` (design.md), its events and its description. */
export function mountDesk(server: restify.Server, deps: DeskDeps) {
  const { sessions, cookies: { isSecure, tokenOf } } = deps

  /** Another site's page cannot act for a signed-in agent: its origin is not ours. */
  function sameOrigin(req: IncomingMessage): boolean {
    const { origin, host } = req.headers
    if (origin === undefined) return true
    if (!URL.canParse(origin)) return false
    // Whoever sits in between can make up a page of this very host without https.
    if (isSecure(req) && !origin.startsWith('https:')) return false
    return origin === new URL(deps.publicUrl()).origin || new URL(origin).host === host
  }

  /** A page of another site gets no further than this, whatever the browser sends along. */
  function fromOurPage(req: restify.Request): void {
    if (!sameOrigin(req) || /^(cross|same)-site$/.test(String(req.headers['sec-fetch-site'] ?? ''))) throw new Refused(403, 'Forbidden', 'This request came from another site')
    // What a form, or a script without being asked for leave, can send from anywhere is of other types, or of none.
    const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    if (/^(POST|PUT)$/.test(req.method ?? '') && (type === '' ? req.headers['x-shouwen-desk'] === undefined : !/^application\/([\w.-]+\+)?json$/.test(type))) {
      throw new Refused(415, 'NotJson', 'Send Content-Type: application/json; without a body, the header X-Shouwen-Desk')
    }
  }
  /** Who asks, where the operation wants to know; throws where it is not for them. */
  async function asking(req: restify.Request, { for: who, fresh }: Operation): Promise<StaffMember | undefined> {
    fromOurPage(req)
    if (who === 'anyone') return undefined
    const token = tokenOf(req)
    const member = token === undefined ? undefined : await sessions.member(token)
    if (token === undefined || !member) throw new Refused(401, 'Unauthorized', 'Sign in first')
    if (who !== 'staff' && !who.includes(member.role)) throw new Refused(403, 'Forbidden', `This is not for your role (${member.role}) but for: ${who.join(', ')}`)
    if (fresh && await sessions.provenFor(token) > freshMs) throw new Refused(403, 'ProveAgain', 'Prove again who you are first: POST /api/desk/account/proof')
    await sessions.seen(token)
    return member
  }
  function answerFor(error: unknown): { status: number; body: unknown; retryAfterSeconds?: number } {
    const refusal = (status: number, code: string, message: string, reasons?: readonly string[]) => ({ status, body: { error: { code, message }, ...(reasons ? { reasons } : {}) } })
    if (error instanceof Refused) return refusal(error.status, error.code, error.message, error.reasons)
    if (error instanceof z.ZodError) return refusal(400, 'BadArgument', error.issues.map(issue => `${issue.path.join('.') || 'the body'}: ${issue.message}`).join('; '))
    if (error instanceof OpenLoopError) return refusal(409, 'OpenLoop', error.message, error.missing)
    if (error instanceof StaffError) return refusal(400, 'BadArgument', error.message)
    deps.log.error({ err: error }, 'a desk request failed')
    const away = awayAnswer(error)
    if (away) return { ...refusal(away.status, away.code, away.message), retryAfterSeconds: away.retryAfterSeconds }
    return refusal(500, 'ServiceError', 'That did not work; try again')
  }

  const admitted = new WeakMap<restify.Request, StaffMember | undefined>()

  function mount({ name, operation, handle }: Served): void {
    const refuse = (res: restify.Response, error: unknown) => {
      const { status, body, retryAfterSeconds } = answerFor(error)
      if (retryAfterSeconds !== undefined) res.header('Retry-After', String(retryAfterSeconds))
      res.send(status, body)
    }
    /** Who may not gets no further: their body is not even read. */
    const admit = (req: restify.Request, res: restify.Response, next: restify.Next) => {
      for (const [header, value] of Object.entries(headers(isSecure(req)))) res.header(header, value)
      // Pages tell by it how long an offer lasts and what is due: their machine's clock may be wrong.
      res.header('Date', deps.clock.now().toUTCString())
      asking(req, operation).then(member => {
        admitted.set(req, member)
        next()
      }).catch((error: unknown) => {
        refuse(res, error)
        next(false)
      })
    }
    const serve = async (req: restify.Request, res: restify.Response) => {
      try {
        const member = admitted.get(req)
        const body = operation.body?.parse(req.body)
        const query = operation.query?.parse(Object.fromEntries(new URLSearchParams(req.getQuery().replaceAll('%00', ''))))
        const params = paramsSchema.parse(req.params ?? {})
        if (Object.values(params).some(each => each.includes('\0'))) throw new Refused(404, 'NotFound', 'There is nothing of this name')
        let hasLooked = false
        const looked = async (about: About) => {
          hasLooked = true
          if (member) await deps.audit.looked(member.id, name, about)
        }
        const answer = await handle({ req, res, member, body, query, id: params['id'] ?? '', params, looked })
        if (operation.customers === 'looked' && !hasLooked) throw new Error(`${name} would show a customer without a trace`)
        if (operation.customers === 'listed' && member) await deps.audit.listed(member.id, name)
        if (isFile(operation.answer, answer)) sendFile(res, operation.status, answer)
        else res.send(operation.status, answer)
      } catch (error) {
        refuse(res, error)
      }
    }
    const path = `${prefix}${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    if (operation.method === 'get') server.get(path, admit, serve)
    else if (operation.method === 'delete') server.del(path, admit, serve)
    else if (operation.method === 'put') server.put(path, admit, deps.bodyParser, serve)
    else server.post(path, admit, operation.large && deps.largeBodyParser ? deps.largeBodyParser : deps.bodyParser, serve)
  }
  deps.areas.forEach(mount)

  const description = openApi(deps.version, deps.areas)
  server.get('/api/openapi.json', async (_req: restify.Request, res: restify.Response) => { res.send(200, description) })
  return mountDeskEvents(server.server, { ...deps, member: sessions.member, seen: sessions.seen, sameOrigin, tokenOf })
}

/** For so long somebody who has proven who they are is not asked again. */
const freshMs = 15 * 60_000

/** What an answer of the API tells a browser: keep nothing, guess nothing, give it to no other site, and reach this host by https alone. */
function headers(isSecure: boolean): Record<string, string> {
  return {
    'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Resource-Policy': 'same-origin', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
}

const paramsSchema = z.record(z.string(), z.string())

function isFile(declared: z.ZodType | readonly string[], _answer: unknown): _answer is DeskFile {
  return Array.isArray(declared)
}

/** Whatever is in the file, it never opens as a page of ours. */
function sendFile(res: restify.Response, status: number, { name, contentType, body, shown = false }: DeskFile): void {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, each => `%${each.charCodeAt(0).toString(16)}`)
  res.writeHead(status, {
    'Content-Type': contentType, 'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encoded}`,
    'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': "default-src 'none'; sandbox", 'Cross-Origin-Resource-Policy': 'same-origin',
  })
  res.end(body)
}
