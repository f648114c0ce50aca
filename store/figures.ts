import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Size of the records in bytes. */
export async function storeBytes({ engine, db }: Store): Promise<number> {
  const { rows } = engine === 'sqlite'
    ? await sql<{ bytes: number }>`SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()`.execute(db)
    : await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db)
  return Number(rows[0]?.bytes ?? 0)
}
