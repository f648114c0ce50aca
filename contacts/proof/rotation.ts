import type { Kysely } from 'kysely'
import type { Store, Tables } from '../../store/index.ts'
import { append } from '../log.ts'
import type { Sealing } from '../sealing.ts'
import { beginOverwriting, overwriteTraces } from './traces.ts'

export type RotationDeps = { store: Store; sealing: Pick<Sealing, 'rewrap'>; clock: { now(): Date } }

/** A wrapped key that neither master key opens: what it is for cannot be read. Nothing more was changed. */
export class UnreadableKeyError extends Error {
  override readonly name = 'UnreadableKeyError'
}

type Wrapped = { name: string; wrapped: string }
/** Where wrapped keys are kept. */
const places = {
  customers: {
    after: (db: Kysely<Tables>, name: string) => db.selectFrom('customers').select(['id as name', 'wrapped_key as wrapped']).where('id', '>', name).where('wrapped_key', '<>', '').orderBy('id').limit(page).execute(),
    change: (tx: Kysely<Tables>, { name, wrapped }: Wrapped, to: string) => tx.updateTable('customers').set({ wrapped_key: to }).where('id', '=', name).where('wrapped_key', '=', wrapped).executeTakeFirstOrThrow(),
  },
  kept_states: {
    after: (db: Kysely<Tables>, name: string) => db.selectFrom('kept_states').select(['key as name', 'wrapped_key as wrapped']).where('key', '>', name).orderBy('key').limit(page).execute(),
    change: (tx: Kysely<Tables>, { name, wrapped }: Wrapped, to: string) => tx.updateTable('kept_states').set({ wrapped_key: to }).where('key', '=', name).where('wrapped_key', '=', wrapped).executeTakeFirstOrThrow(),
  },
  staff_factors: {
    after: (db: Kysely<Tables>, name: string) => db.selectFrom('staff_factors').select(['id as name', 'wrapped_key as wrapped']).where('id', '>', name).orderBy('id').limit(page).execute(),
    change: (tx: Kysely<Tables>, { name, wrapped }: Wrapped, to: string) => tx.updateTable('staff_factors').set({ wrapped_key: to }).where('id', '=', name).where('wrapped_key', '=', wrapped).executeTakeFirstOrThrow(),
  },
}
const page = 500

async function rewrapAll({ store, sealing }: RotationDeps, { after, change }: (typeof places)[keyof typeof places]): Promise<number> {
  let count = 0
  for (let last = ''; ;) {
    const rows = await after(store.db, last)
    const changes = rows.flatMap(row => {
      try {
        const to = sealing.rewrap(row.wrapped)
        return to === undefined ? [] : [{ row, to }]
      } catch (error) {
        throw new UnreadableKeyError(`The key of ${row.name} opens with neither MASTER_KEY nor MASTER_KEY_ALSO: one of them is not the right one`, { cause: error })
      }
    })
    if (changes.length > 0) {
      count += await store.write(async tx => {
        await beginOverwriting(store, tx)
        let changed = 0
        // Whose key was destroyed or made anew meanwhile stays as it is.
        for (const { row, to } of changes) changed += Number((await change(tx, row, to)).numUpdatedRows)
        return changed
      })
    }
    const end = rows.at(-1)
    if (!end) return count
    last = end.name
  }
}

/**
 * Wraps every key anew that is not yet wrapped under the master key (M5.1a). May be ended at any point and begun again: a key is under one
 * of the two master keys at every moment. Throws UnreadableKeyError. `by` is who does it, for the audit trail.
 */
export async function rewrapKeys(deps: RotationDeps, by: string): Promise<number> {
  const { store, clock } = deps
  let total = 0
  // Another instance may wrap under the old one until it has been restarted: look until nothing is found.
  for (let found = 1; found > 0;) {
    found = 0
    for (const place of Object.values(places)) found += await rewrapAll(deps, place)
    total += found
  }
  await store.write(tx => append(tx, store.engine, [{ at: clock.now().toISOString(), kind: 'keys.rotated', customer: '', enquiry: '', conversation: '', actor: by, facts: { rewrapped: total, rule: 'M5.1a' } }]))
  await overwriteTraces(store, ['customers', 'kept_states', 'staff_factors'])
  return total
}
