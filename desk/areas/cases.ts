import { z } from 'zod'
import { type AskedAct, caseActSchema } from '../../contacts/cases/acts.ts'
import type { Case, CaseStep, Extension, Measure, WholeCase } from '../../contacts/cases/case-record.ts'
import { caseStatuses, decisions, maySee } from '../../contacts/cases/case-state.ts'
import { CaseChangedError, CaseRefusedError, NoCaseError } from '../../contacts/cases/cases.ts'
import type { Complaints } from '../../contacts/cases/complaints.ts'
import { outsideChannels } from '../../contacts/cases/intake.ts'
import { majorKinds } from '../../contacts/cases/rules.ts'
import { ClockError } from '../../contacts/clocks/clocks.ts'
import type { Handovers } from '../../contacts/handovers.ts'
import { createArea } from '../area.ts'
import { toCsv } from '../csv.ts'
import { instant, type Operation, Refused, servingRoles } from '../operation.ts'
import type { Register, Role, StaffMember } from '../register.ts'
import { wordingAdded } from '../schemas.ts'
import { clockSchema, toDeskClock } from './clocks.ts'
import { followUpSchema, toDeskFollowUp } from './follow-ups.ts'

const person = z.object({ id: z.string(), name: z.string() })
const summary = z.object({
  number: z.string(), kind: z.string(), status: z.enum(caseStatuses), major: z.array(z.enum(majorKinds)).meta({ description: 'Why senior management was told; empty for an ordinary one' }),
  summary: z.string().meta({ description: 'Masked' }), owner: person, intake: z.string(), language: z.enum(['zh-Hans', 'zh-Hant', 'en']), openedAt: instant,
  cause: z.string().nullable(), decision: z.enum(decisions).nullable(), score: z.number().int().nullable(), feedback: z.enum(['none', 'waiting', 'given', 'over']), reopened: z.number().int(),
  answeredAt: instant.nullable(), closedAt: instant.nullable(), archivedAt: instant.nullable(), keepUntil: instant.nullable(),
}).meta({ id: 'CaseSummary' })
const extension = z.object({ days: z.number().int(), reason: z.string(), requestedBy: person, requestedAt: instant, status: z.enum(['requested', 'granted', 'refused']), decidedBy: person.nullable(), decidedAt: instant.nullable() })
const measure = z.object({ id: z.string(), what: z.string(), owner: person, due: z.string(), setAt: instant, doneAt: instant.nullable(), result: z.string().nullable() })
const caseStep = z.object({ at: instant, kind: z.string(), actor: z.string(), text: z.string().meta({ description: 'Masked' }), facts: z.record(z.string(), z.unknown()) })
const whole = z.object({
  case: summary.extend({ customer: z.string(), enquiry: z.string() }), concerned: z.array(person).meta({ description: 'Whom it concerns: they neither handle nor see it' }), clocks: z.array(clockSchema), timeline: z.array(caseStep),
  extensions: z.array(extension), measures: z.array(measure), followUps: z.array(followUpSchema),
}).meta({ id: 'Case' })

const overseeing: readonly Role[] = ['supervisor', 'compliance', 'admin', 'auditor']
const handling: readonly Role[] = ['agent', 'supervisor', 'compliance', 'admin']
const limit = z.coerce.number().int().min(1).max(1000).default(200)
const filter = z.object({ of: z.enum(['mine', 'all']).default('mine'), status: z.enum(caseStatuses).optional(), major: z.enum(['true', 'false']).optional(), limit })
const given = {
  what: z.string().trim().min(1, 'what happened').max(4000, 'at most 4,000 characters'), amount: z.number().nonnegative().optional().meta({ description: 'What it is about, in yuan' }),
  concerned: z.array(z.string()).max(50).default([]).meta({ description: 'Members of staff whom it concerns, by id' }), language: z.enum(['zh-Hans', 'zh-Hant', 'en']).default('zh-Hans'),
}
const opening = z.union([
  z.object({ handover: z.string(), ...given }).meta({ description: 'From a conversation, by its hand-over' }),
  z.object({ channel: z.enum(outsideChannels), reference: z.string().trim().min(1).max(200), ...given }).meta({ description: 'From outside the chat; `reference` names the customer there' }),
])

const operations = {
  cases: { method: 'get', path: '/cases', summary: 'Complaints, those opened last first', customers: 'listed', for: 'staff', query: filter, status: 200, answer: z.object({ cases: z.array(summary) }), refusals: { 403: 'All of them are for those who oversee' } },
  openCase: { method: 'post', path: '/cases', summary: 'Accept a complaint that was told to a person; its number is given at once', customers: 'noted', for: servingRoles, body: opening, status: 201, answer: whole, refusals: { 404: 'There is no such hand-over' } },
  casesFile: { method: 'get', path: '/cases-file', summary: 'Complaints as CSV', customers: 'listed', for: overseeing, query: filter, status: 200, answer: ['text/csv'] },
  case: { method: 'get', path: '/cases/{number}', summary: 'A case with its timeline and clocks', customers: 'looked', for: 'staff', status: 200, answer: whole, refusals: { 404: 'There is none that the member may see' } },
  actOnCase: {
    method: 'post', path: '/cases/{number}/acts', summary: 'Take a step', customers: 'noted', for: handling, body: caseActSchema, status: 200, answer: whole.extend({ added: wordingAdded.meta({ description: 'Risk wording that was added to an answer' }) }),
    refusals: { 404: 'There is none that the member may see', 409: 'The case does not allow it; the message names the step that is missing', 422: 'The gate stopped the answer; `reasons` say why, nothing was sent' },
  },
  caseRules: { method: 'get', path: '/case-rules', summary: 'Days, causes and what makes a complaint a major one', for: 'staff', status: 200, answer: z.object({ investigationDays: z.number(), answerDays: z.number(), extensionDays: z.number(), majorAmount: z.number(), retentionYears: z.number(), causes: z.array(z.string()) }) },
} as const satisfies Record<string, Operation>

export type CaseAreaDeps = {
  complaints: Pick<Complaints, 'cases' | 'clocks' | 'followUps' | 'intake'>
  register: Register
  handovers: Pick<Handovers, 'get'>
  clock: { now(): Date }
  /** Takes a step, with what the customer is told of it; on a stop by the gate nothing is done and its reasons are given. */
  act(number: string, asked: AskedAct, member: StaffMember): Promise<{ done: true; added: { id: string; version: string }[] } | { done: false; reasons: string[] }>
}

type NameOf = (staff: string) => string
const personOf = (id: string, nameOf: NameOf) => ({ id, name: nameOf(id) })

function toSummary(of: Case, nameOf: NameOf): z.infer<typeof summary> {
  return {
    number: of.number, kind: of.kind, status: of.status, major: of.major, summary: of.summary, owner: personOf(of.owner, nameOf), intake: of.intake, language: of.locale, openedAt: of.openedAt,
    cause: of.cause, decision: of.decision, score: of.score, feedback: of.feedback, reopened: of.reopened, answeredAt: of.answeredAt, closedAt: of.closedAt, archivedAt: of.archivedAt, keepUntil: of.keepUntil,
  }
}
const toExtension = ({ days, reason, requested_by, requested_at, status, decided_by, decided_at }: Extension, nameOf: NameOf) => ({
  days, reason, requestedBy: personOf(requested_by, nameOf), requestedAt: requested_at, status, decidedBy: decided_by === null ? null : personOf(decided_by, nameOf), decidedAt: decided_at,
})
const toMeasure = ({ id, what, owner, due_day, set_at, done_at, result }: Measure, nameOf: NameOf) => ({ id, what, owner: personOf(owner, nameOf), due: due_day, setAt: set_at, doneAt: done_at, result })
function toStep({ at, kind, actor, text, facts }: CaseStep, nameOf: NameOf): z.infer<typeof caseStep> {
  const [role = '', staff] = actor.split(':')
  return { at, kind, actor: staff === undefined ? role : nameOf(staff), text, facts }
}

const columns = ['number', 'status', 'major', 'owner', 'intake', 'openedAt', 'answeredAt', 'closedAt', 'archivedAt', 'decision', 'cause', 'score', 'reopened'] as const

/** Cases as a table, without texts. */
export function casesCsv(list: readonly Case[], nameOf: NameOf): string {
  return toCsv(columns, list.map(each => ({ ...each, major: each.major.join(' '), owner: nameOf(each.owner) })))
}

/** Complaints (M3.3a, M3.3b). Whom one concerns does not learn of it here, whatever their role. */
export function caseArea({ complaints: { cases, clocks, followUps, intake }, register, handovers, clock, act }: CaseAreaDeps) {
  const missing = () => new Refused(404, 'NotFound', 'There is no such case')

  async function readable(number: string, member: StaffMember): Promise<WholeCase> {
    const found = await cases.whole(number)
    if (!found) throw missing()
    const measures = found.measures.map(({ id, owner, done_at }) => ({ id, owner, done: done_at !== null }))
    if (!maySee({ owner: found.case.owner, concerned: found.concerned, measures }, member)) throw missing()
    return found
  }
  async function show(found: WholeCase): Promise<z.infer<typeof whole>> {
    const { number } = found.case
    const [nameOf, timeline, ofCase, asked] = await Promise.all([register.names(), cases.steps(number), clocks.of({ kind: 'case', id: number }), followUps.list({ subject: { kind: 'case', id: number }, limit: 100 })])
    return {
      case: { ...toSummary(found.case, nameOf), customer: found.case.customer, enquiry: found.case.enquiry }, concerned: found.concerned.map(id => personOf(id, nameOf)), clocks: ofCase.map(each => toDeskClock(each, nameOf, clock.now())),
      timeline: timeline.map(each => toStep(each, nameOf)), extensions: found.extensions.map(each => toExtension(each, nameOf)), measures: found.measures.map(each => toMeasure(each, nameOf)),
      followUps: asked.map(each => toDeskFollowUp(each, nameOf)),
    }
  }
  const listed = ({ of, status, major, limit: most }: z.infer<typeof filter>, member: StaffMember) => cases.list({
    notConcerning: member.id, owner: of === 'mine' ? member.id : undefined, status, major: major === undefined ? undefined : major === 'true', limit: most,
  })

  /** Whoever is named must be in the register, and what is chosen among the institution's own. */
  async function checkNamed(named: readonly (string | undefined)[]): Promise<void> {
    const active = new Set((await register.list()).filter(each => !each.disabled).map(each => each.id))
    const unknown = named.find(each => each !== undefined && !active.has(each))
    if (unknown !== undefined) throw new Refused(400, 'BadArgument', `${unknown} is no active member of staff`)
  }
  async function checkAsked(asked: AskedAct): Promise<void> {
    const { causes, extensionDays } = cases.rules
    if (asked.act === 'name-cause' && !causes.includes(asked.cause)) throw new Refused(400, 'BadArgument', `cause: one of ${causes.join(', ')}`)
    if (asked.act === 'request-extension' && asked.days > extensionDays) throw new Refused(400, 'BadArgument', `days: at most ${extensionDays}`)
    if (asked.act === 'name-concerned') await checkNamed([asked.successor])
    if (asked.act === 'pass-on') await checkNamed([asked.to])
    if (asked.act === 'set-measure') await checkNamed([asked.owner])
  }
  function refusal(error: unknown): unknown {
    if (error instanceof NoCaseError) return missing()
    if (error instanceof CaseRefusedError) return new Refused(409, error.refusal.why === 'missing' ? 'StepMissing' : 'Refused', error.message, error.refusal.why === 'missing' ? [error.refusal.missing] : [error.refusal.why])
    if (error instanceof CaseChangedError || error instanceof ClockError) return new Refused(409, 'Conflict', error.message)
    return error
  }

  return createArea(operations, {
    async cases({ member, query }) {
      if (query.of === 'all' && !overseeing.includes(member.role)) throw new Refused(403, 'Forbidden', 'All cases are for those who oversee; ask for of=mine')
      const [list, nameOf] = await Promise.all([listed(query, member), register.names()])
      return { cases: list.map(each => toSummary(each, nameOf)) }
    },
    async openCase({ body, member }) {
      const told = { what: body.what, amount: body.amount, locale: body.language, concerned: body.concerned, by: member.id }
      try {
        if (!('handover' in body)) return await show(await mine(await intake.fromOutside(body, told), member))
        const handover = await handovers.get(body.handover)
        const serves = handover?.agent === member.id || overseeing.includes(member.role)
        if (!handover || !serves) throw new Refused(404, 'NotFound', 'There is no such conversation of yours')
        return await show(await mine(await intake.fromHandover(body.handover, { ...told, locale: handover.locale }), member))
      } catch (error) {
        throw refusal(error)
      }
    },
    async casesFile({ query, member }) {
      const [list, nameOf] = await Promise.all([listed({ ...query, of: 'all' }, member), register.names()])
      return { name: 'cases.csv', contentType: 'text/csv; charset=utf-8', body: casesCsv(list, nameOf) }
    },
    async case({ params, member, looked }) {
      const found = await readable(params['number'] ?? '', member)
      await looked({ customer: found.case.customer, enquiry: found.case.enquiry })
      return show(found)
    },
    async actOnCase({ params, body, member }) {
      const { case: { number } } = await readable(params['number'] ?? '', member)
      // Compliance decides and oversees; what customers are told comes from those who serve them.
      if (body.act === 'answer' && member.role === 'compliance') throw new Refused(403, 'Forbidden', 'The answer is given by the owner or a supervisor')
      await checkAsked(body)
      const done = await act(number, body, member).catch((error: unknown) => { throw refusal(error) })
      if (!done.done) throw new Refused(422, 'Stopped', 'Nothing was sent; please rewrite it', done.reasons)
      const found = await cases.whole(number)
      if (!found) throw missing()
      return { ...await show(found), added: done.added }
    },
    async caseRules() {
      const { investigationDays, answerDays, extensionDays, majorAmount, retentionYears, causes } = cases.rules
      return { investigationDays, answerDays, extensionDays, majorAmount, retentionYears, causes: [...causes] }
    },
  })

  /** What was just accepted is shown to whoever took it, once, though a colleague owns it. */
  async function mine({ number }: Case, member: StaffMember): Promise<WholeCase> {
    const found = await cases.whole(number)
    if (!found || found.concerned.includes(member.id)) throw missing()
    return found
  }
}
