import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import type { Tables } from './tables.ts'
import type { Store, Unit } from './store.ts'
import { OverloadedError } from './store.ts'

type Binding = null | number | bigint | string | Uint8Array

function toBinding(value: unknown): Binding {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' || value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot bind a ${typeof value}`)
}

/** Makes node:sqlite look like the driver that Kysely's own SqliteDialect expects. Statements are prepared once. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  const wrap = (statement: StatementSync): SqliteStatement => ({
    reader: statement.columns().length > 0,
    all: parameters => statement.all(...parameters.map(toBinding)),
    run: parameters => {
      const { changes, lastInsertRowid } = statement.run(...parameters.map(toBinding))
      return { changes, lastInsertRowid }
    },
    iterate: parameters => statement.iterate(...parameters.map(toBinding)),
  })
  return {
    close: () => database.close(),
    prepare(sql) {
      let statement = prepared.get(sql)
      if (!statement) {
        statement = wrap(database.prepare(sql))
        if (prepared.size < 500) prepared.set(sql, statement)
      }
      return statement
    },
  }
}

const settings = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'busy_timeout = 5000',
  // A savepoint keeps the pages it changes; past 64 kB it would write them to a temporary file, in every turn.
  'temp_store = MEMORY',
  // 16 MB of pages in memory, and the log-ahead is folded in after 16 MB of it: a page that many turns touch is written once.
  'cache_size = -16000',
  'wal_autocheckpoint = 4000',
]

function connect(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  for (const setting of settings) database.exec(`PRAGMA ${setting}`)
  return database
}

type Waiting = { run(tx: Kysely<Tables>): Promise<void>; resolve(): void; reject(error: unknown): void }

/**
 * The embedded store. Units of work that wait at the same time share one durable commit: a commit costs a disk
 * flush, and two flushes a turn alone would halve the rate. Each unit has a savepoint of its own, so one that fails
 * takes nothing of its neighbours with it; none resolves before the flush.
 */
export function openSqlite(path: string, options: { maxWaiting?: number } = {}): Store {
  const maxWaiting = options.maxWaiting ?? 5_000
  const writing = connect(path)
  const tx = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(writing) }) })
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(connect(path)) }) })
  const [begin, commit] = [writing.prepare('BEGIN IMMEDIATE'), writing.prepare('COMMIT')]
  const [savepoint, release, rollbackUnit] = [writing.prepare('SAVEPOINT unit'), writing.prepare('RELEASE unit'), writing.prepare('ROLLBACK TO unit')]
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let closed = false

  async function commitWaiting(): Promise<void> {
    // Lets every turn that is ready in this round join the commit.
    await new Promise(resolve => setImmediate(resolve))
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      const done: Waiting[] = []
      try {
        begin.run()
        for (const unit of group) {
          savepoint.run()
          try {
            await unit.run(tx)
            done.push(unit)
          } catch (error) {
            rollbackUnit.run()
            unit.reject(error)
          }
          release.run()
        }
        commit.run()
        for (const unit of done) unit.resolve()
      } catch (error) {
        if (writing.isTransaction) writing.exec('ROLLBACK')
        for (const unit of group) unit.reject(error)
      }
      await new Promise(resolve => setImmediate(resolve))
    }
    running = undefined
  }

  function write<T>(unit: Unit<T>): Promise<T> {
    if (closed) return Promise.reject(new Error('The store is closed'))
    if (waiting.length >= maxWaiting) return Promise.reject(new OverloadedError())
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | undefined
      waiting.push({
        run: async tx => { result = { value: await unit(tx) } },
        resolve: () => { if (result) resolve(result.value) },
        reject,
      })
      running ??= commitWaiting()
    })
  }

  return {
    engine: 'sqlite',
    db,
    write,
    async close() {
      closed = true
      await running
      await db.destroy()
      await tx.destroy()
    },
  }
}
