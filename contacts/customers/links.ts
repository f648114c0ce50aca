import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { enquiryColumns, enquiryOf, noteSteps, type OpenEnquiry } from '../enquiries/records.ts'
import { fold, isBare } from '../enquiries/subject.ts'
import { append, type NewEntry } from '../log.ts'
import type { TurnState } from '../turn-state.ts'
import type { Instant } from '../types.ts'
import { hashOfCode } from './link-code.ts'
import { customersOfPerson, joinPersons } from './persons.ts'

/** How long a code is good for, in minutes. */
export const codeMinutes = 10

/** Where a code was given out: the conversation that goes on elsewhere. */
export type Link = { customer: string; conversation: string; channel: string; dialogState: unknown }

/** Keeps a code that is being told to the customer; the codes they were told before are good no more. */
export async function keepCode(tx: Kysely<Tables>, { customer, conversation }: Pick<TurnState, 'customer' | 'conversation'>, code: string, now: Instant): Promise<void> {
  await tx.deleteFrom('link_codes').where(eb => eb.or([eb('expires_at', '<=', now), eb.and([eb('customer_id', '=', customer), eb('used_at', 'is', null)])])).execute()
  const expires = new Date(Date.parse(now) + codeMinutes * 60_000).toISOString()
  await tx.insertInto('link_codes').values({ code_hash: hashOfCode(code), customer_id: customer, conversation_id: conversation, expires_at: expires, used_at: null }).execute()
}

/** Uses a code up; undefined where it is not good any more. */
async function useCode(tx: Kysely<Tables>, code: string, now: Instant): Promise<{ customer: string; conversation: string } | undefined> {
  const row = await tx.updateTable('link_codes').set({ used_at: now }).where('code_hash', '=', hashOfCode(code)).where('used_at', 'is', null).where('expires_at', '>', now)
    .returning(['customer_id', 'conversation_id']).executeTakeFirst()
  return row && { customer: row.customer_id, conversation: row.conversation_id }
}

/** The person's open enquiry that was touched last, but for one. */
async function openEnquiryOf(tx: Kysely<Tables>, customer: string, not: string): Promise<OpenEnquiry | undefined> {
  const row = await tx.selectFrom('customers as me').innerJoin('customers as same', 'same.person', 'me.person').innerJoin('enquiries', 'enquiries.customer_id', 'same.id')
    .select(enquiryColumns).where('me.id', '=', customer).where('enquiries.status', '=', 'open').where('enquiries.id', '<>', not).orderBy('enquiries.updated_at', 'desc').limit(1).executeTakeFirst()
  return row && enquiryOf(row)
}

/**
 * The customer proved by a code from another conversation that both are theirs: the two are one person, the enquiry with its owner
 * goes on here (M1.1a, M1.1b), and so does the wait for an agent or the talk with one. Throws where the code is not good any
 * more: the turn is taken again and says so.
 */
export async function settleLink(tx: Kysely<Tables>, state: TurnState, code: string, now: Instant): Promise<{ enquiry: OpenEnquiry; entries: NewEntry[] }> {
  const { enquiry, customer, conversation, channel } = state
  const from = await useCode(tx, code, now)
  if (!from) throw new Error('The code was used or has expired meanwhile')
  const about = { at: now, customer, conversation, actor: 'customer' }
  const joined = await joinPersons(tx, { kept: from.customer, joining: customer, how: 'code', by: 'customer', reason: '' }, now)
  const entries = joined?.entries ?? []
  const goesOn = isBare(enquiry) ? await openEnquiryOf(tx, customer, enquiry.id) : undefined
  if (goesOn) {
    await fold(tx, enquiry.id, goesOn.id, now)
    entries.push(
      { ...about, enquiry: enquiry.id, kind: 'enquiry.closed', facts: { outcome: 'continued', owner: enquiry.owner, continuedBy: goesOn.id } },
      { ...about, enquiry: goesOn.id, kind: 'enquiry.continued', facts: { owner: goesOn.owner, from: from.conversation.slice(0, from.conversation.indexOf(':')), channel, rule: 'M1.1a' } },
    )
  }
  if (!state.handover) {
    const moved = await tx.updateTable('handovers').set({ conversation_id: conversation }).where('conversation_id', '=', from.conversation).where('status', 'in', ['waiting', 'active']).returning(['id', 'enquiry_id']).execute()
    for (const { id, enquiry_id } of moved) entries.push({ ...about, enquiry: enquiry_id, kind: 'handover.moved', facts: { handover: id, channel, rule: 'M1.1a' } })
  }
  return { enquiry: goesOn ?? enquiry, entries }
}

/** Codes as the chat and the institution's sign-in use them. */
export function createLinks({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>, seal: CustomerSeal) {
  return {
    /** The conversation a code was given out in; undefined where it is not good or was given to this very conversation. */
    async linkOf(code: string, conversation: string): Promise<Link | undefined> {
      const row = await store.db.selectFrom('link_codes').innerJoin('conversations', 'conversations.id', 'link_codes.conversation_id')
        .select(['link_codes.customer_id', 'conversations.id', 'conversations.channel', 'conversations.dialog_state'])
        .where('code_hash', '=', hashOfCode(code)).where('used_at', 'is', null).where('expires_at', '>', clock.now().toISOString()).where('conversations.id', '<>', conversation).executeTakeFirst()
      return row && { customer: row.customer_id, conversation: row.id, channel: row.channel, dialogState: row.dialog_state ? await seal.unseal(row.customer_id, row.dialog_state) : undefined }
    },

    /**
     * The institution's own sign-in proved who has the conversation in which this code was given out (M2.1a): they are that customer
     * of the institution, over all channels. False where the code is not good.
     */
    async signedIn(code: string, user: string): Promise<boolean> {
      return store.write(async tx => {
        const now = clock.now().toISOString()
        const from = await useCode(tx, code, now)
        if (!from) return false
        const known = await tx.selectFrom('identities').select('customer_id').where('channel', '=', 'institution').where('channel_user', '=', user).executeTakeFirst()
        const joined = known && await joinPersons(tx, { kept: known.customer_id, joining: from.customer, how: 'sign-in', by: 'institution', reason: '' }, now)
        if (!known) await tx.insertInto('identities').values({ channel: 'institution', channel_user: user, customer_id: from.customer, verified: 1 }).execute()
        const open = await tx.selectFrom('enquiries').select(enquiryColumns).where('customer_id', 'in', await customersOfPerson(tx, from.customer)).where('status', '=', 'open').execute()
        for (const row of open) {
          const enquiry = enquiryOf(row)
          if (enquiry) await noteSteps(tx, enquiry, ['identified'], now)
        }
        await append(tx, store.engine, [
          ...joined?.entries ?? [],
          ...open.map(({ enquiry_id }) => ({ at: now, kind: 'customer.identified', customer: from.customer, enquiry: enquiry_id, conversation: from.conversation, actor: 'institution', facts: { how: 'sign-in', rule: 'M2.1a' } })),
        ])
        return true
      })
    },
  }
}
