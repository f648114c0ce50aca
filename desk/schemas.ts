import { z } from 'zod'
import { privateKinds } from '../contacts/serving/private-words.ts'
import { doings } from './looking.ts'
import { instant } from './operation.ts'

const wording = z.object({ id: z.string(), version: z.string() })
export const wordingAdded = z.array(wording)

export const handover = z.object({
  id: z.string(), enquiry: z.string().meta({ description: 'The enquiry it belongs to' }), reason: z.string(), topic: z.string(), summary: z.string().meta({ description: 'What it is about, masked' }), urgent: z.boolean(),
  language: z.enum(['zh-Hans', 'zh-Hant', 'en']).meta({ description: 'The customer\'s' }), channel: z.string(), status: z.enum(['waiting', 'active', 'left', 'closed']), requestedAt: instant,
  agent: z.string().nullable().meta({ description: 'Who serves the customer, by their id in the register' }), takenAt: instant.nullable(),
}).meta({ id: 'Handover' })
export type DeskHandover = z.infer<typeof handover>

export const attachment = z.object({ index: z.number().int(), contentType: z.string(), bytes: z.number().int().nullable().meta({ description: 'null where the file was not kept' }) }).meta({ id: 'Attachment' })
const entry = z.object({
  id: z.string(), place: z.number().int().meta({ description: 'In the contact log: entries are in its order' }), sequence: z.number().int().meta({ description: 'Among the messages of the conversation; 0 for words among colleagues' }),
  audience: z.enum(['customer', 'colleagues']).meta({ description: 'Who reads it: what is for colleagues never reaches the customer' }), as: z.enum(privateKinds).nullable().meta({ description: 'What kind of words among colleagues' }),
  at: instant, role: z.enum(['user', 'bot', 'agent']), name: z.string(), text: z.string().meta({ description: 'Masked' }),
  articles: z.array(wording), wording: z.array(wording).meta({ description: 'Risk wording that the gate added' }), attachments: z.array(attachment),
  choices: z.array(z.string()).meta({ description: 'What the customer may tap below it' }),
}).meta({ id: 'Entry' })
export type DeskEntry = z.infer<typeof entry>

const understanding = z.object({ at: instant, intent: z.string(), confidence: z.number(), decision: z.string() })
const customer = z.object({
  language: z.string(), channel: z.string(), topic: z.string().nullable(), owner: z.object({ id: z.string(), name: z.string() }).meta({ description: 'Who answers for the enquiry' }),
  enquirySince: instant, understanding: z.array(understanding), articles: z.array(wording),
}).meta({ id: 'Customer' })
export const person = z.object({ id: z.string(), name: z.string() })
export const offer = z.object({
  handover: z.string(), to: person, until: instant, why: z.enum(['routed', 'owner', 'transfer', 'certificate']).meta({ description: 'By routing, because the member answers for the enquiry, passed on by a colleague, or because the agent they are with may not serve them any more' }), by: person.nullable(),
  note: z.string().nullable().meta({ description: 'Of a transfer: what the colleague wrote for who takes over, masked' }),
}).meta({ id: 'Offer' })
export type DeskOffer = z.infer<typeof offer>
const guest = z.object({ ...person.shape, part: z.enum(['consulted', 'joined']).meta({ description: 'Writes to colleagues only, or to the customer too' }) })
export const detail = z.object({
  handover, customer, transcript: z.array(entry), guests: z.array(guest), offer: offer.nullable(),
  lacking: z.array(z.string()).meta({ description: 'Why the agent may not serve the customer any more (M1.2a): `certificate-expired:KIND:DAY` and the like; they have them until a colleague takes over' }),
  part: z.enum(['serving', 'joined', 'consulted', 'reading']).meta({ description: 'What the member may do: `serving` and `joined` write to the customer, `consulted` to colleagues only' }),
})
export type DeskDetail = z.infer<typeof detail>

/** An event of `GET /api/desk/events` (WebSocket). Those with an `id` come again after a drop, with `?since=` the last one seen. */
export const deskEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), id: z.number().int() }).meta({ description: 'Read the lists now; what comes later follows' }),
  z.object({ type: z.literal('queue'), id: z.number().int() }).meta({ description: 'Who waits, talks or left a message has changed' }),
  z.object({ type: z.literal('message'), id: z.number().int(), handover: z.string(), entry }),
  z.object({ type: z.literal('changed'), id: z.number().int(), handover: z.string() }).meta({ description: 'Something was said in a colleague\'s conversation that the member may read: who has it open reads it again' }),
  z.object({ type: z.literal('notice'), id: z.number().int() }).meta({ description: 'There is something new in the notices' }),
  z.object({ type: z.literal('typing'), handover: z.string() }).meta({ description: 'The customer writes' }),
  z.object({ type: z.literal('looking'), handover: z.string(), by: z.object({ id: z.string(), name: z.string() }), doing: z.enum(doings) }).meta({ description: 'What a colleague does in a conversation that the member looks at' }),
  z.object({ type: z.literal('delivery'), handover: z.string() }).meta({ description: 'Messages to the customer have come further: read `deliveries`' }),
  z.object({ type: z.literal('beat') }).meta({ description: 'The line is alive: comes every five seconds' }),
]).meta({ id: 'DeskEvent' })
export type DeskEvent = z.infer<typeof deskEvent>
