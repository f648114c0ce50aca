import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import { append, type NewEntry } from '../log.ts'
import type { StaffId } from '../types.ts'
import { type Clock, dueColumns, toClock } from './clock-row.ts'
import { unconcerned } from './unconcerned.ts'
import { dueOf, type Pause, type PauseReason, type Term } from './term.ts'
import type { WorkingCalendar } from './working-days.ts'

export type { Clock } from './clock-row.ts'
export type Subject = Clock['subject']
export type NewClock = Pick<Clock, 'subject' | 'what' | 'owner' | 'about' | 'rule' | 'term'>
/** One clock of a subject by what it is for. */
export type Which = Subject & { what: string }

/** The clock cannot do that; the message says why. */
export class ClockError extends Error {
  override readonly name = 'ClockError'
}

/** Whose clocks, and for whom: none of a case that concerns the reader. */
type Listed = { owner?: StaffId | undefined; notConcerning?: StaffId | undefined; limit: number }

export type ClocksDeps = Pick<ContactsDeps, 'store' | 'clock'> & { calendar(): WorkingCalendar }

/**
 * Clocks on anything that has to be done by a time: a complaint's investigation, a promise, a follow-up. What changes one is
 * called inside the caller's unit of work, and leaves its own entry in the log.
 *
 *     await clocks.start(tx, { subject: { kind: 'enquiry', id }, what: 'promise', owner, about, rule: 'M1.1c', term: { workingDays: 1 } })
 *     await clocks.finish(tx, { kind: 'enquiry', id, what: 'promise' }, `agent:${member.id}`)
 */
export function createClocks({ store, clock, calendar }: ClocksDeps) {
  const now = () => clock.now().toISOString()
  const factsOf = ({ id, subject, what, owner, rule }: Clock) => ({ clock: id, subject: subject.kind, of: subject.id, what, owner, rule })
  const entry = (of: Clock, kind: string, actor: string, facts: Record<string, unknown>): NewEntry => ({
    at: now(), kind, customer: of.about.customer, enquiry: of.about.enquiry, conversation: of.about.conversation, actor, facts: { ...factsOf(of), ...facts },
  })

  async function standing(tx: Kysely<Tables>, { kind, id, what }: Which): Promise<Clock> {
    const row = await tx.selectFrom('clocks').selectAll().where('subject_kind', '=', kind).where('subject_id', '=', id).where('what', '=', what).where('status', '<>', 'done').executeTakeFirst()
    if (!row) throw new ClockError(`No clock "${what}" runs for ${kind} ${id}`)
    return toClock(row)
  }

  /** Writes a new due moment; its reminders begin anew. */
  async function count(tx: Kysely<Tables>, of: Clock, term: Term, pauses: readonly Pause[]): Promise<ReturnType<typeof dueOf>> {
    const due = dueOf(of.startedAt, term, pauses, { calendar: calendar() })
    await tx.updateTable('clocks').set({ ...dueColumns(of.startedAt, due, now()), term: JSON.stringify(term), pauses: JSON.stringify(pauses), status: 'running' }).where('id', '=', of.id).execute()
    return due
  }

  return {
    /** Starts a clock now. Gives it with its due moment. */
    async start(tx: Kysely<Tables>, given: NewClock): Promise<Clock> {
      const at = now()
      const due = dueOf(at, given.term, [], { calendar: calendar() })
      const row = {
        id: randomUUID(), subject_kind: given.subject.kind, subject_id: given.subject.id, what: given.what, owner: given.owner,
        customer_id: given.about.customer, enquiry_id: given.about.enquiry, conversation_id: given.about.conversation, rule: given.rule,
        started_at: at, term: JSON.stringify(given.term), status: 'running' as const, pauses: '[]', done_at: null, ...dueColumns(at, due, at),
      }
      await tx.insertInto('clocks').values(row).execute()
      const started = toClock(row)
      await append(tx, store.engine, [entry(started, 'clock.started', 'system', { due: due.at, counted: due.counted, provisional: due.provisional })])
      return started
    },

    /** When a clock that begins now would be due. */
    dueIn: (term: Term): string => dueOf(now(), term, [], { calendar: calendar() }).at,

    /** Stops a clock for a stated reason. Throws ClockError for one that stands still or is overdue. */
    async pause(tx: Kysely<Tables>, which: Which, reason: PauseReason, actor: string): Promise<void> {
      const of = await standing(tx, which)
      if (of.status === 'paused') throw new ClockError('The clock stands still already')
      if (now() > of.dueAt) throw new ClockError('The time is over; a clock that ran out cannot be stopped')
      const pauses = [...of.pauses, { from: now(), to: null, reason, by: actor }]
      await tx.updateTable('clocks').set({ status: 'paused', pauses: JSON.stringify(pauses), next_at: null }).where('id', '=', of.id).execute()
      await append(tx, store.engine, [entry(of, 'clock.paused', actor, { reason })])
    },

    /** Lets a stopped clock go on; the working days that began meanwhile are added. */
    async resume(tx: Kysely<Tables>, which: Which, actor: string): Promise<void> {
      const of = await standing(tx, which)
      if (of.status !== 'paused') throw new ClockError('The clock does not stand still')
      const pauses = of.pauses.map(each => each.to === null ? { ...each, to: now() } : each)
      const due = await count(tx, of, of.term, pauses)
      await append(tx, store.engine, [entry(of, 'clock.resumed', actor, { due: due.at, counted: due.counted, provisional: due.provisional })])
    },

    /** Gives a running clock more time; who may allow that, the caller has checked. */
    async extend(tx: Kysely<Tables>, which: Which, term: Term, actor: string): Promise<Clock> {
      const of = await standing(tx, which)
      if (of.status === 'paused') throw new ClockError('The clock stands still; let it go on first')
      const due = await count(tx, of, term, of.pauses)
      await append(tx, store.engine, [entry(of, 'clock.extended', actor, { due: due.at, before: of.dueAt, counted: due.counted, provisional: due.provisional })])
      return { ...of, term, dueAt: due.at, counted: due.counted, provisional: due.provisional }
    },

    /** When a clock would be due with other time. */
    dueWith: (of: Clock, term: Term): string => dueOf(of.startedAt, term, of.pauses, { calendar: calendar() }).at,

    /** What it was for is done, in time or late. Nothing happens where no such clock runs. */
    async finish(tx: Kysely<Tables>, { kind, id, what }: Which, actor: string): Promise<void> {
      const rows = await tx.updateTable('clocks').set({ status: 'done', done_at: now(), next_at: null }).where('subject_kind', '=', kind).where('subject_id', '=', id).where('what', '=', what)
        .where('status', '<>', 'done').returningAll().execute()
      await append(tx, store.engine, rows.map(toClock).map(of => entry(of, 'clock.finished', actor, { due: of.dueAt, inTime: now() <= of.dueAt })))
    },

    /** Names another owner for all running clocks of a subject. */
    async reassign(tx: Kysely<Tables>, { kind, id }: Subject, owner: StaffId): Promise<void> {
      await tx.updateTable('clocks').set({ owner }).where('subject_kind', '=', kind).where('subject_id', '=', id).where('status', '<>', 'done').execute()
    },

    /** All clocks of a subject, in the order in which they began. */
    async of({ kind, id }: Subject, db: Kysely<Tables> = store.db): Promise<Clock[]> {
      const rows = await db.selectFrom('clocks').selectAll().where('subject_kind', '=', kind).where('subject_id', '=', id).orderBy('started_at').orderBy('due_at').execute()
      return rows.map(toClock)
    },

    /** What runs, first what is due first: of one owner or of all. */
    async dueList({ owner, notConcerning, limit }: Listed): Promise<Clock[]> {
      let query = store.db.selectFrom('clocks').selectAll().where('status', '=', 'running').orderBy('due_at').limit(limit)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (notConcerning !== undefined) query = query.where(unconcerned(notConcerning))
      return (await query.execute()).map(toClock)
    },

    /** What has run out and is not done, the longest overdue first: of one owner or of all. */
    async overdue({ owner, notConcerning, limit }: Listed): Promise<Clock[]> {
      let query = store.db.selectFrom('clocks').selectAll().where('status', '=', 'running').where('due_at', '<', now()).orderBy('due_at').limit(limit)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (notConcerning !== undefined) query = query.where(unconcerned(notConcerning))
      return (await query.execute()).map(toClock)
    },

    /** For the figures: how many are overdue, and how many have a provisional due moment. */
    async figures(): Promise<{ overdue: number; provisional: number }> {
      const count = (query: ReturnType<typeof running>) => query.select(eb => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
      const running = () => store.db.selectFrom('clocks')
      const [overdue, provisional] = await Promise.all([count(running().where('status', '=', 'running').where('due_at', '<', now())), count(running().where('provisional', '=', 1).where('status', '<>', 'done'))])
      return { overdue: Number(overdue.count), provisional: Number(provisional.count) }
    },

    /** Counts provisional due moments again with the days that are settled now; gives how many changed. Several instances may do so at once. */
    async recount(): Promise<number> {
      const provisional = (await store.db.selectFrom('clocks').selectAll().where('provisional', '=', 1).where('status', '<>', 'done').execute()).map(toClock)
      let changed = 0
      for (const of of provisional) {
        const due = dueOf(of.startedAt, of.term, of.pauses, { calendar: calendar() })
        if (due.provisional && due.at === of.dueAt) continue
        changed += await store.write(async tx => {
          const { next_at, ...columns } = dueColumns(of.startedAt, due, now())
          const { numUpdatedRows } = await tx.updateTable('clocks').set(eb => ({ ...columns, next_at: eb.case().when('status', '=', 'running').then(next_at).else(null).end() }))
            .where('id', '=', of.id).where('due_at', '=', of.dueAt).where('provisional', '=', 1).where('status', '<>', 'done').executeTakeFirstOrThrow()
          if (numUpdatedRows === 0n) return 0
          await append(tx, store.engine, [entry(of, 'clock.recounted', 'system', { due: due.at, before: of.dueAt, counted: due.counted, provisional: due.provisional })])
          return 1
        })
      }
      return changed
    },
  }
}

export type Clocks = ReturnType<typeof createClocks>
