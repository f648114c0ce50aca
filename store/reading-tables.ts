import type { Kysely } from 'kysely'

export type ReadingTables = {
  /** How far a member of staff has read in a conversation that they serve or answer for. */
  staff_reads: { staff_id: string; conversation_id: string; sequence: number; at: string }
}

export async function createReadingTables<T extends ReadingTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('staff_reads')
    .addColumn('staff_id', 'text', c => c.notNull()).addColumn('conversation_id', 'text', c => c.notNull()).addColumn('sequence', 'integer', c => c.notNull()).addColumn('at', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('staff_reads_pk', ['staff_id', 'conversation_id']).execute()
}
