import type { Kysely } from 'kysely'

export type DutyTables = {
  /** The duty rosters that were kept at the desk; the last one is in force. Nothing in `roster` gives the word back to the file. */
  duty_rosters: { version: number; roster: string | null; by_staff: string; at: string }
}

export async function createDutyTables<T extends DutyTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('duty_rosters')
    .addColumn('version', 'integer', c => c.primaryKey()).addColumn('roster', 'text').addColumn('by_staff', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).execute()
}
