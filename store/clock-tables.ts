import { type Kysely, sql } from 'kysely'

export type ClockTables = {
  clocks: {
    id: string
    subject_kind: string
    subject_id: string
    /** What is to be done by then: `first-investigation`, `answer`, `promise`, `follow-up` … */
    what: string
    owner: string
    customer_id: string
    enquiry_id: string
    conversation_id: string
    rule: string
    started_at: string
    /** JSON: a number of working days, or an instant. */
    term: string
    due_at: string
    /** JSON: the working days counted, the last of which is the due day; empty for an instant. */
    counted: string
    provisional: number
    /** When the due moment was counted last. */
    counted_at: string
    status: 'running' | 'paused' | 'done'
    /** JSON: each pause with its reason. */
    pauses: string
    /** When the next reminder is due; null where none is. */
    next_at: string | null
    done_at: string | null
  }
  /** Each stage of each due moment once: the row is written with the reminder, in one transaction. */
  clock_reminders: { clock_id: string; due_at: string; stage: string; at: string; sent: number }
  staff_notices: {
    id: string
    /** What the notice is, once for ever: a second one under the same key is the same notice. */
    key: string
    /** `member:ID`, `role:supervisor` or `management`. */
    recipient: string
    kind: string
    subject_kind: string
    subject_id: string
    /** JSON, without personal data. */
    facts: string
    at: string
    read_at: string | null
    read_by: string | null
  }
}

export async function createClockTables<T extends ClockTables>(db: Kysely<T>): Promise<void> {
  const { schema } = db
  await schema.createTable('clocks')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('subject_kind', 'text', c => c.notNull()).addColumn('subject_id', 'text', c => c.notNull())
    .addColumn('what', 'text', c => c.notNull()).addColumn('owner', 'text', c => c.notNull().check(sql`owner <> ''`))
    .addColumn('customer_id', 'text', c => c.notNull()).addColumn('enquiry_id', 'text', c => c.notNull()).addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('rule', 'text', c => c.notNull()).addColumn('started_at', 'text', c => c.notNull()).addColumn('term', 'text', c => c.notNull())
    .addColumn('due_at', 'text', c => c.notNull()).addColumn('counted', 'text', c => c.notNull()).addColumn('provisional', 'integer', c => c.notNull())
    .addColumn('counted_at', 'text', c => c.notNull()).addColumn('status', 'text', c => c.notNull()).addColumn('pauses', 'text', c => c.notNull())
    .addColumn('next_at', 'text').addColumn('done_at', 'text').execute()
  await schema.createIndex('clocks_by_subject').on('clocks').columns(['subject_kind', 'subject_id']).execute()
  await schema.createIndex('clocks_by_owner').on('clocks').columns(['owner', 'status', 'due_at']).execute()
  await schema.createIndex('clocks_by_due').on('clocks').columns(['status', 'due_at']).execute()
  await sql`CREATE INDEX clocks_to_remind ON clocks (next_at) WHERE next_at IS NOT NULL`.execute(db)
  await sql`CREATE INDEX clocks_provisional ON clocks (id) WHERE provisional = 1 AND status <> 'done'`.execute(db)
  await schema.createTable('clock_reminders')
    .addColumn('clock_id', 'text', c => c.notNull()).addColumn('due_at', 'text', c => c.notNull()).addColumn('stage', 'text', c => c.notNull())
    .addColumn('at', 'text', c => c.notNull()).addColumn('sent', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('clock_reminders_pk', ['clock_id', 'due_at', 'stage']).execute()
  await schema.createTable('staff_notices')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('key', 'text', c => c.notNull().unique()).addColumn('recipient', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull()).addColumn('subject_kind', 'text', c => c.notNull()).addColumn('subject_id', 'text', c => c.notNull())
    .addColumn('facts', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).addColumn('read_at', 'text').addColumn('read_by', 'text').execute()
  await schema.createIndex('staff_notices_by_recipient').on('staff_notices').columns(['recipient', 'at', 'id']).execute()
  await sql`CREATE INDEX staff_notices_unread ON staff_notices (recipient, at, id) WHERE read_at IS NULL`.execute(db)
}
