import { TOTP, URI } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { verifyChain } from '../../contacts/log.ts'
import { createSealing } from '../../contacts/sealing.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { administrator, createRegister, hashed } from '../register.ts'
import { createSessions } from '../sessions.ts'
import { accessReview } from './access-review.ts'
import { createAccounts } from './accounts.ts'
import { createFactors } from './factors.ts'
import { createKnownDevices } from './known-devices.ts'
import { deviceOf, networkOf } from './place.ts'
import { createPasswordChange } from './password-change.ts'
import { createSignIn, type From } from './sign-in.ts'
import { addressBound, codeBound, createTries, nameBound, placeBound, waitAfter } from './tries.ts'

const password = 'a long enough password'
const minute = 60_000

describe.each(backends)('signing in, over two instances on $name', ({ open }) => {
  let now = new Date('2026-11-26T02:00:00Z')
  const clock = { now: () => now }
  const pass = (ms: number) => { now = new Date(now.getTime() + ms) }
  let opened: { store: Store; reopen(): Promise<Store>; stop(): Promise<void> }
  let second: Store
  const ended: string[] = []
  function instance(store: Store) {
    const sessions = createSessions({ store, clock, awaySeconds: 60, onEnded: hash => ended.push(hash) })
    const factors = createFactors({ store, sealing: createSealing(Buffer.alloc(32, 3)), clock, codeClock: clock })
    const devices = createKnownDevices({ store, clock })
    return { sessions, factors, devices, accounts: createAccounts({ store, clock }), signIn: createSignIn({ store, clock, sessions, factors, devices, tries: createTries({ store, clock }), wrongAfterMs: 0 }) }
  }
  let [a, b]: ReturnType<typeof instance>[] = []
  const both = () => {
    if (!a || !b) throw new Error('not begun')
    return [a, b] as const
  }
  beforeAll(async () => {
    opened = await open()
    second = await opened.reopen();
    [a, b] = [instance(opened.store), instance(second)]
  })
  afterAll(async () => {
    await second.close()
    await opened.store.close()
    await opened.stop()
  })

  let counter = 0
  const from = (over: Partial<From> = {}): From => ({ address: `198.51.100.${counter}`, device: '', network: '', before: undefined, known: undefined, loopback: false, ...over })
  /** A member with an app, on a place and at a time of their own. */
  async function member(role: 'agent' | 'admin' | 'compliance' = 'agent') {
    counter += 1
    pass(10 * minute)
    const [{ accounts, factors }] = both()
    const email = `m${counter}@bank.example`
    const { id } = await accounts.add({ email, name: `m${counter}`, role, password }, 'operator:test')
    // They have chosen it themselves.
    await opened.store.write(async tx => { await tx.updateTable('staff').set({ password_given: null }).where('id', '=', id).execute() })
    const { uri, recoveryCodes } = await factors.give({ id, email }, 'operator:test')
    const app = URI.parse(uri)
    if (!(app instanceof TOTP)) throw new Error('no TOTP')
    return { id, email, recoveryCodes, code: (offsetMs = 0) => app.generate({ timestamp: now.getTime() + offsetMs }) }
  }
  const signIn = (at: 0 | 1, email: string, code?: string, over: Partial<From> = {}) => both()[at].signIn.withPassword(email, password, code, from(over))
  const ticketFor = async (email: string) => {
    const attempt = await signIn(0, email)
    if (typeof attempt !== 'object' || !('ticket' in attempt)) throw new Error('no ticket')
    return attempt
  }

  it('opens nothing with a password that another gave but the choice of an own one, after the second factor and once', async () => {
    const { id, email, code } = await member()
    const [one, other] = both()
    await one.accounts.resetPassword(id, 'what the administrator knows', 'agent:admin')
    const enter = (at: 0 | 1, given: string, withCode?: string) => both()[at].signIn.withPassword(email, given, withCode, from())
    // Who knows the password alone cannot change it.
    const [first, straight] = [await enter(0, 'what the administrator knows'), await enter(1, 'what the administrator knows', code())]
    expect([first, straight]).toMatchObject([{ next: 'second-factor' }, { next: 'new-password' }])
    if (typeof first !== 'object' || !('ticket' in first) || typeof straight !== 'object' || !('ticket' in straight)) throw new Error('no tickets')
    expect(await one.signIn.ownPassword(first.ticket, 'a password of my own', from())).toBe('expired')
    expect(await one.signIn.enrol(straight.ticket)).toBeUndefined()
    pass(minute)
    const second = await other.signIn.withCode(first.ticket, code(), from())
    if (typeof second !== 'object' || !('ticket' in second)) throw new Error('no ticket')
    for (const wrong of ['short', 'what the administrator knows']) await expect(one.signIn.ownPassword(second.ticket, wrong, from())).rejects.toThrow(/at least 12|another password/)
    const chosen = await Promise.all([one.signIn.ownPassword(second.ticket, 'a password of my own', from()), other.signIn.ownPassword(straight.ticket, 'somebody else chose this', from())])
    expect(chosen.filter(each => each === 'expired')).toHaveLength(1)
    expect(chosen.filter(each => typeof each === 'object' && 'token' in each)).toHaveLength(1)
    pass(minute)
    expect(await enter(0, 'what the administrator knows', code())).toBe('wrong')
    const own = chosen[0] === 'expired' ? 'somebody else chose this' : 'a password of my own'
    expect(await enter(1, own, code())).toMatchObject({ token: expect.any(String) })
    // Who has no second factor yet sets it up afterwards, and a ticket that lies about is over in time.
    const added = await one.accounts.add({ email: `new${counter}@bank.example`, name: 'new', role: 'agent', password }, 'agent:admin')
    const late = await one.signIn.withPassword(`new${counter}@bank.example`, password, undefined, from({ loopback: true }))
    expect(late).toMatchObject({ next: 'new-password' })
    pass(16 * minute)
    if (typeof late !== 'object' || !('ticket' in late)) throw new Error('no ticket')
    expect(await one.signIn.ownPassword(late.ticket, 'a password of my own', from())).toBe('expired')
    const again = await one.signIn.withPassword(`new${counter}@bank.example`, password, undefined, from())
    if (typeof again !== 'object' || !('ticket' in again)) throw new Error('no ticket')
    expect(await other.signIn.ownPassword(again.ticket, 'a password of my own', from())).toMatchObject({ next: 'enrol' })
    expect(await opened.store.db.selectFrom('log').select('kind').where('actor', '=', `agent:${added.id}`).execute()).toEqual([{ kind: 'staff.password-chosen' }])
  })

  it('changes a password for who knows the one before, one of two at once, and lets nobody guess it at a desk left open', async () => {
    const { id, email, code } = await member()
    const [one, other] = [opened.store, second].map(store => createPasswordChange({ store, clock, tries: createTries({ store, clock }) }))
    if (!one || !other) throw new Error('not begun')
    const ticket = await ticketFor(email)
    expect(await one.change(id, password, password)).toBe('same')
    await expect(one.change(id, password, 'short')).rejects.toThrow(/at least 12/)
    const both = await Promise.all([one.change(id, password, 'mine, and long enough'), other.change(id, password, 'of a thief, long enough')])
    expect(both.toSorted()).toEqual(['changed', 'wrong'])
    const [own, lost] = both[0] === 'changed' ? ['mine, and long enough', 'of a thief, long enough'] : ['of a thief, long enough', 'mine, and long enough']
    // A step that was begun with the password before leads nowhere.
    pass(minute)
    expect(await a?.signIn.withCode(ticket.ticket, code(), from())).toBe('expired')
    for (const [given, outcome] of [[password, 'wrong'], [lost, 'wrong'], [own, expect.objectContaining({ token: expect.any(String) })]] as const) expect(await b?.signIn.withPassword(email, given, code(), from())).toEqual(outcome)
    for (let index = 0; index < 5; index++) expect(await (index % 2 === 0 ? one : other).change(id, 'guessed', 'mine, and longer still')).toBe('wrong')
    expect(await other.change(id, own, 'mine, and longer still')).toEqual({ wait: 15 * 60 })
    pass(15 * minute)
    expect(await one.change(id, own, 'mine, and longer still')).toBe('changed')
    // Who comes by the institution has none to change.
    await opened.store.write(async tx => { await tx.updateTable('staff').set({ password_hash: null }).where('id', '=', id).execute() })
    expect([await one.has(id), await one.change(id, '', 'a password from nowhere')]).toEqual([false, 'none'])
    const noted = await second.db.selectFrom('log').select(['kind', 'facts', 'masked']).where('actor', '=', `agent:${id}`).execute()
    expect(noted.filter(({ kind }) => kind === 'staff.password-changed')).toHaveLength(2)
    expect(JSON.stringify(noted)).not.toMatch(/long enough|longer still|guessed/)
  })

  it('takes a code once, however many instances get it at the same moment', async () => {
    const { email, code } = await member()
    const given = code()
    const attempts = await Promise.all(Array.from({ length: 3 }, (_, index) => signIn(index % 2 === 0 ? 0 : 1, email, given)))
    expect(attempts.filter(each => typeof each === 'object' && 'token' in each)).toHaveLength(1)
    expect(await signIn(1, email, given)).toBe('wrong')
    // Nor one from before it, though its time is not over.
    expect(await signIn(1, email, code(-30_000))).toBe('wrong')
    pass(30_000)
    expect(await signIn(1, email, code())).toMatchObject({ token: expect.any(String) })
  })
  it('takes no code of another time, another member, or another form', async () => {
    const [one, other] = [await member(), await member()]
    for (const code of [one.code(90_000), one.code(-90_000), other.code(), other.recoveryCodes[0] ?? '']) expect(await signIn(0, one.email, code)).toBe('wrong')
    expect(await signIn(0, one.email, one.code())).toMatchObject({ token: expect.any(String) })
    pass(minute)
    for (const code of ['', '1', `${one.code()}0`, '١٢٣٤٥٦']) expect(await signIn(0, one.email, code)).toBe('wrong')
    // However it was typed: full-width digits, a space in the middle.
    expect(await signIn(0, one.email, one.code().replace(/^(\d{3})/, '$1 ').replaceAll(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit))))).toMatchObject({ token: expect.any(String) })
  })
  it('takes a recovery code once, over both instances, and no lower-case o for a zero', async () => {
    const { email, recoveryCodes: [first = '', next = ''], id } = await member()
    const attempts = await Promise.all([signIn(0, email, first), signIn(1, email, first)])
    expect(attempts.filter(each => typeof each === 'object' && 'token' in each)).toHaveLength(1)
    expect(await signIn(0, email, next.toLowerCase().replaceAll('-', ' '))).toMatchObject({ token: expect.any(String) })
    expect(await both()[1].factors.of(id)).toMatchObject({ recoveryCodesLeft: 8 })
  })

  it('lets nobody guess codes: five, then a wait that doubles, whatever tickets there are', async () => {
    const { email, code } = await member()
    const guess = async (at: 0 | 1) => both()[at].signIn.withCode((await ticketFor(email)).ticket, '000000', from())
    expect(await Promise.all([guess(0), guess(1), guess(0), guess(1), guess(0)])).toEqual(Array(5).fill('wrong'))
    expect(await guess(1)).toEqual({ wait: 15 * 60 })
    // The right one does not count now either, and the wait that is told is the one there is.
    pass(5 * minute)
    expect(await signIn(1, email, code())).toEqual({ wait: 10 * 60 })
    pass(10 * minute)
    for (let index = 0; index < 5; index++) expect(await guess(0)).toBe('wrong')
    expect(await guess(1)).toEqual({ wait: 30 * 60 })
    pass(30 * minute)
    expect(await signIn(0, email, code())).toMatchObject({ token: expect.any(String) })
  })
  it('opens nothing by a ticket but the one step that it is for, five times and for five minutes', async () => {
    const [{ sessions, signIn: here }, { signIn: there }] = both()
    const { email, code } = await member()
    const { ticket } = await ticketFor(email)
    expect(await sessions.member(ticket)).toBeUndefined()
    expect(await sessions.renew(ticket)).toBeUndefined()
    // It sets up no app in the place of the one there is.
    expect(await here.enrol(ticket)).toBeUndefined()
    expect(await here.enrolled(ticket, code(), from())).toBe('expired')
    pass(5 * minute)
    expect(await there.withCode(ticket, code(), from())).toBe('expired')
    const used = await ticketFor(email)
    expect(await there.withCode(used.ticket, code(), from())).toMatchObject({ token: expect.any(String) })
    pass(30_000)
    expect(await here.withCode(used.ticket, code(), from())).toBe('expired')
  })
  /** A machine that tries passwords under a name from many addresses, on both instances in turn, until it has to wait everywhere. Gives how many were looked at. */
  async function attack(name: string, addresses: number, over: Partial<From> = {}): Promise<number> {
    let looked = 0
    for (let address = 0; address < addresses; address++) {
      for (let index = 0; index < 7; index++) {
        if (await both()[index % 2 === 0 ? 0 : 1].signIn.withPassword(name, 'not the password', undefined, from({ address: `203.0.${counter}.${address}`, ...over })) === 'wrong') looked += 1
      }
    }
    return looked
  }
  it('lets no stranger keep a member from a device on which they have signed in, however many addresses they have', async () => {
    const { id, email, code } = await member()
    const [{ devices }, there] = both()
    const known = await devices.remember(id, undefined)
    // From one address nobody is locked out but that address.
    expect(await attack(email, 1)).toBe(placeBound.attempts)
    expect(await signIn(1, email, code())).toMatchObject({ token: expect.any(String) })
    pass(minute)
    expect(await attack(email, 30)).toBe(nameBound.attempts)
    expect(await signIn(0, email, code())).toEqual({ wait: 15 * 60 })
    expect(await signIn(1, email, code(), { known })).toMatchObject({ token: expect.any(String) })
    // That the member came in gives the attacker no further tries.
    expect(await attack(email, 30)).toBe(0)
    // Not from the attacker's own address either is the member kept out, though all that come from there wait.
    pass(16 * minute)
    for (let index = 0; index < addressBound.attempts; index++) await createTries({ store: second, clock }).count(hashed('address 192.0.2.99'), addressBound)
    expect(await signIn(1, email, code(), { address: '192.0.2.99' })).toEqual({ wait: 15 * 60 })
    expect(await signIn(0, email, code(), { address: '192.0.2.99', known })).toMatchObject({ token: expect.any(String) })
    expect(await there.devices.knows(id, known)).toBe(true)
  })
  it('gives who has stolen what a browser keeps no way in and hardly more tries, and forgets it with the password', async () => {
    const { id, email, code } = await member()
    const [{ devices, accounts }] = both()
    const stolen = await devices.remember(id, undefined)
    expect(await signIn(0, email, undefined, { known: stolen })).toMatchObject({ next: 'second-factor' })
    expect(await attack(email, 1, { known: stolen })).toBe(7)
    // Each wait of its own is twice the one before; what it tried as a stranger goes on to count as a stranger's.
    pass(15 * minute)
    expect(await attack(email, 1, { known: stolen })).toBe(7)
    pass(15 * minute)
    expect(await attack(email, 1, { known: stolen })).toBe(placeBound.attempts - 4)
    // It is of this member alone, and of nobody who is made up.
    for (const nobody of ['', 'somebody else']) expect(await devices.knows(nobody, stolen)).toBe(false)
    await accounts.resetPassword(id, 'what the administrator knows', 'agent:admin')
    expect(await devices.knows(id, stolen)).toBe(false)
    // A reset lifts every wait, at the member's own address too.
    expect(await both()[1].signIn.withPassword(email, 'what the administrator knows', code(), from({ address: `203.0.${counter}.0` }))).toMatchObject({ next: 'new-password' })
  })
  it('keeps a shared browser known to each of its members, under a name that nobody has planted, for 90 days', async () => {
    const [one, other] = [await member(), await member()]
    const [{ devices }, { devices: there }] = both()
    const planted = await devices.remember(one.id, undefined)
    const kept = await there.remember(other.id, planted)
    expect(await Promise.all([one.id, other.id].map(id => devices.knows(id, planted)))).toEqual([false, false])
    expect(await Promise.all([one.id, other.id].map(id => devices.knows(id, kept)))).toEqual([true, true])
    pass(89 * 24 * 60 * minute)
    expect(await devices.knows(one.id, kept)).toBe(true)
    pass(2 * 24 * 60 * minute)
    expect(await devices.knows(one.id, kept)).toBe(false)
    // Of many, the last ones; kept as no more than a hash.
    const many: string[] = []
    for (let index = 0; index < 12; index++) {
      pass(1_000)
      many.push(await devices.remember(one.id, undefined))
    }
    expect((await Promise.all(many.map(each => there.knows(one.id, each)))).filter(Boolean)).toHaveLength(10)
    expect(await there.knows(one.id, many.at(-1))).toBe(true)
    expect(JSON.stringify(await second.db.selectFrom('known_devices').selectAll().execute())).not.toContain(many.at(-1))
  })
  it('locks a name that nobody has just as one that somebody has, and leaves who is signed in alone', async () => {
    const { email, code } = await member()
    const attempt = await signIn(0, email, code())
    const token = typeof attempt === 'object' && 'token' in attempt ? attempt.token : ''
    for (const name of [email, 'nobody-else@bank.example']) {
      expect(await attack(name, 1)).toBe(placeBound.attempts)
      // Others go on from elsewhere.
      for (let index = placeBound.attempts; index < nameBound.attempts; index++) await createTries({ store: second, clock }).count(hashed(name), nameBound)
      expect(await both()[1].signIn.withPassword(name.toUpperCase(), password, code(), from())).toEqual({ wait: 15 * 60 })
    }
    expect(await both()[1].sessions.member(token)).toMatchObject({ email })
    pass(15 * minute)
    expect(await signIn(0, email, code())).toMatchObject({ token: expect.any(String) })
  })
  it('counts what comes from one address, and gives back what was right', async () => {
    const address = '192.0.2.77'
    const tries = createTries({ store: opened.store, clock })
    for (let index = 0; index < addressBound.attempts - 1; index++) expect(await tries.count('x', addressBound)).toBeUndefined()
    await tries.giveBack('x')
    expect(await tries.count('x', addressBound)).toBeUndefined()
    expect(await tries.count('x', addressBound)).toBeUndefined()
    expect(await createTries({ store: second, clock }).count('x', addressBound)).toBe(15 * 60)
    const { email, code } = await member()
    expect(await signIn(0, email, code(), { address })).toMatchObject({ token: expect.any(String) })
  })

  it('keeps neither secrets nor codes as they are', async () => {
    counter += 1
    const [{ accounts, factors }] = both()
    const { id } = await accounts.add({ email: `s${counter}@bank.example`, name: 's', role: 'agent', password }, 'operator:test')
    const { secret, recoveryCodes } = await factors.give({ id, email: 's' }, 'operator:test')
    const rows = JSON.stringify([await second.db.selectFrom('staff_factors').selectAll().execute(), await second.db.selectFrom('recovery_codes').selectAll().execute(), await second.db.selectFrom('log').selectAll().execute()])
    for (const each of [secret, ...recoveryCodes]) expect(rows).not.toContain(each)
    const other = createFactors({ store: second, sealing: createSealing(Buffer.alloc(32, 4)), clock, codeClock: clock })
    await expect(other.proves(id, '123456')).rejects.toThrow()
  })
  it('puts a new app in force by its first code only, and the one before counts until then', async () => {
    const [{ factors }] = both()
    const { id, email, code } = await member()
    const { uri } = await factors.begin({ id, email })
    const next = URI.parse(uri)
    expect(await factors.proves(id, code())).toBe('totp')
    pass(minute)
    expect(await factors.confirm(id, code())).toBeUndefined()
    const given = next.generate()
    expect(await factors.confirm(id, given === code() ? '' : next instanceof TOTP ? next.generate({ timestamp: now.getTime() }) : given)).toHaveLength(10)
    pass(minute)
    expect(await factors.proves(id, code())).toBeUndefined()
  })
  it('lets the administrator of a first start in without a second factor on this machine alone, until they have one', async () => {
    counter += 1
    const token = await createRegister({ store: opened.store, clock }).ensureAdministrator() ?? ''
    await createRegister({ store: opened.store, clock }).completeInvite(token, 'first@bank.example', 'first', password)
    expect(await signIn(0, 'first@bank.example', undefined, { loopback: true })).toMatchObject({ token: expect.any(String) })
    expect(await signIn(0, 'first@bank.example')).toMatchObject({ next: 'enrol' })
    const id = await createRegister({ store: opened.store, clock }).add('other@bank.example', 'other', 'agent', password)
    expect(id).not.toBe(administrator)
    expect(await signIn(0, 'other@bank.example', undefined, { loopback: true })).toMatchObject({ next: 'enrol' })
    await both()[0].factors.give({ id: administrator, email: 'first@bank.example' }, 'operator:test')
    expect(await signIn(1, 'first@bank.example', undefined, { loopback: true })).toMatchObject({ next: 'second-factor' })
  })

  describe('sessions', () => {
    async function signedIn(before?: string) {
      const who = await member()
      const attempt = await signIn(0, who.email, who.code(), { before, device: 'Chrome, Windows', network: '198.51.100.0/24' })
      return { ...who, token: typeof attempt === 'object' && 'token' in attempt ? attempt.token : '' }
    }
    it('never are what was there before (fixation), and end what was', async () => {
      const planted = await signedIn()
      const { token } = await signedIn(planted.token)
      expect(token).not.toBe(planted.token)
      expect(await both()[1].sessions.member(planted.token)).toBeUndefined()
      const next = await both()[1].sessions.renew(token) ?? ''
      expect(await both()[0].sessions.member(token)).toBeUndefined()
      expect(await both()[0].sessions.member(next)).toBeDefined()
    })
    it('leave behind when their member was last there, whether signed out or only not heard of; never of who does not serve or may not work', async () => {
      const [{ sessions, accounts }, { sessions: there }] = both()
      const { id, email, token } = await signedIn()
      const absent = async () => (await there.absent()).find(each => each.member.id === id)
      expect(await absent()).toBeUndefined()
      pass(5 * minute)
      const seenAt = now.toISOString()
      await sessions.seen(token)
      pass(2 * minute)
      expect(await absent()).toMatchObject({ seenAt, signedIn: true })
      const member = await there.member(token)
      if (!member) throw new Error('no member')
      await sessions.signOut(token, member)
      pass(minute)
      expect(await absent()).toMatchObject({ member: { email }, seenAt, signedIn: false })
      counter += 1
      const never = await accounts.add({ email: `never${counter}@bank.example`, name: 'never', role: 'agent', password }, 'operator:test')
      const auditor = await accounts.add({ email: `looks${counter}@bank.example`, name: 'looks', role: 'auditor', password }, 'operator:test')
      const all = await sessions.absent()
      expect(all.at(-1)).toMatchObject({ seenAt: null })
      expect(all.find(each => each.member.id === never.id)).toMatchObject({ seenAt: null, signedIn: false })
      expect(all.map(each => each.member.id)).not.toContain(auditor.id)
      await opened.store.write(async tx => { await tx.updateTable('staff').set({ disabled: 1 }).where('id', '=', id).execute() })
      expect(await absent()).toBeUndefined()
    })
    it('end when nothing was heard of them for half an hour, and ten hours after they began', async () => {
      const { token } = await signedIn()
      const [{ sessions }, { sessions: there }] = both()
      for (let index = 0; index < 20; index++) {
        pass(29 * minute)
        expect(await there.member(token)).toBeDefined()
        await sessions.seen(token)
      }
      pass(21 * minute)
      expect(await there.member(token)).toBeUndefined()
      const idle = await signedIn()
      pass(30 * minute)
      expect(await there.member(idle.token)).toBeUndefined()
      expect(await there.of(idle.id)).toEqual([])
    })
    it('are listed and ended by their owner, and nobody else\'s', async () => {
      const [mine, other] = [await signedIn(), await signedIn()]
      const [{ sessions }, { sessions: there }] = both()
      const [listed] = await there.of(mine.id, mine.token)
      expect(listed).toMatchObject({ device: 'Chrome, Windows', network: '198.51.100.0/24', how: 'totp', own: true })
      expect(JSON.stringify(listed)).not.toContain(mine.token)
      const [theirs] = await there.of(other.id)
      expect(await sessions.endOne(mine.id, theirs?.id ?? '', `agent:${mine.id}`)).toBeUndefined()
      expect(await sessions.member(other.token)).toBeDefined()
      const before = ended.length
      expect(await sessions.endOne(mine.id, listed?.id ?? '', `agent:${mine.id}`)).toBe(true)
      expect([await there.member(mine.token), ended.length]).toEqual([undefined, before + 1])
    })
  })

  describe('roles', () => {
    it('make an administrator by two people, whom the records hold apart', async () => {
      const [{ accounts }, { accounts: there }] = both()
      const [one, officer, agent] = [await member('admin'), await member('compliance'), await member()]
      const { awaits } = await accounts.changeRole(agent.id, 'admin', `agent:${one.id}`)
      const role = async () => (await second.db.selectFrom('staff').select(['role', 'role_by']).where('id', '=', agent.id).executeTakeFirstOrThrow())
      expect(await role()).toMatchObject({ role: 'agent' })
      for (const by of [one.id, agent.id]) await expect(there.decide(awaits ?? '', true, by)).rejects.toThrow(/second person/)
      await expect(second.write(tx => tx.updateTable('role_proposals').set({ decided_by: one.id }).where('id', '=', awaits ?? '').execute())).rejects.toThrow()
      const outcomes = await Promise.allSettled([accounts.decide(awaits ?? '', true, officer.id), there.decide(awaits ?? '', true, officer.id)])
      expect(outcomes.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await role()).toEqual({ role: 'admin', role_by: officer.id })
    })
    it('give a new administrator no access before, nor one who was disabled and declined', async () => {
      const [{ accounts }] = both()
      const [one, officer] = [await member('admin'), await member('compliance')]
      const { id, awaits } = await accounts.add({ email: `new${counter}@bank.example`, name: 'new', role: 'admin', password }, `agent:${one.id}`)
      expect(await signIn(0, `new${counter}@bank.example`)).toBe('wrong')
      await accounts.decide(awaits ?? '', false, officer.id)
      expect(await signIn(0, `new${counter}@bank.example`)).toBe('wrong')
      expect(await second.db.selectFrom('staff').select(['role', 'disabled']).where('id', '=', id).executeTakeFirst()).toEqual({ role: 'agent', disabled: 1 })
    })
    it('are nobody\'s own to change, and the first administrator stays one', async () => {
      const [{ accounts }] = both()
      const one = await member('admin')
      await expect(accounts.changeRole(one.id, 'auditor', `agent:${one.id}`)).rejects.toThrow(/their own role/)
      await expect(accounts.disable(one.id, `agent:${one.id}`)).rejects.toThrow(/their own/)
      await expect(accounts.resetFactor(one.id, `agent:${one.id}`)).rejects.toThrow(/their own/)
      await expect(accounts.changeRole(administrator, 'agent', `agent:${one.id}`)).rejects.toThrow(/duty owner/)
      await expect(accounts.disable(administrator, `agent:${one.id}`)).rejects.toThrow(/duty owner/)
      await expect(accounts.changeRole('nobody', 'agent', `agent:${one.id}`)).rejects.toThrow(/no such/)
    })
    it('are reviewed: from whom, since when, with what second factor, and what is unused for 90 days', async () => {
      const [{ accounts }] = both()
      const [one, agent] = [await member('admin'), await member()]
      const since = now.toISOString()
      await accounts.changeRole(agent.id, 'supervisor', `agent:${one.id}`)
      await accounts.resetFactor(agent.id, `agent:${one.id}`)
      const review = async () => (await accessReview({ store: second, clock })).find(each => each.id === agent.id)
      expect(await review()).toMatchObject({ role: 'supervisor', roleBy: one.id, roleSince: since, secondFactor: 'none', lastSignInAt: null, certificates: null, remarks: ['never-signed-in', 'no-second-factor'] })
      pass(91 * 24 * 60 * minute)
      expect((await review())?.remarks).toEqual(['unused', 'never-signed-in', 'no-second-factor'])
      expect((await accessReview({ store: second, clock })).find(each => each.id === one.id)).toMatchObject({ secondFactor: 'app', recoveryCodesLeft: 10, remarks: ['unused', 'never-signed-in'] })
    })
  })

  it('has written all of it into a whole log, without names and addresses', async () => {
    expect(await verifyChain(second.db)).toMatchObject({ ok: true })
    const entries = await second.db.selectFrom('log').select(['kind', 'facts']).execute()
    const kinds = new Set(entries.map(({ kind }) => kind))
    for (const kind of ['staff.added', 'staff.factor-set-up', 'staff.factor-reset', 'staff.signed-in', 'staff.sign-in-failed', 'staff.sessions-ended', 'staff.role-proposed', 'staff.role-changed', 'staff.role-declined']) expect(kinds).toContain(kind)
    for (const { facts } of entries) expect(z.record(z.string(), z.unknown()).parse(JSON.parse(facts))).not.toHaveProperty('email')
    expect(entries.map(({ facts }) => facts).join()).not.toMatch(/@bank\.example|198\.51\.100/)
  })
})

describe('How long one waits', () => {
  it('is nothing before the bound, then as long as it says, and doubles up to a day where it grows', () => {
    expect([1, 4].map(failed => waitAfter(failed, placeBound))).toEqual([0, 0])
    expect(waitAfter(5, placeBound)).toBe(15)
    expect([5, 10, 15, 20, 25, 30, 35, 40, 45].map(failed => waitAfter(failed, codeBound))).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440])
  })
})

describe('Where a session was begun', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'], ['::ffff:203.0.113.77', '203.0.113.0/24'], ['2001:db8:1234:5678::1', '2001:db8:1234::/48'], ['::1', '0:0:0::/48'], ['', ''],
  ])('is told by the network of %s alone', (address, network) => expect(networkOf(address)).toBe(network))
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1', 'Safari, iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox, Linux'], ['curl/8.5.0', ''], ['', ''],
  ])('is told by browser and system of %s', (userAgent, device) => expect(deviceOf(userAgent)).toBe(device))
})
