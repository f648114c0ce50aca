import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withCheck } from './check.ts'
import { migrate } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import type { Store, StoreWatch } from './store.ts'

export { storeBytes } from './figures.ts'
export type { Store, Unit } from './store.ts'
export { type Given, one, prepare } from './prepared.ts'
export { OverloadedError } from './store.ts'
export { NotAloneError, takeAlone } from './sole.ts'
export type { Tables } from './tables.ts'
export { type Coordination, type Exceeded, type Lease, type Limit, openCoordination, redisAddress } from './coordination/index.ts'

/** Opens the records: PostgreSQL where `databaseUrl` is given, else SQLite in `dataDir`; tables are brought forward. */
export async function openStore(options: StoreWatch & { dataDir: string; databaseUrl?: string | undefined }): Promise<Store> {
  if (!options.databaseUrl) mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const store = withCheck(options.databaseUrl ? openPostgres(options.databaseUrl, options) : openSqlite(join(options.dataDir, 'shouwen.db'), options))
  await migrate(store)
  return store
}
