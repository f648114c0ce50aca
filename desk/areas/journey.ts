import { z } from 'zod'
import type { OpenedFile } from '../../contacts/attachments.ts'
import { deliveryStates, type Deliveries } from '../../contacts/conversation/deliveries.ts'
import type { Reads } from '../../contacts/conversation/reads.ts'
import type { WholeJourney } from '../../contacts/conversation/whole-journey.ts'
import type { Coordination } from '../../contacts/deps.ts'
import type { Handovers } from '../../contacts/handovers.ts'
import type { Journey, JourneyEntry } from '../../contacts/journey.ts'
import type { Audit } from '../../contacts/proof/audit.ts'
import type { Access } from '../access.ts'
import { createArea } from '../area.ts'
import { doings, type LookingLine } from '../looking.ts'
import { done, instant, type Operation, Refused, wasDone } from '../operation.ts'
import type { Register, Role, StaffMember } from '../register.ts'
import { attachment } from '../schemas.ts'
import { attachmentsOf, channelOf, speakerOf } from '../view.ts'

const who = z.object({ id: z.string(), name: z.string() })
const journeyEntry = z.object({
  seq: z.number().int().meta({ description: 'Place in the log' }), at: instant, kind: z.string(), role: z.enum(['user', 'bot', 'agent', 'system']), name: z.string(), channel: z.string(), conversation: z.string(),
  sequence: z.number().int().nullable().meta({ description: 'Place in its conversation, of messages' }), enquiry: z.string(), text: z.string().meta({ description: 'Masked' }),
  facts: z.record(z.string(), z.unknown()), attachments: z.array(attachment),
}).meta({ id: 'JourneyEntry' })
const journeyEnquiry = z.object({
  id: z.string(), topic: z.string().nullable(), status: z.enum(['open', 'closed']), openedAt: instant, closedAt: instant.nullable(), outcome: z.string().nullable(), owner: who,
  served: z.array(who).meta({ description: 'The agents who served in it' }), cases: z.array(z.object({ number: z.string(), status: z.string(), decision: z.string().nullable() })),
  survey: z.number().nullable().meta({ description: 'What the customer answered to how it was' }),
}).meta({ id: 'JourneyEnquiry' })
const journeyPage = z.object({
  entries: z.array(journeyEntry).meta({ description: 'Oldest first' }), enquiries: z.array(journeyEnquiry).meta({ description: 'Those that the entries belong to' }),
  before: z.number().int().nullable().meta({ description: 'Ask with it for the page before; null where there is none' }),
}).meta({ id: 'JourneyPage' })

export const revealReasons = ['identify', 'handle-request', 'contact', 'suspected-fraud', 'complaint', 'quality-check', 'other'] as const
const place = { conversation: z.string().max(600).optional().meta({ description: 'Another one of the same customer; the hand-over\'s where not given' }), sequence: z.number().int().positive().max(2_147_483_647) }
const delivery = z.object({ sequence: z.number().int(), state: z.enum(deliveryStates) }).meta({ id: 'Delivery' })
const fileTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/octet-stream'] as const
/** Pictures that a browser shows and that can carry no program. */
const inert: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])
const refusals = { 403: 'It is not for the member', 404: 'There is none' }

const operations = {
  journey: {
    method: 'get', path: '/handovers/{id}/journey', summary: 'The customer\'s whole way over all channels and enquiries, from the latest back', for: 'staff', customers: 'looked',
    query: z.object({ before: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }), status: 200, answer: journeyPage, refusals,
  },
  reveal: {
    method: 'post', path: '/handovers/{id}/reveal', summary: 'Show what stands masked in a message; the reason goes on the audit trail', customers: 'noted', for: ['agent', 'supervisor', 'compliance', 'admin'],
    body: z.object({ ...place, reason: z.enum(revealReasons), note: z.string().trim().max(500, 'at most 500 characters').default('') }).refine(({ reason, note }) => reason !== 'other' || note.length >= 5, { path: ['note'], error: 'say why, in at least five characters' }),
    status: 200, answer: z.object({ text: z.string() }), refusals: { ...refusals, 429: 'Too many in an hour' },
  },
  attachment: {
    method: 'get', path: '/handovers/{id}/attachments/{sequence}/{index}', summary: 'A file that the customer sent; a picture can be shown, all else is downloaded', customers: 'noted', for: ['agent', 'supervisor', 'compliance', 'admin'],
    query: z.object({ conversation: place.conversation, show: z.enum(['true', 'false']).default('false') }), status: 200, answer: fileTypes, refusals,
  },
  deliveries: {
    method: 'get', path: '/handovers/{id}/deliveries', summary: 'How far the messages to the customer have come', for: 'staff',
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }), status: 200, answer: z.object({ deliveries: z.array(delivery) }), refusals,
  },
  looking: {
    method: 'post', path: '/handovers/{id}/looking', summary: 'Say that the member looks at a conversation, writes in it, or has left it; every 10 seconds while it lasts', for: 'staff',
    body: z.object({ doing: z.enum(doings) }), status: 200, answer: z.object({ others: z.array(who.extend({ writing: z.boolean() })) }), refusals,
  },
  read: { method: 'post', path: '/handovers/{id}/read', summary: 'Note how far the member has read', for: 'staff', body: z.object({ sequence: place.sequence }), status: 200, answer: done, refusals },
  unread: {
    method: 'get', path: '/unread', summary: 'How many messages of the member\'s customers they have not read, and since when these await an answer', for: 'staff', status: 200,
    answer: z.object({ conversations: z.array(z.object({ handover: z.string(), read: z.number().int().meta({ description: 'Up to this place' }), unread: z.number().int(), awaitingSince: instant.nullable().meta({ description: 'The first message since an agent last spoke; null where nothing awaits an answer' }) })) }),
  },
} as const satisfies Record<string, Operation>

const overseeing: readonly Role[] = ['supervisor', 'compliance', 'admin', 'auditor']
/** Beside whoever serves the customer or answers for the enquiry. */
const mayOpen: readonly Role[] = ['supervisor', 'compliance']
/** How many masked messages one member is shown in an hour. */
const revealsAnHour = 30
/** How many of the last messages are looked at for their way to the customer. */
const mostDeliveries = 200

export type JourneyAreaDeps = {
  access: Access
  journey: Pick<Journey, 'ofConversation'>
  whole: WholeJourney
  handovers: Pick<Handovers, 'activeOf'>
  deliveries: Pick<Deliveries, 'of'>
  reads: Reads
  looking: Pick<LookingLine, 'note'>
  limits: Coordination['limits']
  audit: Pick<Audit, 'note'>
  register: Pick<Register, 'names'>
  concerning(member: string): Promise<ReadonlySet<string>>
  mask(text: string): string
  /** Whether a conversation is of the same person as this customer. */
  isOfPerson(conversation: string, customer: string): Promise<boolean>
  /** The enquiry in which a message was written; undefined where there is none. */
  enquiryAt(conversation: string, sequence: number): Promise<string | undefined>
  /** A message as it was written, opened; undefined where there is none or it was erased. */
  textAt(conversation: string, sequence: number): Promise<string | undefined>
  fileAt(conversation: string, sequence: number, index: number): Promise<OpenedFile | undefined>
}

function toEntry(entry: JourneyEntry, nameOf: (staff: string) => string): z.infer<typeof journeyEntry> {
  const { seq, at, kind, conversation, sequence, enquiry, text, facts } = entry
  return { seq, at, kind, ...speakerOf(entry, nameOf), channel: channelOf(conversation), conversation, sequence, enquiry, text, facts, attachments: attachmentsOf(entry) }
}

/** A customer's whole way, and what belongs to a conversation beside its words (M3.2b, M5.3a). */
export function journeyArea({ access, journey, whole, handovers, deliveries, reads, looking, limits, audit, register, concerning, mask, isOfPerson, enquiryAt, textAt, fileAt }: JourneyAreaDeps) {
  /** A conversation of the hand-over's customer that the member may open. */
  async function openable(id: string, member: StaffMember, conversation: string | undefined, sequence: number) {
    const found = await access.concerned(id, member, mayOpen)
    const opened = conversation ?? found.handover.conversation
    if (opened !== found.handover.conversation && !await isOfPerson(opened, found.enquiry.customer)) throw new Refused(404, 'NotFound', 'This customer has no such conversation')
    const [of, hidden] = await Promise.all([enquiryAt(opened, sequence), concerning(member.id)])
    if (of !== undefined && hidden.has(of)) throw new Refused(404, 'NotFound', 'There is no such message')
    return { ...found, conversation: opened }
  }

  return createArea(operations, {
    async journey({ id, member, query, looked }) {
      const { handover, enquiry } = await access.concerned(id, member, overseeing)
      await looked({ customer: enquiry.customer, enquiry: handover.enquiry, conversation: handover.conversation })
      const [page, nameOf] = await Promise.all([whole.page(enquiry.customer, { ...query, hidden: await concerning(member.id) }), register.names()])
      const named = (staff: string) => ({ id: staff, name: nameOf(staff) })
      return {
        entries: page.entries.map(entry => toEntry(entry, nameOf)), before: page.before,
        enquiries: page.enquiries.map(each => ({ ...each, owner: named(each.owner), served: each.served.map(named) })),
      }
    },
    async reveal({ id, member, body: { conversation: asked, sequence, reason, note } }) {
      const { handover, enquiry, conversation } = await openable(id, member, asked, sequence)
      const exceeded = await limits.take([{ key: `reveal:${member.id}`, perSecond: revealsAnHour / 3_600, burst: revealsAnHour }])
      if (exceeded) throw new Refused(429, 'TooMany', `No more than ${revealsAnHour} messages an hour are shown to one member; try again in ${Math.ceil(exceeded.retryAfterMs / 60_000)} minutes`)
      const text = await textAt(conversation, sequence)
      if (text === undefined) throw new Refused(404, 'NotFound', 'There is no such message, or it was erased')
      await audit.note({ actor: `agent:${member.id}`, kind: 'customer.revealed', customer: enquiry.customer, enquiry: handover.enquiry, conversation, facts: { sequence, reason, rule: 'M5.3a' }, masked: mask(note) })
      return { text }
    },
    async attachment({ id, member, params, query }) {
      const [sequence, index] = [Number(params['sequence']), Number(params['index'])]
      if (!place.sequence.safeParse(sequence).success || !Number.isSafeInteger(index)) throw new Refused(404, 'NotFound', 'There is no such file')
      const { handover, enquiry, conversation } = await openable(id, member, query.conversation, sequence)
      const file = await fileAt(conversation, sequence, index)
      if (!file) throw new Refused(404, 'NotFound', 'There is no such file, or it was erased')
      await audit.note({ actor: `agent:${member.id}`, kind: 'attachment.opened', customer: enquiry.customer, enquiry: handover.enquiry, conversation, facts: { sequence, index, contentType: file.contentType, rule: 'M5.3a' } })
      const shown = query.show === 'true' && inert.has(file.contentType)
      return { name: file.name, contentType: shown ? file.contentType : 'application/octet-stream', body: file.bytes, shown }
    },
    async deliveries({ id, member, query }) {
      const { handover: { conversation } } = await access.readable(id, member, overseeing)
      const said = (await journey.ofConversation(conversation, 1_000)).flatMap(({ kind, sequence }) => sequence !== null && sequence > query.after && /^(agent|bot)\.message$/.test(kind) ? [sequence] : []).slice(-mostDeliveries)
      return { deliveries: [...await deliveries.of(conversation, said)].map(([sequence, state]) => ({ sequence, state })) }
    },
    async looking({ id, member, body }) {
      // Who has the customer no more may still say that they have left.
      if (body.doing !== 'gone') await access.readable(id, member, overseeing)
      const [others, nameOf] = await Promise.all([looking.note(id, { id: member.id, name: member.name }, body.doing), register.names()])
      return { others: body.doing === 'gone' ? [] : others.map(each => ({ ...each, name: nameOf(each.id) })) }
    },
    async read({ id, member, body }) {
      const { handover } = await access.readable(id, member, overseeing)
      await reads.note(member.id, handover.conversation, body.sequence)
      return wasDone
    },
    async unread({ member }) {
      const mine = await handovers.activeOf(member.id)
      const found = await reads.of(member.id, mine.map(({ conversation }) => conversation))
      return { conversations: mine.flatMap(({ id, conversation }) => found.filter(each => each.conversation === conversation).map(({ sequence, unread, awaitingSince }) => ({ handover: id, read: sequence, unread, awaitingSince }))) }
    },
  })
}
