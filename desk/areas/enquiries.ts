import { z } from 'zod'
import { type Clock, ClockError } from '../../contacts/clocks/clocks.ts'
import type { Term } from '../../contacts/clocks/term.ts'
import type { Complaints } from '../../contacts/cases/complaints.ts'
import { steps } from '../../contacts/enquiries/closed-loop.ts'
import { type Enquiries, EnquiryRefusedError, type EnquiryRecord, saidSteps } from '../../contacts/enquiries/enquiries.ts'
import type { JourneyEntry } from '../../contacts/journey.ts'
import { createArea } from '../area.ts'
import { toCsv } from '../csv.ts'
import { done, instant, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Register, Role, StaffMember } from '../register.ts'
import { clockSchema, toDeskClock } from './clocks.ts'

const person = z.object({ id: z.string(), name: z.string() })
const step = z.enum(steps)
export const enquirySchema = z.object({
  id: z.string(), customer: z.string(), owner: person, status: z.enum(['open', 'closed']), kind: z.enum(['information', 'assistance', 'request', 'complaint']), topic: z.string().nullable(),
  openedAt: instant, updatedAt: instant, closedAt: instant.nullable(), outcome: z.string().nullable(), continuedBy: z.string().nullable().meta({ description: 'The enquiry that goes on in its place' }),
  steps: z.array(z.object({ step, at: instant })), missing: z.array(step).meta({ description: 'What it needs before it may be closed (M1.1c)' }),
  closeProposed: z.object({ by: z.string(), at: instant, outcome: z.string() }).nullable().meta({ description: 'Awaits the owner' }),
}).meta({ id: 'Enquiry' })
export type DeskEnquiry = z.infer<typeof enquirySchema>
const timed = enquirySchema.extend({ due: clockSchema.nullable().meta({ description: 'What is due first' }) })
export const timelineEntry = z.object({ at: instant, kind: z.string(), actor: z.string(), conversation: z.string(), enquiry: z.string(), text: z.string().meta({ description: 'Masked' }), facts: z.record(z.string(), z.unknown()) }).meta({ id: 'TimelineEntry' })
const succession = z.object({ id: z.string(), enquiry: z.string(), from: person, to: person, reason: z.string().meta({ description: 'Masked' }), by: person, at: instant }).meta({ id: 'Succession' })

const overseeing: readonly Role[] = ['supervisor', 'compliance', 'admin', 'auditor']
const limit = z.coerce.number().int().min(1).max(1000).default(200)
const filter = z.object({ of: z.enum(['mine', 'all']).default('mine'), limit })
const words = z.string().trim().min(1, 'say it in words').max(2000, 'at most 2,000 characters')
const term = z.union([z.object({ workingDays: z.number().int().min(1).max(60) }), z.object({ until: z.iso.datetime({ offset: true }) })])
const refusals = { 404: 'There is none that the member may see', 409: 'It does not allow that; the message says why, and `reasons` names a missing step' }

const operations = {
  enquiries: { method: 'get', path: '/enquiries', summary: 'Open enquiries: those with something due first, in its order', customers: 'listed', for: 'staff', query: filter, status: 200, answer: z.object({ enquiries: z.array(timed) }), refusals: { 403: 'All of them are for those who oversee' } },
  enquiriesFile: { method: 'get', path: '/enquiries-file', summary: 'The same as CSV', customers: 'listed', for: 'staff', query: filter, status: 200, answer: ['text/csv'], refusals: { 403: 'All of them are for those who oversee' } },
  enquiry: { method: 'get', path: '/enquiries/{id}', summary: 'An enquiry with its clocks and timeline', customers: 'looked', for: 'staff', status: 200, answer: z.object({ enquiry: enquirySchema, clocks: z.array(clockSchema), timeline: z.array(timelineEntry) }), refusals: { 404: refusals[404] } },
  enquiryStep: { method: 'post', path: '/enquiries/{id}/steps', summary: 'Note a step that was taken outside the chat, and how', for: servingRoles, body: z.object({ step: z.enum(saidSteps), how: words }), status: 200, answer: done, refusals },
  enquiryPromise: { method: 'post', path: '/enquiries/{id}/promises', summary: 'Promise what will be done by when; the customer is told in their conversation, through the gate', for: servingRoles, body: z.object({ what: words, by: term }), status: 201, answer: clockSchema, refusals: { ...refusals, 422: 'The gate stopped it; `reasons` say why, nothing was promised' } },
  closeEnquiry: { method: 'post', path: '/enquiries/{id}/close', summary: 'Close it or confirm its close; for its owner', for: servingRoles, body: z.object({ outcome: z.enum(['resolved', 'referred', 'not-resolved']) }), status: 200, answer: done, refusals },
  keepEnquiryOpen: { method: 'post', path: '/enquiries/{id}/keep-open', summary: 'Refuse a proposed close; for its owner', for: servingRoles, body: z.object({ why: words }), status: 200, answer: done, refusals },
  reopenEnquiry: { method: 'post', path: '/enquiries/{id}/reopen', summary: 'Open it again, with the owner it had', for: servingRoles, body: z.object({ why: words }), status: 200, answer: done, refusals },
  proposeSuccession: { method: 'post', path: '/enquiries/{id}/successions', summary: 'Name a successor for its owner; the owner stays answerable until the successor accepts', for: servingRoles, body: z.object({ to: z.string(), reason: words }), status: 201, answer: z.object({ id: z.string() }), refusals },
  successions: { method: 'get', path: '/successions', summary: 'Proposals that await the member, or that the member awaits', customers: 'listed', for: 'staff', status: 200, answer: z.object({ successions: z.array(succession) }) },
  decideSuccession: { method: 'post', path: '/successions/{id}/decision', summary: 'Accept or decline to be the successor', for: servingRoles, body: z.object({ accept: z.boolean() }), status: 200, answer: done, refusals },
} as const satisfies Record<string, Operation>

type NameOf = (staff: string) => string

export function toDeskEnquiry(of: EnquiryRecord, nameOf: NameOf): DeskEnquiry {
  const { id, customer, owner, status, kind, topic, openedAt, updatedAt, closedAt, outcome, continuedBy, closeProposed, missing } = of
  return {
    id, customer, owner: { id: owner, name: nameOf(owner) }, status, kind, topic, openedAt, updatedAt, closedAt, outcome, continuedBy, closeProposed,
    steps: steps.flatMap(each => of.steps[each] === undefined ? [] : [{ step: each, at: of.steps[each] }]), missing: status === 'open' ? [...missing] : [],
  }
}

export function toTimelineEntry({ at, kind, actor, conversation, enquiry, text, facts }: JourneyEntry, nameOf: NameOf): z.infer<typeof timelineEntry> {
  const [role = '', staff] = actor.split(':')
  return { at, kind, actor: staff === undefined ? role : nameOf(staff), conversation, enquiry, text, facts }
}

const csvColumns = ['id', 'owner', 'kind', 'topic', 'openedAt', 'updatedAt', 'dueAt', 'missing', 'closeProposed'] as const

/** Enquiries as a table, without texts. */
export function enquiriesCsv(list: readonly { enquiry: EnquiryRecord; due: Clock | undefined }[], nameOf: NameOf): string {
  return toCsv(csvColumns, list.map(({ enquiry: { id, owner, kind, topic, openedAt, updatedAt, missing, closeProposed }, due }) => ({
    id, owner: nameOf(owner), kind, topic, openedAt, updatedAt, dueAt: due?.dueAt ?? null, missing: missing.join(' '), closeProposed: closeProposed?.by ?? null,
  })))
}

export type EnquiryAreaDeps = {
  enquiries: Enquiries
  complaints: Pick<Complaints, 'clocks'>
  register: Register
  clock: { now(): Date }
  /** The entries of an enquiry over all conversations, in their order, masked. */
  timelineOf(enquiry: EnquiryRecord): Promise<JourneyEntry[]>
  /** Tells the customer of a promise, and makes it; on a stop by the gate nothing is promised. */
  promise(enquiry: EnquiryRecord, what: string, term: Term, member: StaffMember): Promise<{ promised: Awaited<ReturnType<Enquiries['promise']>> } | { reasons: string[] }>
  /** Whether the member has anything to do with the enquiry's customer now. */
  serves(enquiry: EnquiryRecord, member: StaffMember): Promise<boolean>
  /** The enquiries of which a complaint concerns this member: they neither serve nor see them (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
}

/** What a member answers for (M1.1b) and what each enquiry needs (M1.1c). */
export function enquiryArea({ enquiries, complaints: { clocks }, register, clock, timelineOf, promise, serves, concerning }: EnquiryAreaDeps) {
  async function readable(id: string, member: StaffMember): Promise<EnquiryRecord> {
    const found = await enquiries.read(id).catch(() => undefined)
    if (!found || (await concerning(member.id)).has(id) || !(found.owner === member.id || overseeing.includes(member.role) || await serves(found, member))) throw new Refused(404, 'NotFound', 'There is no such enquiry')
    return found
  }
  async function listed({ of, limit: most }: z.infer<typeof filter>, member: StaffMember) {
    if (of === 'all' && !overseeing.includes(member.role)) throw new Refused(403, 'Forbidden', 'All enquiries are for those who oversee; ask for of=mine')
    const [list, hidden] = await Promise.all([enquiries.list({ owner: of === 'mine' ? member.id : undefined, limit: most }), concerning(member.id)])
    return list.filter(({ enquiry }) => !hidden.has(enquiry.id))
  }
  /** Carries out what the enquiry may refuse. */
  async function carry<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw error instanceof EnquiryRefusedError || error instanceof ClockError ? new Refused(409, 'Conflict', error.message) : error
    }
  }

  return createArea(operations, {
    async enquiries({ query, member }) {
      const [list, nameOf] = await Promise.all([listed(query, member), register.names()])
      return { enquiries: list.map(({ enquiry, due }) => ({ ...toDeskEnquiry(enquiry, nameOf), due: due ? toDeskClock(due, nameOf, clock.now()) : null })) }
    },
    async enquiriesFile({ query, member }) {
      const [list, nameOf] = await Promise.all([listed(query, member), register.names()])
      return { name: 'enquiries.csv', contentType: 'text/csv; charset=utf-8', body: enquiriesCsv(list, nameOf) }
    },
    async enquiry({ id, member, looked }) {
      const found = await readable(id, member)
      await looked({ customer: found.customer, enquiry: id })
      const [nameOf, ofEnquiry, timeline] = await Promise.all([register.names(), clocks.of({ kind: 'enquiry', id }), timelineOf(found)])
      return { enquiry: toDeskEnquiry(found, nameOf), clocks: ofEnquiry.map(each => toDeskClock(each, nameOf, clock.now())), timeline: timeline.map(each => toTimelineEntry(each, nameOf)) }
    },
    async enquiryStep({ id, body, member }) {
      await readable(id, member)
      await carry(() => enquiries.take(id, body.step, body.how, member.id))
      return wasDone
    },
    async enquiryPromise({ id, body, member }) {
      const found = await readable(id, member)
      const asked = 'until' in body.by ? { until: new Date(body.by.until).toISOString() } : body.by
      if ('until' in asked && asked.until <= clock.now().toISOString()) throw new Refused(400, 'BadArgument', 'by: a time that is still to come')
      const made = await carry(() => promise(found, body.what, asked, member))
      if ('reasons' in made) throw new Refused(422, 'Stopped', 'Nothing was promised; please reword it', made.reasons)
      return toDeskClock(made.promised, await register.names(), clock.now())
    },
    async closeEnquiry({ id, body, member }) {
      await readable(id, member)
      await carry(() => enquiries.close(id, body.outcome, member.id))
      return wasDone
    },
    async keepEnquiryOpen({ id, body, member }) {
      await readable(id, member)
      await carry(() => enquiries.keepOpen(id, body.why, member.id))
      return wasDone
    },
    async reopenEnquiry({ id, body, member }) {
      await readable(id, member)
      await carry(() => enquiries.reopen(id, body.why, member.id))
      return wasDone
    },
    async proposeSuccession({ id, body, member }) {
      const found = await readable(id, member)
      if (found.owner !== member.id && !['supervisor', 'admin'].includes(member.role)) throw new Refused(403, 'Forbidden', 'A successor is named by the owner, or by a supervisor')
      if ((await concerning(body.to)).has(id)) throw new Refused(409, 'Conflict', 'A complaint of this customer concerns them (M3.3a); name somebody else')
      return { id: await carry(() => enquiries.propose(id, body.to, body.reason, member.id)) }
    },
    async successions({ member }) {
      const [list, nameOf, hidden] = await Promise.all([enquiries.successions(member.id), register.names(), concerning(member.id)])
      const named = (id: string) => ({ id, name: nameOf(id) })
      return { successions: list.filter(({ enquiry }) => !hidden.has(enquiry)).map(({ id, enquiry, from, to, reason, by, at }) => ({ id, enquiry, from: named(from), to: named(to), reason, by: named(by), at })) }
    },
    async decideSuccession({ id, body, member }) {
      await carry(() => enquiries.decide(id, body.accept, member.id))
      return wasDone
    },
  })
}
