import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import { settleLink } from '../customers/links.ts'
import type { ContactsDeps } from '../deps.ts'
import type { Effect } from '../effects.ts'
import type { NewEntry } from '../log.ts'
import type { TurnState } from '../turn-state.ts'
import type { Instant } from '../types.ts'
import { enquiryColumns, enquiryOf, type OpenEnquiry } from './records.ts'
import { fold, isBare, settleSubject } from './subject.ts'

type Settled = { enquiry: OpenEnquiry; entries: NewEntry[] }

/** The enquiry that the person's was closed last, if it was lately. */
async function lastClosed(tx: Kysely<Tables>, customer: string, since: Instant): Promise<OpenEnquiry | undefined> {
  const row = await tx.selectFrom('customers as me').innerJoin('customers as same', 'same.person', 'me.person').innerJoin('enquiries', 'enquiries.customer_id', 'same.id')
    .select(enquiryColumns).where('me.id', '=', customer).where('enquiries.status', '=', 'closed').where('enquiries.closed_at', '>=', since).where('enquiries.continued_by', 'is', null)
    .orderBy('enquiries.closed_at', 'desc').limit(1).executeTakeFirst()
  return row && enquiryOf(row)
}

/** A rating that comes after the close belongs to what was closed, and opens nothing. */
async function settleRating(tx: Kysely<Tables>, state: TurnState, now: Instant, { reopenDays }: Pick<ContactsDeps, 'reopenDays'>): Promise<Settled> {
  const { enquiry, conversation, customer } = state
  const closed = isBare(enquiry) ? await lastClosed(tx, customer, new Date(Date.parse(now) - reopenDays * 86_400_000).toISOString()) : undefined
  if (!closed) return { enquiry, entries: [] }
  await fold(tx, enquiry.id, closed.id, now)
  return { enquiry: closed, entries: [{ at: now, kind: 'enquiry.closed', customer, enquiry: enquiry.id, conversation, actor: 'bot', facts: { outcome: 'continued', owner: enquiry.owner, continuedBy: closed.id } }] }
}

/** Which enquiry a turn belongs to, and its conversation goes on with, by what was decided in it. */
export async function settleEnquiry(tx: Kysely<Tables>, state: TurnState, effects: readonly Effect[], now: Instant, deps: Pick<ContactsDeps, 'dutyOwner' | 'reopenDays'>): Promise<Settled> {
  const link = effects.find(effect => effect.kind === 'link')
  if (link) return settleLink(tx, state, link.code, now)
  const subject = effects.find(effect => effect.kind === 'topic')
  if (subject) return settleSubject(tx, state, subject, now, deps)
  if (effects.some(effect => effect.kind === 'survey')) return settleRating(tx, state, now, deps)
  return { enquiry: state.enquiry, entries: [] }
}
