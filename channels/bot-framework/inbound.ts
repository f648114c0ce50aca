import { randomUUID } from 'node:crypto'
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
  membersAdded: z.array(account).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().max(200), name: z.string().max(500).nullish(), contentUrl: z.string().nullish() })).max(20).nullish(),
})
export type IncomingActivity = z.infer<typeof activitySchema>

/** The message of an activity; undefined for those that ask nothing of us (typing, receipts, members leaving …). */
export function toInbound(activity: IncomingActivity): Inbound | undefined {
  const joined = activity.type === 'conversationUpdate' && activity.membersAdded?.some(member => member.id !== activity.recipient?.id)
  const kind = activity.type === 'message' ? 'message' as const : activity.type === 'event' ? 'event' as const : joined ? 'start' as const : undefined
  if (!kind) return undefined
  return {
    channel: activity.channelId,
    conversation: activity.conversation.id,
    dedupeKey: activity.id ?? randomUUID(),
    // Who joins is named in membersAdded; in a conversation with one customer that is the one it belongs to.
    from: { id: joined ? activity.membersAdded?.find(member => member.id !== activity.recipient?.id)?.id ?? activity.from.id : activity.from.id, verified: false },
    kind: kind === 'event' && (activity.name === 'webchat/join' || activity.name === 'startConversation') ? 'start' : kind,
    text: activity.text ?? '',
    ...(activity.name ? { name: activity.name } : {}),
    ...(activity.value === undefined ? {} : { value: activity.value }),
    attachments: (activity.attachments ?? []).map(each => ({ contentType: each.contentType, ...(each.name ? { name: each.name } : {}), ...(each.contentUrl && each.contentUrl.length < 2000 ? { contentUrl: each.contentUrl } : {}) })),
    ...(activity.locale ? { locale: activity.locale } : {}),
  }
}
