import { type Kysely, sql } from 'kysely'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

export type ProofTables = {
  /** A customer's last entry in the log: the next one is chained to it. */
  customer_heads: { customer_id: string; seq: number; hash: string }
  /** Signed heads of the log, and when each witness had them. */
  log_checkpoints: { seq: number; at: string; text: string; signature: string; in_folder_at: string | null; at_address_at: string | null }
  /** Where in the log a person's acts are; written for people only, so that a customer's turn pays nothing for it. */
  acts: { seq: number; at: string; person: string; kind: string; customer_id: string }
  /** Whose key was destroyed. */
  erasures: { customer_id: string; at: string }
}

const logColumns = ['seq', 'id', 'at', 'kind', 'customer_id', 'enquiry_id', 'conversation_id', 'conversation_seq', 'actor', 'facts', 'sealed', 'previous', 'hash', 'masked_digest', 'customer_before', 'customer_previous']

/** An entry stays as it is, but for the one thing a customer's right asks for: its masked text may be taken out (never changed), together with its salt. */
async function allowTakingTextOut(db: Kysely<Tables>, engine: Store['engine']): Promise<void> {
  if (engine === 'sqlite') {
    await sql`DROP TRIGGER log_no_update`.execute(db)
    const same = logColumns.map(column => `NEW.${column} IS OLD.${column}`).join(' AND ')
    await sql.raw(`CREATE TRIGGER log_no_update BEFORE UPDATE ON log WHEN (NEW.masked = '' AND NEW.masked_salt = '' AND OLD.masked_digest <> '' AND ${same}) IS NOT TRUE BEGIN SELECT RAISE(ABORT, 'the contact log is append-only'); END`).execute(db)
    return
  }
  await sql`DROP TRIGGER log_append_only ON log`.execute(db)
  await sql`CREATE TRIGGER log_no_delete BEFORE DELETE OR TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()`.execute(db)
  const same = logColumns.map(column => `NEW.${column} IS NOT DISTINCT FROM OLD.${column}`).join(' AND ')
  await sql.raw(`CREATE TRIGGER log_no_update BEFORE UPDATE ON log FOR EACH ROW WHEN ((NEW.masked = '' AND NEW.masked_salt = '' AND OLD.masked_digest <> '' AND ${same}) IS NOT TRUE) EXECUTE FUNCTION refuse_log_change()`).execute(db)
}

/** What makes the log a proof. Entries written before stay as they are: their text is part of their hash, and they have no chain of their customer's own. */
export async function createProofTables(db: Kysely<Tables>, engine: Store['engine']): Promise<void> {
  const { schema } = db
  for (const column of ['masked_digest', 'masked_salt', 'customer_previous']) await schema.alterTable('log').addColumn(column, 'text').execute()
  await schema.alterTable('log').addColumn('customer_before', 'bigint').execute()
  await allowTakingTextOut(db, engine)
  await schema.createTable('customer_heads')
    .addColumn('customer_id', 'text', c => c.primaryKey()).addColumn('seq', 'bigint', c => c.notNull()).addColumn('hash', 'text', c => c.notNull()).execute()
  await sql`INSERT INTO customer_heads (customer_id, seq, hash) SELECT customer_id, seq, hash FROM log WHERE seq IN (SELECT max(seq) FROM log WHERE customer_id <> '' GROUP BY customer_id)`.execute(db)
  await schema.createTable('log_checkpoints')
    .addColumn('seq', 'bigint', c => c.primaryKey()).addColumn('at', 'text', c => c.notNull()).addColumn('text', 'text', c => c.notNull())
    .addColumn('signature', 'text', c => c.notNull()).addColumn('in_folder_at', 'text').addColumn('at_address_at', 'text').execute()
  await schema.createTable('acts')
    .addColumn('seq', 'bigint', c => c.primaryKey()).addColumn('at', 'text', c => c.notNull()).addColumn('person', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull()).addColumn('customer_id', 'text', c => c.notNull()).execute()
  await schema.createIndex('acts_by_person').on('acts').columns(['person', 'seq']).execute()
  await schema.createIndex('acts_by_customer').on('acts').columns(['customer_id', 'seq']).execute()
  await schema.createIndex('acts_by_time').on('acts').columns(['at', 'seq']).execute()
  await sql`INSERT INTO acts (seq, at, person, kind, customer_id) SELECT seq, at, substr(actor, 7), kind, customer_id FROM log WHERE actor LIKE 'agent:%'`.execute(db)
  await schema.createTable('erasures').addColumn('customer_id', 'text', c => c.primaryKey()).addColumn('at', 'text', c => c.notNull()).execute()
  await schema.createIndex('erasures_by_time').on('erasures').column('at').execute()
}

/** What a witness has not had yet: asked for again and again, and mostly nothing. */
export async function createWitnessIndexes(db: Kysely<Tables>): Promise<void> {
  for (const column of ['in_folder_at', 'at_address_at']) await sql`CREATE INDEX ${sql.ref(`log_checkpoints_not_${column}`)} ON log_checkpoints (seq) WHERE ${sql.ref(column)} IS NULL`.execute(db)
}
