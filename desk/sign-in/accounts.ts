import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { append } from '../../contacts/log.ts'
import type { Store, Tables } from '../../store/index.ts'
import { hashPassword } from '../passwords.ts'
import { administrator, checkPassword, hashed, type Role, roleOf, StaffError, type StaffMember, toMember } from '../register.ts'
import { dropFactor } from './factors.ts'
import { forgetDevices } from './known-devices.ts'

export type Proposal = { id: string; member: StaffMember; role: Role; by: string; at: string }
/** What was done at once, or awaits a second person. */
export type Change = { id: string; awaits: string | null }
export type Accounts = ReturnType<typeof createAccounts>

/** Who gave a role, where the institution's own sign-in did. */
const byInstitution = 'institution'
/** Whose actor is whose id in the register, for what is kept beside an account. */
const nameOf = (actor: string) => actor.replace(/^agent:/, '')

/**
 * Accounts of staff and their roles (M5.1a). Each change stands in the log with who made it. Another administrator needs two: one who proposes, and an
 * administrator or compliance officer who confirms (M5.2a); an operator at the machine, who can read and write everything anyway, needs nobody.
 */
export function createAccounts({ store, clock }: { store: Store; clock: { now(): Date } }) {
  const { db } = store
  const now = () => clock.now().toISOString()
  const note = (tx: Kysely<Tables>, actor: string, kind: string, facts: Record<string, unknown>) => append(tx, store.engine, [{ at: now(), kind, customer: '', enquiry: '', conversation: '', actor, facts: { ...facts, rule: 'M5.1a' } }])

  const fresh = (id: string, email: string, name: string, role: Role, role_by: string) => ({ id, email: email.toLowerCase(), name, role, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: now(), role_since: now(), role_by })

  async function known(id: string) {
    const row = await db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) throw new StaffError('There is no such member of staff')
    return row
  }
  function notOneself(id: string, actor: string, what: string): void {
    if (actor === `agent:${id}`) throw new StaffError(`Nobody ${what}; ask another administrator`)
  }
  const isOperator = (actor: string) => actor.startsWith('operator:')
  async function propose(tx: Kysely<Tables>, staff: string, role: Role, by: string): Promise<string> {
    await tx.deleteFrom('role_proposals').where('staff_id', '=', staff).where('decided_at', 'is', null).execute()
    const id = randomUUID()
    await tx.insertInto('role_proposals').values({ id, staff_id: staff, role, proposed_by: nameOf(by), proposed_at: now() }).execute()
    await note(tx, by, 'staff.role-proposed', { member: staff, role })
    return id
  }
  /** Gives a role; what was begun under another is not gone on with: sessions end. */
  async function give(tx: Kysely<Tables>, staff: string, role: Role, actor: string, facts: Record<string, unknown> = {}): Promise<void> {
    await tx.updateTable('staff').set({ role, role_since: now(), role_by: nameOf(actor) }).where('id', '=', staff).execute()
    await note(tx, actor, 'staff.role-changed', { member: staff, role, ...facts })
  }

  return {
    /** Adds a member. Who is to be an administrator has no access until a second person confirms. */
    async add({ email, name, role, password }: { email: string; name: string; role: Role; password: string | null }, actor: string): Promise<Change> {
      if (password !== null) checkPassword(password)
      const password_hash = password === null ? null : await hashPassword(password)
      const id = randomUUID()
      const waits = role === 'admin' && !isOperator(actor)
      const awaits = await store.write(async tx => {
        if (await tx.selectFrom('staff').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst()) throw new StaffError(`${email} is in the register already`)
        await tx.insertInto('staff').values({ ...fresh(id, email, name, waits ? 'agent' : role, nameOf(actor)), password_hash, password_given: password === null ? null : 1, disabled: waits ? 1 : 0 }).execute()
        await note(tx, actor, 'staff.added', { member: id, role })
        return waits ? propose(tx, id, role, actor) : null
      })
      return { id, awaits }
    },

    /** Adds a member whom the institution's sign-in has named, with the role that it gives. They have no password. */
    async addByInstitution({ email, name, role }: { email: string; name: string; role: Role }): Promise<{ id: string }> {
      const id = randomUUID()
      await store.write(async tx => {
        await tx.insertInto('staff').values({ ...fresh(id, email, name, role, byInstitution), password_hash: null, disabled: 0 }).execute()
        await note(tx, 'system', 'staff.added', { member: id, role, how: byInstitution })
      })
      return { id }
    },
    /** The role that the institution's sign-in gives: it is answerable for who gets which. */
    roleByInstitution: (id: string, role: Role): Promise<void> => store.write(async tx => {
      const { role: before } = await tx.selectFrom('staff').select('role').where('id', '=', id).executeTakeFirstOrThrow()
      await tx.updateTable('staff').set({ role, role_since: now(), role_by: byInstitution }).where('id', '=', id).execute()
      await note(tx, 'system', 'staff.role-changed', { member: id, role, before, how: byInstitution })
    }),

    /** Gives another role. Throws StaffError for one's own, and for the first administrator's. */
    async changeRole(id: string, role: Role, actor: string): Promise<Change> {
      const row = await known(id)
      notOneself(id, actor, 'changes their own role')
      if (id === administrator) throw new StaffError('The first administrator is the duty owner of last resort and stays one')
      if (row.role === role) return { id, awaits: null }
      return { id, awaits: await store.write(async tx => role === 'admin' && !isOperator(actor) ? propose(tx, id, role, actor) : (await give(tx, id, role, actor, { before: row.role }), null)) }
    },

    /** Roles that await a second person's word. */
    async proposals(): Promise<Proposal[]> {
      const rows = await db.selectFrom('role_proposals').innerJoin('staff', 'staff.id', 'role_proposals.staff_id').where('decided_at', 'is', null).orderBy('proposed_at')
        .select(['role_proposals.id as proposal', 'role_proposals.role as proposed', 'proposed_by', 'proposed_at', 'staff.id', 'email', 'name', 'staff.role']).execute()
      return rows.map(({ proposal, proposed, proposed_by, proposed_at, ...member }) => ({ id: proposal, member: toMember(member), role: roleOf(proposed), by: proposed_by, at: proposed_at }))
    },

    /** The second person's word. Gives who the role is for, and whether they have it now. Throws StaffError for who proposed it, and whose it would be. */
    async decide(proposal: string, accept: boolean, by: string): Promise<{ member: string; given: boolean }> {
      return store.write(async tx => {
        const row = await tx.selectFrom('role_proposals').selectAll().where('id', '=', proposal).where('decided_at', 'is', null).executeTakeFirst()
        if (!row) throw new StaffError('There is no such proposal, or it was decided')
        if (row.proposed_by === by || row.staff_id === by) throw new StaffError('A second person decides: neither who proposed it nor whose role it would be (M5.2a)')
        const { numUpdatedRows } = await tx.updateTable('role_proposals').set({ decided_by: by, decided_at: now(), accepted: accept ? 1 : 0 }).where('id', '=', proposal).where('decided_at', 'is', null).executeTakeFirst()
        if (numUpdatedRows === 0n) throw new StaffError('It was decided just now')
        if (accept) {
          await tx.updateTable('staff').set({ disabled: 0 }).where('id', '=', row.staff_id).execute()
          await give(tx, row.staff_id, roleOf(row.role), `agent:${by}`, { proposedBy: row.proposed_by })
        } else await note(tx, `agent:${by}`, 'staff.role-declined', { member: row.staff_id, role: row.role, proposedBy: row.proposed_by })
        return { member: row.staff_id, given: accept }
      })
    },

    /** Ends a member's access. What they answer for needs another owner. Throws StaffError for oneself and the first administrator. */
    async disable(id: string, actor: string): Promise<StaffMember> {
      const row = await known(id)
      notOneself(id, actor, 'disables their own account')
      if (id === administrator) throw new StaffError('The first administrator is the duty owner of last resort and cannot be disabled')
      await store.write(async tx => {
        await tx.updateTable('staff').set({ disabled: 1 }).where('id', '=', id).execute()
        await tx.deleteFrom('role_proposals').where('staff_id', '=', id).where('decided_at', 'is', null).execute()
        await note(tx, actor, 'staff.disabled', { member: id })
      })
      return toMember(row)
    },

    /** Gives access again. An administrator gets it back by a second person's word. */
    async enable(id: string, actor: string): Promise<Change> {
      const row = await known(id)
      if (row.disabled === 0) return { id, awaits: null }
      return { id, awaits: await store.write(async tx => {
        if (row.role === 'admin' && !isOperator(actor)) return propose(tx, id, 'admin', actor)
        await tx.updateTable('staff').set({ disabled: 0 }).where('id', '=', id).execute()
        await note(tx, actor, 'staff.enabled', { member: id })
        return null
      }) }
    },

    /** Gives a new password, which the member changes at the next sign-in; a lock is lifted. The second factor stays. */
    async resetPassword(id: string, password: string, actor: string): Promise<void> {
      checkPassword(password)
      const row = await known(id)
      notOneself(id, actor, 'sets their own password this way')
      const password_hash = await hashPassword(password)
      await store.write(async tx => {
        await tx.updateTable('staff').set({ password_hash, password_given: 1 }).where('id', '=', id).execute()
        // Under the name, and under the name with each address.
        await tx.deleteFrom('sign_in_failures').where(eb => eb.or([eb('name_hash', 'like', `${hashed((row.email ?? '').toLowerCase())}%`), eb('name_hash', '=', hashed(`code ${id}`))])).execute()
        await forgetDevices(tx, id)
        await note(tx, actor, 'staff.password-reset', { member: id })
      })
    },

    /** Takes the second factor away, for who has lost their app and codes: they set up a new one at the next sign-in. */
    async resetFactor(id: string, actor: string): Promise<void> {
      await known(id)
      notOneself(id, actor, 'resets their own second factor')
      await store.write(async tx => {
        await dropFactor(tx, id)
        await tx.deleteFrom('sign_in_failures').where('name_hash', '=', hashed(`code ${id}`)).execute()
        await note(tx, actor, 'staff.factor-reset', { member: id })
      })
    },
  }
}
