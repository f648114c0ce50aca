import { z } from 'zod'
import { type Inbound, inboundSchema, type LoggedActivity } from '../../contacts/types.ts'
import { badArgument, DirectLineError } from './errors.ts'

const activitySchema = z.looseObject({
  type: z.enum(['message', 'typing', 'event', 'endOfConversation', 'conversationUpdate', 'invoke', 'messageReaction']),
  text: z.string().max(8000, 'at most 8,000 characters').nullish(),
  name: z.string().max(200).nullish(),
  value: z.unknown().optional(),
  locale: z.string().max(50).nullish(),
  channelData: z.looseObject({ clientActivityID: z.string().max(200).nullish() }).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().max(200), name: z.string().max(500).nullish(), contentUrl: z.string().nullish() })).max(10).nullish(),
})
/** What a client sends. `from` is not read: whose token it is decides who speaks. */
export type SentActivity = z.infer<typeof activitySchema>

/** Checks what a client sent. Throws DirectLineError 400 that names the property. */
export function parseActivity(body: unknown): SentActivity {
  const parsed = activitySchema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  if (body === undefined || body === null || path === 'type' && !Object.hasOwn(Object(body), 'type')) throw new DirectLineError(400, 'MissingProperty', 'The body must be an activity with a type')
  throw badArgument(`Not an activity: ${path} ${issue?.message ?? ''}`)
}

/** What a client event is called that only says the customer is there. */
const joining = 'webchat/join'

/** Whether this only tells that the customer has come. */
export function isJoining(activity: SentActivity): boolean {
  return activity.type === 'conversationUpdate' || (activity.type === 'event' && activity.name === joining)
}

/** The key under which a second delivery is recognised; a client's own id counts for that client only. */
export function dedupeKey(user: string, clientActivityID: string): string {
  return `${user}|${clientActivityID}`
}

function clientActivityIdIn(key: string): string | undefined {
  const bar = key.indexOf('|')
  return bar < 0 ? undefined : key.slice(bar + 1)
}

/** The key of the message that begins a conversation, however often it is started. */
export const startKey = 'start'

export type Wire = { conversation: string; fileUrl(sequence: number, index: number): string }

function fromCustomer({ dedupeKey: key, kind, text, locale, name, value, attachments }: Inbound, sequence: number, wire: Wire): Record<string, unknown> {
  return {
    type: kind === 'message' ? 'message' : 'event', text, locale, name, value, channelData: { clientActivityID: clientActivityIdIn(key) },
    ...(attachments.length === 0 ? {} : {
      attachments: attachments.map(({ contentType, name: fileName, file }, index) => ({ contentType, name: fileName, ...(file ? { contentUrl: wire.fileUrl(sequence, index) } : {}) })),
    }),
  }
}

/** Activities as Direct Line clients expect them. That a conversation began is not shown to clients. */
export function toWire(activities: readonly LoggedActivity[], wire: Wire): Record<string, unknown>[] {
  return activities.flatMap(activity => {
    const shared = { id: activity.id, timestamp: activity.at, channelId: 'directline', conversation: { id: activity.conversation } }
    if (activity.from.role !== 'user') {
      const { senderName: _name, ...rest } = activity.content
      // Which colleague it is, the customer learns by name; the register's id stays inside.
      const id = activity.from.role === 'agent' ? 'agent' : activity.from.id
      return [{ ...shared, ...rest, type: activity.type, from: { id, name: activity.from.name, role: 'bot' } }]
    }
    const inbound = inboundSchema.parse(activity.content)
    if (inbound.dedupeKey === startKey) return []
    return [{ ...shared, from: { id: activity.from.id, name: '', role: 'user' }, ...fromCustomer(inbound, activity.sequence, wire) }]
  })
}

/** Who types now: seen on streams only, without a place in the conversation. */
export function typingOnWire(wire: Pick<Wire, 'conversation'>, id: string, at: Date, name: string): Record<string, unknown> {
  return { type: 'typing', id, timestamp: at.toISOString(), channelId: 'directline', conversation: { id: wire.conversation }, from: { id: 'shouwen', name, role: 'bot' } }
}
