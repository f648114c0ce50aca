import type { Kysely } from 'kysely'
import { append } from '../../contacts/log.ts'
import type { Sealing } from '../../contacts/sealing.ts'
import type { Store, Tables } from '../../store/index.ts'
import { hashed } from '../register.ts'
import { asCode, asRecoveryCode, enrolmentUri, newRecoveryCodes, newSecret, stepOf } from './one-time-code.ts'

export type FactorDeps = {
  store: Store
  sealing: Sealing
  clock: { now(): Date }
  /** Real time: an authenticator app knows nothing of a clock that was set for trying something out. */
  codeClock: { now(): Date }
}

export type Enrolment = { secret: string; uri: string }
export type Proof = 'totp' | 'recovery'
export type Factors = ReturnType<typeof createFactors>

/** Second factors (M5.1a): codes of an authenticator app, and recovery codes. Secrets lie sealed under the master key, recovery codes hashed. */
export function createFactors({ store, sealing, clock, codeClock }: FactorDeps) {
  const { db } = store
  const about = (staff: string) => `staff-factor:${staff}`
  const idOf = (staff: string, status: 'pending' | 'active') => `${staff}|${status}`
  const secretOf = async (id: string) => {
    const row = await db.selectFrom('staff_factors').select(['staff_id', 'wrapped_key', 'sealed']).where('id', '=', id).executeTakeFirst()
    return row && sealing.unseal(about(row.staff_id), row.wrapped_key, row.sealed)
  }
  const sealedRow = (staff: string, status: 'pending' | 'active', secret: string, last_step: number) => {
    const wrapped_key = sealing.newCustomerKey()
    return { id: idOf(staff, status), staff_id: staff, status, wrapped_key, sealed: sealing.seal(about(staff), wrapped_key, secret), last_step, created_at: clock.now().toISOString() }
  }
  async function put(tx: Kysely<Tables>, row: ReturnType<typeof sealedRow>): Promise<void> {
    await tx.deleteFrom('staff_factors').where('id', '=', row.id).execute()
    await tx.insertInto('staff_factors').values(row).execute()
  }
  async function activate(tx: Kysely<Tables>, staff: string, secret: string, step: number, actor: string): Promise<string[]> {
    const codes = newRecoveryCodes()
    await tx.deleteFrom('staff_factors').where('staff_id', '=', staff).execute()
    await put(tx, sealedRow(staff, 'active', secret, step))
    await replaceCodes(tx, staff, codes)
    await append(tx, store.engine, [{ at: clock.now().toISOString(), kind: 'staff.factor-set-up', customer: '', enquiry: '', conversation: '', actor, facts: { member: staff, rule: 'M5.1a' } }])
    return codes
  }
  async function replaceCodes(tx: Kysely<Tables>, staff: string, codes: readonly string[]): Promise<void> {
    await tx.deleteFrom('recovery_codes').where('staff_id', '=', staff).execute()
    await tx.insertInto('recovery_codes').values(codes.map(code => ({ code_hash: hashed(code), staff_id: staff }))).execute()
  }

  return {
    /** Whether the member has a second factor, since when, and how many recovery codes are left. */
    async of(staff: string): Promise<{ since: string; recoveryCodesLeft: number } | undefined> {
      const row = await db.selectFrom('staff_factors').select('created_at').where('id', '=', idOf(staff, 'active')).executeTakeFirst()
      if (!row) return undefined
      const codes = await db.selectFrom('recovery_codes').select('code_hash').where('staff_id', '=', staff).execute()
      return { since: row.created_at, recoveryCodesLeft: codes.length }
    },

    /** A new secret for the member's app. It counts once a code of it has been shown; until then the one before does. */
    async begin({ id, email }: { id: string; email: string }): Promise<Enrolment> {
      const secret = newSecret()
      await store.write(tx => put(tx, sealedRow(id, 'pending', secret, 0)))
      return { secret, uri: enrolmentUri(secret, email) }
    },

    /** Puts the pending secret in force when the code is one of it: gives the new recovery codes; undefined where it is not. */
    async confirm(staff: string, typed: string): Promise<string[] | undefined> {
      const secret = await secretOf(idOf(staff, 'pending'))
      const code = asCode(typed)
      const step = secret === undefined || code === undefined ? undefined : stepOf(secret, code, codeClock.now())
      if (secret === undefined || step === undefined) return undefined
      return store.write(async tx => {
        // Of two who confirm at once one is first.
        const { numDeletedRows } = await tx.deleteFrom('staff_factors').where('id', '=', idOf(staff, 'pending')).executeTakeFirst()
        return numDeletedRows === 1n ? activate(tx, staff, secret, step, `agent:${staff}`) : undefined
      })
    },

    /** A factor that counts at once, for whoever hands it over in person. */
    async give({ id, email }: { id: string; email: string }, actor: string): Promise<Enrolment & { recoveryCodes: string[] }> {
      const secret = newSecret()
      const recoveryCodes = await store.write(tx => activate(tx, id, secret, 0, actor))
      return { secret, uri: enrolmentUri(secret, email), recoveryCodes }
    },

    /** Whether this is a code of the member's, now and for the first time: it does not count again, on no instance. Gives which kind it was. */
    async proves(staff: string, typed: string): Promise<Proof | undefined> {
      const code = asCode(typed)
      if (code !== undefined) {
        const secret = await secretOf(idOf(staff, 'active'))
        const step = secret === undefined ? undefined : stepOf(secret, code, codeClock.now())
        if (step === undefined) return undefined
        const { numUpdatedRows } = await store.write(tx => tx.updateTable('staff_factors').set({ last_step: step }).where('id', '=', idOf(staff, 'active')).where('last_step', '<', step).executeTakeFirst())
        return numUpdatedRows === 1n ? 'totp' : undefined
      }
      const recovery = asRecoveryCode(typed)
      if (recovery === undefined) return undefined
      const { numDeletedRows } = await store.write(tx => tx.deleteFrom('recovery_codes').where('code_hash', '=', hashed(recovery)).where('staff_id', '=', staff).executeTakeFirst())
      return numDeletedRows === 1n ? 'recovery' : undefined
    },

    /** New recovery codes; those from before do not count any more. */
    async newRecoveryCodes(staff: string): Promise<string[]> {
      const codes = newRecoveryCodes()
      await store.write(async tx => {
        await replaceCodes(tx, staff, codes)
        await append(tx, store.engine, [{ at: clock.now().toISOString(), kind: 'staff.recovery-codes-made', customer: '', enquiry: '', conversation: '', actor: `agent:${staff}`, facts: { rule: 'M5.1a' } }])
      })
      return codes
    },
  }
}

/** Takes a member's second factor away; at their next sign-in they set up a new one. Call it inside a unit of work, with the entry that says who did it. */
export async function dropFactor(tx: Kysely<Tables>, staff: string): Promise<void> {
  await tx.deleteFrom('staff_factors').where('staff_id', '=', staff).execute()
  await tx.deleteFrom('recovery_codes').where('staff_id', '=', staff).execute()
}
