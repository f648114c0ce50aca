import { type Kysely, sql } from 'kysely'

export type StaffTables = {
  staff: {
    id: string
    email: string | null
    name: string
    role: string
    password_hash: string | null
    /** 1 where another gave it to them: they choose their own at the next sign-in. */
    password_given: number | null
    failed_attempts: number
    locked_until: string | null
    /** SHA-256 of a one-time link's token. */
    invite_hash: string | null
    created_at: string
    disabled: number
    /** Since when the member has the role, and who gave it: an id of the register, `operator:NAME` or the institution's sign-in. */
    role_since: string | null
    role_by: string | null
    signed_in_at: string | null
    /** When a session of theirs was last heard of. */
    last_seen_at: string | null
  }
  staff_sessions: {
    token_hash: string
    staff_id: string
    expires_at: string
    /** When the session's page or program was last heard of. */
    seen_at: string | null
    /** By which the session is named to people; null in one of an older instance, which does not count. */
    id: string | null
    since: string | null
    /** When the member last proved who they are. */
    proved_at: string | null
    how: string | null
    /** Browser and system, and the network's part of the address. */
    device: string | null
    network: string | null
  }
  sign_in_failures: { name_hash: string; failed: number; locked_until: string | null; at: string }
}

/** The staff register. Until others exist the administrator is the named duty owner (M1.1b). */
export async function createStaffTables<T extends StaffTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('staff')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('email', 'text', c => c.unique()).addColumn('name', 'text', c => c.notNull())
    .addColumn('role', 'text', c => c.notNull()).addColumn('password_hash', 'text').addColumn('failed_attempts', 'integer', c => c.notNull().defaultTo(sql`0`))
    .addColumn('locked_until', 'text').addColumn('invite_hash', 'text').addColumn('created_at', 'text', c => c.notNull()).execute()
  await db.schema.createTable('staff_sessions')
    .addColumn('token_hash', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('expires_at', 'text', c => c.notNull()).execute()
}
