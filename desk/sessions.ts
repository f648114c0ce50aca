import { randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { append } from '../contacts/log.ts'
import { createRecent } from '../contacts/recent.ts'
import type { Store, Tables } from '../store/index.ts'
import { hashed, serving, type StaffMember, toMember } from './register.ts'
import { practisesForMs } from './practice/records.ts'
import type { Place } from './sign-in/place.ts'

/** A session ends so long after it began, whatever is done in it; as long as its cookie. */
const sessionHours = 10
/** And when nothing was heard of its page or program for so long. An open page is heard of all the time. */
const idleMinutes = 30
/** A member's presence is written down at most this often, in milliseconds. */
const seenEvery = 5_000

/** How its owner proved who they are. `password` alone is for the administrator of a first start on loopback. */
export type How = 'password' | 'totp' | 'recovery' | 'institution'
export type SessionRecord = { id: string; device: string; network: string; how: string; since: string; seenAt: string; expiresAt: string; own: boolean }
export type Sessions = ReturnType<typeof createSessions>

/** Who is signed in (M5.1a), and who is there. Sessions are random tokens of which only the hash is kept. */
export function createSessions({ store, clock, awaySeconds, onEnded }: { store: Store; clock: { now(): Date }; awaySeconds: number; onEnded(tokenHash: string, why: 'ended' | 'renewed'): void }) {
  const { db } = store
  const lastSeen = createRecent<string, number>(10_000)
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  const entry = (actor: string, kind: string, facts: Record<string, unknown>) => ({ at: instant(), kind, customer: '', enquiry: '', conversation: '', actor, facts: { ...facts, rule: 'M5.1a' } })

  /** Sessions that count now. */
  const valid = (tx: Kysely<Tables>) => tx.selectFrom('staff_sessions').where('staff_sessions.id', 'is not', null).where('expires_at', '>', instant()).where('seen_at', '>', instant(-idleMinutes * 60_000))

  /** Ends these; true when the member is no longer there in any. */
  async function end(staff: string, tokenHashes: readonly string[], note?: { actor: string; ended: 'one' | 'all' }): Promise<boolean> {
    if (tokenHashes.length === 0) return false
    const last = await store.write(async tx => {
      await tx.deleteFrom('staff_sessions').where('token_hash', 'in', tokenHashes).execute()
      if (note) await append(tx, store.engine, [entry(note.actor, 'staff.sessions-ended', { member: staff, ended: note.ended })])
      return await tx.selectFrom('staff_sessions').select('token_hash').where('staff_id', '=', staff).where('seen_at', '>', instant(-awaySeconds * 1000)).executeTakeFirst() === undefined
    })
    for (const each of tokenHashes) onEnded(each, 'ended')
    return last
  }

  return {
    /**
     * A new session's token for who has proven to be this member, just now or at `provedAt`. `before` is a session that ends with it: a token that was
     * there before never becomes one (fixation).
     */
    async begin(staff: string, how: How, { device, network }: Pick<Place, 'device' | 'network'>, before: string | undefined, provedAt = clock.now()): Promise<string> {
      const token = randomBytes(32).toString('base64url')
      await store.write(async tx => {
        await tx.deleteFrom('staff_sessions').where(eb => eb.or([eb('expires_at', '<=', instant()), eb('seen_at', '<=', instant(-idleMinutes * 60_000)), eb('token_hash', '=', hashed(before ?? ''))])).execute()
        await tx.insertInto('staff_sessions').values({
          token_hash: hashed(token), staff_id: staff, id: randomUUID(), since: instant(), proved_at: provedAt.toISOString(), how, device, network, expires_at: instant(sessionHours * 3_600_000), seen_at: instant(),
        }).execute()
        await tx.updateTable('staff').set({ signed_in_at: instant(), last_seen_at: instant() }).where('id', '=', staff).execute()
        await append(tx, store.engine, [entry(`agent:${staff}`, 'staff.signed-in', { how })])
      })
      return token
    },

    /** Whose session this is; undefined when it ended or its member was disabled. */
    async member(token: string): Promise<StaffMember | undefined> {
      const row = await valid(db).innerJoin('staff', 'staff.id', 'staff_sessions.staff_id').select(['staff.id', 'email', 'name', 'role'])
        .where('token_hash', '=', hashed(token)).where('disabled', '=', 0).executeTakeFirst()
      return row && toMember(row)
    },

    /** How long ago, in milliseconds, the session's owner last proved who they are. */
    async provenFor(token: string): Promise<number> {
      const row = await valid(db).select('proved_at').where('token_hash', '=', hashed(token)).executeTakeFirst()
      return clock.now().getTime() - Date.parse(row?.proved_at ?? new Date(0).toISOString())
    },

    /** Its owner has proven again who they are: the session goes on under a new token, and the old one ends. Undefined where it has ended. */
    async renew(token: string): Promise<string | undefined> {
      const next = randomBytes(32).toString('base64url')
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('staff_sessions').set({ token_hash: hashed(next), proved_at: instant() }).where('token_hash', '=', hashed(token)).where('expires_at', '>', instant()).executeTakeFirst())
      if (numUpdatedRows === 0n) return undefined
      onEnded(hashed(token), 'renewed')
      return next
    },

    /** A member's sessions, the newest first; `token` is the one that asks. */
    async of(staff: string, token?: string): Promise<SessionRecord[]> {
      const rows = await valid(db).selectAll().where('staff_id', '=', staff).orderBy('since', 'desc').execute()
      return rows.map(({ id, device, network, how, since, seen_at, expires_at, token_hash }) => ({
        id: id ?? '', device: device ?? '', network: network ?? '', how: how ?? '', since: since ?? '', seenAt: seen_at ?? '', expiresAt: expires_at, own: token !== undefined && token_hash === hashed(token),
      }))
    },

    /** Ends a session by its name. Undefined where the member has none of that; else whether they are no longer there in any. */
    async endOne(staff: string, id: string, actor: string): Promise<boolean | undefined> {
      const row = await db.selectFrom('staff_sessions').select('token_hash').where('staff_id', '=', staff).where('id', '=', id).executeTakeFirst()
      return row && end(staff, [row.token_hash], { actor, ended: 'one' })
    },

    /** Ends all of a member's sessions, but the one with `except`'s token; true when they are no longer there in any. */
    async endAll(staff: string, actor: string, except?: string): Promise<boolean> {
      const rows = await db.selectFrom('staff_sessions').select('token_hash').where('staff_id', '=', staff).execute()
      return end(staff, rows.map(row => row.token_hash).filter(each => except === undefined || each !== hashed(except)), { actor, ended: 'all' })
    },

    /** Signs out; true when it was the last session in which the member is there. */
    signOut: (token: string, member: StaffMember): Promise<boolean> => end(member.id, [hashed(token)]),

    /** Notes that the page or program of this session was heard of. */
    async seen(token: string): Promise<void> {
      const now = clock.now().getTime()
      if (now - (lastSeen.get(token) ?? 0) < seenEvery) return
      lastSeen.set(token, now)
      const at = new Date(now).toISOString()
      await store.write(async tx => {
        const session = await tx.updateTable('staff_sessions').set({ seen_at: at }).where('token_hash', '=', hashed(token)).returning('staff_id').executeTakeFirst()
        // A session goes with the sign-out; when they were here last is asked for after it.
        if (session) await tx.updateTable('staff').set({ last_seen_at: at }).where('id', '=', session.staff_id).execute()
      })
    },

    /** Members who are signed in and were heard of lately. Who practises is not there for customers. */
    async present(): Promise<StaffMember[]> {
      const rows = await db.selectFrom('staff').select(['id', 'email', 'name', 'role']).where('disabled', '=', 0)
        .where(eb => eb.exists(eb.selectFrom('staff_sessions').select('staff_id').whereRef('staff_id', '=', 'staff.id').where('expires_at', '>', instant()).where('seen_at', '>', instant(-awaySeconds * 1000))))
        .where(({ not, exists, selectFrom }) => not(exists(selectFrom('practice_rooms').select('id').whereRef('practice_rooms.staff_id', '=', 'staff.id').where('practice_rooms.seen_at', '>', instant(-practisesForMs))))).execute()
      return rows.map(toMember)
    },

    /** Members who could serve and are not there, with when they were last heard of (null for who never was), the last ones first. */
    async absent(): Promise<{ member: StaffMember; seenAt: string | null; signedIn: boolean }[]> {
      const [there, signedIn, rows] = await Promise.all([
        this.present(), valid(db).select('staff_id').distinct().execute(),
        db.selectFrom('staff').select(['id', 'email', 'name', 'role', 'signed_in_at', 'last_seen_at']).where('disabled', '=', 0).where('email', 'is not', null).where('role', 'in', [...serving]).orderBy('name').execute(),
      ])
      const [here, known] = [new Set(there.map(({ id }) => id)), new Set(signedIn.map(row => row.staff_id))]
      return rows.filter(({ id }) => !here.has(id)).map(row => ({ member: toMember(row), seenAt: row.last_seen_at ?? row.signed_in_at, signedIn: known.has(row.id) }))
        .toSorted((one, other) => (other.seenAt ?? '').localeCompare(one.seenAt ?? ''))
    },

    /** Whether an agent is there to serve. */
    async attended(): Promise<boolean> {
      return (await this.present()).some(member => serving.has(member.role))
    },
  }
}
