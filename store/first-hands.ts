import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Who had a customer first and since when, and how long all before who has them now: a transfer overwrites who has them. */
export async function addFirstHands(db: Kysely<Tables>): Promise<void> {
  for (const [column, type] of [['first_agent', 'text'], ['first_taken_at', 'text'], ['served_ms', 'integer']] as const) await db.schema.alterTable('handovers').addColumn(column, type).execute()
  // Of what was before, only the last hands are known.
  await db.updateTable('handovers').set(eb => ({ first_agent: eb.ref('agent'), first_taken_at: eb.ref('taken_at') })).where('taken_at', 'is not', null).execute()
}
