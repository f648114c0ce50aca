import { sql } from 'kysely'
import { type Given, prepare, type Tables } from '../store/index.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import { ErasedError, erasedContent, erasedText } from './proof/erased.ts'
import type { LoggedActivity } from './types.ts'

export type Transcript = ReturnType<typeof createTranscript>

const eventKinds = new Set(['customer.event', 'customer.start', 'bot.event'])

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A message as it stands in the log, of its entry and what the entry seals. */
export function activityOf({ id, conversation, sequence, at, kind, actor, maskedText }: Pick<LoggedActivity, 'id' | 'sequence' | 'at' | 'maskedText'> & { /** The log's key. */ conversation: string; kind: string; actor: string }, content: Record<string, unknown>): LoggedActivity {
  const separator = conversation.indexOf(':')
  return {
    id, channel: conversation.slice(0, separator), conversation: conversation.slice(separator + 1), sequence, at, from: senderOf(actor, content),
    type: eventKinds.has(kind) ? 'event' : 'message', content, maskedText,
  }
}

/** The masked text of an entry, or what stands in its place. */
export function shownText({ masked, masked_digest }: Pick<Tables['log'], 'masked' | 'masked_digest'>): string {
  return masked === '' && masked_digest ? erasedText : masked
}

function senderOf(actor: string, content: Record<string, unknown>): LoggedActivity['from'] {
  const [role] = actor.split(':')
  if (role === 'customer') return { id: isRecord(content['from']) ? String(content['from']['id']) : 'customer', name: '', role: 'user' }
  const name = typeof content['senderName'] === 'string' ? content['senderName'] : ''
  return role === 'agent' ? { id: actor, name, role: 'agent' } : { id: 'shouwen', name, role: 'bot' }
}

const loggedSince = (limit: number) => prepare((db, given: Given<{ conversation: string; watermark: number }>) => db.selectFrom('log').selectAll()
  .where('conversation_id', '=', given('conversation')).where('conversation_seq', '>', given('watermark')).orderBy('conversation_seq').limit(sql.lit(limit)))
const loggedSinceBy = new Map<number, ReturnType<typeof loggedSince>>()

/** Callers ask for pages of a few fixed sizes; each has its query, since every stream reads with one after each message. */
function atMost(limit: number): ReturnType<typeof loggedSince> {
  const kept = loggedSinceBy.get(limit) ?? loggedSince(limit)
  loggedSinceBy.set(limit, kept)
  return kept
}

/** Reads conversations back from the log. */
export function createTranscript({ store: { db } }: Pick<ContactsDeps, 'store'>, seal: CustomerSeal) {
  async function toActivity(row: Tables['log']): Promise<LoggedActivity> {
    const { id, conversation_id, at, kind, actor } = row
    const opened = row.sealed === '' ? undefined : await seal.unseal(row.customer_id, row.sealed).catch((error: unknown) => {
      if (!(error instanceof ErasedError)) throw error
      const separator = conversation_id.indexOf(':')
      return erasedContent(kind, conversation_id.slice(0, separator), conversation_id.slice(separator + 1))
    })
    const content = isRecord(opened) ? opened : { type: 'message', text: '' }
    return activityOf({ id, conversation: conversation_id, sequence: row.conversation_seq ?? 0, at, kind, actor, maskedText: shownText(row) }, content)
  }

  /** Logged messages of a conversation after `watermark`, in order. */
  async function since(conversation: string, watermark: number, limit: number): Promise<LoggedActivity[]> {
    const rows = await atMost(limit)(db, { conversation, watermark })
    return Promise.all(rows.map(toActivity))
  }

  return {
    toActivity,
    since,

    /** The replies that were decided for an activity, in order. */
    async repliesTo(conversation: string, activityId: string, after: number): Promise<LoggedActivity[]> {
      const activities = await since(conversation, after, 100)
      return activities.filter(activity => activity.content['replyToId'] === activityId)
    },
  }
}
