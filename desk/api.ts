import { z } from 'zod'
import { outcomes } from '../contacts/handovers.ts'
import { roles } from './register.ts'

/** What the desk's API takes and gives; `/api/openapi.json` is made from this table, and the requests are checked by it. */
const instant = z.string().meta({ format: 'date-time', description: 'UTC' })
const wording = z.object({ id: z.string(), version: z.string() })

export const member = z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(roles) }).meta({ id: 'Member' })
const handover = z.object({
  id: z.string(), reason: z.string(), topic: z.string(), summary: z.string().meta({ description: 'What it is about, masked' }), urgent: z.boolean(),
  language: z.enum(['zh-Hans', 'zh-Hant', 'en']).meta({ description: 'The customer\'s' }), channel: z.string(), status: z.enum(['waiting', 'active', 'left', 'closed']), requestedAt: instant,
}).meta({ id: 'Handover' })
export type DeskHandover = z.infer<typeof handover>
const entry = z.object({
  id: z.string(), sequence: z.number().int(), at: instant, role: z.enum(['user', 'bot', 'agent']), name: z.string(), text: z.string().meta({ description: 'Masked' }),
  articles: z.array(wording), wording: z.array(wording).meta({ description: 'Risk wording that the gate added' }),
}).meta({ id: 'Entry' })
export type DeskEntry = z.infer<typeof entry>
const understanding = z.object({ at: instant, intent: z.string(), confidence: z.number(), decision: z.string() })
const customer = z.object({
  language: z.string(), channel: z.string(), topic: z.string().nullable(), owner: z.object({ id: z.string(), name: z.string() }).meta({ description: 'Who answers for the enquiry' }),
  enquirySince: instant, understanding: z.array(understanding), articles: z.array(wording),
}).meta({ id: 'Customer' })
const detail = z.object({ handover, customer, transcript: z.array(entry) })
export type DeskDetail = z.infer<typeof detail>
const lists = z.object({
  waiting: z.array(handover), mine: z.array(handover), messages: z.array(handover).meta({ description: 'Left by customers whose enquiry the member owns' }),
  present: z.array(z.object({ name: z.string() })).meta({ description: 'Colleagues at the desk' }),
})
const done = z.object({ done: z.literal(true) })
const error = z.object({ error: z.object({ code: z.string(), message: z.string() }), reasons: z.array(z.string()).optional() }).meta({ id: 'Error' })

const email = z.email('an e-mail address').max(200)
const password = z.string().max(200)
const name = z.string().trim().min(1).max(100)

type Operation = {
  method: 'get' | 'post' | 'delete'
  path: string
  summary: string
  /** Who may: anybody, whoever is signed in, those who serve customers, an administrator. */
  for: 'anyone' | 'staff' | 'serving' | 'admin'
  body?: z.ZodType
  status: number
  answer: z.ZodType
  refusals?: Record<number, string>
}

export const operations = {
  signIn: { method: 'post', path: '/session', summary: 'Sign in; the answer sets the session cookie', for: 'anyone', body: z.object({ email: z.string().max(200), password }), status: 200, answer: member, refusals: { 401: 'Wrong, unknown, disabled or locked: the answer does not say which' } },
  session: { method: 'get', path: '/session', summary: 'Who is signed in', for: 'staff', status: 200, answer: member },
  signOut: { method: 'delete', path: '/session', summary: 'Sign out; customers in conversation go back to the queue', for: 'staff', status: 200, answer: done },
  invite: { method: 'post', path: '/invite', summary: 'Use the one-time link of a first start', for: 'anyone', body: z.object({ token: z.string().max(200), email, name, password }), status: 200, answer: done },
  addStaff: { method: 'post', path: '/staff', summary: 'Add a member of staff', for: 'admin', body: z.object({ email, name, role: z.enum(roles), password }), status: 201, answer: z.object({ id: z.string() }) },
  handovers: { method: 'get', path: '/handovers', summary: 'Who waits, whom the member serves, and what was left for them', for: 'staff', status: 200, answer: lists },
  handover: { method: 'get', path: '/handovers/{id}', summary: 'One hand-over with its transcript and what is known of the customer\'s enquiry', for: 'staff', status: 200, answer: detail, refusals: { 404: 'There is none' } },
  take: { method: 'post', path: '/handovers/{id}/take', summary: 'Take a customer who waits or left a message', for: 'serving', status: 200, answer: handover, refusals: { 409: 'A colleague was quicker' } },
  say: { method: 'post', path: '/handovers/{id}/messages', summary: 'Write to the customer; wording that is required is added', for: 'serving', body: z.object({ text: z.string().trim().min(1, 'write something first').max(4000, 'at most 4,000 characters') }), status: 200, answer: z.object({ sent: z.literal(true), added: z.array(wording) }), refusals: { 422: 'The gate stopped it; `reasons` say why, nothing was sent' } },
  typing: { method: 'post', path: '/handovers/{id}/typing', summary: 'Show the customer that the agent writes', for: 'serving', status: 200, answer: done },
  close: { method: 'post', path: '/handovers/{id}/close', summary: 'Close with an outcome; with follow-up the enquiry stays open with its owner', for: 'serving', body: z.object({ outcome: z.enum(outcomes) }), status: 200, answer: done },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof operations
export const prefix = '/api/desk'

/** An event of `GET /api/desk/events` (WebSocket). Those with an `id` come again after a drop, with `?since=` the last one seen. */
export const deskEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), id: z.number().int() }).meta({ description: 'Read the lists now; what comes later follows' }),
  z.object({ type: z.literal('queue'), id: z.number().int() }).meta({ description: 'Who waits, talks or left a message has changed' }),
  z.object({ type: z.literal('message'), id: z.number().int(), handover: z.string(), entry }),
  z.object({ type: z.literal('typing'), handover: z.string() }).meta({ description: 'The customer writes' }),
]).meta({ id: 'DeskEvent' })
export type DeskEvent = z.infer<typeof deskEvent>

export const errorSchema = error
