import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Store } from '../store/index.ts'
import { hashPassword, passwordHolds } from './passwords.ts'

export const roles = ['agent', 'supervisor', 'compliance', 'admin', 'auditor'] as const
export type Role = (typeof roles)[number]
export type StaffMember = { id: string; email: string; name: string; role: Role }

const attempts = 5
const lockMinutes = 15
const sessionHours = 10
/** Least length of a password. */
export const leastPassword = 12

const hashed = (token: string) => createHash('sha256').update(token).digest('hex')
function roleOf(role: string): Role {
  return roles.find(each => each === role) ?? 'auditor'
}

/** What was asked cannot be done; the message says what to do. */
export class StaffError extends Error {
  override readonly name = 'StaffError'
}

export type Staff = ReturnType<typeof createStaff>

/** The staff register with sign-in (M5.1a): scrypt, lock-out, sessions by a random token of which only the hash is kept. */
export function createStaff({ store, clock }: { store: Store; clock: { now(): Date } }) {
  const { db } = store
  const checkPassword = (password: string) => {
    if (password.length < leastPassword) throw new StaffError(`The password must have at least ${leastPassword} characters`)
  }
  async function openSession(staffId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const expires = new Date(clock.now().getTime() + sessionHours * 3_600_000).toISOString()
    await store.write(tx => tx.insertInto('staff_sessions').values({ token_hash: hashed(token), staff_id: staffId, expires_at: expires }).execute())
    return token
  }

  return {
    /** Makes the administrator at a first start; gives the token of a one-time link until it has been used. */
    async ensureAdministrator(): Promise<string | undefined> {
      const token = randomBytes(24).toString('base64url')
      return store.write(async tx => {
        const known = await tx.selectFrom('staff').select('password_hash').where('id', '=', 'administrator').executeTakeFirst()
        if (known?.password_hash) return undefined
        if (known) await tx.updateTable('staff').set({ invite_hash: hashed(token) }).where('id', '=', 'administrator').execute()
        else await tx.insertInto('staff').values({ id: 'administrator', email: null, name: 'Administrator', role: 'admin', password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: hashed(token), created_at: clock.now().toISOString() }).execute()
        return token
      })
    },

    /** Uses a one-time link: sets who its owner is. Throws StaffError when the link is not valid any more. */
    async completeInvite(token: string, email: string, name: string, password: string): Promise<void> {
      checkPassword(password)
      const password_hash = await hashPassword(password)
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('staff').set({ email: email.toLowerCase(), name, password_hash, invite_hash: null }).where('invite_hash', '=', hashed(token)).executeTakeFirstOrThrow())
      if (numUpdatedRows === 0n) throw new StaffError('This link has been used or is not valid; restart the service for a new one')
    },

    async add(email: string, name: string, role: Role, password: string): Promise<string> {
      checkPassword(password)
      const id = randomUUID()
      const password_hash = await hashPassword(password)
      if (await db.selectFrom('staff').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst()) throw new StaffError(`${email} is in the register already`)
      await store.write(tx => tx.insertInto('staff').values({ id, email: email.toLowerCase(), name, role, password_hash, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: clock.now().toISOString() }).execute())
      return id
    },

    /** A new session's token, or undefined: the same answer for unknown, wrong and locked. */
    async signIn(email: string, password: string): Promise<string | undefined> {
      const row = await db.selectFrom('staff').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()
      const now = clock.now()
      const locked = row?.locked_until != null && row.locked_until > now.toISOString()
      const holds = await passwordHolds(password, row?.password_hash ?? `${'A'.repeat(24)}:${'A'.repeat(44)}`)
      if (!row || locked) return undefined
      if (!holds) {
        const failed = row.failed_attempts + 1
        await store.write(tx => tx.updateTable('staff').set({ failed_attempts: failed >= attempts ? 0 : failed, ...(failed >= attempts ? { locked_until: new Date(now.getTime() + lockMinutes * 60_000).toISOString() } : {}) }).where('id', '=', row.id).execute())
        return undefined
      }
      if (row.failed_attempts > 0) await store.write(tx => tx.updateTable('staff').set({ failed_attempts: 0 }).where('id', '=', row.id).execute())
      return openSession(row.id)
    },

    async session(token: string): Promise<StaffMember | undefined> {
      const row = await db.selectFrom('staff_sessions').innerJoin('staff', 'staff.id', 'staff_sessions.staff_id').select(['staff.id', 'email', 'name', 'role'])
        .where('token_hash', '=', hashed(token)).where('expires_at', '>', clock.now().toISOString()).executeTakeFirst()
      return row && { id: row.id, email: row.email ?? '', name: row.name, role: roleOf(row.role) }
    },

    async signOut(token: string): Promise<void> {
      await store.write(tx => tx.deleteFrom('staff_sessions').where('token_hash', '=', hashed(token)).execute())
    },
  }
}
