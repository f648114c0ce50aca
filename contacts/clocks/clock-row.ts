import { z } from 'zod'
import type { Tables } from '../../store/index.ts'
import type { Instant, StaffId } from '../types.ts'
import type { LocalDate } from './local-date.ts'
import { type Due, type Pause, pauseSchema, remindersFrom, remindersOf, type Term, termSchema } from './term.ts'

/** Something that is to be done by a time, and who answers for it. */
export type Clock = {
  id: string
  subject: { kind: string; id: string }
  what: string
  owner: StaffId
  about: { customer: string; enquiry: string; conversation: string }
  rule: string
  startedAt: Instant
  term: Term
  dueAt: Instant
  counted: readonly LocalDate[]
  provisional: boolean
  countedAt: Instant
  status: 'running' | 'paused' | 'done'
  pauses: readonly Pause[]
  doneAt: Instant | null
}

const days = z.array(z.string())
const pauses = z.array(pauseSchema)

export function toClock(row: Tables['clocks']): Clock {
  return {
    id: row.id, subject: { kind: row.subject_kind, id: row.subject_id }, what: row.what, owner: row.owner,
    about: { customer: row.customer_id, enquiry: row.enquiry_id, conversation: row.conversation_id }, rule: row.rule, startedAt: row.started_at,
    term: termSchema.parse(JSON.parse(row.term)), dueAt: row.due_at, counted: days.parse(JSON.parse(row.counted)), provisional: row.provisional === 1,
    countedAt: row.counted_at, status: row.status, pauses: pauses.parse(JSON.parse(row.pauses)), doneAt: row.done_at,
  }
}

/** The columns that tell when it is due, counted at `now`, and the first reminder of it. */
export function dueColumns(startedAt: Instant, due: Due, now: Instant) {
  const [next] = remindersFrom(remindersOf(startedAt, due), now)
  return { due_at: due.at, counted: JSON.stringify(due.counted), provisional: due.provisional ? 1 : 0, counted_at: now, next_at: next?.at ?? null }
}
