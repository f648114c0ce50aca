import type restify from 'restify'
import { z } from 'zod'
import type { Handovers, Outcome } from '../contacts/handovers.ts'
import type { Journey } from '../contacts/journey.ts'
import type { Handover } from '../contacts/types.ts'
import type { TypingLine } from '../contacts/typing.ts'
import { type OperationName, operations, prefix } from './api.ts'
import { mountDeskEvents } from './events.ts'
import { openApi } from './openapi.ts'
import { type Register, serving, StaffError, type StaffMember } from './register.ts'
import type { Sessions } from './sessions.ts'
import { toDeskDetail, toDeskHandover } from './view.ts'

export type DeskDeps = {
  register: Register
  sessions: Sessions
  handovers: Handovers
  journey: Journey
  typing: TypingLine
  live: { subscribe(topic: string, listener: (message: string) => void): () => void }
  /** Sends what an agent wrote through the gate; on a stop nothing is sent and the reasons are given. */
  say(handover: string, member: StaffMember, text: string): Promise<{ sent: true; added: { id: string; version: string }[] } | { sent: false; reasons: string[] }>
  onTaken(handover: Handover, member: StaffMember): Promise<void>
  /** False when it was not this member's to close. */
  onClosed(handover: Handover, member: StaffMember, outcome: Outcome): Promise<boolean>
  /** The member has signed out everywhere; their customers must not wait for them. */
  onGone(member: StaffMember): Promise<void>
  publicUrl(): string
  version: string
  bodyParser: restify.RequestHandler | restify.RequestHandler[]
  log: { error(facts: object, message: string): void }
}

const cookieName = 'shouwen_desk'
const sessionSeconds = 36_000
const maySeeAll = new Set(['supervisor', 'compliance', 'admin', 'auditor'])
const quicker = 'A colleague was quicker, or the customer no longer waits'
const transcriptLength = 1000

/** The request cannot be carried out as it is; the status and message tell the client. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly code: string
  readonly reasons: readonly string[] | undefined
  constructor(status: number, code: string, message: string, reasons?: readonly string[]) {
    super(message)
    this.status = status
    this.code = code
    this.reasons = reasons
  }
}

function tokenOf(cookies: string | undefined): string | undefined {
  return /(?:^|;\s*)shouwen_desk=([\w-]+)/.exec(cookies ?? '')?.[1]
}

type Given = { req: restify.Request; res: restify.Response }
type Body<Name extends OperationName> = (typeof operations)[Name] extends { body: infer Schema extends z.ZodType } ? z.infer<Schema> : undefined
type Answer<Name extends OperationName> = z.infer<(typeof operations)[Name]['answer']>
type Who<Name extends OperationName> = (typeof operations)[Name]['for'] extends 'anyone' ? undefined : StaffMember
type Handlers = { [Name in OperationName]: (given: Given & { body: Body<Name>; member: Who<Name>; id: string }) => Promise<Answer<Name>> }

/** The agents' API under `/api/desk` (design.md), its events and its description. */
export function mountDesk(server: restify.Server, deps: DeskDeps) {
  const { register, sessions, handovers, journey } = deps

  /** Another site's page cannot act for a signed-in agent: its origin is not ours. */
  function sameOrigin(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined) return true
    return URL.canParse(origin) && (origin === new URL(deps.publicUrl()).origin || new URL(origin).host === host)
  }
  const setCookie = (res: restify.Response, token: string, age: number) =>
    res.header('Set-Cookie', `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=${prefix}; Max-Age=${age}${deps.publicUrl().startsWith('https:') ? '; Secure' : ''}`)
  async function namesOfStaff(): Promise<(staff: string) => string> {
    const names = new Map((await register.list()).map(({ id, name }) => [id, name]))
    return staff => names.get(staff) ?? staff
  }
  async function readable(id: string, member: StaffMember): Promise<Handover> {
    const handover = await handovers.get(id)
    if (!handover) throw new Refused(404, 'NotFound', 'There is no such hand-over')
    const mine = handover.status === 'waiting' || handover.agent === member.id || maySeeAll.has(member.role)
      || (handover.status === 'left' && (await journey.enquiry(handover.enquiry))?.owner === member.id)
    if (!mine) throw new Refused(403, 'Forbidden', 'A colleague serves this customer')
    return handover
  }
  async function own(id: string, member: StaffMember): Promise<Handover> {
    const handover = await handovers.get(id)
    if (handover?.status !== 'active' || handover.agent !== member.id) throw new Refused(403, 'Forbidden', 'This conversation is not yours; take it first')
    return handover
  }

  const handlers: Handlers = {
    async signIn({ req, res, body }) {
      const token = await sessions.signIn(body.email, body.password, tokenOf(req.headers.cookie))
      const member = token === undefined ? undefined : await sessions.member(token)
      if (token === undefined || !member) throw new Refused(401, 'Unauthorized', 'E-mail or password is wrong, or the account is locked for 15 minutes after five failures')
      setCookie(res, token, sessionSeconds)
      return member
    },
    async session({ member }) { return member },
    async signOut({ req, res, member }) {
      const last = await sessions.signOut(tokenOf(req.headers.cookie) ?? '', member)
      setCookie(res, '', 0)
      if (last) await deps.onGone(member)
      return { done: true }
    },
    async invite({ body }) {
      await register.completeInvite(body.token, body.email, body.name, body.password)
      return { done: true }
    },
    async addStaff({ body }) { return { id: await register.add(body.email, body.name, body.role, body.password) } },
    async handovers({ member }) {
      const [waiting, mine, messages, present] = await Promise.all([handovers.waiting(), handovers.activeOf(member.id), handovers.leftFor(member.id), sessions.present()])
      return { waiting: waiting.map(toDeskHandover), mine: mine.map(toDeskHandover), messages: messages.map(toDeskHandover), present: present.map(({ name }) => ({ name })) }
    },
    async handover({ id, member }) {
      const handover = await readable(id, member)
      const [entries, enquiry, nameOf] = await Promise.all([journey.ofConversation(handover.conversation, transcriptLength), journey.enquiry(handover.enquiry), namesOfStaff()])
      if (!enquiry) throw new Refused(404, 'NotFound', 'There is no such enquiry')
      return toDeskDetail(handover, entries, enquiry, nameOf)
    },
    async take({ id, member }) {
      const known = await handovers.get(id)
      if (known && (known.status === 'active' || known.status === 'closed')) throw new Refused(409, 'Conflict', quicker)
      const handover = await readable(id, member)
      const under = await handovers.inConversation(handover.conversation)
      if (under && under.id !== id) throw new Refused(409, 'Conflict', 'This customer waits again; take them from the queue')
      const taken = await handovers.take(id, member.id)
      if (taken === 'taken') throw new Refused(409, 'Conflict', quicker)
      await deps.onTaken(taken, member)
      return toDeskHandover(taken)
    },
    async say({ id, member, body }) {
      await own(id, member)
      const said = await deps.say(id, member, body.text)
      if (!said.sent) throw new Refused(422, 'Stopped', 'The message was not sent; please rewrite it', said.reasons)
      return said
    },
    async typing({ id, member }) {
      const { conversation } = await own(id, member)
      deps.typing.tell(conversation, { role: 'agent', name: member.name })
      return { done: true }
    },
    async close({ id, member, body }) {
      const handover = await own(id, member)
      if (!await deps.onClosed(handover, member, body.outcome)) throw new Refused(403, 'Forbidden', 'This conversation is not yours any more')
      return { done: true }
    },
  }

  /** Who asks, where the operation wants to know; throws where it is not for them. */
  async function asking(req: restify.Request, who: (typeof operations)[OperationName]['for']): Promise<StaffMember | undefined> {
    // A page of another site gets no further than this, whatever the browser sends along.
    if (!sameOrigin(req.headers.origin, req.headers.host) || /^(cross|same)-site$/.test(String(req.headers['sec-fetch-site'] ?? ''))) throw new Refused(403, 'Forbidden', 'This request came from another site')
    if (who === 'anyone') return undefined
    const token = tokenOf(req.headers.cookie)
    const member = token === undefined ? undefined : await sessions.member(token)
    if (token === undefined || !member) throw new Refused(401, 'Unauthorized', 'Sign in first')
    if (who === 'serving' && !serving.has(member.role)) throw new Refused(403, 'Forbidden', 'Your role does not serve customers')
    if (who === 'admin' && member.role !== 'admin') throw new Refused(403, 'Forbidden', 'Only an administrator may do this')
    await sessions.seen(token)
    return member
  }
  function answerFor(error: unknown): { status: number; body: unknown } {
    const refusal = (status: number, code: string, message: string, reasons?: readonly string[]) => ({ status, body: { error: { code, message }, ...(reasons ? { reasons } : {}) } })
    if (error instanceof Refused) return refusal(error.status, error.code, error.message, error.reasons)
    if (error instanceof z.ZodError) return refusal(400, 'BadArgument', error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '))
    if (error instanceof StaffError) return refusal(400, 'BadArgument', error.message)
    deps.log.error({ err: error }, 'a desk request failed')
    return refusal(500, 'ServiceError', 'That did not work; try again')
  }

  function mount<Name extends OperationName>(name: Name, handler: Handlers[Name]): void {
    const operation = operations[name]
    const serve = async (req: restify.Request, res: restify.Response) => {
      res.header('Cache-Control', 'no-store')
      try {
        const member = await asking(req, operation.for)
        const body: unknown = 'body' in operation ? operation.body.parse(req.body) : undefined
        res.send(operation.status, await call(handler, { req, res, member, body, id: String(req.params?.['id'] ?? '') }))
      } catch (error) {
        const { status, body } = answerFor(error)
        res.send(status, body)
      }
    }
    const path = `${prefix}${operation.path.replace('{id}', ':id')}`
    if (operation.method === 'get') server.get(path, serve)
    else if (operation.method === 'delete') server.del(path, serve)
    else server.post(path, deps.bodyParser, serve)
  }
  for (const name of Object.keys(operations).filter(isOperation)) mount(name, handlers[name])

  const description = openApi(deps.version)
  server.get('/api/openapi.json', async (_req: restify.Request, res: restify.Response) => { res.send(200, description) })
  return mountDeskEvents(server.server, { journey, handovers, live: deps.live, typing: deps.typing, member: sessions.member, seen: sessions.seen, namesOfStaff, sameOrigin, tokenOf, log: deps.log })
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

/** The table has checked the body and the member: here the two meet their handler. */
function call(handler: Handlers[OperationName], given: Given & { member: unknown; body: unknown; id: string }): Promise<unknown> {
  return Reflect.apply(handler, undefined, [given])
}
