import type restify from 'restify'
import { z } from 'zod'
import type { Handovers } from '../contacts/handovers.ts'
import type { LoggedActivity } from '../contacts/types.ts'
import { roles, type Staff, StaffError, type StaffMember } from './staff.ts'

export type DeskDeps = {
  staff: Staff
  handovers: Handovers
  transcript(conversation: string): Promise<LoggedActivity[]>
  /** Sends what an agent wrote through the gate; on a stop nothing is sent and the reasons are given. */
  say(handover: string, member: StaffMember, text: string): Promise<{ sent: true } | { sent: false; reasons: string[] }>
  onTaken(handover: string, member: StaffMember): Promise<void>
  onClosed(handover: string, member: StaffMember, outcome: string): Promise<void>
  publicUrl(): string
  bodyParser: restify.RequestHandler | restify.RequestHandler[]
  log: { error(facts: object, message: string): void }
}

const signIn = z.object({ email: z.string().max(200), password: z.string().max(200) })
const invite = z.object({ token: z.string().max(200), email: z.email('an e-mail address'), name: z.string().trim().min(1).max(100), password: z.string().max(200) })
const text = z.object({ text: z.string().trim().min(1, 'write something first').max(4000, 'at most 4,000 characters') })
const close = z.object({ outcome: z.enum(['resolved', 'follow-up', 'referred', 'not-resolved']) })
const newStaff = z.object({ email: z.email('an e-mail address'), name: z.string().trim().min(1).max(100), role: z.enum(roles), password: z.string().max(200) })

const cookieName = 'shouwen_desk'
const mayServe = new Set(['agent', 'supervisor', 'admin'])
const maySeeAll = new Set(['supervisor', 'compliance', 'admin', 'auditor'])

function tokenOf(req: restify.Request): string | undefined {
  return /(?:^|;\s*)shouwen_desk=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1]
}

/** The agents' API under `/api/desk` (design.md). */
export function mountDesk(server: restify.Server, deps: DeskDeps): void {
  const { staff, handovers } = deps
  const fail = (res: restify.Response, status: number, code: string, message: string) => { res.send(status, { error: { code, message } }) }

  /** Another site's page cannot act for a signed-in agent: its origin is not ours. */
  function sameOrigin(req: restify.Request): boolean {
    const { origin } = req.headers
    return origin === undefined || origin === deps.publicUrl() || new URL(origin).host === req.headers.host
  }
  const setCookie = (res: restify.Response, token: string, age: number) =>
    res.header('Set-Cookie', `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/api/desk; Max-Age=${age}${deps.publicUrl().startsWith('https:') ? '; Secure' : ''}`)

  type Handler = (req: restify.Request, res: restify.Response, member: StaffMember) => Promise<void>
  const guarded = (handler: Handler) => async (req: restify.Request, res: restify.Response) => {
    try {
      res.header('Cache-Control', 'no-store')
      if (req.method !== 'GET' && !sameOrigin(req)) return fail(res, 403, 'Forbidden', 'This request came from another site')
      const token = tokenOf(req)
      const member = token ? await staff.session(token) : undefined
      if (!member) return fail(res, 401, 'Unauthorized', 'Sign in first')
      await handler(req, res, member)
    } catch (error) {
      if (error instanceof z.ZodError) return fail(res, 400, 'BadArgument', error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '))
      if (error instanceof StaffError) return fail(res, 400, 'BadArgument', error.message)
      deps.log.error({ err: error }, 'a desk request failed')
      fail(res, 500, 'ServiceError', 'That did not work; try again')
    }
  }
  const open = (handler: (req: restify.Request, res: restify.Response) => Promise<void>) => async (req: restify.Request, res: restify.Response) => {
    try {
      if (!sameOrigin(req)) return fail(res, 403, 'Forbidden', 'This request came from another site')
      await handler(req, res)
    } catch (error) {
      if (error instanceof z.ZodError) return fail(res, 400, 'BadArgument', error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '))
      if (error instanceof StaffError) return fail(res, 400, 'BadArgument', error.message)
      deps.log.error({ err: error }, 'a desk request failed')
      fail(res, 500, 'ServiceError', 'That did not work; try again')
    }
  }
  const idOf = (req: restify.Request) => String(req.params?.['id'] ?? '')

  server.post('/api/desk/session', deps.bodyParser, open(async (req, res) => {
    const { email, password } = signIn.parse(req.body)
    const token = await staff.signIn(email, password)
    if (!token) return fail(res, 401, 'Unauthorized', 'E-mail or password is wrong, or the account is locked for 15 minutes after five failures')
    setCookie(res, token, 36_000)
    res.send(200, await staff.session(token))
  }))
  server.post('/api/desk/invite', deps.bodyParser, open(async (req, res) => {
    const { token, email, name, password } = invite.parse(req.body)
    await staff.completeInvite(token, email, name, password)
    res.send(200, { done: true })
  }))
  server.get('/api/desk/session', guarded(async (_req, res, member) => { res.send(200, member) }))
  server.del('/api/desk/session', guarded(async (req, res) => {
    await staff.signOut(tokenOf(req) ?? '')
    setCookie(res, '', 0)
    res.send(200, { done: true })
  }))
  server.post('/api/desk/staff', deps.bodyParser, guarded(async (req, res, member) => {
    if (member.role !== 'admin') return fail(res, 403, 'Forbidden', 'Only an administrator adds staff')
    const { email, name, role, password } = newStaff.parse(req.body)
    res.send(201, { id: await staff.add(email, name, role, password) })
  }))
  server.get('/api/desk/handovers', guarded(async (_req, res, member) => {
    res.send(200, { waiting: await handovers.waiting(), mine: await handovers.activeOf(member.id) })
  }))
  server.get('/api/desk/handovers/:id', guarded(async (req, res, member) => {
    const handover = await handovers.get(idOf(req))
    if (!handover) return fail(res, 404, 'NotFound', 'There is no such hand-over')
    if (handover.status !== 'waiting' && handover.agent !== member.id && !maySeeAll.has(member.role)) return fail(res, 403, 'Forbidden', 'A colleague serves this customer')
    const transcript = (await deps.transcript(handover.conversation)).map(({ id, at, from, maskedText }) => ({ id, at, role: from.role, name: from.name, text: maskedText }))
    res.send(200, { handover, transcript })
  }))
  server.post('/api/desk/handovers/:id/take', deps.bodyParser, guarded(async (req, res, member) => {
    if (!mayServe.has(member.role)) return fail(res, 403, 'Forbidden', 'Your role does not serve customers')
    const taken = await handovers.take(idOf(req), member.id)
    if (taken === 'taken') return fail(res, 409, 'Conflict', 'A colleague was quicker, or the customer no longer waits')
    await deps.onTaken(taken.id, member)
    res.send(200, taken)
  }))
  const own = async (req: restify.Request, res: restify.Response, member: StaffMember): Promise<string | undefined> => {
    const handover = await handovers.get(idOf(req))
    if (handover?.status === 'active' && handover.agent === member.id) return handover.id
    fail(res, 403, 'Forbidden', 'This conversation is not yours; take it first')
    return undefined
  }
  server.post('/api/desk/handovers/:id/messages', deps.bodyParser, guarded(async (req, res, member) => {
    const id = await own(req, res, member)
    if (id === undefined) return
    const result = await deps.say(id, member, text.parse(req.body).text)
    res.send(result.sent ? 200 : 422, result.sent ? result : { error: { code: 'Stopped', message: 'The message was not sent; please rewrite it' }, reasons: result.reasons })
  }))
  server.post('/api/desk/handovers/:id/close', deps.bodyParser, guarded(async (req, res, member) => {
    const id = await own(req, res, member)
    if (id === undefined) return
    const { outcome } = close.parse(req.body)
    await deps.onClosed(id, member, outcome)
    res.send(200, { done: true })
  }))
}
