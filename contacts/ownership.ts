import type { ContactsDeps } from './deps.ts'
import { append } from './log.ts'
import type { StaffId } from './types.ts'

/** Gives the open enquiries of one member to another, in one step: none is without an owner in between (M1.1b). Gives how many. */
export function createOwnership({ store, clock, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  return {
    async passOn(from: StaffId, to: StaffId, why: string): Promise<number> {
      const passed = await store.write(async tx => {
        const enquiries = await tx.selectFrom('enquiries').select(['id', 'customer_id']).where('owner', '=', from).where('status', '=', 'open').execute()
        if (enquiries.length === 0) return 0
        const at = clock.now().toISOString()
        await tx.updateTable('enquiries').set({ owner: to, updated_at: at }).where('owner', '=', from).where('status', '=', 'open').execute()
        await append(tx, store.engine, enquiries.map(({ id, customer_id }) => ({
          at, kind: 'enquiry.owner-named', customer: customer_id, enquiry: id, conversation: '', actor: 'system', facts: { owner: to, before: from, why, rule: 'M1.1b' },
        })))
        return enquiries.length
      })
      if (passed > 0) onQueue()
      return passed
    },
  }
}
