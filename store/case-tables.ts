import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type CaseTables = {
  cases: {
    number: string
    kind: string
    enquiry_id: string
    customer_id: string
    /** Where the customer is answered; empty where the complaint came by letter, by phone or at a branch. */
    conversation_id: string
    locale: string
    intake: string
    opened_at: string
    owner: string
    status: 'accepted' | 'investigating' | 'decided' | 'answered' | 'closed' | 'archived'
    /** JSON: why senior management was told at once; empty for an ordinary one. */
    major: string
    /** Masked. */
    summary: string
    sealed: string
    /** When this round's first investigation was done. */
    investigated_at: string | null
    decision: string | null
    answered_at: string | null
    feedback: 'none' | 'waiting' | 'given' | 'over'
    score: number | null
    cause: string | null
    closed_at: string | null
    /** How long an archived case is kept. */
    keep_until: string | null
    archived_at: string | null
    /** How often the customer said that it was not solved. */
    reopened: number
    version: number
  }
  /** What happened to a case, in order, by the masked texts; the log holds the same for ever. */
  case_steps: { number: string; place: number; at: string; kind: string; actor: string; facts: string; text: string }
  /** Members whom a complaint concerns: they neither handle it nor see it (回避). */
  case_concerned: { number: string; staff_id: string; named_by: string; at: string }
  case_extensions: { id: string; number: string; days: number; reason: string; requested_by: string; requested_at: string; status: 'requested' | 'granted' | 'refused'; decided_by: string | null; decided_at: string | null }
  case_measures: { id: string; number: string; what: string; owner: string; due_day: string; set_by: string; set_at: string; done_at: string | null; result: string | null }
  follow_ups: {
    id: string
    subject_kind: 'case' | 'enquiry'
    subject_id: string
    customer_id: string
    enquiry_id: string
    conversation_id: string
    owner: string
    locale: string
    planned_by: string
    due_at: string
    status: 'planned' | 'asked' | 'solved' | 'not-solved' | 'no-answer' | 'dropped'
    asked_at: string | null
    /** When an asked customer is not waited for any longer. */
    wait_until: string | null
    ended_at: string | null
  }
  /** How often a person asked for a case that is not theirs. */
  case_guesses: { person: string; failed: number; since: string }
}

/** Complaints from their acceptance to the archive (M3.3a, M3.3b), and follow-up (M2.3a). */
export async function createCaseTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db
  for (const [column, preset] of [['conversation_id', ''], ['locale', 'zh-Hans'], ['intake', 'bot'], ['owner', ''], ['major', '[]'], ['summary', ''], ['feedback', 'none']] as const) {
    await schema.alterTable('cases').addColumn(column, 'text', c => c.notNull().defaultTo(sql.lit(preset))).execute()
  }
  for (const column of ['investigated_at', 'decision', 'answered_at', 'cause', 'closed_at', 'keep_until', 'archived_at'] as const) await schema.alterTable('cases').addColumn(column, 'text').execute()
  await schema.alterTable('cases').addColumn('score', 'integer').execute()
  for (const column of ['reopened', 'version'] as const) await schema.alterTable('cases').addColumn(column, 'integer', c => c.notNull().defaultTo(sql`0`)).execute()
  await sql`UPDATE cases SET status = 'accepted' WHERE status = 'open'`.execute(db)
  await sql`UPDATE cases SET owner = COALESCE((SELECT owner FROM enquiries WHERE enquiries.id = cases.enquiry_id), 'administrator')`.execute(db)
  await schema.createIndex('cases_by_owner').on('cases').columns(['owner', 'opened_at']).execute()
  await schema.createIndex('cases_by_status').on('cases').columns(['status', 'opened_at']).execute()
  await schema.createIndex('cases_by_time').on('cases').column('opened_at').execute()
  await schema.createIndex('cases_by_conversation').on('cases').columns(['conversation_id', 'feedback']).execute()
  await schema.createIndex('cases_by_customer').on('cases').column('customer_id').execute()
  await schema.createTable('case_steps')
    .addColumn('number', 'text', c => c.notNull()).addColumn('place', 'integer', c => c.notNull()).addColumn('at', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull()).addColumn('actor', 'text', c => c.notNull()).addColumn('facts', 'text', c => c.notNull()).addColumn('text', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('case_steps_pk', ['number', 'place']).execute()
  await schema.createTable('case_concerned')
    .addColumn('number', 'text', c => c.notNull()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('named_by', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('case_concerned_pk', ['number', 'staff_id']).execute()
  await schema.createIndex('case_concerned_by_staff').on('case_concerned').column('staff_id').execute()
  await schema.createTable('case_extensions')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('number', 'text', c => c.notNull()).addColumn('days', 'integer', c => c.notNull()).addColumn('reason', 'text', c => c.notNull())
    .addColumn('requested_by', 'text', c => c.notNull()).addColumn('requested_at', 'text', c => c.notNull()).addColumn('status', 'text', c => c.notNull())
    .addColumn('decided_by', 'text').addColumn('decided_at', 'text').addCheckConstraint('case_extensions_two_people', sql`decided_by IS NULL OR decided_by <> requested_by`).execute()
  await schema.createIndex('case_extensions_by_case').on('case_extensions').column('number').execute()
  await schema.createTable('case_measures')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('number', 'text', c => c.notNull()).addColumn('what', 'text', c => c.notNull()).addColumn('owner', 'text', c => c.notNull())
    .addColumn('due_day', 'text', c => c.notNull()).addColumn('set_by', 'text', c => c.notNull()).addColumn('set_at', 'text', c => c.notNull())
    .addColumn('done_at', 'text').addColumn('result', 'text').execute()
  await schema.createIndex('case_measures_by_case').on('case_measures').column('number').execute()
  await schema.createTable('follow_ups')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('subject_kind', 'text', c => c.notNull()).addColumn('subject_id', 'text', c => c.notNull())
    .addColumn('customer_id', 'text', c => c.notNull()).addColumn('enquiry_id', 'text', c => c.notNull()).addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('owner', 'text', c => c.notNull()).addColumn('locale', 'text', c => c.notNull()).addColumn('planned_by', 'text', c => c.notNull())
    .addColumn('due_at', 'text', c => c.notNull()).addColumn('status', 'text', c => c.notNull()).addColumn('asked_at', 'text').addColumn('wait_until', 'text').addColumn('ended_at', 'text').execute()
  await schema.createIndex('follow_ups_by_status').on('follow_ups').columns(['status', 'due_at']).execute()
  await schema.createIndex('follow_ups_by_conversation').on('follow_ups').columns(['conversation_id', 'status']).execute()
  await schema.createIndex('follow_ups_by_subject').on('follow_ups').columns(['subject_kind', 'subject_id']).execute()
  await schema.createTable('case_guesses').addColumn('person', 'text', c => c.primaryKey()).addColumn('failed', 'integer', c => c.notNull()).addColumn('since', 'text', c => c.notNull()).execute()
}
