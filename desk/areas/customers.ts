import { z } from 'zod'
import type { Care } from '../../contacts/customers/care.ts'
import { purposes } from '../../contacts/customers/consents.ts'
import type { Customers, Person } from '../../contacts/customers/customers.ts'
import { type Tiers, tiers as grades } from '../../contacts/customers/tiers.ts'
import type { Enquiries } from '../../contacts/enquiries/enquiries.ts'
import type { Journey } from '../../contacts/journey.ts'
import { createArea } from '../area.ts'
import { done, instant, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Register, StaffMember } from '../register.ts'
import { followUpSchema } from './follow-ups.ts'
import { enquirySchema, timelineEntry, toDeskEnquiry, toTimelineEntry } from './enquiries.ts'

const merge = z.object({ id: z.string(), kept: z.string(), merged: z.string(), how: z.enum(['code', 'sign-in', 'agent']), by: z.string(), at: instant, undoneAt: instant.nullable(), undoneBy: z.string().nullable() }).meta({ id: 'Merge' })
const consent = z.object({ purpose: z.enum(purposes), given: z.boolean(), wording: z.string().max(100).meta({ description: 'The version of the text that was agreed to' }), source: z.string(), at: instant }).meta({ id: 'Consent' })
const who = z.object({ id: z.string(), name: z.string() })
const tier = z.enum(grades)
const survey = z.object({ enquiry: z.string(), score: z.number().meta({ description: '1 to 5' }), at: instant }).meta({ id: 'SurveyAnswer' })
const followUp = z.object({ id: z.string(), subject: followUpSchema.shape.subject, enquiry: z.string(), owner: who, dueAt: instant, status: followUpSchema.shape.status, endedAt: instant.nullable() }).meta({ id: 'CustomerFollowUp' })
const task = z.object({ id: z.string(), enquiry: z.string(), what: z.string().meta({ description: 'Masked' }), owner: who, dueAt: instant, overdue: z.boolean(), doneAt: instant.nullable() }).meta({ id: 'CustomerTask' })
const customer = z.object({
  customers: z.array(z.string()).meta({ description: 'The customers of single channels who are this one person' }), since: instant, channels: z.array(z.object({ channel: z.string(), verified: z.boolean() })),
  merges: z.array(merge), consents: z.array(consent), enquiries: z.array(enquirySchema), tier, surveys: z.array(survey), followUps: z.array(followUp), tasks: z.array(task), timeline: z.array(timelineEntry),
}).meta({ id: 'CustomerJourney' })
const words = z.string().trim().min(10, 'say how you made sure, in at least ten characters').max(2000, 'at most 2,000 characters')

const operations = {
  customer: { method: 'get', path: '/customers/{id}', summary: 'A customer\'s whole journey over all channels', customers: 'looked', for: 'staff', query: z.object({ limit: z.coerce.number().int().min(1).max(5000).default(500) }), status: 200, answer: customer, refusals: { 404: 'There is none that the member may see' } },
  tier: { method: 'get', path: '/customers/{id}/tier', summary: 'How a customer is graded', customers: 'looked', for: 'staff', status: 200, answer: z.object({ tier }), refusals: { 404: 'There is none that the member may see' } },
  gradeCustomer: { method: 'put', path: '/customers/{id}/tier', summary: 'Grade a customer, for a reason; routing goes by it (M2.1b)', for: ['supervisor', 'compliance', 'admin'], body: z.object({ tier, why: z.string().trim().min(1, 'say why').max(500, 'at most 500 characters') }), status: 200, answer: done, refusals: { 404: 'There is none' } },
  mergeCustomers: { method: 'post', path: '/customers/{id}/merges', summary: 'Make another customer one person with this one, having made sure of it; it can be undone', for: servingRoles, body: z.object({ other: z.string(), how: words, confirmed: z.literal(true, 'confirm that it is the same person') }), status: 201, answer: z.object({ id: z.string() }), refusals: { 404: 'There is none that the member may see', 409: 'They are one already' } },
  unmergeCustomers: { method: 'post', path: '/merges/{id}/undo', summary: 'Undo a merge', for: ['supervisor', 'compliance', 'admin'], status: 200, answer: done, refusals: { 409: 'There is none, or it was undone' } },
  customerConsent: { method: 'post', path: '/customers/{id}/consents', summary: 'Keep what the customer agreed to or took back', for: servingRoles, body: consent.pick({ purpose: true, given: true, wording: true }), status: 200, answer: done, refusals: { 404: 'There is none that the member may see' } },
} as const satisfies Record<string, Operation>

export type CustomerAreaDeps = {
  customers: Customers
  enquiries: Pick<Enquiries, 'ofCustomers'>
  journey: Pick<Journey, 'ofCustomers'>
  register: Pick<Register, 'names'>
  tiers: Pick<Tiers, 'of' | 'grade'>
  care(customers: readonly string[]): Promise<Care>
  clock: { now(): Date }
  /** The enquiries of which a complaint concerns this member: they see nothing of them (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
  /** Whether the member has anything to do with one of these customers now. */
  serves(customers: readonly string[], member: StaffMember): Promise<boolean>
}

const overseeing = new Set(['supervisor', 'compliance', 'admin', 'auditor'])
const enquiriesShown = 200

/** Customers over all channels (M1.1a, M3.2b). */
export function customerArea({ customers, enquiries, journey, register, tiers, care, clock, concerning, serves }: CustomerAreaDeps) {
  async function readable(id: string, member: StaffMember): Promise<Person> {
    const found = await customers.person(id)
    if (!found || !(overseeing.has(member.role) || await serves(found.customers, member))) throw new Refused(404, 'NotFound', 'There is no such customer of yours')
    return found
  }
  return createArea(operations, {
    async customer({ id, member, query, looked }) {
      const found = await readable(id, member)
      await looked({ customer: id })
      const [nameOf, list, timeline, tierOf, cared, hidden] = await Promise.all([
        register.names(), enquiries.ofCustomers(found.customers, enquiriesShown), journey.ofCustomers(found.customers, { limit: query.limit }), tiers.of(found.customers), care(found.customers), concerning(member.id),
      ])
      const shown = ({ enquiry }: { enquiry: string }) => !hidden.has(enquiry)
      const named = (owner: string) => ({ id: owner, name: nameOf(owner) })
      const now = clock.now().toISOString()
      return {
        ...found, tier: tierOf, enquiries: list.filter(each => !hidden.has(each.id)).map(each => toDeskEnquiry(each, nameOf)), timeline: timeline.filter(shown).map(each => toTimelineEntry(each, nameOf)), surveys: cared.surveys.filter(shown),
        followUps: cared.followUps.filter(shown).map(each => ({ ...each, owner: named(each.owner) })), tasks: cared.tasks.filter(shown).map(each => ({ ...each, owner: named(each.owner), overdue: each.doneAt === null && each.dueAt < now })),
      }
    },
    async tier({ id, member, looked }) {
      const { customers: same } = await readable(id, member)
      await looked({ customer: id })
      return { tier: await tiers.of(same) }
    },
    async gradeCustomer({ id, member, body }) {
      if (!await tiers.grade(id, body.tier, member.id, body.why)) throw new Refused(404, 'NotFound', 'There is no such customer')
      return wasDone
    },
    async mergeCustomers({ id, body, member }) {
      await readable(id, member)
      // The other one was found by what the customer told; who may not see them learns nothing of them by this.
      const merged = await customers.merge(id, body.other, body.how, `agent:${member.id}`)
      if (merged === undefined) throw new Refused(409, 'Conflict', 'They are one already, or there is no such customer')
      return { id: merged }
    },
    async unmergeCustomers({ id, member }) {
      if (!await customers.unmerge(id, `agent:${member.id}`)) throw new Refused(409, 'Conflict', 'There is no such merge, or it was undone')
      return wasDone
    },
    async customerConsent({ id, body, member }) {
      await readable(id, member)
      await customers.consent(id, { ...body, source: 'agent' }, `agent:${member.id}`)
      return wasDone
    },
  })
}
