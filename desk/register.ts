import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Store } from '../store/index.ts'
import { hashPassword } from './passwords.ts'

export const roles = ['agent', 'supervisor', 'compliance', 'admin', 'auditor'] as const
export type Role = (typeof roles)[number]
export type StaffMember = { id: string; email: string; name: string; role: Role }
export type StaffEntry = StaffMember & { disabled: boolean; hasPassword: boolean }

/** Roles that serve customers. */
export const serving: ReadonlySet<Role> = new Set<Role>(['agent', 'supervisor', 'admin'])

/** Least length of a password. */
export const leastPassword = 12
/** The account that the first start makes; the duty owner where no other is named. */
export const administrator = 'administrator'

/** What was asked cannot be done; the message says what to do. */
export class StaffError extends Error {
  override readonly name = 'StaffError'
}

export const hashed = (text: string) => createHash('sha256').update(text).digest('hex')

export function roleOf(role: string): Role {
  return roles.find(each => each === role) ?? 'auditor'
}

export function toMember(row: { id: string; email: string | null; name: string; role: string }): StaffMember {
  return { id: row.id, email: row.email ?? '', name: row.name, role: roleOf(row.role) }
}

/** Throws StaffError for one that is too short. */
export function checkPassword(password: string): void {
  if (password.length < leastPassword) throw new StaffError(`The password must have at least ${leastPassword} characters`)
}

export type Register = ReturnType<typeof createRegister>

/** The staff register (M1.2a, M5.1a): who is staff, with which role; passwords by scrypt. */
export function createRegister({ store, clock }: { store: Store; clock: { now(): Date } }) {
  const { db } = store
  const rowOf = (email: string) => db.selectFrom('staff').select(['id', 'email', 'name', 'role', 'disabled']).where('email', '=', email.toLowerCase()).executeTakeFirst()
  const fresh = (id: string, name: string, role: Role) => ({
    id, name, role, failed_attempts: 0, locked_until: null, created_at: clock.now().toISOString(), disabled: 0,
  })

  return {
    /** Makes the administrator at a first start; gives the token of a one-time link until it has been used. */
    async ensureAdministrator(): Promise<string | undefined> {
      const token = randomBytes(24).toString('base64url')
      return store.write(async tx => {
        const row = await tx.selectFrom('staff').select('password_hash').where('id', '=', administrator).executeTakeFirst()
        if (row?.password_hash) return undefined
        if (row) await tx.updateTable('staff').set({ invite_hash: hashed(token) }).where('id', '=', administrator).execute()
        else await tx.insertInto('staff').values({ ...fresh(administrator, 'Administrator', 'admin'), email: null, password_hash: null, invite_hash: hashed(token) }).execute()
        return token
      })
    },

    /** Uses a one-time link: sets who its owner is. Throws StaffError when the link is not valid any more. */
    async completeInvite(token: string, email: string, name: string, password: string): Promise<void> {
      const unusable = () => new StaffError('This link has been used or is not valid; restart the service for a new one')
      // First of all the link: who has none learns of nobody's account, and has nothing worked out.
      if (!await db.selectFrom('staff').select('id').where('invite_hash', '=', hashed(token)).executeTakeFirst()) throw unusable()
      checkPassword(password)
      const password_hash = await hashPassword(password)
      if (await rowOf(email)) throw new StaffError(`${email} is in the register already`)
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('staff').set({ email: email.toLowerCase(), name, password_hash, invite_hash: null }).where('invite_hash', '=', hashed(token)).executeTakeFirstOrThrow())
      if (numUpdatedRows === 0n) throw unusable()
    },

    async add(email: string, name: string, role: Role, password: string): Promise<string> {
      checkPassword(password)
      const password_hash = await hashPassword(password)
      if (await rowOf(email)) throw new StaffError(`${email} is in the register already`)
      const id = randomUUID()
      await store.write(tx => tx.insertInto('staff').values({ ...fresh(id, name, role), email: email.toLowerCase(), password_hash, invite_hash: null }).execute())
      return id
    },

    async list(): Promise<StaffEntry[]> {
      const rows = await db.selectFrom('staff').selectAll().orderBy('email').execute()
      return rows.map(row => ({ ...toMember(row), disabled: row.disabled === 1, hasPassword: row.password_hash !== null }))
    },

    /** The member with this e-mail who may work; undefined for unknown and disabled ones. */
    async active(email: string): Promise<StaffMember | undefined> {
      const row = await rowOf(email)
      return row && row.disabled === 0 ? toMember(row) : undefined
    },

    /** The names of all who are or were staff, by id; who is not in the register is named by the id. */
    async names(): Promise<(id: string) => string> {
      const names = new Map((await db.selectFrom('staff').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]))
      return id => names.get(id) ?? id
    },
  }
}
