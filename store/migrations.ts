import { type Kysely, sql } from 'kysely'
import { createCustomerTables } from './customer-tables.ts'
import { createCaseTables } from './case-tables.ts'
import { createClockTables } from './clock-tables.ts'
import { createChannelTables } from './channel-tables.ts'
import { createDutyTables } from './duty-tables.ts'
import { createEnquiryIndexes } from './enquiry-indexes.ts'
import { addFirstHands } from './first-hands.ts'
import { createDeliveryColumns } from './delivery-tables.ts'
import { addDeskColumns } from './desk-tables.ts'
import { createWrapUpTables } from './wrap-up-tables.ts'
import { createReadingTables } from './reading-tables.ts'
import { createRoutingTables } from './routing-tables.ts'
import { createQualificationTables } from './qualification-tables.ts'
import { createKnownDeviceTables } from './known-device-tables.ts'
import { addLastSeen } from './last-seen.ts'
import { addOwnPassword } from './own-password.ts'
import { createPracticeTables } from './practice-tables.ts'
import { createProofTables, createWitnessIndexes } from './proof-tables.ts'
import { createSignInTables } from './sign-in-tables.ts'
import { createStateTables } from './state-tables.ts'
import { createStaffTables } from './staff-tables.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

type Migration = { name: string; up(db: Kysely<Tables>, engine: Store['engine']): Promise<void> }

/** The log takes new entries only: the database itself refuses to change or drop one (M5.3a). */
async function makeAppendOnly(db: Kysely<Tables>, engine: Store['engine']): Promise<void> {
  if (engine === 'sqlite') {
    for (const act of ['UPDATE', 'DELETE'] as const) {
      await sql.raw(`CREATE TRIGGER log_no_${act.toLowerCase()} BEFORE ${act} ON log BEGIN SELECT RAISE(ABORT, 'the contact log is append-only'); END`).execute(db)
    }
    return
  }
  await sql`CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the contact log is append-only'; END $$`.execute(db)
  await sql`CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()`.execute(db)
}

async function createContactTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db
  await schema.createTable('customers')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('created_at', 'text', c => c.notNull())
    .addColumn('wrapped_key', 'text', c => c.notNull()).execute()
  await schema.createTable('identities')
    .addColumn('channel', 'text', c => c.notNull()).addColumn('channel_user', 'text', c => c.notNull())
    .addColumn('customer_id', 'text', c => c.notNull()).addColumn('verified', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('identities_pk', ['channel', 'channel_user']).execute()
  await schema.createTable('conversations')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('channel', 'text', c => c.notNull())
    .addColumn('external_id', 'text', c => c.notNull()).addColumn('customer_id', 'text', c => c.notNull())
    .addColumn('enquiry_id', 'text', c => c.notNull()).addColumn('reference', 'text').addColumn('locale', 'text')
    .addColumn('dialog_state', 'text').addColumn('next_sequence', 'integer', c => c.notNull())
    .addColumn('answered_sequence', 'integer', c => c.notNull()).addColumn('waiting_messages', 'integer', c => c.notNull()).addColumn('fence', 'integer', c => c.notNull())
    .addColumn('updated_at', 'text', c => c.notNull()).execute()
  await schema.createIndex('conversations_by_customer').on('conversations').column('customer_id').execute()
  await schema.createTable('enquiries')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('customer_id', 'text', c => c.notNull())
    // No open enquiry without an owner (M1.1b): the column cannot be empty.
    .addColumn('owner', 'text', c => c.notNull().check(sql`owner <> ''`))
    .addColumn('status', 'text', c => c.notNull()).addColumn('topic', 'text')
    .addColumn('opened_at', 'text', c => c.notNull()).addColumn('updated_at', 'text', c => c.notNull())
    .addColumn('closed_at', 'text').addColumn('outcome', 'text')
    .addColumn('wording_shown', 'text', c => c.notNull()).execute()
  await schema.createIndex('enquiries_by_customer').on('enquiries').columns(['customer_id', 'status']).execute()
  await schema.createIndex('enquiries_by_owner').on('enquiries').columns(['owner', 'status', 'opened_at']).execute()
  await schema.createTable('handovers')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('enquiry_id', 'text', c => c.notNull())
    .addColumn('conversation_id', 'text', c => c.notNull()).addColumn('reason', 'text', c => c.notNull())
    .addColumn('summary', 'text', c => c.notNull()).addColumn('topic', 'text', c => c.notNull())
    .addColumn('urgent', 'integer', c => c.notNull()).addColumn('locale', 'text', c => c.notNull())
    .addColumn('status', 'text', c => c.notNull()).addColumn('requested_at', 'text', c => c.notNull())
    .addColumn('agent', 'text').addColumn('taken_at', 'text').addColumn('closed_at', 'text').addColumn('outcome', 'text').execute()
  await schema.createIndex('handovers_by_status').on('handovers').columns(['status', 'urgent', 'requested_at']).execute()
  await schema.createIndex('handovers_by_conversation').on('handovers').columns(['conversation_id', 'status']).execute()
  await schema.createTable('cases')
    .addColumn('number', 'text', c => c.primaryKey()).addColumn('kind', 'text', c => c.notNull())
    .addColumn('enquiry_id', 'text', c => c.notNull()).addColumn('customer_id', 'text', c => c.notNull())
    .addColumn('opened_at', 'text', c => c.notNull()).addColumn('status', 'text', c => c.notNull())
    .addColumn('sealed', 'text', c => c.notNull()).execute()
  await schema.createTable('log')
    .addColumn('seq', 'bigint', c => c.primaryKey()).addColumn('id', 'text', c => c.notNull())
    .addColumn('at', 'text', c => c.notNull()).addColumn('kind', 'text', c => c.notNull())
    .addColumn('customer_id', 'text', c => c.notNull()).addColumn('enquiry_id', 'text', c => c.notNull())
    .addColumn('conversation_id', 'text', c => c.notNull()).addColumn('conversation_seq', 'integer')
    .addColumn('actor', 'text', c => c.notNull()).addColumn('facts', 'text', c => c.notNull())
    .addColumn('masked', 'text', c => c.notNull()).addColumn('sealed', 'text', c => c.notNull())
    .addColumn('previous', 'text', c => c.notNull()).addColumn('hash', 'text', c => c.notNull()).execute()
  // The only index by something random: each further one would cost every turn a page or two of durable writing. An
  // enquiry's entries are found by the conversations of its customer.
  await schema.createIndex('log_by_conversation').unique().on('log').columns(['conversation_id', 'conversation_seq']).execute()
  await schema.createTable('deliveries_seen')
    .addColumn('conversation_id', 'text', c => c.notNull()).addColumn('dedupe_key', 'text', c => c.notNull())
    .addColumn('sequence', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('deliveries_seen_pk', ['conversation_id', 'dedupe_key']).execute()
  await schema.createTable('outbox')
    .addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('sequence', 'integer', c => c.notNull()).addColumn('status', 'text', c => c.notNull())
    .addColumn('attempts', 'integer', c => c.notNull()).addColumn('next_at', 'text', c => c.notNull())
    .addColumn('last_error', 'text').addPrimaryKeyConstraint('outbox_pk', ['conversation_id', 'sequence']).execute()
  await schema.createIndex('outbox_due').on('outbox').columns(['status', 'next_at']).execute()
}

const migrations: Migration[] = [
  { name: '001-contacts', async up(db, engine) { await createContactTables(db); await makeAppendOnly(db, engine) } },
  { name: '002-staff', up: db => createStaffTables(db) },
  { name: '003-delivery', up: createDeliveryColumns },
  { name: '004-desk', up: addDeskColumns },
  { name: '005-kept-states', up: db => createStateTables(db) },
  { name: '007-proof', up: createProofTables },
  { name: '008-customers', up: createCustomerTables },
  { name: '006-cases', up: db => createCaseTables(db) },
  { name: '006-clocks', up: db => createClockTables(db) },
  { name: '009-channels', up: db => createChannelTables(db) },
  { name: '011-enquiries', up: createEnquiryIndexes },
  { name: '012-witness', up: createWitnessIndexes },
  { name: '013-qualifications', up: db => createQualificationTables(db) },
  { name: '014-sign-in', up: createSignInTables },
  { name: '013-readings', up: db => createReadingTables(db) },
  { name: '013-wrap-up', up: db => createWrapUpTables(db) },
  { name: '015-routing', up: db => createRoutingTables(db) },
  { name: '020-practice', up: db => createPracticeTables(db) },
  { name: '022-first-hands', up: addFirstHands },
  { name: '023-duty', up: db => createDutyTables(db) },
  { name: '023-own-password', up: addOwnPassword },
  { name: '024-last-seen', up: addLastSeen },
  { name: '025-known-devices', up: db => createKnownDeviceTables(db) },
]

/** Brings the store's tables forward to this version; safe when several instances start together. */
export async function migrate(store: Pick<Store, 'engine' | 'write'>): Promise<void> {
  await store.write(async tx => {
    if (store.engine === 'postgres') await sql`SELECT pg_advisory_xact_lock(718201)`.execute(tx)
    await tx.schema.createTable('migrations_done').ifNotExists()
      .addColumn('name', 'text', c => c.primaryKey()).addColumn('at', 'text', c => c.notNull()).execute()
    const done = new Set((await tx.selectFrom('migrations_done').select('name').execute()).map(row => row.name))
    for (const { name, up } of migrations) {
      if (done.has(name)) continue
      await up(tx, store.engine)
      await tx.insertInto('migrations_done').values({ name, at: new Date().toISOString() }).execute()
    }
  })
}
