import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { DirectKysely } from './direct.ts'

type Binding = null | number | bigint | string | Uint8Array

function toBinding(value: unknown): Binding {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot bind a ${typeof value}`)
}

/** Makes node:sqlite look like the driver that Kysely's own SqliteDialect expects. Statements are prepared once. */
function adapt(database: DatabaseSync, onWrite: () => void): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  function wrap(statement: StatementSync, writes: boolean): SqliteStatement {
    const bindings = (parameters: readonly unknown[]) => {
      if (writes) onWrite()
      return parameters.map(toBinding)
    }
    return {
      reader: statement.columns().length > 0,
      all: parameters => statement.all(...bindings(parameters)),
      run: parameters => statement.run(...bindings(parameters)),
      iterate: parameters => statement.iterate(...bindings(parameters)),
    }
  }
  return {
    close: () => database.close(),
    prepare(sql) {
      let statement = prepared.get(sql)
      if (!statement) {
        statement = wrap(database.prepare(sql), !/^\s*select\b/i.test(sql))
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
  // The log-ahead is folded in after 16 MB of it: a page that many turns touch is written once.
  'wal_autocheckpoint = 4000',
]
/** Pages kept in memory, in kB: by the connection that writes, and by the one that mostly reads what has just been written. */
const cache = { writing: 16_000, reading: 4_000 }

export type Connection = {
  database: DatabaseSync
  records: DirectKysely
  /** How many statements have run here that are no mere reading. */
  written(): number
}

/** Opens a connection. What it reads is given when `readable` resolves; without one, at once. */
export function connect(path: string, readable?: () => Promise<void> | undefined): Connection {
  const database = new DatabaseSync(path)
  for (const setting of [...settings, `cache_size = -${readable ? cache.reading : cache.writing}`]) database.exec(`PRAGMA ${setting}`)
  let written = 0
  const adapted = adapt(database, () => { written += 1 })
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
  return { database, records, written: () => written }
}
