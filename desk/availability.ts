import type { StaffId } from '../contacts/types.ts'
import type { Store, Tables } from '../store/index.ts'

export type Availability = { status: Tables['staff_availability']['status']; since: string; until: string | null }

/** Who has said nothing of themselves is asked for nothing: a first sign-in is to look around. */
const nothingSaid: Availability = { status: 'away', since: '', until: null }

/** Whether members take customers by routing. Presence is another matter: who is gone is away whatever they said. */
export function createAvailability({ store, clock, onQueue }: { store: Store; clock: { now(): Date }; onQueue(): void }) {
  const { db } = store
  const toAvailability = ({ status, since, until }: Tables['staff_availability']): Availability =>
    // A wrap-up ends by itself.
    until !== null && until <= clock.now().toISOString() ? { status: 'available', since: until, until: null } : { status, since, until }
  return {
    async of(staff: StaffId): Promise<Availability> {
      const row = await db.selectFrom('staff_availability').selectAll().where('staff_id', '=', staff).executeTakeFirst()
      return row ? toAvailability(row) : nothingSaid
    },
    async all(): Promise<ReadonlyMap<StaffId, Availability>> {
      return new Map((await db.selectFrom('staff_availability').selectAll().execute()).map(row => [row.staff_id, toAvailability(row)]))
    },
    /** `until`: when a wrap-up ends and the member is available again. */
    async set(staff: StaffId, status: Availability['status'], until: Date | null = null): Promise<void> {
      const row = { status, since: clock.now().toISOString(), until: until?.toISOString() ?? null }
      await store.write(tx => tx.insertInto('staff_availability').values({ staff_id: staff, ...row }).onConflict(conflict => conflict.column('staff_id').doUpdateSet(row)).execute())
      onQueue()
    },
  }
}

export type AvailabilityOf = ReturnType<typeof createAvailability>
