import { z } from 'zod'
import type { Handovers } from '../../contacts/handovers.ts'
import type { Guests } from '../../contacts/serving/guests.ts'
import type { Passing } from '../../contacts/serving/passing.ts'
import type { PrivateKind, PrivateWords } from '../../contacts/serving/private-words.ts'
import type { Handover } from '../../contacts/types.ts'
import type { Access } from '../access.ts'
import { createArea } from '../area.ts'
import { done, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import { type Register, type Role, serving, type StaffMember } from '../register.ts'
import type { Routing } from '../routing/routing.ts'
import { handover } from '../schemas.ts'
import { isTopicPattern } from '../topics.ts'
import { toDeskHandover } from '../view.ts'

const words = z.string().trim().min(1, 'write something first').max(4000, 'at most 4,000 characters')
const target = z.union([z.object({ member: z.string().min(1) }), z.object({ topic: z.string().refine(text => isTopicPattern(text) && !text.endsWith('*'), 'a topic such as "fund-fees"') })])
const supervising: readonly Role[] = ['supervisor', 'admin']
const readingAlong: readonly Role[] = ['supervisor', 'admin', 'compliance', 'auditor']

const operations = {
  answerOffer: { method: 'post', path: '/handovers/{id}/offer/answer', summary: 'Take the customer that is offered, or leave them to the next colleague', for: servingRoles, body: z.object({ accept: z.boolean() }), status: 200, answer: done, refusals: { 409: 'The offer is over' } },
  transfer: { method: 'post', path: '/handovers/{id}/transfer', summary: 'Pass a customer on: to a colleague, who is asked and has them once they accept, or to whoever serves a topic. The enquiry keeps its owner. Supervisors pass on any customer', for: servingRoles, body: z.object({ to: target, note: words }), status: 200, answer: done, refusals: { 409: 'The customer is not there any more, or a colleague is being asked' } },
  endTransfer: { method: 'delete', path: '/handovers/{id}/transfer', summary: 'Take back a transfer that has not been accepted', for: servingRoles, status: 200, answer: done },
  note: { method: 'post', path: '/handovers/{id}/notes', summary: 'Write to colleagues; the customer never sees it. A supervisor\'s note in a colleague\'s conversation is a whisper', for: servingRoles, body: z.object({ text: words }), status: 200, answer: done },
  consult: { method: 'post', path: '/handovers/{id}/guests', summary: 'Bring a colleague into the conversation to ask them in private', for: servingRoles, body: z.object({ member: z.string().min(1), text: words }), status: 200, answer: done },
  endGuest: { method: 'delete', path: '/handovers/{id}/guests/{staff}', summary: 'A colleague leaves the conversation', for: servingRoles, status: 200, answer: done },
  join: { method: 'post', path: '/handovers/{id}/join', summary: 'A supervisor joins the conversation and writes to the customer beside the agent', for: supervising, status: 200, answer: done },
  takeOver: { method: 'post', path: '/handovers/{id}/take-over', summary: 'A supervisor takes the customer out of a colleague\'s hands, or out of the queue', customers: 'noted', for: supervising, status: 200, answer: handover, refusals: { 409: 'The customer is not there any more' } },
  giveBack: { method: 'post', path: '/handovers/{id}/give-back', summary: 'Give the customer back to the bot; their enquiry stays open with its owner', for: servingRoles, status: 200, answer: done },
} as const satisfies Record<string, Operation>

export type TransferDeps = {
  access: Access
  handovers: Pick<Handovers, 'get'>
  passing: Passing
  guests: Guests
  privateWords: PrivateWords
  routing: Routing
  register: Pick<Register, 'list'>
  clock: { now(): Date }
  concerning(member: string): Promise<ReadonlySet<string>>
  /** What the customer is told. */
  onTaken(handover: Handover, member: StaffMember): Promise<void>
  onPassed(handover: Handover): Promise<void>
  onJoined(handover: Handover, member: StaffMember): Promise<void>
  onGivenBack(handover: Handover, member: StaffMember): Promise<void>
}

/** How a customer comes from one colleague to another, and how several look after one. */
export function transferArea({ access, handovers, passing, guests, privateWords, routing, register, clock, concerning, ...told }: TransferDeps) {
  const isSupervising = ({ role }: StaffMember) => supervising.includes(role)
  const over = () => new Refused(409, 'NotThere', 'The customer is not there any more, or a colleague is being asked')

  /** For the agent of the conversation, and for supervisors. */
  async function mine(id: string, member: StaffMember): Promise<Handover> {
    return isSupervising(member) ? (await access.readable(id, member, supervising)).handover : (await access.served(id, member)).handover
  }
  /** For whoever takes part: the agent, guests, the enquiry's owner, supervisors. */
  const party = async (id: string, member: StaffMember) => (await access.concerned(id, member, readingAlong)).handover

  async function colleague(id: string, found: Handover): Promise<StaffMember> {
    const member = (await register.list()).find(each => each.id === id && !each.disabled && serving.has(each.role))
    if (!member) throw new Refused(400, 'BadArgument', 'Name a colleague who serves customers')
    if ((await concerning(id)).has(found.enquiry)) throw new Refused(400, 'BadArgument', 'A complaint concerns this colleague; name another')
    return member
  }
  const note = (found: Handover, member: StaffMember, as: PrivateKind, text: string) => privateWords.write(found, member.id, as, text)

  return createArea(operations, {
    async answerOffer({ id, member, body }) {
      const found = await handovers.get(id)
      const offer = await passing.offerOf(id)
      if (!found || offer?.to !== member.id) throw new Refused(409, 'OfferOver', 'The offer is over')
      if (!body.accept) {
        await passing.endOffer(found, member.id, 'declined')
        return wasDone
      }
      const reasons = await routing.keptFrom(found, member.id)
      if (reasons.length > 0) throw new Refused(403, 'NotQualified', 'You may not serve this customer; see the staff register', reasons)
      if (!await passing.accept(found, member.id)) throw new Refused(409, 'OfferOver', 'The offer is over')
      await told.onTaken(found, member)
      return wasDone
    },

    async transfer({ id, member, body }) {
      const found = await mine(id, member)
      if (found.status !== 'active' && found.status !== 'waiting') throw over()
      if ('topic' in body.to) {
        await note(found, member, 'transfer', body.note)
        if (!await passing.toTopic(found, body.to.topic, member.id)) throw over()
        if (found.status === 'active') await told.onPassed(found)
        return wasDone
      }
      const to = await colleague(body.to.member, found)
      if (to.id === found.agent) throw new Refused(400, 'BadArgument', 'The customer is with this colleague already')
      const reasons = await routing.keptFrom(found, to.id)
      if (reasons.length > 0) throw new Refused(400, 'NotQualified', 'This colleague may not serve the customer', reasons)
      if (!(await routing.colleagues()).some(each => each.member.id === to.id)) throw new Refused(409, 'NotHere', 'This colleague is not at the desk now')
      const until = new Date(clock.now().getTime() + routing.rules.offerSeconds * 1000).toISOString()
      // Before it: who is asked reads it with the offer.
      await note(found, member, 'transfer', body.note)
      if (!await passing.offer(found, to.id, { until, why: 'transfer', by: member.id })) throw over()
      return wasDone
    },
    async endTransfer({ id, member }) {
      const found = await mine(id, member)
      const offer = await passing.offerOf(id)
      if (offer?.why === 'transfer') await passing.endOffer(found, offer.to, 'timed-out')
      return wasDone
    },

    async note({ id, member, body }) {
      const found = await party(id, member)
      const part = await access.partIn(found, member)
      await note(found, member, part === 'consulted' ? 'consult' : part === 'reading' && isSupervising(member) && found.status === 'active' ? 'whisper' : 'note', body.text)
      return wasDone
    },
    async consult({ id, member, body }) {
      const found = await mine(id, member)
      const to = await colleague(body.member, found)
      if (to.id === found.agent || !await guests.invite(found, to.id, 'consulted', member.id)) throw over()
      await note(found, member, 'consult', body.text)
      return wasDone
    },
    async endGuest({ id, member, params }) {
      const staff = params['staff'] ?? ''
      const found = staff === member.id ? await party(id, member) : await mine(id, member)
      await guests.leave(found, staff, member.id)
      return wasDone
    },

    async join({ id, member }) {
      const { handover: found } = await access.readable(id, member, supervising)
      if (found.agent === member.id || !await guests.invite(found, member.id, 'joined', member.id)) throw over()
      await told.onJoined(found, member)
      return wasDone
    },
    async takeOver({ id, member }) {
      const { handover: found } = await access.readable(id, member, supervising)
      const reasons = await routing.keptFrom(found, member.id)
      if (reasons.length > 0) throw new Refused(403, 'NotQualified', 'You may not serve this customer; see the staff register', reasons)
      if (found.agent === member.id || !await passing.takeOver(found, member.id)) throw over()
      const taken = await handovers.get(id)
      await told.onTaken(found, member)
      return toDeskHandover(taken ?? found)
    },
    async giveBack({ id, member }) {
      const { handover: found } = await access.served(id, member)
      if (!await passing.giveBack(found, member.id)) throw over()
      await told.onGivenBack(found, member)
      return wasDone
    },
  })
}
