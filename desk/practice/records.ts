import type { Kysely } from 'kysely'
import { append } from '../../contacts/log.ts'
import type { StaffId } from '../../contacts/types.ts'
import type { Store, Tables } from '../../store/index.ts'
import { type Debrief, debriefSchema } from './debrief.ts'

/** Who has not been heard of for so long practises no more: their instance is gone. In milliseconds. */
export const practisesForMs = 60_000

/** A debrief as a part of a member's training record. */
export type DebriefRecord = {
  id: string
  member: StaffId
  begunAt: string
  endedAt: string
  debrief: Debrief
  /** Hours of continuing education that the member asks for, and what was decided of it. */
  hours: number | null
  decidedBy: StaffId | null
  confirmed: boolean | null
}

/** It does not stand as it would have to; the message says why. */
export class PracticeRefusedError extends Error {
  override readonly name = 'PracticeRefusedError'
}

/** Notes confirmed hours in the register, in the same unit of work. */
export type KeepHours = (tx: Kysely<Tables>, member: StaffId, course: { day: string; hours: number; subject: string }, by: StaffId) => Promise<void>

const toRecord = (row: Tables['practice_debriefs']): DebriefRecord => ({
  id: row.id, member: row.staff_id, begunAt: row.begun_at, endedAt: row.ended_at, debrief: debriefSchema.parse(JSON.parse(row.debrief)),
  hours: row.hours === null ? null : Number(row.hours), decidedBy: row.decided_by, confirmed: row.confirmed === null ? null : row.confirmed === 1,
})

/** Whole quarters of an hour that somebody has practised: no more can be asked for. */
export function hoursOf({ begunAt, endedAt }: Pick<DebriefRecord, 'begunAt' | 'endedAt'>): number {
  return Math.floor((Date.parse(endedAt) - Date.parse(begunAt)) / 900_000) / 4
}

/**
 * What of practice stands in the records: who practises, and what their shifts showed. That a member practised is on the audit trail
 * (docs/decisions/practice-is-a-desk-of-its-own.md); nothing of what was said there is.
 */
export function createPracticeRecords({ store, clock, dayOf, keepHours }: { store: Store; clock: { now(): Date }; dayOf(at: Date): string; keepHours: KeepHours }) {
  const { db } = store
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  const entry = (actor: StaffId, kind: string, facts: Record<string, unknown>) => ({ at: instant(), kind, customer: '', enquiry: '', conversation: '', actor: `agent:${actor}`, facts: { ...facts, rule: 'M6.3a' } })
  const fresh = (member: StaffId) => db.selectFrom('practice_rooms').selectAll().where('staff_id', '=', member).where('seen_at', '>', instant(-practisesForMs))

  async function known(id: string): Promise<DebriefRecord | undefined> {
    const row = await db.selectFrom('practice_debriefs').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toRecord(row)
  }

  return {
    /** The room in which a member practises, on whatever instance. */
    async roomOf(member: StaffId): Promise<{ id: string; instance: string } | undefined> {
      return fresh(member).executeTakeFirst()
    },

    /** The rooms in which members practise now, on whatever instances, those begun last first. */
    async rooms(): Promise<{ id: string; member: StaffId; instance: string; begunAt: string }[]> {
      const rows = await db.selectFrom('practice_rooms').selectAll().where('seen_at', '>', instant(-practisesForMs)).orderBy('begun_at', 'desc').execute()
      return rows.map(({ id, staff_id, instance, begun_at }) => ({ id, member: staff_id, instance, begunAt: begun_at }))
    },

    /** Notes that a member begins to practise here; what they had elsewhere ends there. */
    async begin(member: StaffId, id: string, instance: string, scripts: readonly string[]): Promise<void> {
      await store.write(async tx => {
        const row = { id, instance, begun_at: instant(), seen_at: instant() }
        await tx.insertInto('practice_rooms').values({ staff_id: member, ...row }).onConflict(conflict => conflict.column('staff_id').doUpdateSet(row)).execute()
        await append(tx, store.engine, [entry(member, 'practice.begun', { practice: id, scripts })])
      })
    },

    /** Notes that a member still practises here; false where they have begun elsewhere. */
    async seen(member: StaffId, id: string): Promise<boolean> {
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('practice_rooms').set({ seen_at: instant() }).where('staff_id', '=', member).where('id', '=', id).executeTakeFirstOrThrow())
      return numUpdatedRows > 0n
    },

    /** Keeps what a shift showed; the member practises no more. */
    async end(member: StaffId, id: string, begunAt: string, debrief: Debrief): Promise<void> {
      await store.write(async tx => {
        await tx.deleteFrom('practice_rooms').where('staff_id', '=', member).where('id', '=', id).execute()
        await tx.insertInto('practice_debriefs').values({ id, staff_id: member, begun_at: begunAt, ended_at: instant(), debrief: JSON.stringify(debrief), hours: null, decided_by: null, decided_at: null, confirmed: null }).execute()
        await append(tx, store.engine, [entry(member, 'practice.ended', { practice: id, customers: debrief.customers.length })])
      })
    },

    known,
    /** The latest debriefs of a member, or of all. */
    async latest(member: StaffId | undefined, limit: number): Promise<DebriefRecord[]> {
      let rows = db.selectFrom('practice_debriefs').selectAll().orderBy('ended_at', 'desc').limit(limit)
      if (member !== undefined) rows = rows.where('staff_id', '=', member)
      return (await rows.execute()).map(toRecord)
    },

    /** The member asks that a shift counts as continuing education (M1.2b). Throws PracticeRefusedError. */
    async propose(record: DebriefRecord, hours: number): Promise<void> {
      if (hours > hoursOf(record)) throw new PracticeRefusedError(`You practised for ${hoursOf(record)} hours; ask for no more than that`)
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('practice_debriefs').set({ hours }).where('id', '=', record.id).where('confirmed', 'is', null).executeTakeFirstOrThrow())
      if (numUpdatedRows === 0n) throw new PracticeRefusedError('That has been decided already')
    },

    /** Somebody who supervises confirms the hours, which then stand in the register, or does not. Throws PracticeRefusedError. */
    async decide(record: DebriefRecord, by: StaffId, confirmed: boolean): Promise<void> {
      await store.write(async tx => {
        const row = await tx.updateTable('practice_debriefs').set({ decided_by: by, decided_at: instant(), confirmed: confirmed ? 1 : 0 }).where('id', '=', record.id).where('hours', 'is not', null).where('confirmed', 'is', null).returning('hours').executeTakeFirst()
        if (!row || row.hours === null) throw new PracticeRefusedError('There is nothing to decide: no hours are asked for, or that has been decided')
        const hours = Number(row.hours)
        const day = dayOf(new Date(record.endedAt))
        if (confirmed) await keepHours(tx, record.member, { day, hours, subject: `模拟演练 ${record.id.slice(0, 8)}` }, by)
        await append(tx, store.engine, [entry(by, 'practice.hours-decided', { practice: record.id, member: record.member, hours, confirmed })])
      })
    },
  }
}

export type PracticeRecords = ReturnType<typeof createPracticeRecords>
