import { type Kysely, sql } from 'kysely'
import type { Store, Tables } from '../../store/index.ts'

/** From here on what this connection changes is overwritten in the database file. */
export async function beginOverwriting({ engine }: Pick<Store, 'engine'>, tx: Kysely<Tables>): Promise<void> {
  if (engine === 'sqlite') await sql`PRAGMA secure_delete = ON`.execute(tx)
}

/** Takes what was there before out of the log-ahead, too. PostgreSQL is asked to let it go; its archive and backups keep what they have. */
export async function overwriteTraces({ engine, db }: Pick<Store, 'engine' | 'db'>, tables: readonly (keyof Tables)[]): Promise<void> {
  if (engine === 'sqlite') await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
  else for (const table of tables) await sql`VACUUM ${sql.table(table)}`.execute(db)
}
