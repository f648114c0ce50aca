import { z } from 'zod'
import { SpokenMeanwhileError } from '../../contacts/conversation/collision.ts'
import { type Handovers, type Outcome, outcomes } from '../../contacts/handovers.ts'
import type { Journey } from '../../contacts/journey.ts'
import type { Handover } from '../../contacts/types.ts'
import type { TypingLine } from '../../contacts/typing.ts'
import { locales } from '../../knowledge/outgoing.ts'
import { createArea } from '../area.ts'
import { done, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Register, StaffMember } from '../register.ts'
import { detail, handover, wordingAdded } from '../schemas.ts'
import type { Sessions } from '../sessions.ts'
import { toDeskDetail, toDeskHandover } from '../view.ts'

const lists = z.object({
  waiting: z.array(handover), mine: z.array(handover), messages: z.array(handover).meta({ description: 'Left by customers whose enquiry the member owns' }),
  present: z.array(z.object({ name: z.string() })).meta({ description: 'Colleagues at the desk' }),
})

const wordsSchema = z.object({
  text: z.string().trim().min(1, 'write something first').max(4000, 'at most 4,000 characters'),
  after: z.number().int().min(0).optional().meta({ description: 'The last place that the page has shown: what a colleague wrote after it refuses the message' }),
  language: z.enum(locales).optional().meta({ description: 'Of the reasons: the agent\'s' }),
})

const operations = {
  handovers: { method: 'get', path: '/handovers', summary: 'Who waits, whom the member serves, and what was left for them', customers: 'listed', for: 'staff', status: 200, answer: lists },
  handover: { method: 'get', path: '/handovers/{id}', summary: 'One hand-over with its transcript and what is known of the customer\'s enquiry', customers: 'looked', for: 'staff', status: 200, answer: detail, refusals: { 404: 'There is none' } },
  take: { method: 'post', path: '/handovers/{id}/take', summary: 'Take a customer who waits or left a message', customers: 'noted', for: servingRoles, status: 200, answer: handover, refusals: { 409: 'A colleague was quicker' } },
  say: { method: 'post', path: '/handovers/{id}/messages', summary: 'Write to the customer; wording that is required is added', for: servingRoles, body: wordsSchema, status: 200, answer: z.object({ sent: z.literal(true), added: wordingAdded }), refusals: { 409: 'A colleague has written meanwhile; nothing was sent', 422: 'The gate stopped it; `reasons` say why, nothing was sent' } },
  typing: { method: 'post', path: '/handovers/{id}/typing', summary: 'Show the customer that the agent writes', for: servingRoles, status: 200, answer: done },
  close: { method: 'post', path: '/handovers/{id}/close', summary: 'Close with an outcome; with follow-up the enquiry stays open with its owner', for: servingRoles, body: z.object({ outcome: z.enum(outcomes) }), status: 200, answer: done, refusals: { 409: 'A step that the enquiry needs is missing; `reasons` names it' } },
} as const satisfies Record<string, Operation>

export type HandoverDeps = {
  register: Register
  sessions: Pick<Sessions, 'present'>
  handovers: Handovers
  journey: Journey
  /** The enquiries of which a complaint concerns this member: they neither serve nor see them (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
  typing: TypingLine
  /** Sends what an agent wrote through the gate; on a stop nothing is sent and the reasons are given. */
  say(handover: string, member: StaffMember, words: z.infer<typeof wordsSchema>): Promise<{ sent: true; added: { id: string; version: string }[] } | { sent: false; reasons: string[] }>
  onTaken(handover: Handover, member: StaffMember): Promise<void>
  /** False when it was not this member's to close. */
  onClosed(handover: Handover, member: StaffMember, outcome: Outcome): Promise<boolean>
}

const maySeeAll = new Set(['supervisor', 'compliance', 'admin', 'auditor'])
const quicker = 'A colleague was quicker, or the customer no longer waits'
const transcriptLength = 1000

/** Customers who wait for a person, and what is said with them. */
export function handoverArea({ register, sessions, handovers, journey, ...deps }: HandoverDeps) {
  async function readable(id: string, member: StaffMember): Promise<Handover> {
    const found = await handovers.get(id)
    if (!found) throw new Refused(404, 'NotFound', 'There is no such hand-over')
    const mine = found.status === 'waiting' || found.agent === member.id || maySeeAll.has(member.role)
      || (found.status === 'left' && (await journey.enquiry(found.enquiry))?.owner === member.id)
    if (!mine || (await deps.concerning(member.id)).has(found.enquiry)) throw new Refused(403, 'Forbidden', 'A colleague serves this customer')
    return found
  }
  async function own(id: string, member: StaffMember): Promise<Handover> {
    const found = await handovers.get(id)
    if (found?.status !== 'active' || found.agent !== member.id) throw new Refused(403, 'Forbidden', 'This conversation is not yours; take it first')
    return found
  }

  return createArea(operations, {
    async handovers({ member }) {
      const [waiting, mine, messages, present, concerning] = await Promise.all([handovers.waiting(), handovers.activeOf(member.id), handovers.leftFor(member.id), sessions.present(), deps.concerning(member.id)])
      const shown = (list: readonly Handover[]) => list.filter(each => !concerning.has(each.enquiry)).map(toDeskHandover)
      return { waiting: shown(waiting), mine: shown(mine), messages: shown(messages), present: present.map(({ name }) => ({ name })) }
    },
    async handover({ id, member, looked }) {
      const found = await readable(id, member)
      const [entries, enquiry, nameOf] = await Promise.all([journey.ofConversation(found.conversation, transcriptLength), journey.enquiry(found.enquiry), register.names()])
      if (!enquiry) throw new Refused(404, 'NotFound', 'There is no such enquiry')
      await looked({ customer: enquiry.customer, enquiry: found.enquiry, conversation: found.conversation })
      return toDeskDetail(found, entries, enquiry, nameOf)
    },
    async take({ id, member }) {
      const known = await handovers.get(id)
      if (known && (known.status === 'active' || known.status === 'closed')) throw new Refused(409, 'Conflict', quicker)
      const found = await readable(id, member)
      const under = await handovers.inConversation(found.conversation)
      if (under && under.id !== id) throw new Refused(409, 'Conflict', 'This customer waits again; take them from the queue')
      const taken = await handovers.take(id, member.id)
      if (taken === 'taken') throw new Refused(409, 'Conflict', quicker)
      await deps.onTaken(taken, member)
      return toDeskHandover(taken)
    },
    async say({ id, member, body }) {
      await own(id, member)
      const said = await deps.say(id, member, body).catch((error: unknown) => {
        throw error instanceof SpokenMeanwhileError ? new Refused(409, 'SpokenMeanwhile', error.message) : error
      })
      if (!said.sent) throw new Refused(422, 'Stopped', 'The message was not sent; please rewrite it', said.reasons)
      return said
    },
    async typing({ id, member }) {
      const { conversation } = await own(id, member)
      deps.typing.tell(conversation, { role: 'agent', name: member.name })
      return wasDone
    },
    async close({ id, member, body }) {
      const found = await own(id, member)
      if (!await deps.onClosed(found, member, body.outcome)) throw new Refused(403, 'Forbidden', 'This conversation is not yours any more')
      return wasDone
    },
  })
}
