import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Handover, Instant, StaffId } from '../types.ts'
import { toHandover } from './moves.ts'

export type Guest = { handover: string; staff: StaffId; part: Tables['handover_guests']['part']; by: StaffId; since: Instant }

const toGuest = (row: Tables['handover_guests']): Guest => ({ handover: row.handover_id, staff: row.staff_id, part: row.part, by: row.by_staff, since: row.since })

/** Colleagues who are with a conversation beside its agent, as long as it lasts. */
export function createGuests({ store, clock, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  const { db } = store

  async function note(handover: Handover, kind: string, actor: StaffId, facts: Record<string, unknown>, change: (tx: typeof db) => Promise<boolean>): Promise<boolean> {
    const { customer_id: customer } = await db.selectFrom('enquiries').select('customer_id').where('id', '=', handover.enquiry).executeTakeFirstOrThrow()
    const changed = await store.write(async tx => {
      if (!await change(tx)) return false
      await append(tx, store.engine, [{ at: clock.now().toISOString(), kind, customer, enquiry: handover.enquiry, conversation: handover.conversation, actor: `agent:${actor}`, facts: { handover: handover.id, ...facts } }])
      return true
    })
    if (changed) onQueue()
    return changed
  }

  return {
    /** Brings a colleague in; false where the conversation is not with an agent any more. */
    invite(handover: Handover, staff: StaffId, part: Guest['part'], by: StaffId): Promise<boolean> {
      return note(handover, `handover.${part}`, by, { guest: staff }, async tx => {
        const standing = await tx.selectFrom('handovers').select('status').where('id', '=', handover.id).executeTakeFirst()
        if (standing?.status !== 'active') return false
        await tx.insertInto('handover_guests').values({ handover_id: handover.id, staff_id: staff, part, by_staff: by, since: clock.now().toISOString() })
          .onConflict(conflict => conflict.columns(['handover_id', 'staff_id']).doUpdateSet({ part })).execute()
        return true
      })
    },
    leave(handover: Handover, staff: StaffId, by: StaffId): Promise<boolean> {
      return note(handover, 'handover.guest-left', by, { guest: staff }, async tx => (await tx.deleteFrom('handover_guests').where('handover_id', '=', handover.id).where('staff_id', '=', staff).executeTakeFirstOrThrow()).numDeletedRows > 0n)
    },
    async of(handover: string): Promise<Guest[]> {
      return (await db.selectFrom('handover_guests').selectAll().where('handover_id', '=', handover).orderBy('since').execute()).map(toGuest)
    },
    /** A member's part in a conversation that is not theirs. */
    async partOf(handover: string, staff: StaffId): Promise<Guest['part'] | undefined> {
      return (await db.selectFrom('handover_guests').select('part').where('handover_id', '=', handover).where('staff_id', '=', staff).executeTakeFirst())?.part
    },
    /** The conversations in which a member is a guest. */
    async with(staff: StaffId): Promise<Handover[]> {
      return (await db.selectFrom('handovers').innerJoin('handover_guests', 'handover_guests.handover_id', 'handovers.id').selectAll('handovers').where('handover_guests.staff_id', '=', staff).where('status', '=', 'active').execute()).map(toHandover)
    },
  }
}

export type Guests = ReturnType<typeof createGuests>
