import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Store, Tables } from '../store/index.ts'
import { verifyChain } from './log.ts'

/** What is not carried over: each store keeps its own. */
const ownOfEach = new Set(['migrations_done', 'store_check'])
/** Rows that are read, and rows that are written, at once; PostgreSQL takes 65,535 values in a statement. */
const page = 500
const rowsAtOnce = 100

/** The records cannot be carried over; the message says what to do. Nothing has been written. */
export class MoveError extends Error {
  override readonly name = 'MoveError'
}

export type Moved = { tables: { name: string; rows: number }[]; entries: number; head: string }

const rowSchema = z.record(z.string(), z.unknown())
const placeOf = z.looseObject({ place_of_row: z.number() })

async function tablesOf(db: Kysely<Tables>): Promise<string[]> {
  return (await db.introspection.getTables()).map(table => table.name).filter(name => !ownOfEach.has(name)).sort()
}

async function countOf(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table)}`.execute(db)
  return Number(row?.count ?? 0)
}

/** Copies a table of the embedded store in the order in which its rows were written. */
async function copy(from: Kysely<Tables>, to: Kysely<Tables>, table: string): Promise<void> {
  for (let place = 0; ;) {
    const { rows } = await sql`SELECT rowid AS place_of_row, * FROM ${sql.table(table)} WHERE rowid > ${place} ORDER BY rowid LIMIT ${sql.lit(page)}`.execute(from)
    if (rows.length === 0) return
    place = placeOf.parse(rows.at(-1)).place_of_row
    const values = rows.map(row => {
      const { place_of_row: _place, ...rest } = rowSchema.parse(row)
      return rest
    })
    const columns = Object.keys(values[0] ?? {})
    for (let index = 0; index < values.length; index += rowsAtOnce) {
      const some = values.slice(index, index + rowsAtOnce)
      await sql`INSERT INTO ${sql.table(table)} (${sql.join(columns.map(column => sql.ref(column)))}) VALUES ${sql.join(some.map(row => sql`(${sql.join(columns.map(column => row[column]))})`))}`.execute(to)
    }
  }
}

/**
 * Carries an embedded store to an empty one on PostgreSQL, all of it or nothing: the counts of every table and the log's
 * hash chain are checked before the one transaction is committed. Nobody else may write to the embedded store meanwhile.
 * Throws MoveError.
 */
export async function moveRecords(from: Store, to: Store): Promise<Moved> {
  if (from.engine !== 'sqlite' || to.engine !== 'postgres') throw new MoveError('Records are carried from an embedded store (sqlite:DATA_DIR) to PostgreSQL (postgres://…)')
  const before = await verifyChain(from.db)
  if (!before.ok) throw new MoveError(`The log's chain is broken at entry ${before.entry} (${before.why}); it is not carried over`)
  return to.write(async tx => {
    const tables = await tablesOf(from.db)
    const there = new Set(await tablesOf(tx))
    const moved: Moved['tables'] = []
    for (const table of tables) {
      if (!there.has(table)) throw new MoveError(`The target has no table ${table}; use the same version for both`)
      if (await countOf(tx, table) > 0) throw new MoveError(`The target is not empty: it has rows in ${table}. Use a new database`)
    }
    for (const table of tables) {
      await copy(from.db, tx, table)
      const [rows, arrived] = [await countOf(from.db, table), await countOf(tx, table)]
      if (rows !== arrived) throw new MoveError(`${table}: ${rows} rows, of which ${arrived} arrived. Stop the service and try again`)
      moved.push({ name: table, rows })
    }
    const after = await verifyChain(tx)
    if (!after.ok || after.head !== before.head || after.entries !== before.entries) throw new MoveError('The log\'s chain did not arrive as it was. Stop the service and try again')
    return { tables: moved, entries: after.entries, head: after.head }
  })
}
