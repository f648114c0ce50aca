import { sql } from 'kysely'
import { isOfTheDisk } from './away.ts'
import type { Store } from './store.ts'

/** More than is free by chance in the pages that are there. */
const filling = 262_144

/** The store, with a `check` that resolves when it can be read and, where the disk failed last, written again. */
export function withCheck(store: Omit<Store, 'check'>): Store {
  let failed = false
  const write: Store['write'] = async unit => {
    try {
      const result = await store.write(unit)
      failed = false
      return result
    } catch (error) {
      failed ||= isOfTheDisk(error)
      throw error
    }
  }
  return {
    ...store, write,
    async check() {
      await sql`SELECT 1`.execute(store.db)
      if (!failed) return
      await write(async tx => {
        await sql`CREATE TABLE IF NOT EXISTS store_check (filling BLOB)`.execute(tx)
        await sql`INSERT INTO store_check VALUES (zeroblob(${sql.lit(filling)}))`.execute(tx)
      })
      await write(async tx => { await sql`DELETE FROM store_check`.execute(tx) })
    },
  }
}
