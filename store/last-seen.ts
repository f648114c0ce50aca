import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** When a member was last heard of at the desk, which outlives their sessions. No column of a session is called so: older instances, which join the two, still run. */
export async function addLastSeen(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('staff').addColumn('last_seen_at', 'text').execute()
}
