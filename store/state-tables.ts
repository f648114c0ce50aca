import type { Kysely } from 'kysely'

export type StateTables = {
  /** State of Bot Framework components beside the turn's own; sealed, each under a key of its own. */
  kept_states: { key: string; wrapped_key: string; sealed: string; etag: string }
}

export async function createStateTables<T extends StateTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('kept_states')
    .addColumn('key', 'text', c => c.primaryKey()).addColumn('wrapped_key', 'text', c => c.notNull())
    .addColumn('sealed', 'text', c => c.notNull()).addColumn('etag', 'text', c => c.notNull()).execute()
}
