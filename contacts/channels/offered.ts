import { z } from 'zod'
import { locales, type Outgoing } from '../../knowledge/outgoing.ts'
import type { ContactsDeps } from '../deps.ts'
import type { Transcript } from '../transcript.ts'
import type { LoggedActivity } from '../types.ts'

const button = z.object({ type: z.enum(['imBack', 'openUrl', 'messageBack']), title: z.string(), value: z.string() })
const replySchema = z.object({
  type: z.literal('message'), text: z.string(), locale: z.enum(locales),
  suggestedActions: z.object({ actions: z.array(button) }).exactOptional(),
  attachments: z.array(z.object({ contentType: z.string(), name: z.string().exactOptional(), contentUrl: z.string().exactOptional(), content: z.unknown().optional() })).exactOptional(),
})

/** How far back the last reply is looked for: a turn has few. */
const farthest = 20

function replyOf(activity: LoggedActivity | undefined): Outgoing | undefined {
  if (!activity || activity.from.role === 'user') return undefined
  const reply = replySchema.safeParse(activity.content)
  return reply.success ? reply.data : undefined
}

/** What a conversation was last offered to choose from, as the log has it. */
export function createOffered({ store }: Pick<ContactsDeps, 'store'>, { since, toActivity }: Pick<Transcript, 'since' | 'toActivity'>) {
  return {
    /** The reply at this place of a conversation. */
    async replyAt(conversation: string, sequence: number): Promise<Outgoing | undefined> {
      const [activity] = await since(conversation, sequence - 1, 1)
      return activity?.sequence === sequence ? replyOf(activity) : undefined
    },

    /** The replies that the customer saw last, the newest first. */
    async lastReplies(conversation: string): Promise<Outgoing[]> {
      const rows = await store.db.selectFrom('log').selectAll().where('conversation_id', '=', conversation).where('conversation_seq', 'is not', null)
        .orderBy('conversation_seq', 'desc').limit(farthest).execute()
      const first = rows.findIndex(row => row.actor !== 'customer')
      const last = rows.findIndex((row, index) => index > first && row.actor === 'customer')
      const replies = first < 0 ? [] : rows.slice(first, last < 0 ? undefined : last)
      return (await Promise.all(replies.map(toActivity))).flatMap(activity => replyOf(activity) ?? [])
    },
  }
}

export type Offered = ReturnType<typeof createOffered>
