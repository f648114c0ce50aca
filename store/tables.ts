import type { CustomerTables } from './customer-tables.ts'
import type { ProofTables } from './proof-tables.ts'
import type { CaseTables } from './case-tables.ts'
import type { ClockTables } from './clock-tables.ts'
import type { ChannelTables } from './channel-tables.ts'
import type { DutyTables } from './duty-tables.ts'
import type { WrapUpTables } from './wrap-up-tables.ts'
import type { ReadingTables } from './reading-tables.ts'
import type { RoutingTables } from './routing-tables.ts'
import type { KnownDeviceTables } from './known-device-tables.ts'
import type { PracticeTables } from './practice-tables.ts'
import type { QualificationTables } from './qualification-tables.ts'
import type { SignInTables } from './sign-in-tables.ts'
import type { StaffTables } from './staff-tables.ts'
import type { StateTables } from './state-tables.ts'

/** Column names are snake_case as in SQL; times are ISO instants in UTC; JSON is kept as text, alike on every engine. */
export type ContactTables = {
  customers: {
    id: string
    created_at: string
    wrapped_key: string
    /** Customers of several channels who proved to be one carry the same; at first each is a person of their own. */
    person: string
  }
  identities: { channel: string; channel_user: string; customer_id: string; verified: number }
  conversations: {
    id: string
    channel: string
    external_id: string
    customer_id: string
    enquiry_id: string
    reference: string | null
    locale: string | null
    /** Sealed under the customer's key: flows hold what the customer said. */
    dialog_state: string | null
    next_sequence: number
    /** Everything up to this sequence has had its turn. */
    answered_sequence: number
    /** How many messages have not had their turn. */
    waiting_messages: number
    /** Highest fencing token that wrote here. */
    fence: number
    /** The last message that was taken up because its turn did not end, and how often. */
    takeup_of: number
    takeups: number
    updated_at: string
  }
  enquiries: {
    id: string
    customer_id: string
    owner: string
    status: 'open' | 'closed'
    topic: string | null
    opened_at: string
    updated_at: string
    closed_at: string | null
    outcome: string | null
    /** Disclosure id → instant, for the agents' chat. */
    wording_shown: string
    /** What it needs until it may be closed (M1.1c). */
    kind: 'information' | 'assistance' | 'request' | 'complaint'
    /** Step → when it was first taken. */
    steps: string
    /** What it is about, more broadly than the topic: a clearly other one is another enquiry. */
    matter: string | null
    /** The enquiry that goes on in its place. */
    continued_by: string | null
    /** Who thinks it can be closed, as `{"by","at","outcome"}`, until its owner confirms. */
    close_proposed: string | null
  }
  handovers: {
    id: string
    enquiry_id: string
    conversation_id: string
    reason: string
    summary: string
    topic: string
    urgent: number
    locale: string
    /** `left`: the customer left a message for the enquiry's owner and does not wait. */
    status: 'waiting' | 'active' | 'left' | 'closed'
    /** How many customers the waiting one was last told to be before them, and when. */
    told_ahead: number
    told_at: string
    requested_at: string
    agent: string | null
    taken_at: string | null
    /** Who took the customer first, and when; `taken_at` is of who has them now. */
    first_agent: string | null
    first_taken_at: string | null
    /** How long others had them before, in milliseconds; nothing where nobody did. */
    served_ms: number | null
    closed_at: string | null
    outcome: string | null
  }
  log: {
    seq: number
    id: string
    at: string
    kind: string
    customer_id: string
    enquiry_id: string
    conversation_id: string
    /** Place of a message in its conversation; null for entries that are not messages. */
    conversation_seq: number | null
    actor: string
    facts: string
    /** Empty where there is none, or where it was taken out on the customer's right. */
    masked: string
    /** SHA-256 of salt and masked text, in base64url, which the entry's hash is taken over; empty for no text. Null in entries from before there was one. */
    masked_digest: string | null
    masked_salt: string | null
    sealed: string
    /** The customer's entry before (0 for the first) and its hash; null in entries from before there was one. */
    customer_before: number | null
    customer_previous: string | null
    previous: string
    hash: string
  }
  deliveries_seen: { conversation_id: string; dedupe_key: string; sequence: number }
  outbox: {
    conversation_id: string
    sequence: number
    /** `moved`: it goes by another of the customer's channels. */
    status: 'pending' | 'delivered' | 'dead' | 'moved'
    attempts: number
    next_at: string
    last_error: string | null
    /** The instance that delivers it, and until when nobody else may. */
    claimed_by: string | null
    claimed_until: string | null
  }
  migrations_done: { name: string; at: string }
}

export type Tables = ContactTables & CaseTables & ClockTables & CustomerTables & ProofTables & StaffTables & SignInTables & StateTables & ChannelTables & QualificationTables & ReadingTables & WrapUpTables & RoutingTables & PracticeTables & DutyTables & KnownDeviceTables
