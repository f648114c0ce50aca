import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Whether a member's password is one that another gave them; it opens nothing but the choice of an own one. */
export async function addOwnPassword(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('staff').addColumn('password_given', 'integer').execute()
}
