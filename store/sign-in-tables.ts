import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type SignInTables = {
  /** Second factors of staff. A pending one has been shown and not yet proven; it takes the place of the active one when it is. */
  staff_factors: {
    /** Staff id and status, so that there is one of each. */
    id: string
    staff_id: string
    status: 'pending' | 'active'
    wrapped_key: string
    /** The secret, under the key. */
    sealed: string
    /** The time step of the last code that counted: none up to it counts again. */
    last_step: number
    created_at: string
  }
  /** One-time codes for who has lost their device, by SHA-256. */
  recovery_codes: { code_hash: string; staff_id: string }
  /**
   * Who has shown a password and has still to show or set up a second factor, or to choose a password of their own, having shown a second factor or
   * none. Nothing but that can be done with one.
   */
  sign_in_tickets: { ticket_hash: string; staff_id: string; next: 'second-factor' | 'enrol' | 'new-password' | 'new-password-totp' | 'new-password-recovery'; tries: number; expires_at: string }
  /** Who a member is to an institution's own sign-in (OpenID Connect). */
  staff_identities: { issuer: string; subject: string; staff_id: string; since: string }
  /** Sign-ins that are under way at the institution, by SHA-256 of what only the browser that began knows. */
  oidc_requests: { browser_hash: string; state: string; nonce: string; verifier: string; expires_at: string }
  /** Roles that need a second person's word. */
  role_proposals: { id: string; staff_id: string; role: string; proposed_by: string; proposed_at: string; decided_by: string | null; decided_at: string | null; accepted: number | null }
}

/** Second factors, the institution's own sign-in, sessions that can be told apart and ended, and who gave which role. */
export async function createSignInTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db
  await schema.createTable('staff_factors')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('status', 'text', c => c.notNull())
    .addColumn('wrapped_key', 'text', c => c.notNull()).addColumn('sealed', 'text', c => c.notNull()).addColumn('last_step', 'integer', c => c.notNull())
    .addColumn('created_at', 'text', c => c.notNull()).execute()
  await schema.createTable('recovery_codes').addColumn('code_hash', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).execute()
  await schema.createIndex('recovery_codes_by_staff').on('recovery_codes').column('staff_id').execute()
  await schema.createTable('sign_in_tickets')
    .addColumn('ticket_hash', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('next', 'text', c => c.notNull())
    .addColumn('tries', 'integer', c => c.notNull()).addColumn('expires_at', 'text', c => c.notNull()).execute()
  await schema.createTable('staff_identities')
    .addColumn('issuer', 'text', c => c.notNull()).addColumn('subject', 'text', c => c.notNull()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('since', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('staff_identities_pk', ['issuer', 'subject']).execute()
  await schema.createIndex('staff_identities_by_staff').on('staff_identities').column('staff_id').execute()
  await schema.createTable('oidc_requests')
    .addColumn('browser_hash', 'text', c => c.primaryKey()).addColumn('state', 'text', c => c.notNull()).addColumn('nonce', 'text', c => c.notNull())
    .addColumn('verifier', 'text', c => c.notNull()).addColumn('expires_at', 'text', c => c.notNull()).execute()
  await schema.createTable('role_proposals')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('role', 'text', c => c.notNull())
    // Four eyes: the database itself refuses that one person proposes and decides.
    .addColumn('proposed_by', 'text', c => c.notNull()).addColumn('proposed_at', 'text', c => c.notNull()).addColumn('decided_by', 'text', c => c.check(sql`decided_by <> proposed_by`))
    .addColumn('decided_at', 'text').addColumn('accepted', 'integer').execute()
  for (const column of ['role_since', 'role_by', 'signed_in_at'] as const) await schema.alterTable('staff').addColumn(column, 'text').execute()
  await sql`UPDATE staff SET role_since = created_at`.execute(db)
  // Sessions from before had no second factor: they end. An older instance that still runs makes some without an id, which do not count.
  await db.deleteFrom('staff_sessions').execute()
  for (const column of ['id', 'since', 'proved_at', 'how', 'device', 'network'] as const) await schema.alterTable('staff_sessions').addColumn(column, 'text').execute()
}
