import { z } from 'zod'

/** The nouns of the contact log. Times are ISO instants in UTC. */
export type Instant = string
export type StaffId = string

const keptFile = z.object({
  /** Where the file lies, and the key that opens it: without this entry nobody can. */
  id: z.string(), key: z.string(), bytes: z.number(),
})
export type KeptFile = z.infer<typeof keptFile>

/** What a channel makes of a provider's request; durable once `turn.accept` resolves. Read back from the log by this schema. */
export const inboundSchema = z.object({
  /** Bot Framework channel id: emulator, directline, msteams … */
  channel: z.string(),
  /** The conversation's id in that channel. */
  conversation: z.string(),
  /** The provider's id of this activity (Direct Line: clientActivityID, if given); a second delivery under it is recognised. */
  dedupeKey: z.string(),
  /** The customer as the channel names them. `verified` only when the institution itself named them. */
  from: z.object({ id: z.string(), name: z.string().optional(), verified: z.boolean() }),
  kind: z.enum(['message', 'event', 'start']),
  text: z.string(),
  /** Event name for kind `event` and value of a button or event. */
  name: z.string().optional(),
  value: z.unknown().optional(),
  attachments: z.array(z.object({ contentType: z.string(), name: z.string().optional(), contentUrl: z.string().exactOptional(), file: keptFile.exactOptional() })),
  /** The customer's page or client language, a BCP 47 tag. */
  locale: z.string().optional(),
  /** The sender waits for the replies (Bot Framework's `expectReplies`): they go back with its request and are not pushed, whenever the turn is taken. */
  expectsReplies: z.boolean().optional(),
  /** What is needed to reach the conversation again without a request (Bot Framework ConversationReference), kept as JSON. */
  reference: z.unknown().optional(),
})
export type Inbound = z.infer<typeof inboundSchema>

/** One message as it stands in the log, with its place in the conversation. */
export type LoggedActivity = {
  /** Unique and stable; clients show it once. */
  id: string
  conversation: string
  channel: string
  /** 1, 2, 3 … within the conversation: Direct Line's watermark. */
  sequence: number
  at: Instant
  from: { id: string; name: string; role: 'user' | 'bot' | 'agent' }
  /** Bot Framework activity type. */
  type: 'message' | 'event' | 'typing' | 'trace' | 'endOfConversation'
  /** Outgoing: the sealed content; incoming: what the customer sent. */
  content: Record<string, unknown>
  maskedText: string
  replyToId?: string
}

export type Handover = {
  id: string
  enquiry: string
  conversation: string
  reason: string
  /** For the agent who takes it: what happened so far, masked. */
  summary: string
  topic: string
  urgent: boolean
  locale: 'zh-Hans' | 'zh-Hant' | 'en'
  status: 'waiting' | 'active' | 'left' | 'closed'
  requestedAt: Instant
  agent: StaffId | null
  takenAt: Instant | null
  closedAt: Instant | null
  outcome: string | null
}
