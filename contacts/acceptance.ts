import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type Given, one, prepare, type Tables } from '../store/index.ts'
import { BusyError } from './busy.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import { activityId, append, type NewEntry } from './log.ts'
import { continueIn, enquiryColumns, enquiryOf, type OpenEnquiry, openEnquiry } from './enquiries/records.ts'
import { handoverOf, type TurnState, type WaitingMessage } from './turn-state.ts'
import { activityOf } from './transcript.ts'
import type { Inbound, Instant, LoggedActivity, StaffId } from './types.ts'

export type Accepted = {
  /** The activity's id in the log; a redelivered one gets the first one's. */
  id: string
  conversation: string
  sequence: number
  duplicate: boolean
  /** What its turn needs, at hand already; undefined where other messages of the conversation wait before it. */
  turn?: { state: TurnState; message: WaitingMessage }
  /** The message as it stands in the log now; undefined for a redelivered one. */
  logged?: LoggedActivity
}

/** The log's own key of a conversation: ids of two channels never meet. */
export function conversationKey(channel: string, conversation: string): string {
  return `${channel}:${conversation}`
}

/** Somebody else's conversation: the sender is not the customer it began with. */
export class ForeignConversationError extends Error {
  override readonly name = 'ForeignConversationError'
  constructor() {
    super('This conversation belongs to another customer')
  }
}

/** All that is known of a message's sender and conversation, the enquiry that it is about, and whether it was taken before. */
const standingOf = prepare((db, given: Given<{ channel: string; user: string; conversation: string; dedupeKey: string }>) => db
  .selectFrom('identities').innerJoin('customers', 'customers.id', 'identities.customer_id')
  .leftJoin('conversations', join => join.on('conversations.id', '=', given('conversation')))
  .leftJoin('deliveries_seen as seen', join => join.on('seen.conversation_id', '=', given('conversation')).on('seen.dedupe_key', '=', given('dedupeKey')))
  .leftJoin('enquiries', join => join.onRef('enquiries.id', '=', 'conversations.enquiry_id').on('enquiries.status', '=', 'open'))
  .leftJoin('customers as whose', join => join.onRef('whose.id', '=', 'enquiries.customer_id').onRef('whose.person', '=', 'customers.person'))
  .leftJoin('handovers', join => join.on('handovers.conversation_id', '=', given('conversation')).on('handovers.status', 'in', ['waiting', 'active']))
  .select([
    'customers.id as customer_id', 'customers.wrapped_key', 'seen.sequence as seen_sequence',
    'conversations.customer_id as conversation_customer', 'conversations.locale', 'conversations.dialog_state',
    'conversations.next_sequence', 'conversations.answered_sequence', 'conversations.fence', 'conversations.waiting_messages',
    ...enquiryColumns, 'whose.id as enquiry_of',
    'handovers.id as handover_id', 'handovers.status as handover_status', 'handovers.locale as handover_locale', 'handovers.agent',
  ]).where('identities.channel', '=', given('channel')).where('identities.channel_user', '=', given('user')).limit(one))

/** The person's open enquiry that was touched last, over all channels on which they are known (M1.1a). */
const touchedLast = prepare((db, given: Given<{ customer: string }>) => db.selectFrom('customers as me')
  .innerJoin('customers as same', 'same.person', 'me.person').innerJoin('enquiries', 'enquiries.customer_id', 'same.id')
  .select(enquiryColumns).where('me.id', '=', given('customer')).where('enquiries.status', '=', 'open')
  .orderBy('enquiries.updated_at', 'desc').limit(one))

const continueConversation = prepare((db, given: Given<{ conversation: string; next: number; reference: string | null; locale: string | null; now: string }>) => db
  .updateTable('conversations').set(eb => ({
    next_sequence: given('next'), waiting_messages: eb('waiting_messages', '+', 1), updated_at: given('now'),
    reference: eb.fn.coalesce(given('reference'), 'reference'), locale: eb.fn.coalesce(given('locale'), 'locale'),
  })).where('id', '=', given('conversation')))

export const noteDelivery = prepare((db, given: Given<Tables['deliveries_seen']>) => db.insertInto('deliveries_seen').values({
  conversation_id: given('conversation_id'), dedupe_key: given('dedupe_key'), sequence: given('sequence'),
}))

const addCustomer = prepare((db, given: Given<{ id: string; now: string; wrappedKey: string }>) => db.insertInto('customers')
  .values({ id: given('id'), created_at: given('now'), wrapped_key: given('wrappedKey'), person: given('id') }))
const addIdentity = prepare((db, given: Given<Tables['identities']>) => db.insertInto('identities')
  .values({ channel: given('channel'), channel_user: given('channel_user'), customer_id: given('customer_id'), verified: given('verified') }))
const conversationOf = prepare((db, given: Given<{ conversation: string }>) => db.selectFrom('conversations').select('id').where('id', '=', given('conversation')))
const beginConversation = prepare((db, given: Given<{ id: string; channel: string; external: string; customer: string; enquiry: string; reference: string | null; locale: string | null; next: number; now: string }>) => db
  .insertInto('conversations').values({
    id: given('id'), channel: given('channel'), external_id: given('external'), customer_id: given('customer'), enquiry_id: given('enquiry'), reference: given('reference'), locale: given('locale'),
    dialog_state: null, next_sequence: given('next'), answered_sequence: 0, waiting_messages: 1, fence: 0, takeup_of: 0, takeups: 0, updated_at: given('now'),
  }))

/** How many messages of one conversation may wait for their turn. */
const mostWaiting = 100

type Standing = Awaited<ReturnType<typeof standingOf>>[number]

/** What is known of a message's sender and conversation; undefined where the sender is new. */
export async function standingFor(db: Kysely<Tables>, { channel, conversation, from, dedupeKey }: Inbound): Promise<Standing | undefined> {
  const [standing] = await standingOf(db, { channel: identityChannel(channel, from), user: from.id, conversation: conversationKey(channel, conversation), dedupeKey })
  return standing
}

/** One whom the institution vouches for is the same customer wherever they write. */
const identityChannel = (channel: string, from: Inbound['from']) => from.verified ? 'institution' : channel

/** The open enquiry that a known customer's message belongs to: the one that the conversation is about, else the one touched last. */
async function openEnquiryOf(tx: Kysely<Tables>, standing: Standing): Promise<OpenEnquiry | undefined> {
  if (standing.enquiry_of !== null) return enquiryOf(standing)
  const [row] = await touchedLast(tx, { customer: standing.customer_id })
  return row && enquiryOf(row)
}

async function registerCustomer(tx: Kysely<Tables>, channel: string, { from }: Inbound, now: Instant, seal: CustomerSeal): Promise<string> {
  const id = randomUUID()
  await addCustomer(tx, { id, now, wrappedKey: seal.newKey(id) })
  await addIdentity(tx, { channel, channel_user: from.id, customer_id: id, verified: from.verified ? 1 : 0 })
  return id
}

async function isTaken(tx: Kysely<Tables>, conversation: string): Promise<boolean> {
  return (await conversationOf(tx, { conversation })).length > 0
}

/** Whether the conversation is of a customer who was erased: then whoever writes in it begins anew. */
async function isLeftBehind(tx: Kysely<Tables>, conversation: string): Promise<boolean> {
  const row = await tx.selectFrom('conversations').innerJoin('customers', 'customers.id', 'conversations.customer_id').select('customers.wrapped_key').where('conversations.id', '=', conversation).executeTakeFirst()
  return row?.wrapped_key === ''
}

/** What anyone with a right to the log may read of a message: a file's name can be a person's, so only its kind and size. */
function factsOf({ channel, attachments }: Inbound): Record<string, unknown> {
  if (attachments.length === 0) return { channel }
  return { channel, attachments: attachments.map(({ contentType, file }) => ({ contentType, ...(file ? { bytes: file.bytes } : {}) })) }
}

/** A customer's message as the log keeps it, and as it is read back from there. */
export async function messageEntry(seal: CustomerSeal, mask: ContactsDeps['mask'], inbound: Inbound, about: Pick<NewEntry, 'at' | 'customer' | 'enquiry' | 'conversation'> & { id: string; sequence: number }): Promise<{ entry: NewEntry; logged: LoggedActivity }> {
  const { reference: _kept, ...content } = inbound
  const own = { ...about, kind: `customer.${inbound.kind}`, actor: 'customer' }
  const masked = mask(inbound.text)
  return {
    entry: { ...own, facts: factsOf(inbound), masked, sealed: await seal.seal(about.customer, content) },
    logged: activityOf({ ...own, maskedText: masked }, content),
  }
}

/** What the turn of a message needs before which none waits. */
export async function turnStateOf(seal: CustomerSeal, standing: Standing | undefined, inbound: Inbound, customer: string, enquiry: OpenEnquiry): Promise<TurnState> {
  return {
    conversation: conversationKey(inbound.channel, inbound.conversation), channel: inbound.channel, externalId: inbound.conversation, locale: inbound.locale ?? standing?.locale ?? null, customer, enquiry,
    handover: standing ? handoverOf(standing) : null,
    dialogState: standing?.dialog_state ? await seal.unsealState(customer, standing.dialog_state) : undefined,
    answered: standing?.answered_sequence ?? 0, waiting: 1, fence: standing?.fence ?? 0,
  }
}

/** Counts the message in its conversation, which begins with it if need be. */
async function countIn(tx: Kysely<Tables>, standing: Standing | undefined, inbound: Inbound, to: { conversation: string; customer: string; enquiry: string; sequence: number }, now: Instant): Promise<void> {
  const reference = inbound.reference === undefined ? null : JSON.stringify(inbound.reference)
  const locale = inbound.locale ?? null
  if (standing?.conversation_customer) {
    await continueConversation(tx, { conversation: to.conversation, next: to.sequence + 1, reference, locale, now })
    if (to.enquiry !== (standing.enquiry_of && standing.enquiry_id)) await continueIn(tx, { conversation: to.conversation, enquiry: to.enquiry })
    return
  }
  await beginConversation(tx, {
    id: to.conversation, channel: inbound.channel, external: inbound.conversation, customer: to.customer, enquiry: to.enquiry, reference, locale, next: to.sequence + 1, now,
  })
}

/**
 * Writes a message down: finds or makes the customer, the conversation and the open enquiry, and appends the entries.
 * Resolves when that is durable. `owner` is who answers for a new enquiry. Throws ForeignConversationError, and BusyError
 * where too many messages of the conversation wait already.
 */
export async function accept(deps: Pick<ContactsDeps, 'store' | 'clock' | 'mask'>, seal: CustomerSeal, inbound: Inbound, owner: StaffId): Promise<Accepted> {
  const conversation = conversationKey(inbound.channel, inbound.conversation)
  const channel = identityChannel(inbound.channel, inbound.from)
  return deps.store.write(async tx => {
    const now = deps.clock.now().toISOString()
    let standing = await standingFor(tx, inbound)
    const taken = !standing && await isTaken(tx, conversation)
    if (taken) {
      // Another instance may have taken this customer's first message between the two looks.
      standing = await standingFor(tx, inbound)
    }
    if (standing ? standing.conversation_customer !== null && standing.conversation_customer !== standing.customer_id : taken) {
      if (!await isLeftBehind(tx, conversation)) throw new ForeignConversationError()
      const customer_id = standing?.customer_id ?? await registerCustomer(tx, channel, inbound, now, seal)
      await tx.updateTable('conversations').set({ customer_id }).where('id', '=', conversation).execute()
      standing = await standingFor(tx, inbound)
    }
    const seen = standing?.seen_sequence
    if (seen) return { id: activityId(inbound.conversation, seen), conversation, sequence: seen, duplicate: true }

    if (standing?.waiting_messages && standing.waiting_messages >= mostWaiting) throw new BusyError('customer', inbound.locale, 1_000)
    if (standing) seal.remember(standing.customer_id, standing.wrapped_key)
    const customer = standing?.customer_id ?? await registerCustomer(tx, channel, inbound, now, seal)
    const known = standing && await openEnquiryOf(tx, standing)
    const enquiry = known ?? await openEnquiry(tx, randomUUID(), { customer, owner }, now)
    const sequence = standing?.next_sequence ?? 1
    const id = activityId(inbound.conversation, sequence)
    const about = { at: now, customer, enquiry: enquiry.id, conversation }
    await countIn(tx, standing, inbound, { conversation, customer, enquiry: enquiry.id, sequence }, now)
    await noteDelivery(tx, { conversation_id: conversation, dedupe_key: inbound.dedupeKey, sequence })
    const { entry, logged } = await messageEntry(seal, deps.mask, inbound, { ...about, id, sequence })
    await append(tx, deps.store.engine, [
      ...(known ? [] : [{ ...about, kind: 'enquiry.opened', actor: 'system', facts: { owner, channel: inbound.channel, rule: 'M1.1b' } }]),
      entry,
    ])
    if (standing?.waiting_messages) return { id, conversation, sequence, duplicate: false, logged }
    const state = await turnStateOf(seal, standing, inbound, customer, enquiry)
    return { id, conversation, sequence, duplicate: false, logged, turn: { state, message: { id, sequence, inbound } } }
  })
}
