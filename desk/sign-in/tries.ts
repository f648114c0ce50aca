import type { Store } from '../../store/index.ts'

/** After so many tries there is a wait. Where it `grows`, each further round of them doubles it. */
export type Bound = { attempts: number; lockMinutes: number; grows?: true }

/** Of one name from one address. A person may mistype; who tries from one place locks out nobody but that place. */
export const placeBound: Bound = { attempts: 5, lockMinutes: 15 }
/** Of one name from all addresses together, known devices apart: 1,920 tries a day. The wait does not grow: else anybody could lock a member out for a day. */
export const nameBound: Bound = { attempts: 20, lockMinutes: 15 }
/** Of one name from a device that its member has signed in with: whoever has stolen what is kept there gets no further than a stranger. */
export const deviceBound: Bound = { attempts: 5, lockMinutes: 15, grows: true }
/** Whoever gets here knows the password; of a million codes three count at a time. */
export const codeBound: Bound = { attempts: 5, lockMinutes: 15, grows: true }
/** An office behind one address has many who mistype; what is right is given back. */
export const addressBound: Bound = { attempts: 100, lockMinutes: 15 }

const longestMinutes = 24 * 60
const minute = 60_000

/** How long the wait is after so many tries, in minutes; 0 for none. */
export function waitAfter(failed: number, { attempts, lockMinutes, grows }: Bound): number {
  if (failed < attempts || failed % attempts !== 0) return 0
  return grows ? Math.min(longestMinutes, lockMinutes * 2 ** (failed / attempts - 1)) : lockMinutes
}

export type Tries = ReturnType<typeof createTries>

/**
 * Tries under a name, an address or an account (M5.1a), counted over all instances, and before they are looked at: many at once get no more than one
 * after the other. A name that nobody has is counted alike.
 */
export function createTries({ store, clock }: { store: Store; clock: { now(): Date } }) {
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  return {
    /** Counts a try. Gives how many seconds there is still to wait where it is one too many, and does not count it. */
    async count(key: string, bound: Bound): Promise<number | undefined> {
      const now = instant()
      return store.write(async tx => {
        await tx.deleteFrom('sign_in_failures').where('at', '<', instant(-longestMinutes * minute)).where(eb => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', now)])).execute()
        const counted = await tx.insertInto('sign_in_failures').values({ name_hash: key, failed: 1, locked_until: null, at: now })
          .onConflict(conflict => conflict.column('name_hash').doUpdateSet(eb => ({
            failed: bound.grows ? eb('sign_in_failures.failed', '+', 1) : eb.case().when('sign_in_failures.locked_until', 'is not', null).then(1).else(eb('sign_in_failures.failed', '+', 1)).end(),
            locked_until: null, at: now,
          })).where(eb => eb.or([eb('sign_in_failures.locked_until', 'is', null), eb('sign_in_failures.locked_until', '<=', now)])))
          .returning('failed').executeTakeFirst()
        if (!counted) {
          const { locked_until } = await tx.selectFrom('sign_in_failures').select('locked_until').where('name_hash', '=', key).executeTakeFirstOrThrow()
          return Math.max(1, Math.ceil((Date.parse(locked_until ?? now) - clock.now().getTime()) / 1000))
        }
        const wait = waitAfter(counted.failed, bound)
        if (wait > 0) await tx.updateTable('sign_in_failures').set({ locked_until: instant(wait * minute) }).where('name_hash', '=', key).execute()
        return undefined
      })
    },
    /** It was right: all that was counted under these is forgotten. */
    async forget(...keys: string[]): Promise<void> {
      await store.write(async tx => { await tx.deleteFrom('sign_in_failures').where('name_hash', 'in', keys).execute() })
    },
    /** It was right: one is counted less, and a wait that it brought is lifted. */
    async giveBack(key: string): Promise<void> {
      await store.write(async tx => { await tx.updateTable('sign_in_failures').set(eb => ({ failed: eb('failed', '-', 1), locked_until: null })).where('name_hash', '=', key).where('failed', '>', 0).execute() })
    },
  }
}
