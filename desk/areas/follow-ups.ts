import { z } from 'zod'
import type { Complaints } from '../../contacts/cases/complaints.ts'
import { type FollowUp, FollowUpTakenError } from '../../contacts/cases/follow-ups.ts'
import { isLocalDate } from '../../contacts/clocks/local-date.ts'
import type { Journey } from '../../contacts/journey.ts'
import type { Handovers } from '../../contacts/handovers.ts'
import { createArea } from '../area.ts'
import { done, instant, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Register, StaffMember } from '../register.ts'

const subject = z.object({ kind: z.enum(['case', 'enquiry']), id: z.string() })
export const followUpSchema = z.object({
  id: z.string(), subject, owner: z.object({ id: z.string(), name: z.string() }), dueAt: instant, status: z.enum(['planned', 'asked', 'solved', 'not-solved', 'no-answer', 'dropped']),
  askedAt: instant.nullable(), endedAt: instant.nullable(), inChat: z.boolean().meta({ description: 'The bot asks the customer; else the owner does, and reports the outcome' }),
}).meta({ id: 'FollowUp' })
const day = z.string().refine(isLocalDate, 'a day such as 2026-03-31')

const operations = {
  followUps: { method: 'get', path: '/follow-ups', summary: 'Follow-ups that are planned or wait for the customer', for: 'staff', query: z.object({ of: z.enum(['mine', 'all']).default('mine'), limit: z.coerce.number().int().min(1).max(1000).default(200) }), status: 200, answer: z.object({ followUps: z.array(followUpSchema) }), refusals: { 403: 'All of them are for those who oversee' } },
  planFollowUp: { method: 'post', path: '/follow-ups', summary: 'Have the customer of a conversation asked on a day whether it is really solved', for: servingRoles, body: z.object({ handover: z.string(), on: day }), status: 201, answer: followUpSchema, refusals: { 404: 'There is no such conversation of the member' } },
  followUpOutcome: { method: 'post', path: '/follow-ups/{id}/outcome', summary: 'Report what the customer said who was asked by phone or letter; what is not solved is opened again', for: servingRoles, body: z.object({ solved: z.boolean() }), status: 200, answer: done, refusals: { 404: 'There is none of the member', 409: 'It is over' } },
} as const satisfies Record<string, Operation>

export type FollowUpAreaDeps = {
  complaints: Pick<Complaints, 'followUps'>
  handovers: Pick<Handovers, 'get'>
  journey: Pick<Journey, 'enquiry'>
  register: Register
  /** The enquiries of which a complaint concerns this member: they neither serve nor see them (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
}

const overseeing = new Set(['supervisor', 'compliance', 'admin', 'auditor'])

export function toDeskFollowUp({ id, subject: about, owner, dueAt, status, askedAt, endedAt, about: { conversation } }: FollowUp, nameOf: (staff: string) => string): z.infer<typeof followUpSchema> {
  return { id, subject: about, owner: { id: owner, name: nameOf(owner) }, dueAt, status, askedAt, endedAt, inChat: conversation !== '' }
}

/** Follow-up (回访, M2.3a). */
export function followUpArea({ complaints: { followUps }, handovers, journey, register, concerning }: FollowUpAreaDeps) {
  async function own(id: string, member: StaffMember): Promise<FollowUp> {
    const found = await followUps.get(id)
    if (!found || (found.owner !== member.id && !overseeing.has(member.role)) || (await concerning(member.id)).has(found.about.enquiry)) throw new Refused(404, 'NotFound', 'There is no such follow-up of yours')
    return found
  }
  return createArea(operations, {
    async followUps({ member, query }) {
      if (query.of === 'all' && !overseeing.has(member.role)) throw new Refused(403, 'Forbidden', 'All follow-ups are for those who oversee; ask for of=mine')
      const [list, nameOf, hidden] = await Promise.all([followUps.list({ owner: query.of === 'mine' ? member.id : undefined, limit: query.limit }), register.names(), concerning(member.id)])
      return { followUps: list.filter(({ about }) => !hidden.has(about.enquiry)).map(each => toDeskFollowUp(each, nameOf)) }
    },
    async planFollowUp({ body, member }) {
      const handover = await handovers.get(body.handover)
      const enquiry = handover && await journey.enquiry(handover.enquiry)
      if (!handover || !enquiry || (await concerning(member.id)).has(handover.enquiry) || (handover.agent !== member.id && enquiry.owner !== member.id && !overseeing.has(member.role))) throw new Refused(404, 'NotFound', 'There is no such conversation of yours')
      const planned = await followUps.planForEnquiry({ enquiry: handover.enquiry, conversation: handover.conversation, locale: handover.locale, day: body.on, by: `agent:${member.id}` })
      return toDeskFollowUp(planned, await register.names())
    },
    async followUpOutcome({ id, body, member }) {
      await own(id, member)
      await followUps.report(id, body.solved, `agent:${member.id}`).catch((error: unknown) => {
        throw error instanceof FollowUpTakenError ? new Refused(409, 'Conflict', error.message) : error
      })
      return wasDone
    },
  })
}
