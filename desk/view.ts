import { z } from 'zod'
import type { JourneyEntry } from '../contacts/journey.ts'
import type { Offer } from '../contacts/serving/passing.ts'
import type { Handover } from '../contacts/types.ts'
import { privateEntry, privateKinds } from '../contacts/serving/private-words.ts'
import type { attachment, DeskDetail, DeskEntry, DeskHandover, DeskOffer } from './schemas.ts'

const references = z.array(z.looseObject({ id: z.string(), version: z.string() })).transform(list => list.map(({ id, version }) => ({ id, version }))).catch([])
const understood = z.looseObject({ intent: z.string(), confidence: z.number(), decision: z.string() })

const privateKind = z.enum(privateKinds).catch('note')
const spoken = new Set(['customer.message', 'bot.message', 'agent.message'])
/** How much of what was understood is shown, newest last. */
const lastUnderstood = 5

export function toDeskHandover({ id, enquiry, reason, topic, summary, urgent, locale, conversation, status, requestedAt, agent, takenAt }: Handover): DeskHandover {
  return { id, enquiry, reason, topic, summary, urgent, language: locale, channel: channelOf(conversation), status, requestedAt, agent, takenAt }
}

const choices = z.array(z.string()).catch([])
const files = z.array(z.looseObject({ contentType: z.string(), bytes: z.number().optional() })).catch([])

/** The channel that a conversation is in. */
export const channelOf = (conversation: string) => conversation.slice(0, conversation.indexOf(':'))

/** Who speaks or acts in an entry; agents by name. */
export function speakerOf({ actor }: Pick<JourneyEntry, 'actor'>, nameOf: (staff: string) => string): { role: 'user' | 'bot' | 'agent' | 'system'; name: string } {
  const [role, staff = ''] = actor.split(':')
  if (role === 'agent') return { role, name: nameOf(staff) }
  return { role: role === 'customer' ? 'user' : role === 'bot' ? 'bot' : 'system', name: '' }
}

/** The files of a customer's message: kinds and sizes, no names, which can be a person's. */
export function attachmentsOf({ kind, facts }: Pick<JourneyEntry, 'kind' | 'facts'>): z.infer<typeof attachment>[] {
  return kind === 'customer.message' ? files.parse(facts['attachments'] ?? []).map(({ contentType, bytes }, index) => ({ index, contentType, bytes: bytes ?? null })) : []
}

/** A message of the log as agents see it; undefined for what is no message. `nameOf` gives the name of a member of staff. */
export function toDeskEntry({ seq, id, sequence, at, kind, actor, text, facts }: JourneyEntry, nameOf: (staff: string) => string): DeskEntry | undefined {
  if (kind === privateEntry) {
    return { id, place: seq, sequence: 0, audience: 'colleagues', as: privateKind.parse(facts['as']), at, role: 'agent', name: nameOf(actor.replace(/^agent:/, '')), text, articles: [], wording: [], attachments: [], choices: [] }
  }
  if (sequence === null || !spoken.has(kind)) return undefined
  const [role, staff = ''] = actor.split(':')
  const attachments = kind === 'customer.message' && text === '' ? '📎' : ''
  return {
    id, place: seq, sequence, audience: 'customer', as: null, at, role: role === 'customer' ? 'user' : role === 'agent' ? 'agent' : 'bot', name: role === 'agent' ? nameOf(staff) : '',
    text: text || attachments, articles: references.parse(facts['articles'] ?? []), wording: references.parse(facts['added'] ?? []), attachments: attachmentsOf({ kind, facts }), choices: choices.parse(facts['choices'] ?? []),
  }
}

/** One hand-over with all an agent needs beside it, from the log's masked side. */
export function toDeskDetail(handover: Handover, journey: readonly JourneyEntry[], enquiry: { owner: string; topic: string | null; openedAt: string }, nameOf: (staff: string) => string, around: Pick<DeskDetail, 'guests' | 'offer' | 'part' | 'lacking'>): DeskDetail {
  const transcript = journey.flatMap(entry => toDeskEntry(entry, nameOf) ?? [])
  const understanding = journey.flatMap(({ kind, at, facts }) => {
    const parsed = kind === 'turn.decided' ? understood.safeParse(facts) : undefined
    return parsed?.success && parsed.data.intent !== 'none' ? [{ at, intent: parsed.data.intent, confidence: parsed.data.confidence, decision: parsed.data.decision }] : []
  })
  const articles = new Map(transcript.flatMap(entry => entry.articles).map(article => [article.id, article]))
  const view = toDeskHandover(handover)
  return {
    handover: view, transcript, ...around,
    customer: {
      language: view.language, channel: view.channel, topic: enquiry.topic, owner: { id: enquiry.owner, name: nameOf(enquiry.owner) }, enquirySince: enquiry.openedAt,
      understanding: understanding.slice(-lastUnderstood), articles: [...articles.values()],
    },
  }
}

/** What was written last for who takes a customer over. */
export const transferNoteIn = (journey: readonly JourneyEntry[], by: string): string | null => journey.findLast(({ kind, actor, facts }) => kind === privateEntry && actor === `agent:${by}` && facts['as'] === 'transfer')?.text ?? null

/** An offer as members see it. */
export function toDeskOffer({ handover, to, until, why, by }: Offer, nameOf: (staff: string) => string, note: string | null = null): DeskOffer {
  return { handover, to: { id: to, name: nameOf(to) }, until, why, by: by === null ? null : { id: by, name: nameOf(by) }, note }
}
