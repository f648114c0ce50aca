import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Store, Unit } from './store.ts'
import type { Tables } from './tables.ts'

// The log's sequence is a bigint there; it stays far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Records on PostgreSQL; the server groups the commits of concurrent units itself. */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 })
  // An idle connection that breaks is replaced by the pool; the next query reports a server that is away.
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    engine: 'postgres',
    db,
    write: <T>(unit: Unit<T>) => db.transaction().execute(unit),
    close: () => db.destroy(),
  }
}
