import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/index.ts'
import { append, type NewEntry } from './log.ts'
import type { ContactsDeps } from './deps.ts'
import type { Inbound } from './types.ts'

export type Accepted = {
  /** The activity's id in the log; a redelivered one gets the first one's. */
  id: string
  conversation: string
  sequence: number
  duplicate: boolean
}

/** The log's own key of a conversation: ids of two channels never meet. */
export function conversationKey(channel: string, conversation: string): string {
  return `${channel}:${conversation}`
}

type Customer = { id: string; wrappedKey: string }

async function customerOf(tx: Kysely<Tables>, inbound: Inbound, { sealing, clock }: ContactsDeps): Promise<Customer & { isNew: boolean }> {
  const channel = inbound.from.verified ? 'institution' : inbound.channel
  const known = await tx.selectFrom('identities').innerJoin('customers', 'customers.id', 'identities.customer_id')
    .select(['customers.id as id', 'customers.wrapped_key as wrappedKey'])
    .where('channel', '=', channel).where('channel_user', '=', inbound.from.id).executeTakeFirst()
  if (known) return { ...known, isNew: false }
  const customer = { id: randomUUID(), wrappedKey: sealing.newCustomerKey() }
  await tx.insertInto('customers').values({ id: customer.id, created_at: clock.now().toISOString(), wrapped_key: customer.wrappedKey }).execute()
  await tx.insertInto('identities').values({ channel, channel_user: inbound.from.id, customer_id: customer.id, verified: inbound.from.verified ? 1 : 0 }).execute()
  return { ...customer, isNew: true }
}

/**
 * Writes a message down: finds or makes the customer, the conversation and the open enquiry (M1.1b: with an owner from
 * its first second), and appends the entries. Resolves when that is durable. `owner` is who answers for a new enquiry.
 */
export async function accept(deps: ContactsDeps, inbound: Inbound, owner: string): Promise<Accepted> {
  const conversation = conversationKey(inbound.channel, inbound.conversation)
  return deps.store.write(async tx => {
    const now = deps.clock.now().toISOString()
    const seen = await tx.selectFrom('deliveries_seen').select(['activity_id', 'sequence'])
      .where('conversation_id', '=', conversation).where('dedupe_key', '=', inbound.dedupeKey).executeTakeFirst()
    if (seen) return { id: seen.activity_id, conversation, sequence: seen.sequence, duplicate: true }

    const customer = await customerOf(tx, inbound, deps)
    const known = await tx.selectFrom('conversations').select(['enquiry_id', 'next_sequence', 'customer_id']).where('id', '=', conversation).executeTakeFirst()
    if (known && known.customer_id !== customer.id) throw new ForeignConversationError()
    const entries: NewEntry[] = []
    const note = (kind: string, facts: Record<string, unknown>, enquiry: string) =>
      entries.push({ at: now, kind, customer: customer.id, enquiry, conversation, sequence: 0, actor: 'system', facts, masked: '', sealed: '' })

    const open = customer.isNew ? undefined : await tx.selectFrom('enquiries').select('id')
      .where('customer_id', '=', customer.id).where('status', '=', 'open').orderBy('opened_at', 'desc').limit(1).executeTakeFirst()
    const enquiry = open?.id ?? randomUUID()
    if (!open) {
      await tx.insertInto('enquiries').values({
        id: enquiry, customer_id: customer.id, owner, status: 'open', topic: null, opened_at: now, updated_at: now,
        closed_at: null, outcome: null, wording_shown: '{}',
      }).execute()
      note('enquiry.opened', { owner, channel: inbound.channel, rule: 'M1.1b' }, enquiry)
    }

    const sequence = known?.next_sequence ?? 1
    const id = `${inbound.conversation}|${String(sequence).padStart(7, '0')}`
    const reference = inbound.reference === undefined ? null : JSON.stringify(inbound.reference)
    if (known) {
      await tx.updateTable('conversations')
        .set({ next_sequence: sequence + 1, enquiry_id: enquiry, updated_at: now, ...(reference ? { reference } : {}), ...(inbound.locale ? { locale: inbound.locale } : {}) })
        .where('id', '=', conversation).execute()
    } else {
      await tx.insertInto('conversations').values({
        id: conversation, channel: inbound.channel, external_id: inbound.conversation, customer_id: customer.id, enquiry_id: enquiry,
        reference, locale: inbound.locale ?? null, dialog_state: null, next_sequence: sequence + 1, answered_sequence: 0, fence: 0, updated_at: now,
      }).execute()
    }
    await tx.insertInto('deliveries_seen').values({ conversation_id: conversation, dedupe_key: inbound.dedupeKey, activity_id: id, sequence }).execute()
    const content = { ...inbound, reference: undefined }
    entries.push({
      id, at: now, kind: `customer.${inbound.kind}`, customer: customer.id, enquiry, conversation, sequence, actor: 'customer',
      facts: { channel: inbound.channel }, masked: deps.mask(inbound.text),
      sealed: deps.sealing.seal(customer.id, customer.wrappedKey, JSON.stringify(content)),
    })
    await append(tx, deps.store.engine, entries)
    return { id, conversation, sequence, duplicate: false }
  })
}

/** Somebody else's conversation: the sender is not the customer it began with. */
export class ForeignConversationError extends Error {
  override readonly name = 'ForeignConversationError'
  constructor() {
    super('This conversation belongs to another customer')
  }
}
