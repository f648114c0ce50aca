import { hash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Inbound } from '../../contacts/types.ts'

const account = z.looseObject({ id: z.string().min(1).max(500), name: z.string().max(500).nullish() })

/** What is read of a Bot Framework activity; the rest is tolerated. */
export const activitySchema = z.looseObject({
  type: z.string().min(1).max(50),
  id: z.string().max(500).nullish(),
  channelId: z.string().min(1).max(50).default('emulator'),
  serviceUrl: z.string().max(2000).nullish(),
  conversation: z.looseObject({ id: z.string().min(1).max(500) }),
  from: account,
  recipient: account.nullish(),
  text: z.string().max(100_000).nullish(),
  locale: z.string().max(50).nullish(),
  name: z.string().max(200).nullish(),
  value: z.unknown().optional(),
  deliveryMode: z.string().nullish(),
  relatesTo: z.looseObject({ channelId: z.string().max(50).nullish(), conversation: z.looseObject({ id: z.string().min(1).max(500) }) }).nullish(),
  membersAdded: z.array(account).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().max(200), name: z.string().max(500).nullish(), contentUrl: z.string().nullish() })).max(20).nullish(),
})
export type IncomingActivity = z.infer<typeof activitySchema>

/** What a customer does to their conversation beside writing: nothing is answered to it, but it belongs in the log. */
const noted = new Set(['messageUpdate', 'messageDelete', 'messageReaction', 'endOfConversation'])
const startEvents = new Set(['webchat/join', 'startConversation'])

type Read = { kind: Inbound['kind']; from: string; name?: string }

function read(activity: IncomingActivity): Read | undefined {
  const { type, from, name } = activity
  if (type === 'message') return { kind: 'message', from: from.id }
  if (type === 'event') return { kind: startEvents.has(name ?? '') ? 'start' : 'event', from: from.id, ...(name ? { name } : {}) }
  if (noted.has(type)) return { kind: 'event', from: from.id, name: type }
  // Who joins is named in membersAdded; in a conversation with one customer that is the one it belongs to.
  const joined = type === 'conversationUpdate' ? activity.membersAdded?.find(member => member.id !== activity.recipient?.id) : undefined
  return joined && { kind: 'start', from: joined.id }
}

function keyOf(activity: IncomingActivity, kind: Inbound['kind']): string {
  // However often a channel says that the customer is here (the Emulator: one update for all, one each, or an event), they are greeted once.
  if (kind === 'start') return 'start'
  // A change of a message comes under that message's own id.
  return noted.has(activity.type) ? `${activity.type}|${hash('sha256', JSON.stringify(activity))}` : activity.id ?? randomUUID()
}

/** The message of an activity; undefined for those that leave nothing to note or answer (typing, members leaving, unknown types …). */
export function toInbound(activity: IncomingActivity): Inbound | undefined {
  const what = read(activity)
  if (!what) return undefined
  return {
    channel: activity.channelId,
    conversation: activity.conversation.id,
    dedupeKey: keyOf(activity, what.kind),
    from: { id: what.from, verified: false },
    kind: what.kind,
    text: activity.text ?? '',
    ...(what.name ? { name: what.name } : {}),
    ...(activity.value === undefined ? {} : { value: activity.value }),
    attachments: (activity.attachments ?? []).map(each => ({ contentType: each.contentType, ...(each.name ? { name: each.name } : {}), ...(each.contentUrl && each.contentUrl.length < 2000 ? { contentUrl: each.contentUrl } : {}) })),
    ...(activity.locale ? { locale: activity.locale } : {}),
  }
}
