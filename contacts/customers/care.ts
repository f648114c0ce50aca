import type { Store } from '../../store/index.ts'
import type { FollowUp } from '../cases/follow-ups.ts'
import type { Instant, StaffId } from '../types.ts'

/** What was asked of a customer and what is done for them after they were served (M2.3a); each the latest first. */
export type Care = {
  /** What they answered to how it was, 1 to 5. */
  surveys: { enquiry: string; score: number; at: Instant }[]
  followUps: { id: string; subject: FollowUp['subject']; enquiry: string; owner: StaffId; dueAt: Instant; status: FollowUp['status']; endedAt: Instant | null }[]
  tasks: { id: string; enquiry: string; /** Masked. */ what: string; owner: StaffId; dueAt: Instant; doneAt: Instant | null }[]
}

const most = 100

/** Reads what is done for customers beside their conversations. */
export function createCare({ db }: Pick<Store, 'db'>) {
  async function surveysOf(customers: readonly string[]): Promise<Care['surveys']> {
    const rows = await db.selectFrom('log').innerJoin('conversations', 'conversations.id', 'log.conversation_id').select(['log.enquiry_id as enquiry', 'log.at', 'log.facts'])
      .where('conversations.customer_id', 'in', customers).where('log.kind', '=', 'survey.answered').orderBy('log.seq', 'desc').limit(most).execute()
    return rows.flatMap(({ facts, ...each }) => {
      const { score }: { score?: unknown } = JSON.parse(facts)
      return typeof score === 'number' ? [{ ...each, score }] : []
    })
  }
  return {
    async of(customers: readonly string[]): Promise<Care> {
      if (customers.length === 0) return { surveys: [], followUps: [], tasks: [] }
      const [surveys, followUps, tasks] = await Promise.all([
        surveysOf(customers),
        db.selectFrom('follow_ups').select(['id', 'subject_kind', 'subject_id', 'enquiry_id', 'owner', 'due_at', 'status', 'ended_at']).where('customer_id', 'in', customers).where('status', '<>', 'dropped').orderBy('due_at', 'desc').limit(most).execute(),
        db.selectFrom('tasks').innerJoin('clocks', join => join.onRef('clocks.subject_id', '=', 'tasks.id').on('clocks.subject_kind', '=', 'task')).select(['tasks.id', 'tasks.enquiry_id', 'tasks.what', 'clocks.owner', 'clocks.due_at', 'clocks.done_at'])
          .where('tasks.customer_id', 'in', customers).orderBy('clocks.due_at', 'desc').limit(most).execute(),
      ])
      return {
        surveys,
        followUps: followUps.map(row => ({ id: row.id, subject: { kind: row.subject_kind, id: row.subject_id }, enquiry: row.enquiry_id, owner: row.owner, dueAt: row.due_at, status: row.status, endedAt: row.ended_at })),
        tasks: tasks.map(row => ({ id: row.id, enquiry: row.enquiry_id, what: row.what, owner: row.owner, dueAt: row.due_at, doneAt: row.done_at })),
      }
    },
  }
}
