import type { Kysely } from 'kysely'

export type StaffTables = {
  staff: { id: string; email: string | null; name: string; role: string; created_at: string }
}

/** The staff register. Until others exist the administrator is the named duty owner (M1.1b). */
export async function createStaffTables<T extends StaffTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('staff')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('email', 'text', c => c.unique()).addColumn('name', 'text', c => c.notNull())
    .addColumn('role', 'text', c => c.notNull()).addColumn('created_at', 'text', c => c.notNull()).execute()
}
