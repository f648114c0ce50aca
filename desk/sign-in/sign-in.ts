import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { append } from '../../contacts/log.ts'
import type { Store } from '../../store/index.ts'
import { passwordHolds } from '../passwords.ts'
import { administrator, hashed } from '../register.ts'
import type { How, Sessions } from '../sessions.ts'
import type { Enrolment, Factors } from './factors.ts'
import type { Place } from './place.ts'
import { addressBound, codeBound, nameBound, type Tries } from './tries.ts'

export type SignInDeps = { store: Store; clock: { now(): Date }; sessions: Pick<Sessions, 'begin'>; factors: Factors; tries: Tries; /** What is wrong is answered no sooner than this after it was asked, in milliseconds. */ wrongAfterMs: number }

/** From where somebody signs in; `before` is the token of a session that ends with it. */
export type From = Place & { before: string | undefined; /** This machine itself, without anything between: the first administrator may do without a second factor there. */ loopback: boolean }

/** What is still to do, and with which ticket. */
export type Next = { next: 'second-factor' | 'enrol'; ticket: string; expiresAt: string }
/** Who may go on, with what comes next; who has to wait, in seconds; else wrong, of whatever. */
export type Attempt = { token: string } | Next | { wait: number } | 'wrong'

/** A password that nobody has: who is unknown costs the same time as who is known. */
const nobodysPassword = `${'A'.repeat(24)}:${'A'.repeat(44)}`
const ticketMinutes = { 'second-factor': 5, enrol: 15 } as const
/** Codes that may be tried with one ticket; the account's own bound holds over all of them. */
const ticketTries = 5

export type SignIn = ReturnType<typeof createSignIn>

/**
 * Signing in with a password and a second factor (M5.1a). What comes between the two is a ticket, which is no session: all it opens is the second step.
 * The answer is the same, after the same work and the same time, for unknown, wrong and disabled.
 */
export function createSignIn({ store, clock, sessions, factors, tries, wrongAfterMs }: SignInDeps) {
  const { db } = store
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  const addressKey = ({ address }: Place) => hashed(`address ${address}`)
  const codeKey = (staff: string) => hashed(`code ${staff}`)

  const failed = (staff: string, step: 'password' | 'second-factor') => store.write(tx => append(tx, store.engine, [{
    at: instant(), kind: 'staff.sign-in-failed', customer: '', enquiry: '', conversation: '', actor: `agent:${staff}`, facts: { step, rule: 'M5.1a' },
  }]))

  async function issue(staff: string, next: Next['next']): Promise<Next> {
    const ticket = randomBytes(32).toString('base64url')
    const expiresAt = instant(ticketMinutes[next] * 60_000)
    await store.write(async tx => {
      await tx.deleteFrom('sign_in_tickets').where('expires_at', '<=', instant()).execute()
      await tx.insertInto('sign_in_tickets').values({ ticket_hash: hashed(ticket), staff_id: staff, next, tries: 0, expires_at: expiresAt }).execute()
    })
    return { next, ticket, expiresAt }
  }

  /** Who holds this ticket, counting one use of it; undefined where it is none, or used up. */
  async function holder(ticket: string, next: Next['next']): Promise<{ id: string; email: string } | undefined> {
    const used = await store.write(tx => tx.updateTable('sign_in_tickets').set(eb => ({ tries: eb('tries', '+', 1) })).where('ticket_hash', '=', hashed(ticket)).where('next', '=', next)
      .where('tries', '<', ticketTries).where('expires_at', '>', instant()).returning('staff_id').executeTakeFirst())
    const row = used && await db.selectFrom('staff').select(['id', 'email']).where('id', '=', used.staff_id).where('disabled', '=', 0).executeTakeFirst()
    return row && { id: row.id, email: row.email ?? '' }
  }
  const spend = (ticket: string) => store.write(async tx => { await tx.deleteFrom('sign_in_tickets').where('ticket_hash', '=', hashed(ticket)).execute() })

  async function begin(staff: string, how: How, from: From): Promise<{ token: string }> {
    await tries.forget(codeKey(staff))
    return { token: await sessions.begin(staff, how, from, from.before) }
  }

  /** Tries a code as the second factor. */
  async function check(staff: string, code: string, from: From): Promise<{ token: string } | { wait: number } | 'wrong'> {
    const wait = await tries.count(codeKey(staff), codeBound)
    if (wait !== undefined) return { wait }
    const how = await factors.proves(staff, code)
    if (how !== undefined) return begin(staff, how, from)
    await failed(staff, 'second-factor')
    return 'wrong'
  }

  async function attempt(email: string, password: string, code: string | undefined, from: From): Promise<Attempt> {
    const name = email.trim().toLowerCase()
    const wait = await tries.count(addressKey(from), addressBound) ?? await tries.count(hashed(name), nameBound)
    if (wait !== undefined) return { wait }
    const row = await db.selectFrom('staff').select(['id', 'password_hash', 'disabled']).where('email', '=', name).executeTakeFirst()
    const holds = await passwordHolds(password, row?.password_hash ?? nobodysPassword)
    if (!holds || !row || row.disabled === 1) {
      // Of names that nobody has, anybody could fill the log with attempts; of a member's there are five in a quarter of an hour.
      if (row) await failed(row.id, 'password')
      return 'wrong'
    }
    await tries.forget(hashed(name))
    await tries.giveBack(addressKey(from))
    if (await factors.of(row.id)) return code === undefined ? issue(row.id, 'second-factor') : check(row.id, code, from)
    if (row.id === administrator && from.loopback) return begin(row.id, 'password', from)
    return issue(row.id, 'enrol')
  }

  return {
    /** With name and password, and with the code, too, where the caller has it at hand. */
    async withPassword(email: string, password: string, code: string | undefined, from: From): Promise<Attempt> {
      const began = performance.now()
      const outcome = await attempt(email, password, code, from)
      // Only a member's is written down, which takes some milliseconds: whoever measures must not see them.
      if (outcome === 'wrong') await pause(Math.max(0, began + wrongAfterMs - performance.now()))
      return outcome
    },

    /** The second step with a code of the app, or a recovery code. */
    async withCode(ticket: string, code: string, from: From): Promise<{ token: string } | { wait: number } | 'wrong' | 'expired'> {
      const who = await holder(ticket, 'second-factor')
      if (!who) return 'expired'
      const checked = await check(who.id, code, from)
      if (typeof checked === 'object' && 'token' in checked) await spend(ticket)
      return checked
    },

    /** What the app of a member without a second factor takes in; undefined where the ticket is none. */
    async enrol(ticket: string): Promise<Enrolment | undefined> {
      const who = await holder(ticket, 'enrol')
      return who && !await factors.of(who.id) ? factors.begin(who) : undefined
    },

    /** The first code of the app: it is the second factor from now on, and its owner is signed in. */
    async enrolled(ticket: string, code: string, from: From): Promise<{ token: string; recoveryCodes: string[] } | 'wrong' | 'expired'> {
      const who = await holder(ticket, 'enrol')
      if (!who || await factors.of(who.id)) return 'expired'
      const recoveryCodes = await factors.confirm(who.id, code)
      if (!recoveryCodes) return 'wrong'
      await spend(ticket)
      return { ...await begin(who.id, 'totp', from), recoveryCodes }
    },

    /** Somebody who is signed in proves again who they are: by a code, or by the password where they have no second factor. */
    async again({ id, email }: { id: string; email: string }, proof: { code?: string | undefined; password?: string | undefined }): Promise<true | { wait: number } | 'wrong'> {
      const wait = await tries.count(codeKey(id), codeBound)
      if (wait !== undefined) return { wait }
      const hasFactor = await factors.of(id) !== undefined
      const stored = hasFactor ? null : (await db.selectFrom('staff').select('password_hash').where('id', '=', id).executeTakeFirst())?.password_hash ?? null
      const proven = hasFactor ? proof.code !== undefined && await factors.proves(id, proof.code) !== undefined : proof.password !== undefined && stored !== null && await passwordHolds(proof.password, stored)
      if (!proven) {
        await failed(id, 'second-factor')
        return 'wrong'
      }
      await tries.forget(codeKey(id), hashed(email))
      return true
    },
  }
}
