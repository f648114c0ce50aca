import { append } from '../../contacts/log.ts'
import type { Store } from '../../store/index.ts'
import { hashPassword, passwordHolds } from '../passwords.ts'
import { checkPassword, hashed } from '../register.ts'
import { forgetDevices } from './known-devices.ts'
import { codeBound, type Tries } from './tries.ts'

/** `wrong`: the password before is not that; `same`: nothing would change; `none`: they have none, and sign in by the institution. */
export type PasswordChanged = 'changed' | 'wrong' | 'same' | 'none' | { wait: number }

export type PasswordChange = ReturnType<typeof createPasswordChange>

/** A member who is signed in takes another password (M5.1a): who sits at a desk left open cannot, and does not find the password out. */
export function createPasswordChange({ store, clock, tries }: { store: Store; clock: { now(): Date }; tries: Tries }) {
  const noted = (staff: string, kind: string, facts: Record<string, unknown> = {}) => ({ at: clock.now().toISOString(), kind, customer: '', enquiry: '', conversation: '', actor: `agent:${staff}`, facts: { ...facts, rule: 'M5.1a' } })
  return {
    async has(staff: string): Promise<boolean> {
      return (await store.db.selectFrom('staff').select('password_hash').where('id', '=', staff).executeTakeFirst())?.password_hash != null
    },

    /** Puts `next` in the place of `before`. Throws StaffError where that will not do as a password. */
    async change(staff: string, before: string, next: string): Promise<PasswordChanged> {
      const key = hashed(`password ${staff}`)
      const { password_hash: stored } = await store.db.selectFrom('staff').select('password_hash').where('id', '=', staff).executeTakeFirstOrThrow()
      if (stored === null) return 'none'
      const wait = await tries.count(key, codeBound)
      if (wait !== undefined) return { wait }
      if (!await passwordHolds(before, stored)) {
        await store.write(tx => append(tx, store.engine, [noted(staff, 'staff.sign-in-failed', { step: 'password-change' })]))
        return 'wrong'
      }
      await tries.forget(key)
      checkPassword(next)
      if (next.normalize('NFKC') === before.normalize('NFKC')) return 'same'
      const password_hash = await hashPassword(next)
      return store.write(async tx => {
        // Of two at once one counts: the other's password before is no longer that.
        const { numUpdatedRows } = await tx.updateTable('staff').set({ password_hash, password_given: null }).where('id', '=', staff).where('password_hash', '=', stored).executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return 'wrong'
        await tx.deleteFrom('sign_in_tickets').where('staff_id', '=', staff).execute()
        await forgetDevices(tx, staff)
        await append(tx, store.engine, [noted(staff, 'staff.password-changed')])
        return 'changed'
      })
    },
  }
}
