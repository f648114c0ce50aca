import { randomBytes } from 'node:crypto'
import { append } from '../contacts/log.ts'
import { createRecent } from '../contacts/recent.ts'
import type { Store } from '../store/index.ts'
import { passwordHolds } from './passwords.ts'
import { hashed, serving, type StaffMember, toMember } from './register.ts'

const attempts = 5
const lockMinutes = 15
const sessionHours = 10
/** A member's presence is written down at most this often, in milliseconds. */
const seenEvery = 5_000

/** A password that nobody has: who is unknown costs the same time as who is known. */
const nobodysPassword = `${'A'.repeat(24)}:${'A'.repeat(44)}`

export type Sessions = ReturnType<typeof createSessions>

/** Signing in and out (M5.1a), and who is there. Sessions are random tokens of which only the hash is kept. */
export function createSessions({ store, clock, awaySeconds, onEnded }: { store: Store; clock: { now(): Date }; awaySeconds: number; onEnded(tokenHash: string): void }) {
  const { db } = store
  const lastSeen = createRecent<string, number>(10_000)
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()

  const entry = (staff: string, kind: string) => ({ at: instant(), kind, customer: '', enquiry: '', conversation: '', actor: `agent:${staff}`, facts: { rule: 'M5.1a' } })

  /** Counts an attempt under this name, known or not, before it is looked at: many at once get no more tries than one after the other. */
  async function mayTry(nameHash: string): Promise<boolean> {
    const now = instant()
    return store.write(async tx => {
      await tx.deleteFrom('sign_in_failures').where('at', '<', instant(-24 * 3_600_000)).execute()
      const counted = await tx.insertInto('sign_in_failures').values({ name_hash: nameHash, failed: 1, locked_until: null, at: now })
        .onConflict(conflict => conflict.column('name_hash').doUpdateSet(eb => ({
          failed: eb.case().when('sign_in_failures.locked_until', 'is not', null).then(1).else(eb('sign_in_failures.failed', '+', 1)).end(), locked_until: null, at: now,
        })).where(eb => eb.or([eb('sign_in_failures.locked_until', 'is', null), eb('sign_in_failures.locked_until', '<=', now)])))
        .returning('failed').executeTakeFirst()
      if (!counted) return false
      if (counted.failed >= attempts) await tx.updateTable('sign_in_failures').set({ locked_until: instant(lockMinutes * 60_000) }).where('name_hash', '=', nameHash).execute()
      return true
    })
  }

  return {
    /** A new session's token, or undefined: the same answer, after the same work, for unknown, wrong, locked and disabled. `before` is a session that ends with it. */
    async signIn(email: string, password: string, before: string | undefined): Promise<string | undefined> {
      const name = email.toLowerCase()
      const allowed = await mayTry(hashed(name))
      const row = await db.selectFrom('staff').select(['id', 'password_hash', 'disabled']).where('email', '=', name).executeTakeFirst()
      const holds = await passwordHolds(password, row?.password_hash ?? nobodysPassword)
      if (!allowed || !holds || !row || row.disabled === 1) {
        // Of names that nobody has, anybody could fill the log with attempts; of a member's there are five in a quarter of an hour.
        if (allowed && row) await store.write(tx => append(tx, store.engine, [entry(row.id, 'staff.sign-in-failed')]))
        return undefined
      }
      const token = randomBytes(32).toString('base64url')
      await store.write(async tx => {
        await tx.deleteFrom('sign_in_failures').where('name_hash', '=', hashed(name)).execute()
        await tx.deleteFrom('staff_sessions').where(eb => eb.or([eb('expires_at', '<=', instant()), eb('token_hash', '=', hashed(before ?? ''))])).execute()
        await tx.insertInto('staff_sessions').values({ token_hash: hashed(token), staff_id: row.id, expires_at: instant(sessionHours * 3_600_000), seen_at: instant() }).execute()
        await append(tx, store.engine, [entry(row.id, 'staff.signed-in')])
      })
      return token
    },

    /** Whose session this is; undefined when it ended or its member was disabled. */
    async member(token: string): Promise<StaffMember | undefined> {
      const row = await db.selectFrom('staff_sessions').innerJoin('staff', 'staff.id', 'staff_sessions.staff_id').select(['staff.id', 'email', 'name', 'role'])
        .where('token_hash', '=', hashed(token)).where('expires_at', '>', instant()).where('disabled', '=', 0).executeTakeFirst()
      return row && toMember(row)
    },

    /** Ends a session; true when it was the last in which the member is there. */
    async signOut(token: string, member: StaffMember): Promise<boolean> {
      const last = await store.write(async tx => {
        await tx.deleteFrom('staff_sessions').where('token_hash', '=', hashed(token)).execute()
        return await tx.selectFrom('staff_sessions').select('token_hash').where('staff_id', '=', member.id).where('seen_at', '>', instant(-awaySeconds * 1000)).executeTakeFirst() === undefined
      })
      onEnded(hashed(token))
      return last
    },

    /** Notes that the page or program of this session was heard of. */
    async seen(token: string): Promise<void> {
      const now = clock.now().getTime()
      if (now - (lastSeen.get(token) ?? 0) < seenEvery) return
      lastSeen.set(token, now)
      await store.write(tx => tx.updateTable('staff_sessions').set({ seen_at: new Date(now).toISOString() }).where('token_hash', '=', hashed(token)).execute())
    },

    /** Members who are signed in and were heard of lately. */
    async present(): Promise<StaffMember[]> {
      const rows = await db.selectFrom('staff').select(['id', 'email', 'name', 'role']).where('disabled', '=', 0)
        .where(eb => eb.exists(eb.selectFrom('staff_sessions').select('staff_id').whereRef('staff_id', '=', 'staff.id').where('expires_at', '>', instant()).where('seen_at', '>', instant(-awaySeconds * 1000)))).execute()
      return rows.map(toMember)
    },

    /** Whether an agent is there to serve. */
    async attended(): Promise<boolean> {
      return (await this.present()).some(member => serving.has(member.role))
    },
  }
}
