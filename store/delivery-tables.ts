import { type Kysely, sql } from 'kysely'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

/** What several instances need to deliver, and to take up messages that one of them left. */
export async function createDeliveryColumns(db: Kysely<Tables>, engine: Store['engine']): Promise<void> {
  for (const column of ['claimed_by', 'claimed_until']) await db.schema.alterTable('outbox').addColumn(column, 'text').execute()
  await db.schema.alterTable('conversations').addColumn('takeup_of', 'integer', c => c.notNull().defaultTo(sql`0`)).execute()
  await db.schema.alterTable('conversations').addColumn('takeups', 'integer', c => c.notNull().defaultTo(sql`0`)).execute()
  // Every instance looks for orphaned messages every second; the one process of an embedded store knows its own.
  if (engine === 'postgres') await sql`CREATE INDEX conversations_waiting ON conversations (id) WHERE waiting_messages > 0`.execute(db)
}
