import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { withCheck } from './check.ts'
import { migrate } from './migrations.ts'
import { whyNotOpened } from './opening.ts'
import { ownDatabase } from './own-files.ts'
import { openPostgres } from './postgres.ts'
import { inMemory, openSqlite } from './sqlite.ts'
import { checkLogAhead, noteFolded } from './sole.ts'
import type { Store, StoreWatch } from './store.ts'

export { isAway, whyAway } from './away.ts'
export { storeBytes } from './figures.ts'
export type { Store, Unit } from './store.ts'
export { type Given, one, prepare } from './prepared.ts'
export { NotOpenedError } from './opening.ts'
export { OverloadedError } from './store.ts'
export { keepToOwner } from './own-files.ts'
export { NotAloneError, takeAlone } from './sole.ts'
export type { Tables } from './tables.ts'
export { type Coordination, type Exceeded, type Lease, type Limit, openCoordination, redisAddress } from './coordination/index.ts'

/**
 * Opens the records: PostgreSQL where `databaseUrl` is given, else SQLite in `dataDir`; tables are brought forward. Throws NotOpenedError
 * where who operates the service can mend it. A `patient` one has no limits of time, for work that takes long.
 */
export async function openStore(options: StoreWatch & { dataDir: string; databaseUrl?: string | undefined; patient?: boolean }): Promise<Store> {
  if (!options.databaseUrl) mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  let store: Store | undefined
  try {
    if (!options.databaseUrl) {
      const path = join(options.dataDir, 'shouwen.db')
      checkLogAhead(options.dataDir)
      ownDatabase(path)
      const opened = withCheck(openSqlite(path, options))
      store = {
        ...opened,
        async close() {
          await opened.close()
          noteFolded(options.dataDir)
        },
      }
      await migrate(store)
      return store
    }
    // An index on a large table takes longer than any customer is let wait.
    store = withCheck(openPostgres(options.databaseUrl, { ...options, patient: true }))
    await migrate(store)
    if (options.patient) return store
    await store.close()
    return withCheck(openPostgres(options.databaseUrl, options))
  } catch (error) {
    await store?.close()
    throw whyNotOpened(error, options)
  }
}

/** How large a store in memory may grow, in pages of 4 kB. */
const mostPages = 8_192

/** Opens records that are nowhere but in memory: for practice. Nothing of them outlives their close; past 32 MB they take no more. */
export async function openMemoryStore(): Promise<Store> {
  const store = withCheck(openSqlite(inMemory))
  await migrate(store)
  await sql`PRAGMA max_page_count = ${sql.lit(mostPages)}`.execute(store.db)
  return store
}
