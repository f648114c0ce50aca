import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { append } from '../../contacts/log.ts'
import type { Store, Tables } from '../../store/index.ts'
import { hashPassword, passwordHolds } from '../passwords.ts'
import { administrator, checkPassword, hashed, StaffError } from '../register.ts'
import type { How, Sessions } from '../sessions.ts'
import type { Enrolment, Factors } from './factors.ts'
import { forgetDevices, type KnownDevices } from './known-devices.ts'
import type { Place } from './place.ts'
import { addressBound, codeBound, deviceBound, nameBound, placeBound, type Tries } from './tries.ts'

export type SignInDeps = { store: Store; clock: { now(): Date }; sessions: Pick<Sessions, 'begin'>; factors: Factors; devices: Pick<KnownDevices, 'knows'>; tries: Tries; /** What is wrong is answered no sooner than this after it was asked, in milliseconds. */ wrongAfterMs: number }

/** From where somebody signs in; `before` is the token of a session that ends with it, `known` what the browser keeps of a sign-in before. */
export type From = Place & { before: string | undefined; known: string | undefined; /** This machine itself, without anything between: the first administrator may do without a second factor there. */ loopback: boolean }

/** What is still to do, and with which ticket. */
export type Next = { next: 'second-factor' | 'enrol' | 'new-password'; ticket: string; expiresAt: string }
/** Who may go on, with what comes next; who has to wait, in seconds; else wrong, of whatever. */
export type Attempt = { token: string } | Next | { wait: number } | 'wrong'

/** A password that nobody has: who is unknown costs the same time as who is known. */
const nobodysPassword = `${'A'.repeat(24)}:${'A'.repeat(44)}`
const ticketMinutes = { 'second-factor': 5, enrol: 15, 'new-password': 15 } as const
/** Codes that may be tried with one ticket; the account's own bound holds over all of them. */
const ticketTries = 5

export type SignIn = ReturnType<typeof createSignIn>

type TicketFor = Tables['sign_in_tickets']['next']
/** Tickets for an own password by what was shown before: a second factor, or none that there is. */
const choosing = { 'new-password': undefined, 'new-password-totp': 'totp', 'new-password-recovery': 'recovery' } as const
const isChoosing = (next: TicketFor): next is keyof typeof choosing => next in choosing

/**
 * Signing in with a password and a second factor (M5.1a). A password that another gave opens nothing but the choice of an own one, after the second factor where there is one. What comes between the two is a ticket, which is no session: all it opens is the second step.
 * The answer is the same, after the same work and the same time, for unknown, wrong and disabled.
 */
export function createSignIn({ store, clock, sessions, factors, devices, tries, wrongAfterMs }: SignInDeps) {
  const { db } = store
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  const addressKey = ({ address }: Place) => hashed(`address ${address}`)
  const placeKey = (name: string, from: Place) => `${hashed(name)} ${addressKey(from)}`
  const deviceKey = (staff: string, device: string) => hashed(`device ${staff} ${device}`)
  const codeKey = (staff: string) => hashed(`code ${staff}`)

  const failed = (staff: string, step: 'password' | 'second-factor') => store.write(tx => append(tx, store.engine, [{
    at: instant(), kind: 'staff.sign-in-failed', customer: '', enquiry: '', conversation: '', actor: `agent:${staff}`, facts: { step, rule: 'M5.1a' },
  }]))

  async function issue(staff: string, purpose: TicketFor): Promise<Next> {
    const next = isChoosing(purpose) ? 'new-password' : purpose
    const ticket = randomBytes(32).toString('base64url')
    const expiresAt = instant(ticketMinutes[next] * 60_000)
    await store.write(async tx => {
      await tx.deleteFrom('sign_in_tickets').where('expires_at', '<=', instant()).execute()
      await tx.insertInto('sign_in_tickets').values({ ticket_hash: hashed(ticket), staff_id: staff, next: purpose, tries: 0, expires_at: expiresAt }).execute()
    })
    return { next, ticket, expiresAt }
  }

  /** Who holds this ticket, counting one use of it; undefined where it is none, or used up. */
  async function holder(ticket: string, purposes: readonly TicketFor[]): Promise<{ id: string; email: string; purpose: TicketFor } | undefined> {
    const used = await store.write(tx => tx.updateTable('sign_in_tickets').set(eb => ({ tries: eb('tries', '+', 1) })).where('ticket_hash', '=', hashed(ticket)).where('next', 'in', purposes)
      .where('tries', '<', ticketTries).where('expires_at', '>', instant()).returning(['staff_id', 'next']).executeTakeFirst())
    const row = used && await db.selectFrom('staff').select(['id', 'email']).where('id', '=', used.staff_id).where('disabled', '=', 0).executeTakeFirst()
    return row && used && { id: row.id, email: row.email ?? '', purpose: used.next }
  }
  const spend = (ticket: string) => store.write(async tx => { await tx.deleteFrom('sign_in_tickets').where('ticket_hash', '=', hashed(ticket)).execute() })

  async function begin(staff: string, how: How, from: From): Promise<{ token: string }> {
    await tries.forget(codeKey(staff))
    return { token: await sessions.begin(staff, how, from, from.before) }
  }

  /** What comes after the second factor. */
  async function enter(staff: string, how: 'totp' | 'recovery', from: From): Promise<{ token: string } | Next> {
    const row = await db.selectFrom('staff').select('password_given').where('id', '=', staff).executeTakeFirst()
    if (row?.password_given !== 1) return begin(staff, how, from)
    await tries.forget(codeKey(staff))
    return issue(staff, `new-password-${how}`)
  }

  /** Tries a code as the second factor. */
  async function check(staff: string, code: string, from: From): Promise<Attempt> {
    const wait = await tries.count(codeKey(staff), codeBound)
    if (wait !== undefined) return { wait }
    const how = await factors.proves(staff, code)
    if (how !== undefined) return enter(staff, how, from)
    await failed(staff, 'second-factor')
    return 'wrong'
  }

  async function attempt(email: string, password: string, code: string | undefined, from: From): Promise<Attempt> {
    const name = email.trim().toLowerCase()
    const row = await db.selectFrom('staff').select(['id', 'password_hash', 'password_given', 'disabled']).where('email', '=', name).executeTakeFirst()
    // Asked of a name that nobody has, too: it takes as long.
    const device = await devices.knows(row?.id ?? '', from.known) ? deviceKey(row?.id ?? '', from.known ?? '') : undefined
    // Strangers' tries do not keep a member from a device that is known; once its own are used up it is a stranger, too.
    const isKnown = device !== undefined && await tries.count(device, deviceBound) === undefined
    if (!isKnown) {
      const wait = await tries.count(addressKey(from), addressBound) ?? await tries.count(placeKey(name, from), placeBound) ?? await tries.count(hashed(name), nameBound)
      if (wait !== undefined) return { wait }
    }
    const holds = await passwordHolds(password, row?.password_hash ?? nobodysPassword)
    if (!holds || !row || row.disabled === 1) {
      // Of names that nobody has, anybody could fill the log with attempts; of a member's there are twenty in a quarter of an hour.
      if (row) await failed(row.id, 'password')
      return 'wrong'
    }
    // What strangers have tried meanwhile goes on to count.
    if (isKnown) await tries.forget(device)
    else {
      await tries.forget(hashed(name), placeKey(name, from))
      await tries.giveBack(addressKey(from))
    }
    if (await factors.of(row.id)) return code === undefined ? issue(row.id, 'second-factor') : check(row.id, code, from)
    if (row.password_given === 1) return issue(row.id, 'new-password')
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
    async withCode(ticket: string, code: string, from: From): Promise<Attempt | 'expired'> {
      const who = await holder(ticket, ['second-factor'])
      if (!who) return 'expired'
      const checked = await check(who.id, code, from)
      if (typeof checked === 'object' && !('wait' in checked)) await spend(ticket)
      return checked
    },

    /** The member's own password takes the place of the one they were given, and they go on. Throws StaffError for one that will not do. */
    async ownPassword(ticket: string, password: string, from: From): Promise<{ token: string } | Next | 'expired'> {
      const who = await holder(ticket, ['new-password', 'new-password-totp', 'new-password-recovery'])
      if (!who || !isChoosing(who.purpose)) return 'expired'
      checkPassword(password)
      const { password_hash: given } = await db.selectFrom('staff').select('password_hash').where('id', '=', who.id).executeTakeFirstOrThrow()
      if (given !== null && await passwordHolds(password, given)) throw new StaffError('Choose another password than the one you were given')
      const password_hash = await hashPassword(password)
      const chosen = await store.write(async tx => {
        const { numUpdatedRows } = await tx.updateTable('staff').set({ password_hash, password_given: null }).where('id', '=', who.id).where('password_given', '=', 1).where('password_hash', '=', given).executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return false
        await tx.deleteFrom('sign_in_tickets').where('staff_id', '=', who.id).execute()
        await forgetDevices(tx, who.id)
        await append(tx, store.engine, [{ at: instant(), kind: 'staff.password-chosen', customer: '', enquiry: '', conversation: '', actor: `agent:${who.id}`, facts: { rule: 'M5.1a' } }])
        return true
      })
      if (!chosen) return 'expired'
      const how = choosing[who.purpose]
      if (how !== undefined) return begin(who.id, how, from)
      return who.id === administrator && from.loopback ? begin(who.id, 'password', from) : issue(who.id, 'enrol')
    },

    /** What the app of a member without a second factor takes in; undefined where the ticket is none. */
    async enrol(ticket: string): Promise<Enrolment | undefined> {
      const who = await holder(ticket, ['enrol'])
      return who && !await factors.of(who.id) ? factors.begin(who) : undefined
    },

    /** The first code of the app: it is the second factor from now on, and its owner is signed in. */
    async enrolled(ticket: string, code: string, from: From): Promise<{ token: string; recoveryCodes: string[] } | 'wrong' | 'expired'> {
      const who = await holder(ticket, ['enrol'])
      if (!who || await factors.of(who.id)) return 'expired'
      const recoveryCodes = await factors.confirm(who.id, code)
      if (!recoveryCodes) return 'wrong'
      await spend(ticket)
      return { ...await begin(who.id, 'totp', from), recoveryCodes }
    },

    /** By what a member proves again who they are. Who is known by the institution alone has neither code nor password: they come from there anew. */
    async provenBy(id: string): Promise<'code' | 'password' | 'institution'> {
      if (await factors.of(id) !== undefined) return 'code'
      return (await db.selectFrom('staff').select('password_hash').where('id', '=', id).executeTakeFirst())?.password_hash ? 'password' : 'institution'
    },

    /** Somebody who is signed in proves again who they are: by a code, or by the password where they have no second factor. */
    async again({ id }: { id: string }, proof: { code?: string | undefined; password?: string | undefined }): Promise<true | { wait: number } | 'wrong'> {
      const wait = await tries.count(codeKey(id), codeBound)
      if (wait !== undefined) return { wait }
      const hasFactor = await factors.of(id) !== undefined
      const stored = hasFactor ? null : (await db.selectFrom('staff').select('password_hash').where('id', '=', id).executeTakeFirst())?.password_hash ?? null
      const proven = hasFactor ? proof.code !== undefined && await factors.proves(id, proof.code) !== undefined : proof.password !== undefined && stored !== null && await passwordHolds(proof.password, stored)
      if (!proven) {
        await failed(id, 'second-factor')
        return 'wrong'
      }
      await tries.forget(codeKey(id))
      return true
    },
  }
}
