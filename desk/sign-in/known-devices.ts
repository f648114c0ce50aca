import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Store, Tables } from '../../store/index.ts'
import { hashed } from '../register.ts'

/** For so long a browser is known to a member who does not sign in there again. */
export const knownDays = 90
/** The browsers in which a member signed in last. */
const mostDevices = 10

export type KnownDevices = ReturnType<typeof createKnownDevices>

/** A member's password is another now: whoever had learnt the one before may have signed in with it. */
export async function forgetDevices(tx: Kysely<Tables>, staff: string): Promise<void> {
  await tx.deleteFrom('known_devices').where('staff_id', '=', staff).execute()
}

/**
 * In which browsers members have signed in before (docs/decisions/known-devices-are-not-locked-out.md). To be known opens nothing: it is
 * only counted apart from strangers, so that these cannot lock a member out.
 */
export function createKnownDevices({ store, clock }: { store: Store; clock: { now(): Date } }) {
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  return {
    /** Whether this member has signed in from this device. */
    async knows(staff: string, device: string | undefined): Promise<boolean> {
      if (device === undefined) return false
      return await store.db.selectFrom('known_devices').select('staff_id').where('device_hash', '=', hashed(device)).where('staff_id', '=', staff).where('expires_at', '>', instant()).executeTakeFirst() !== undefined
    },

    /**
     * A member has signed in with all steps: gives what their browser is to keep. What it brought along counts no more, so that nobody knows
     * what it keeps who planted something there; other members of a shared browser stay known in it.
     */
    async remember(staff: string, before: string | undefined): Promise<string> {
      const device = randomBytes(32).toString('base64url')
      await store.write(async tx => {
        await tx.deleteFrom('known_devices').where('expires_at', '<=', instant()).execute()
        if (before !== undefined) {
          await tx.deleteFrom('known_devices').where('device_hash', '=', hashed(before)).where('staff_id', '=', staff).execute()
          await tx.updateTable('known_devices').set({ device_hash: hashed(device) }).where('device_hash', '=', hashed(before)).execute()
        }
        await tx.insertInto('known_devices').values({ device_hash: hashed(device), staff_id: staff, expires_at: instant(knownDays * 86_400_000) }).execute()
        const kept = tx.selectFrom('known_devices').select('device_hash').where('staff_id', '=', staff).orderBy('expires_at', 'desc').limit(mostDevices)
        await tx.deleteFrom('known_devices').where('staff_id', '=', staff).where('device_hash', 'not in', kept).execute()
      })
      return device
    },
  }
}
