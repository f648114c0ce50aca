import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import { type Clock, toClock } from './clock-row.ts'
import { notify, type Recipient } from './notices.ts'
import { type Reminder, remindersFrom, remindersOf, type Stage } from './term.ts'

/** Who is told at a stage: its owner, then also who supervises, then also senior management (M3.3a). */
export function toldAt(stage: Stage, owner: string): Recipient[] {
  const told: Recipient[] = [`member:${owner}`]
  if (stage === 'due' || stage === 'overdue') told.push('role:supervisor')
  if (stage === 'overdue') told.push('management')
  return told
}

/**
 * What to do with the stages that are past and were not told: the last of them is told, to all whom it concerns by then. One
 * that was slept over is written down and not made up for: "tomorrow" said a week late would be wrong.
 */
export function catchUp(reminders: readonly Reminder[], told: ReadonlySet<string>, now: string): { send: Reminder | undefined; missed: Reminder[]; next: Reminder | undefined } {
  const past = reminders.filter(each => each.at <= now && !told.has(each.stage))
  return { send: past.at(-1), missed: past.slice(0, -1), next: reminders.find(each => each.at > now) }
}

const atOnce = 100

/** Reminds of clocks. Each stage of each due moment is told once, however many instances do so and whenever one of them is stopped. */
export function createReminding({ store, clock, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  /** Takes the clock's next reminders, unless another instance has taken them; with the notices and the entry, or not at all. */
  function remind(id: string, nextAt: string, now: string): Promise<boolean> {
    return store.write(async tx => {
      const row = await tx.selectFrom('clocks').selectAll().where('id', '=', id).where('next_at', '=', nextAt).executeTakeFirst()
      if (!row) return false
      const of: Clock = toClock(row)
      const before = await tx.selectFrom('clock_reminders').select('stage').where('clock_id', '=', id).where('due_at', '=', of.dueAt).execute()
      const reminders = remindersFrom(remindersOf(of.startedAt, { at: of.dueAt, counted: of.counted, provisional: of.provisional }), of.countedAt)
      const { send, missed, next } = catchUp(reminders, new Set(before.map(each => each.stage)), now)
      const { numUpdatedRows } = await tx.updateTable('clocks').set({ next_at: next?.at ?? null }).where('id', '=', id).where('next_at', '=', nextAt).executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n || !send) return false
      await tx.insertInto('clock_reminders').values([...missed, send].map(({ stage }) => ({ clock_id: id, due_at: of.dueAt, stage, at: now, sent: stage === send.stage ? 1 : 0 }))).execute()
      const to = toldAt(send.stage, of.owner)
      const facts = { what: of.what, stage: send.stage, due: of.dueAt, provisional: of.provisional, rule: of.rule }
      await notify(tx, now, to.map(recipient => ({ key: `${id}|${of.dueAt}|${send.stage}|${recipient}`, recipient, kind: 'clock.reminded', subject: of.subject, facts })))
      await append(tx, store.engine, [{
        at: now, kind: 'clock.reminded', customer: of.about.customer, enquiry: of.about.enquiry, conversation: of.about.conversation, actor: 'system',
        facts: { clock: id, subject: of.subject.kind, of: of.subject.id, owner: of.owner, ...facts, to, missed: missed.map(({ stage }) => stage) },
      }])
      return true
    })
  }

  return {
    /** Tells all that is to be told by now; gives how many reminders. */
    async remindDue(): Promise<number> {
      let reminded = 0
      for (let more = true; more;) {
        const now = clock.now().toISOString()
        const due = await store.db.selectFrom('clocks').select(['id', 'next_at']).where('next_at', '<=', now).orderBy('next_at').limit(atOnce).execute()
        const taken = await Promise.all(due.map(({ id, next_at }) => next_at === null ? false : remind(id, next_at, now)))
        const count = taken.filter(Boolean).length
        reminded += count
        more = due.length === atOnce && count > 0
      }
      if (reminded > 0) onQueue()
      return reminded
    },
  }
}

export type Reminding = ReturnType<typeof createReminding>
