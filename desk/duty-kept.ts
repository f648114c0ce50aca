import { append } from '../contacts/log.ts'
import type { Instant, StaffId } from '../contacts/types.ts'
import type { Store } from '../store/index.ts'
import { type Roster, rosterSchema } from './duty.ts'

/** What was last said of the roster at the desk; without a roster the file counts. Version 0 where nothing ever was. */
export type KeptRoster = { version: number; roster: Roster | undefined; by: StaffId; at: Instant }

/** Rosters as they are kept at the desk, each with who kept it and since when; none is ever overwritten. */
export function createKeptRosters({ store, clock }: { store: Store; clock: { now(): Date } }) {
  return {
    async latest(): Promise<KeptRoster> {
      const row = await store.db.selectFrom('duty_rosters').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()
      return row ? { version: row.version, roster: row.roster === null ? undefined : rosterSchema.parse(JSON.parse(row.roster)), by: row.by_staff, at: row.at } : { version: 0, roster: undefined, by: '', at: '' }
    },
    /** Puts a roster in force, or with none the file, where the last version is still `seen`; false where somebody was quicker. */
    async keep(roster: Roster | undefined, seen: number, by: StaffId): Promise<boolean> {
      return store.write(async tx => {
        const at = clock.now().toISOString()
        const last = await tx.selectFrom('duty_rosters').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst()
        if ((last?.version ?? 0) !== seen) return false
        const [kept] = await tx.insertInto('duty_rosters').values({ version: seen + 1, roster: roster === undefined ? null : JSON.stringify(roster), by_staff: by, at }).onConflict(conflict => conflict.column('version').doNothing()).returning('version').execute()
        if (!kept) return false
        await append(tx, store.engine, [{ at, kind: 'duty.kept', customer: '', enquiry: '', conversation: '', actor: `agent:${by}`, facts: { version: kept.version, from: roster === undefined ? 'file' : 'desk', hours: roster?.hours.length ?? 0, lines: roster?.duty.length ?? 0, rule: 'M1.1b' } }])
        return true
      })
    },
  }
}

export type KeptRosters = ReturnType<typeof createKeptRosters>
