import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** What the desk keeps beside the register: places told to waiting customers, presence, and failed sign-ins by the hash of the name given. */
export async function addDeskColumns(db: Kysely<Tables>): Promise<void> {
  const { schema } = db
  await schema.alterTable('handovers').addColumn('told_ahead', 'integer', c => c.notNull().defaultTo(sql`0`)).execute()
  await schema.alterTable('handovers').addColumn('told_at', 'text', c => c.notNull().defaultTo(sql`''`)).execute()
  await schema.alterTable('staff').addColumn('disabled', 'integer', c => c.notNull().defaultTo(sql`0`)).execute()
  await schema.alterTable('staff_sessions').addColumn('seen_at', 'text').execute()
  await schema.createTable('sign_in_failures')
    .addColumn('name_hash', 'text', c => c.primaryKey()).addColumn('failed', 'integer', c => c.notNull()).addColumn('locked_until', 'text').addColumn('at', 'text', c => c.notNull()).execute()
  await schema.createIndex('staff_sessions_by_staff').on('staff_sessions').column('staff_id').execute()
}
