import { sql } from 'kysely'
import type { Store } from '../../store/index.ts'
import type { LogRow } from '../log.ts'

const page = 500

/**
 * The places of a customer's entries, in order. Each names the one before, so that they are found without an index, which
 * every turn would pay for; entries from before they did are looked for one by one.
 */
export async function placesOfCustomer(db: Store['db'], customer: string): Promise<number[]> {
  const head = await db.selectFrom('customer_heads').select('seq').where('customer_id', '=', customer).executeTakeFirst()
  if (!head) return []
  const { rows } = await sql<{ seq: number; before: number | null }>`
    WITH RECURSIVE own (seq, before) AS (
      SELECT seq, customer_before FROM log WHERE seq = ${head.seq}
      UNION ALL SELECT log.seq, log.customer_before FROM log JOIN own ON log.seq = own.before AND own.before < own.seq
    ) SELECT seq, before FROM own ORDER BY seq`.execute(db)
  const [earliest] = rows
  const older = earliest && earliest.before === null
    ? await db.selectFrom('log').select('seq').where('customer_id', '=', customer).where('seq', '<', Number(earliest.seq)).orderBy('seq').execute()
    : []
  return [...older, ...rows].map(row => Number(row.seq))
}

/** The entries in these places, in order. */
export async function* entriesAt(db: Store['db'], places: readonly number[]): AsyncGenerator<LogRow[]> {
  for (let start = 0; start < places.length; start += page) {
    yield await db.selectFrom('log').selectAll().where('seq', 'in', places.slice(start, start + page)).orderBy('seq').execute()
  }
}

/** All entries between two places, both included, in order. */
export async function* entriesBetween(db: Store['db'], least: number, most: number): AsyncGenerator<LogRow[]> {
  for (let next = least; next <= most;) {
    const rows = await db.selectFrom('log').selectAll().where('seq', '>=', next).where('seq', '<=', most).orderBy('seq').limit(4 * page).execute()
    const last = rows.at(-1)
    if (!last) return
    yield rows
    next = last.seq + 1
  }
}
