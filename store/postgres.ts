import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { OverloadedError, type Store, type StoreWatch, type Unit } from './store.ts'
import type { Tables } from './tables.ts'

// The log's sequence is a bigint there; it stays far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** How many units may wait for a connection before more are refused. */
const mostWaiting = 5_000

/** How often a unit is tried that loses against others. */
const mostAttempts = 5

/** Another unit was quicker: it took the same place (unique_violation), or each waited for the other (deadlock_detected, serialization_failure). */
function lostRace(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['23505', '40P01', '40001'].includes(error.code ?? '')
}

/**
 * Records on PostgreSQL; the server groups the commits of concurrent units itself. A unit that lost a race is
 * run again and reads what the other wrote; nothing of its first attempt stands.
 */
export function openPostgres(url: string, { onCommit }: StoreWatch = {}): Omit<Store, 'check'> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000, keepAlive: true })
  // An idle connection that breaks is replaced by the pool; the next query reports a server that is away.
  pool.on('error', () => undefined)
  // One that breaks while it is in use fails its query; the event besides would end the process.
  pool.on('connect', client => { client.on('error', () => undefined) })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  let waiting = 0
  return {
    engine: 'postgres',
    db,
    async write<T>(unit: Unit<T>): Promise<T> {
      if (waiting >= mostWaiting) throw new OverloadedError()
      waiting += 1
      try {
        for (let attempt = 1; ; attempt++) {
          try {
            const result = await db.transaction().execute(unit)
            onCommit?.(1)
            return result
          } catch (error) {
            if (attempt === mostAttempts || !lostRace(error)) throw error
          }
        }
      } finally {
        waiting -= 1
      }
    },
    waiting: () => waiting,
    close: () => db.destroy(),
  }
}
