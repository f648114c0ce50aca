import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../../store/index.ts'
import type { Instant, StaffId } from '../types.ts'
import { type CaseState, type Decision, decisions } from './case-state.ts'
import { type MajorKind, majorKinds } from './rules.ts'

/** A case as it stands in the records. */
export type Case = {
  number: string
  kind: string
  customer: string
  enquiry: string
  /** Empty where the complaint came by letter, by phone or at a branch. */
  conversation: string
  locale: 'zh-Hans' | 'zh-Hant' | 'en'
  intake: string
  openedAt: Instant
  owner: StaffId
  status: CaseState['status']
  major: MajorKind[]
  /** Masked. */
  summary: string
  investigatedAt: Instant | null
  decision: Decision | null
  answeredAt: Instant | null
  feedback: CaseState['feedback']
  score: number | null
  cause: string | null
  closedAt: Instant | null
  keepUntil: Instant | null
  archivedAt: Instant | null
  reopened: number
  version: number
}

const reasons = z.array(z.enum(majorKinds)).catch([])

export function toCase(row: Tables['cases']): Case {
  return {
    number: row.number, kind: row.kind, customer: row.customer_id, enquiry: row.enquiry_id, conversation: row.conversation_id,
    locale: row.locale === 'zh-Hant' || row.locale === 'en' ? row.locale : 'zh-Hans', intake: row.intake, openedAt: row.opened_at, owner: row.owner, status: row.status,
    major: reasons.parse(JSON.parse(row.major)), summary: row.summary, investigatedAt: row.investigated_at, decision: decisions.find(each => each === row.decision) ?? null,
    answeredAt: row.answered_at, feedback: row.feedback, score: row.score, cause: row.cause, closedAt: row.closed_at, keepUntil: row.keep_until, archivedAt: row.archived_at,
    reopened: row.reopened, version: row.version,
  }
}

export type Extension = Tables['case_extensions']
export type Measure = Tables['case_measures']
/** One thing that happened to a case. */
export type CaseStep = { at: Instant; kind: string; actor: string; facts: Record<string, unknown>; text: string }
export type WholeCase = { case: Case; concerned: StaffId[]; extensions: Extension[]; measures: Measure[] }

const inOrder = (db: Kysely<Tables>, number: string) => ({
  concerned: db.selectFrom('case_concerned').select('staff_id').where('number', '=', number).orderBy('at').orderBy('staff_id').execute(),
  extensions: db.selectFrom('case_extensions').selectAll().where('number', '=', number).orderBy('requested_at').execute(),
  measures: db.selectFrom('case_measures').selectAll().where('number', '=', number).orderBy('set_at').execute(),
})

/** A case with all that decides about it; undefined where there is none of this number. */
export async function readCase(db: Kysely<Tables>, number: string): Promise<WholeCase | undefined> {
  const row = await db.selectFrom('cases').selectAll().where('number', '=', number).executeTakeFirst()
  if (!row) return undefined
  const reading = inOrder(db, number)
  const [concerned, extensions, measures] = [await reading.concerned, await reading.extensions, await reading.measures]
  return { case: toCase(row), concerned: concerned.map(each => each.staff_id), extensions, measures }
}

/** What decides which step a case may take. */
export function stateOf({ case: of, concerned, extensions, measures }: WholeCase): CaseState {
  const open = extensions.find(each => each.status === 'requested')
  return {
    status: of.status, owner: of.owner, concerned, investigated: of.investigatedAt !== null, decision: of.decision, feedback: of.feedback, cause: of.cause,
    extension: open ? { by: open.requested_by } : null, measures: measures.map(({ id, owner, done_at }) => ({ id, owner, done: done_at !== null })),
  }
}

const facts = z.record(z.string(), z.unknown())

/** What happened to a case, in order, by the masked texts. */
export async function readSteps(db: Kysely<Tables>, number: string): Promise<CaseStep[]> {
  const rows = await db.selectFrom('case_steps').selectAll().where('number', '=', number).orderBy('place').execute()
  return rows.map(row => ({ at: row.at, kind: row.kind, actor: row.actor, facts: facts.parse(JSON.parse(row.facts)), text: row.text }))
}
