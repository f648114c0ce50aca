import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { DirectKysely } from './direct.ts'

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
  // A commit is flushed by the store before it counts (sqlite.ts), not by SQLite, which would hold up the whole process meanwhile.
  'synchronous = NORMAL',
  'busy_timeout = 5000',
  // A savepoint keeps the pages it changes; past 64 kB it would write them to a temporary file, in every turn.
  'temp_store = MEMORY',
  // 16 MB of pages in memory, and the log-ahead is folded in after 16 MB of it: a page that many turns touch is written once.
  'cache_size = -16000',
  'wal_autocheckpoint = 4000',
]

export type Connection = { database: DatabaseSync; records: DirectKysely }

/** Opens a connection. What it reads is given when `readable` resolves; without one, at once. */
export function connect(path: string, readable?: () => Promise<void> | undefined): Connection {
  const database = new DatabaseSync(path)
  for (const setting of settings) database.exec(`PRAGMA ${setting}`)
  const adapted = adapt(database)
  const plugins = readable ? [{
    transformQuery: <Node>({ node }: { node: Node }) => node,
    async transformResult<Result>({ result }: { result: Result }) {
      await readable()
      return result
    },
  }] : []
  const records = new DirectKysely({ dialect: new SqliteDialect({ database: adapted }), plugins }, (sql, parameters) => {
    const statement = adapted.prepare(sql)
    if (!statement.reader) {
      statement.run(parameters)
      return []
    }
    const rows = statement.all(parameters)
    const wait = readable?.()
    return wait ? wait.then(() => rows) : rows
  })
  return { database, records }
}
