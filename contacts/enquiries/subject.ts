import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type Given, one, prepare, type Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import type { NewEntry } from '../log.ts'
import type { TurnState } from '../turn-state.ts'
import type { Instant } from '../types.ts'
import { enquiryColumns, enquiryOf, type OpenEnquiry, openEnquiry } from './records.ts'

/** What a message turned out to be about; `matter` is broader than the topic. */
export type Subject = { topic: string; matter?: string }

/** The person's enquiries about a matter: open ones, and those closed since an instant; the one that was touched last first. */
const aboutMatter = prepare((db, given: Given<{ customer: string; matter: string; not: string; since: string }>) => db.selectFrom('customers as me')
  .innerJoin('customers as same', 'same.person', 'me.person').innerJoin('enquiries', 'enquiries.customer_id', 'same.id')
  .select([...enquiryColumns, 'enquiries.status'])
  .where('me.id', '=', given('customer')).where('enquiries.matter', '=', given('matter')).where('enquiries.id', '<>', given('not'))
  .where('enquiries.continued_by', 'is', null)
  .where(eb => eb.or([eb('enquiries.status', '=', 'open'), eb('enquiries.closed_at', '>=', given('since'))]))
  .orderBy('enquiries.status', 'desc').orderBy('enquiries.updated_at', 'desc').limit(one))

const nameSubject = prepare((db, given: Given<{ enquiry: string; topic: string; matter: string | null; now: string }>) => db.updateTable('enquiries')
  .set({ updated_at: given('now'), topic: given('topic'), matter: given('matter') }).where('id', '=', given('enquiry')))

/** Ends an enquiry that turned out to be the continuation of another. */
export async function fold(tx: Kysely<Tables>, enquiry: string, into: string, now: Instant): Promise<void> {
  await tx.updateTable('enquiries').set({ status: 'closed', closed_at: now, updated_at: now, outcome: 'continued', continued_by: into }).where('id', '=', enquiry).execute()
}

/** Whether nothing has come of an enquiry yet, but that it is known who asks. */
export const isBare = ({ matter, topic, kind, steps }: OpenEnquiry) => matter === null && topic === null && kind === 'information' && Object.keys(steps).every(step => step === 'identified')

/** Opens a closed enquiry again, with the owner it had (M1.1b), or, where they left, with who is on duty. */
export async function reopen(tx: Kysely<Tables>, enquiry: Pick<OpenEnquiry, 'id' | 'owner' | 'topic'>, now: Instant, dutyOwner: ContactsDeps['dutyOwner']): Promise<string> {
  const staff = await tx.selectFrom('staff').select('disabled').where('id', '=', enquiry.owner).executeTakeFirst()
  const owner = staff?.disabled === 1 ? await dutyOwner(now, enquiry.topic ?? undefined) : enquiry.owner
  await tx.updateTable('enquiries').set({ status: 'open', closed_at: null, outcome: null, close_proposed: null, owner, updated_at: now }).where('id', '=', enquiry.id).execute()
  return owner
}

/**
 * Which enquiry a turn belongs to, and its conversation goes on with, once its subject is known: the one under way, another open one about this matter, one that
 * was closed lately and that the customer comes back about, or a new one where the subject clearly differs. While the
 * customer waits for a person or talks to one, all they say belongs to that.
 */
export async function settleSubject(tx: Kysely<Tables>, state: TurnState, { topic, matter }: Subject, now: Instant, { dutyOwner, reopenDays }: Pick<ContactsDeps, 'dutyOwner' | 'reopenDays'>): Promise<{ enquiry: OpenEnquiry; entries: NewEntry[] }> {
  const { enquiry, customer, conversation } = state
  const entries: NewEntry[] = []
  const note = (kind: string, of: string, facts: Record<string, unknown>) => entries.push({ at: now, kind, customer, enquiry: of, conversation, actor: 'bot', facts: { ...facts, rule: 'M1.1b' } })

  /** The enquiry stays; the roster may name who answers for a topic, known with the first one, before anybody serves the customer. */
  async function stay(): Promise<OpenEnquiry> {
    const owner = enquiry.topic === null && state.handover === null ? await dutyOwner(now, topic) : enquiry.owner
    if (owner !== enquiry.owner) note('enquiry.owner-named', enquiry.id, { owner, before: enquiry.owner, topic })
    const named = enquiry.matter ?? matter ?? null
    if (topic !== enquiry.topic || named !== enquiry.matter || owner !== enquiry.owner) await nameSubject(tx, { enquiry: enquiry.id, topic, matter: named, now })
    // By itself: the owner stands in an index, which would be written anew with each topic.
    if (owner !== enquiry.owner) await tx.updateTable('enquiries').set({ owner }).where('id', '=', enquiry.id).execute()
    return { ...enquiry, owner, topic, matter: named }
  }

  if (matter === undefined || state.handover !== null || enquiry.matter === matter) return { enquiry: await stay(), entries }
  const since = new Date(Date.parse(now) - reopenDays * 86_400_000).toISOString()
  const [row] = enquiry.matter === null && !isBare(enquiry) ? [] : await aboutMatter(tx, { customer, matter, not: enquiry.id, since })
  const other = row && enquiryOf(row)
  if (!other && enquiry.matter === null) return { enquiry: await stay(), entries }

  if (!other) {
    const owner = await dutyOwner(now, topic)
    const opened = await openEnquiry(tx, randomUUID(), { customer, owner, topic, matter }, now)
    note('enquiry.opened', opened.id, { owner, channel: state.channel, topic, splitFrom: enquiry.id })
    return { enquiry: opened, entries }
  }
  if (row.status === 'closed') {
    const owner = await reopen(tx, other, now, dutyOwner)
    note('enquiry.reopened', other.id, { owner, ...(owner === other.owner ? {} : { before: other.owner }), why: 'customer-returned', topic })
    other.owner = owner
  }
  if (isBare(enquiry)) {
    await fold(tx, enquiry.id, other.id, now)
    note('enquiry.closed', enquiry.id, { outcome: 'continued', owner: enquiry.owner, continuedBy: other.id })
  }
  await nameSubject(tx, { enquiry: other.id, topic, matter, now })
  return { enquiry: { ...other, topic }, entries }
}
