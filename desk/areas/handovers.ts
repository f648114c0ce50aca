import { z } from 'zod'
import { SpokenMeanwhileError } from '../../contacts/conversation/collision.ts'
import { type Handovers, type Outcome, outcomes } from '../../contacts/handovers.ts'
import type { Journey } from '../../contacts/journey.ts'
import type { Guests } from '../../contacts/serving/guests.ts'
import type { Passing } from '../../contacts/serving/passing.ts'
import type { Handover } from '../../contacts/types.ts'
import type { TypingLine } from '../../contacts/typing.ts'
import { locales } from '../../knowledge/outgoing.ts'
import type { Access } from '../access.ts'
import { createArea } from '../area.ts'
import { done, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Register, StaffMember } from '../register.ts'
import { detail, handover, offer, wordingAdded } from '../schemas.ts'
import type { RoutingRules } from '../routing/decide.ts'
import type { Routing } from '../routing/routing.ts'
import type { Sessions } from '../sessions.ts'
import { toDeskDetail, toDeskHandover, toDeskOffer, transferNoteIn } from '../view.ts'

const bounds = z.object({ long: z.number().int(), late: z.number().int() })
const patience = z.object({
  person: bounds.meta({ description: 'For who waits for somebody: the service level, and from when a message or a call is offered instead' }),
  reply: bounds.meta({ description: 'For who waits for their agent\'s reply: when the agent is told, and when the customer may go to somebody else' }),
}).meta({ id: 'Patience', description: 'After how many seconds a wait is long, and too long' })
const lists = z.object({
  waiting: z.array(handover), mine: z.array(handover), messages: z.array(handover).meta({ description: 'Left by customers whose enquiry the member owns' }),
  offers: z.array(offer).meta({ description: 'Customers who are offered to the member: answer with `/offer/answer`' }),
  offered: z.array(handover).meta({ description: 'What these customers ask' }),
  guest: z.array(handover).meta({ description: 'Conversations of colleagues that the member was brought into' }),
  present: z.array(z.object({ name: z.string() })).meta({ description: 'Colleagues at the desk' }), patience,
})

const wordsSchema = z.object({
  text: z.string().trim().min(1, 'write something first').max(4000, 'at most 4,000 characters'),
  after: z.number().int().min(0).optional().meta({ description: 'The last place that the page has shown: what a colleague wrote after it refuses the message' }),
  sent: z.string().min(16).max(64).optional().meta({ description: 'What the page calls this message: one that was sent already under the same name is not sent again' }),
  language: z.enum(locales).optional().meta({ description: 'Of the reasons: the agent\'s' }),
})

const operations = {
  handovers: { method: 'get', path: '/handovers', summary: 'Who waits, whom the member serves, and what was left for them', customers: 'listed', for: 'staff', status: 200, answer: lists },
  handover: { method: 'get', path: '/handovers/{id}', summary: 'One hand-over with its transcript and what is known of the customer\'s enquiry', customers: 'looked', for: 'staff', status: 200, answer: detail, refusals: { 404: 'There is none' } },
  take: { method: 'post', path: '/handovers/{id}/take', summary: 'Take a customer who waits or left a message', customers: 'noted', for: servingRoles, status: 200, answer: handover, refusals: { 403: 'Not for the member: `reasons` say which certificate is missing', 409: 'A colleague was quicker, or is being asked' } },
  next: { method: 'post', path: '/handovers/next', summary: 'Take the customer who is next for the member, in the order of the queue', customers: 'noted', for: servingRoles, status: 200, answer: handover, refusals: { 403: 'Nobody waits whom the member may serve', 404: 'Nobody waits' } },
  say: { method: 'post', path: '/handovers/{id}/messages', summary: 'Write to the customer; wording that is required is added', for: servingRoles, body: wordsSchema, status: 200, answer: z.object({ sent: z.literal(true), added: wordingAdded }), refusals: { 409: 'A colleague has written meanwhile; nothing was sent', 422: 'The gate stopped it; `reasons` say why, nothing was sent' } },
  typing: { method: 'post', path: '/handovers/{id}/typing', summary: 'Show the customer that the agent writes', for: servingRoles, status: 200, answer: done },
  close: { method: 'post', path: '/handovers/{id}/close', summary: 'Close with an outcome; with follow-up the enquiry stays open with its owner', for: servingRoles, body: z.object({ outcome: z.enum(outcomes) }), status: 200, answer: done, refusals: { 409: 'A step that the enquiry needs is missing; `reasons` names it' } },
} as const satisfies Record<string, Operation>

export type HandoverDeps = {
  register: Register
  sessions: Pick<Sessions, 'present'>
  handovers: Handovers
  journey: Journey
  access: Access
  passing: Pick<Passing, 'offersTo' | 'offerOf'>
  guests: Pick<Guests, 'of' | 'with'>
  routing: Pick<Routing, 'keptFrom' | 'nextFor' | 'rules'>
  /** The enquiries of which a complaint concerns this member: they neither serve nor see them (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
  typing: TypingLine
  /** Whether they practise with simulated customers now, and so take no real one. */
  isPractising(member: StaffMember): Promise<boolean>
  /** Sends what an agent wrote through the gate; on a stop nothing is sent and the reasons are given. */
  say(handover: string, member: StaffMember, words: z.infer<typeof wordsSchema>): Promise<{ sent: true; added: { id: string; version: string }[] } | { sent: false; reasons: string[] }>
  onTaken(handover: Handover, member: StaffMember): Promise<void>
  /** False when it was not this member's to close. */
  onClosed(handover: Handover, member: StaffMember, outcome: Outcome): Promise<boolean>
}

const maySeeAll = ['supervisor', 'compliance', 'admin', 'auditor'] as const
const quicker = 'A colleague was quicker, or the customer no longer waits'
const transcriptLength = 1000
/** Within how many entries of its conversation the note of a transfer is that is under way. */
const noteWithin = 50
/** How often somebody may be quicker while the next customer is taken. */
const mostTries = 5

function patienceOf({ serviceLevelSeconds, longWaitMinutes, remindSeconds, returnSeconds }: RoutingRules): z.infer<typeof patience> {
  return { person: { long: serviceLevelSeconds, late: longWaitMinutes * 60 }, reply: { long: remindSeconds, late: returnSeconds } }
}

/** Customers who wait for a person, and what is said with them. */
export function handoverArea({ register, sessions, handovers, journey, access, passing, guests, routing, ...deps }: HandoverDeps) {
  async function takeInto(id: string, member: StaffMember): Promise<Handover> {
    if (await deps.isPractising(member)) throw new Refused(409, 'Practising', 'You practise; end that before you take a customer')
    const known = await handovers.get(id)
    if (known && (known.status === 'active' || known.status === 'closed')) throw new Refused(409, 'Quicker', quicker)
    const { handover: found } = await access.readable(id, member, maySeeAll)
    const reasons = await routing.keptFrom(found, member.id)
    if (reasons.length > 0) throw new Refused(403, 'NotQualified', 'You may not serve this customer; see the staff register', reasons)
    const under = await handovers.inConversation(found.conversation)
    if (under && under.id !== id) throw new Refused(409, 'WaitsAgain', 'This customer waits again; take them from the queue')
    const taken = await handovers.take(id, member.id)
    if (taken === 'taken') throw new Refused(409, 'Quicker', quicker)
    await deps.onTaken(taken, member)
    return taken
  }

  return createArea(operations, {
    async handovers({ member }) {
      const [waiting, mine, messages, offers, guest, present, concerning, nameOf] = await Promise.all([
        handovers.waiting(), handovers.activeOf(member.id), handovers.leftFor(member.id), passing.offersTo(member.id), guests.with(member.id), sessions.present(), deps.concerning(member.id), register.names(),
      ])
      const offered = await Promise.all(offers.map(each => handovers.get(each.handover)))
      const notes = await Promise.all(offers.map(async ({ why, by }, at) => why === 'transfer' && by !== null && offered[at] ? transferNoteIn(await journey.ofConversation(offered[at].conversation, noteWithin), by) : null))
      const shown = (list: readonly Handover[]) => list.filter(each => !concerning.has(each.enquiry)).map(toDeskHandover)
      return { waiting: shown(waiting), mine: shown(mine), messages: shown(messages), offers: offers.map((each, at) => toDeskOffer(each, nameOf, notes[at])), offered: shown(offered.flatMap(each => each ?? [])), guest: shown(guest), present: present.map(({ name }) => ({ name })), patience: patienceOf(routing.rules) }
    },
    async handover({ id, member, looked }) {
      const { handover: found, enquiry } = await access.readable(id, member, maySeeAll)
      const [entries, nameOf, beside, asked, part, concerning, lacking] = await Promise.all([
        journey.ofConversation(found.conversation, transcriptLength), register.names(), guests.of(id), passing.offerOf(id), access.partIn(found, member), deps.concerning(member.id),
        found.status === 'active' && found.agent !== null ? routing.keptFrom(found, found.agent) : [],
      ])
      await looked({ customer: enquiry.customer, enquiry: found.enquiry, conversation: found.conversation })
      return toDeskDetail(found, entries.filter(each => !concerning.has(each.enquiry)), enquiry, nameOf, {
        guests: beside.map(({ staff, part: each }) => ({ id: staff, name: nameOf(staff), part: each })), offer: asked ? toDeskOffer(asked, nameOf) : null, part, lacking,
      })
    },
    async take({ id, member }) {
      return toDeskHandover(await takeInto(id, member))
    },
    async next({ member }) {
      for (let tries = 0; tries < mostTries; tries++) {
        const next = await routing.nextFor(member.id)
        if (!next) break
        try {
          return toDeskHandover(await takeInto(next.id, member))
        } catch (error) {
          // A colleague was quicker: the one after is next now.
          if (!(error instanceof Refused) || error.status !== 409) throw error
        }
      }
      if ((await handovers.waitingCount()) > 0) throw new Refused(403, 'NotQualified', 'Nobody waits whom you may serve')
      throw new Refused(404, 'NotFound', 'Nobody waits')
    },
    async say({ id, member, body }) {
      await access.speaking(id, member)
      const said = await deps.say(id, member, body).catch((error: unknown) => {
        throw error instanceof SpokenMeanwhileError ? new Refused(409, 'SpokenMeanwhile', error.message) : error
      })
      if (!said.sent) throw new Refused(422, 'Stopped', 'The message was not sent; please rewrite it', said.reasons)
      return said
    },
    async typing({ id, member }) {
      const { handover: { conversation } } = await access.speaking(id, member)
      deps.typing.tell(conversation, { role: 'agent', name: member.name })
      return wasDone
    },
    async close({ id, member, body }) {
      const { handover: found } = await access.served(id, member)
      if (!await deps.onClosed(found, member, body.outcome)) throw new Refused(403, 'Forbidden', 'This conversation is not yours any more')
      return wasDone
    },
  })
}
