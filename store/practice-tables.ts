import type { Kysely } from 'kysely'

export type PracticeTables = {
  /** Who practises now. What is said there is nowhere in the records: it is in the memory of this instance. */
  practice_rooms: { staff_id: string; id: string; instance: string; begun_at: string; seen_at: string }
  /** What a shift of practice showed: a part of the member's training record. */
  practice_debriefs: {
    id: string
    staff_id: string
    begun_at: string
    ended_at: string
    /** JSON. */
    debrief: string
    /** Hours of continuing education that the member asks for; null where they ask for none. */
    hours: number | null
    decided_by: string | null
    decided_at: string | null
    confirmed: number | null
  }
}

export async function createPracticeTables<T extends PracticeTables>(db: Kysely<T>): Promise<void> {
  const { schema } = db
  await schema.createTable('practice_rooms')
    .addColumn('staff_id', 'text', c => c.primaryKey()).addColumn('id', 'text', c => c.notNull()).addColumn('instance', 'text', c => c.notNull())
    .addColumn('begun_at', 'text', c => c.notNull()).addColumn('seen_at', 'text', c => c.notNull()).execute()
  await schema.createTable('practice_debriefs')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('begun_at', 'text', c => c.notNull())
    .addColumn('ended_at', 'text', c => c.notNull()).addColumn('debrief', 'text', c => c.notNull()).addColumn('hours', 'real')
    .addColumn('decided_by', 'text').addColumn('decided_at', 'text').addColumn('confirmed', 'integer').execute()
  await schema.createIndex('practice_debriefs_by_staff').on('practice_debriefs').columns(['staff_id', 'ended_at']).execute()
}
