import { randomBytes } from 'node:crypto'
import { createSealing } from '../../contacts/sealing.ts'
import { openCoordination, openMemoryStore } from '../../store/index.ts'
import type { StaffMember } from '../register.ts'

/**
 * What a practice room keeps, apart from everything else: records in memory, a key that is thrown away with them, and live topics,
 * leases and limits within this process. Nothing of it is reached by anybody to whom it is not handed. Its register knows the one
 * who practises, and who has been let in beside them.
 */
export async function openApart(member: StaffMember, log: Parameters<typeof openCoordination>[0]['log']) {
  const store = await openMemoryStore()
  const enter = async ({ id, email, name, role }: StaffMember): Promise<void> => {
    const row = { id, email, name, role, password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: new Date(0).toISOString(), disabled: 0, role_since: null, role_by: null, signed_in_at: null }
    await store.write(tx => tx.insertInto('staff').values(row).onConflict(conflict => conflict.column('id').doNothing()).execute())
  }
  await enter(member)
  const coordination = openCoordination({ instance: 'practice', log })
  return {
    store, coordination, sealing: createSealing(randomBytes(32)),
    /** Lets a colleague in, who then has a name there. */
    enter,
    async close(): Promise<void> {
      await coordination.close()
      await store.close()
    },
  }
}
