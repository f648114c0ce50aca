import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { takesNothing } from './away.ts'
import type { Store } from './store.ts'

/** More than is free by chance in the pages that are there; PostgreSQL cannot pack it into less. */
const filling = () => randomBytes(131_072).toString('hex')

/** The store, with a `check` that resolves when it can be read and, where it took nothing last, written again. */
export function withCheck(store: Omit<Store, 'check'>): Store {
  let failed = false
  const write: Store['write'] = async unit => {
    try {
      const result = await store.write(unit)
      failed = false
      return result
    } catch (error) {
      failed ||= takesNothing(error)
      throw error
    }
  }
  return {
    ...store, write,
    async check() {
      await sql`SELECT 1`.execute(store.db)
      if (!failed) return
      await write(async tx => {
        await sql`CREATE TABLE IF NOT EXISTS store_check (filling TEXT)`.execute(tx)
        await sql`INSERT INTO store_check VALUES (${filling()})`.execute(tx)
      })
      await write(async tx => { await sql`DELETE FROM store_check`.execute(tx) })
    },
  }
}
