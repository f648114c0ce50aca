import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type CustomerTables = {
  /** One person's customers were found to be one; the rows stay, so that it can be undone. */
  customer_merges: {
    id: string
    /** The person that the others now belong to. */
    kept: string
    merged: string
    /** The customers that moved, as a JSON array. */
    customers: string
    how: 'code' | 'sign-in' | 'agent'
    by: string
    /** Why an agent is sure, sealed under the kept customer's key; '' where the customer proved it. */
    reason: string
    at: string
    undone_at: string | null
    undone_by: string | null
  }
  /** One-time codes by which a customer goes on in another channel; only the hash is kept. */
  link_codes: { code_hash: string; customer_id: string; conversation_id: string; expires_at: string; used_at: string | null }
  consents: { customer_id: string; purpose: string; given: number; wording: string; source: string; at: string }
  /** An owner's successor, named and not yet accepted, or what became of it. */
  successions: {
    id: string
    enquiry_id: string
    from_owner: string
    to_owner: string
    reason: string
    by: string
    status: 'proposed' | 'accepted' | 'declined' | 'overtaken'
    at: string
    decided_at: string | null
  }
}

/** Who is one person over all channels (M1.1a), and what an enquiry needs until it may be closed (M1.1c). */
export async function createCustomerTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db
  await schema.alterTable('customers').addColumn('person', 'text', c => c.notNull().defaultTo(sql`''`)).execute()
  await db.updateTable('customers').set(eb => ({ person: eb.ref('id') })).execute()
  await schema.createIndex('customers_by_person').on('customers').column('person').execute()
  for (const [column, preset] of [['kind', 'information'], ['steps', '{}']] as const) {
    await schema.alterTable('enquiries').addColumn(column, 'text', c => c.notNull().defaultTo(sql.lit(preset))).execute()
  }
  for (const column of ['matter', 'continued_by', 'close_proposed'] as const) await schema.alterTable('enquiries').addColumn(column, 'text').execute()
  await schema.createTable('customer_merges')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('kept', 'text', c => c.notNull()).addColumn('merged', 'text', c => c.notNull())
    .addColumn('customers', 'text', c => c.notNull()).addColumn('how', 'text', c => c.notNull()).addColumn('by', 'text', c => c.notNull())
    .addColumn('reason', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).addColumn('undone_at', 'text').addColumn('undone_by', 'text').execute()
  await schema.createIndex('customer_merges_by_kept').on('customer_merges').column('kept').execute()
  await schema.createTable('link_codes')
    .addColumn('code_hash', 'text', c => c.primaryKey()).addColumn('customer_id', 'text', c => c.notNull()).addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('expires_at', 'text', c => c.notNull()).addColumn('used_at', 'text').execute()
  await schema.createIndex('link_codes_by_expiry').on('link_codes').column('expires_at').execute()
  await schema.createTable('consents')
    .addColumn('customer_id', 'text', c => c.notNull()).addColumn('purpose', 'text', c => c.notNull()).addColumn('given', 'integer', c => c.notNull())
    .addColumn('wording', 'text', c => c.notNull()).addColumn('source', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('consents_pk', ['customer_id', 'purpose']).execute()
  await schema.createTable('successions')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('enquiry_id', 'text', c => c.notNull()).addColumn('from_owner', 'text', c => c.notNull())
    .addColumn('to_owner', 'text', c => c.notNull()).addColumn('reason', 'text', c => c.notNull()).addColumn('by', 'text', c => c.notNull())
    .addColumn('status', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).addColumn('decided_at', 'text').execute()
  await schema.createIndex('successions_by_status').on('successions').columns(['status', 'to_owner']).execute()
  await schema.createIndex('successions_by_enquiry').on('successions').columns(['enquiry_id', 'status']).execute()
}
