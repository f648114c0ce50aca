import { customersOfPerson } from '../customers/persons.ts'
import { type Kysely, sql } from 'kysely'
import type { Store, Tables } from '../../store/index.ts'
import type { Attachments } from '../attachments.ts'
import { forgetTexts } from '../cases/forgetting.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import { append, type NewEntry } from '../log.ts'
import type { Instant } from '../types.ts'
import { filesOf, openedEntries } from './opened.ts'
import { placesOfCustomer } from './own-entries.ts'
import { beginOverwriting, overwriteTraces } from './traces.ts'

export type ErasureDeps = {
  store: Store
  seal: CustomerSeal
  files: Pick<Attachments, 'discard'>
  clock: { now(): Date }
  mask(text: string): string
}

export type ErasureOrder = {
  customer: string
  /** Who carries it out: `operator:NAME` or `agent:ID`. */
  by: string
  reason: string
  /** Who approves it though a complaint must be kept, by their id in the staff register. */
  approver?: string | undefined
}

export type Erased = { customers: string[]; entries: number; texts: number; files: number; enquiriesClosed: number }

/** The customer cannot be erased now; the message says why and what can be done. Nothing has been changed. */
export class NotErasableError extends Error {
  override readonly name = 'NotErasableError'
}

const chunk = 500

/** Complaints that must be kept: those not yet in the archive, and those whose time there is not over (M3.3a). */
async function keptComplaints(tx: Kysely<Tables>, customers: readonly string[], now: Instant): Promise<{ number: string; until: Instant | null }[]> {
  return tx.selectFrom('cases').select(['number', 'keep_until as until']).where('customer_id', 'in', customers)
    .where(eb => eb.or([eb('status', '<>', 'archived'), eb('keep_until', '>', now)])).orderBy('number').execute()
}

/** Takes the masked texts out of a customer's entries; gives how many had one. */
async function takeTextsOut(tx: Kysely<Tables>, customer: string): Promise<{ entries: number; texts: number }> {
  const places = await placesOfCustomer(tx, customer)
  let texts = 0
  for (let start = 0; start < places.length; start += chunk) {
    const { numUpdatedRows } = await tx.updateTable('log').set({ masked: '', masked_salt: '' }).where('seq', 'in', places.slice(start, start + chunk))
      .where('masked_digest', '<>', '').where('masked', '<>', '').executeTakeFirstOrThrow()
    texts += Number(numUpdatedRows)
  }
  return { entries: places.length, texts }
}

/** State that Bot Framework components keep under the names of these conversations and users. */
async function forgetKeptStates(tx: Kysely<Tables>, conversations: readonly { channel: string; external_id: string }[], identities: readonly { channel: string; channel_user: string }[]): Promise<void> {
  const keys = [...conversations.map(each => `${each.channel}/conversations/${each.external_id}`), ...identities.map(each => `${each.channel}/users/${each.channel_user}`)]
  for (const key of keys) await tx.deleteFrom('kept_states').where(eb => eb.or([eb('key', '=', key), eb(sql`substr(key, 1, ${sql.lit(key.length + 1)})`, '=', `${key}/`)])).execute()
}

/** Closes what is open of a customer who is no longer there; gives what the log says of it. */
async function closeAll(tx: Kysely<Tables>, customer: string, by: string, now: Instant): Promise<NewEntry[]> {
  const enquiries = await tx.selectFrom('enquiries').select(['id', 'owner']).where('customer_id', '=', customer).where('status', '=', 'open').orderBy('id').execute()
  await tx.updateTable('enquiries').set({ status: 'closed', closed_at: now, updated_at: now, outcome: 'erased', close_proposed: null }).where('customer_id', '=', customer).where('status', '=', 'open').execute()
  // What was promised to the customer is owed to nobody any more; a complaint that somebody approved to leave open still runs.
  await tx.updateTable('clocks').set({ status: 'done', done_at: now, next_at: null }).where('customer_id', '=', customer).where('status', '<>', 'done').where('subject_kind', '<>', 'case').execute()
  await tx.updateTable('follow_ups').set({ status: 'dropped', ended_at: now }).where('customer_id', '=', customer).where('status', 'in', ['planned', 'asked']).execute()
  const theirs = tx.selectFrom('conversations').select('id').where('customer_id', '=', customer)
  await tx.updateTable('handovers').set({ status: 'closed', closed_at: now, outcome: 'erased' }).where('conversation_id', 'in', theirs).where('status', '<>', 'closed').execute()
  await tx.updateTable('handovers').set({ summary: '' }).where('conversation_id', 'in', theirs).execute()
  return enquiries.map(({ id, owner }) => ({ at: now, kind: 'enquiry.closed', customer, enquiry: id, conversation: '', actor: by, facts: { outcome: 'erased', owner, rule: 'M3.1a' } }))
}

/** Forgets who the customer is and how they are reached. Ids of conversations stay: the log's entries are named by them. */
async function forgetPerson(tx: Kysely<Tables>, customer: string, now: Instant): Promise<void> {
  const conversations = await tx.selectFrom('conversations').select(['id', 'channel', 'external_id']).where('customer_id', '=', customer).execute()
  const identities = await tx.selectFrom('identities').select(['channel', 'channel_user']).where('customer_id', '=', customer).execute()
  await forgetKeptStates(tx, conversations, identities)
  for (const { id } of conversations) {
    // What waits has no turn any more, and a turn under way finds that it came too late.
    await tx.updateTable('conversations').set(eb => ({ reference: null, dialog_state: null, locale: null, waiting_messages: 0, answered_sequence: eb('next_sequence', '-', 1), updated_at: now })).where('id', '=', id).execute()
    await tx.deleteFrom('deliveries_seen').where('conversation_id', '=', id).execute()
    await tx.deleteFrom('outbox').where('conversation_id', '=', id).execute()
    await tx.updateTable('sent_parts').set({ provider_key: null }).where('conversation_id', '=', id).execute()
  }
  const theirs = tx.selectFrom('enquiries').select('id').where('customer_id', '=', customer)
  await tx.updateTable('successions').set(eb => ({ reason: '', status: eb.case().when('status', '=', 'proposed').then(sql.lit<'overtaken'>('overtaken')).else(eb.ref('status')).end() })).where('enquiry_id', 'in', theirs).execute()
  await tx.updateTable('tasks').set({ what: '' }).where('customer_id', '=', customer).execute()
  await tx.deleteFrom('link_codes').where('customer_id', '=', customer).execute()
  await tx.deleteFrom('identities').where('customer_id', '=', customer).execute()
  await tx.updateTable('customer_merges').set({ reason: '' }).where('kept', '=', customer).execute()
  await forgetTexts(tx, customer)
  await tx.updateTable('customers').set({ wrapped_key: '' }).where('id', '=', customer).execute()
}

/**
 * Erases a person on their right (M3.1a): the keys of all their customers are destroyed, and with them all that was sealed;
 * masked texts, identities, summaries, files and kept states go. What remains is in docs/compliance.md. The log's chain stays
 * verifiable. Refused while a complaint must be kept, unless somebody approves it. Throws NotErasableError.
 */
export async function erase({ store, seal, files, clock, mask }: ErasureDeps, { customer, by, reason, approver }: ErasureOrder): Promise<Erased> {
  const customers = await customersOfPerson(store.db, customer)
  if (customers.length === 0) throw new NotErasableError('There is no such customer')
  const kept = (await openedEntries(store, seal, customers)).flatMap(filesOf)
  const erased = await store.write(async tx => {
    await beginOverwriting(store, tx)
    const alive = await tx.selectFrom('customers').select('id').where('id', 'in', customers).where('wrapped_key', '<>', '').execute()
    if (alive.length === 0) throw new NotErasableError('The customer is erased already')
    const now = clock.now().toISOString()
    const complaints = await keptComplaints(tx, customers, now)
    if (complaints.length > 0 && approver === undefined) {
      const which = complaints.map(({ number, until }) => `${number} ${until === null ? 'until it is closed and its time in the archive is over' : `until ${until.slice(0, 10)}`}`).join(', ')
      throw new NotErasableError(`A complaint must be kept (M3.3a): ${which}. Wait for that; or have compliance approve the erasure: --force --approver E-MAIL`)
    }
    const done: Erased = { customers: alive.map(({ id }) => id), entries: 0, texts: 0, files: kept.length, enquiriesClosed: 0 }
    for (const { id } of alive) {
      const closed = await closeAll(tx, id, by, now)
      const { entries, texts } = await takeTextsOut(tx, id)
      await forgetPerson(tx, id, now)
      await append(tx, store.engine, [...closed, {
        at: now, kind: 'customer.erased', customer: id, enquiry: '', conversation: '', actor: by,
        facts: { reason: mask(reason), entries, texts, ...(complaints.length > 0 ? { complaints: complaints.map(each => each.number), approver } : {}), rule: 'M3.1a' },
      }])
      await tx.insertInto('erasures').values({ customer_id: id, at: now }).execute()
      done.entries += entries
      done.texts += texts
      done.enquiriesClosed += closed.length
    }
    return done
  })
  for (const id of erased.customers) seal.forget(id)
  // Without its key, which was sealed in its message, a file that stays behind after a crash is noise.
  for (const { file } of kept) await files.discard(file)
  await overwriteTraces(store, ['customers', 'identities', 'conversations', 'handovers', 'tasks'])
  return erased
}

/** Customers erased since `after`, an instant, by this or another process: their keys must not be kept in memory. */
export async function erasedSince({ db }: Pick<Store, 'db'>, after: Instant): Promise<{ customer: string; at: Instant }[]> {
  return db.selectFrom('erasures').select(['customer_id as customer', 'at']).where('at', '>', after).orderBy('at').execute()
}
