import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { hashed } from '../desk/register.ts'
import { createAccounts } from '../desk/sign-in/accounts.ts'
import { openStore, type Store } from '../store/index.ts'
import { client, type OidcServer, startOidc } from './support/oidc.ts'
import { freePort, type Running, startProcess } from './support/process.ts'
import { signInAt } from './support/sign-in.ts'

const password = 'a long enough password'
const memberSchema = z.object({ id: z.string(), email: z.string(), role: z.string() })

/** A browser as far as redirections and cookies go; ports do not matter to cookies, so each server has its own jar. */
function browser() {
  const jars = new Map<string, Map<string, string>>()
  async function get(address: string, how: { method?: string; body?: URLSearchParams; 'sec-fetch-site'?: string } = {}): Promise<Response> {
    const { host } = new URL(address)
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    const { 'sec-fetch-site': site = 'cross-site', ...init } = how
    const response = await fetch(address, { ...init, redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), 'sec-fetch-site': site, 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0' } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/) ?? []
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    get,
    cookiesFor: (address: string) => jars.get(new URL(address).host),
    /** Follows redirections until `until` or where there are no more; gives where it stands. */
    async go(address: string, until: (next: string) => boolean = () => false): Promise<string> {
      for (let at = address, hop = 0; hop < 20; hop++) {
        const response = await get(at)
        const to = response.headers.get('location')
        if (to === null) return at
        at = new URL(to, at).href
        if (until(at)) return at
      }
      throw new Error('It goes round in circles')
    },
  }
}

describe('the institution\'s own sign-in', () => {
  let oidc: OidcServer
  let service: Running
  let dataDir: string
  let store: Store
  const desk = () => `${service.url}/desk`
  const start = () => `${service.url}/api/desk/institution`
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const port = await freePort()
    oidc = await startOidc(`http://127.0.0.1:${port}/api/desk/institution/callback`)
    service = await startProcess({
      DATA_DIR: dataDir, PORT: String(port), OIDC_ISSUER: oidc.issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret,
      OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: 'desk-audit=auditor, desk-agents=agent', OIDC_UNKNOWN: 'add',
    })
    store = await openStore({ dataDir })
    for (const name of ['li', 'wang']) await createAccounts({ store, clock: { now: () => new Date() } }).add({ email: `${name}@bank.example`, name, role: 'supervisor', password }, 'operator:test')
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    await store.close()
    await oidc.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  async function comes(account: string, claims: Record<string, unknown>) {
    oidc.next(account, claims)
    const person = browser()
    const at = await person.go(start(), next => next.startsWith(desk()))
    const cookie = person.cookiesFor(desk())?.get('shouwen_desk')
    const response = await fetch(`${service.url}/api/desk/session`, { headers: { cookie: `shouwen_desk=${cookie ?? ''}` } })
    return { at, member: response.ok ? memberSchema.parse(await response.json()) : undefined, cookie }
  }
  const events = (kind: string) => store.db.selectFrom('log').select('facts').where('kind', '=', kind).orderBy('seq').execute()

  it('is offered, and signs in who is in the register, with the role that the institution gives', async () => {
    expect(await (await fetch(`${service.url}/api/desk/sign-in`)).json()).toEqual({ institution: true })
    const before = await signInAt(service.url, 'li@bank.example', password)
    const { at, member } = await comes('42', { email: 'LI@bank.example', email_verified: true, name: '李', groups: ['all', 'desk-agents'] })
    expect(at).toBe(desk())
    expect(member).toMatchObject({ email: 'li@bank.example', role: 'agent' })
    // The role has changed: what was begun under the other one is over.
    expect((await fetch(`${service.url}/api/desk/session`, { headers: before })).status).toBe(401)
    expect((await events('staff.role-changed')).map(({ facts }): unknown => JSON.parse(facts))).toEqual([expect.objectContaining({ member: member?.id, role: 'agent', before: 'supervisor', how: 'institution' })])
  })
  it('adds who is not in the register, with the first line that fits, and knows them again by who they are and not by their address', async () => {
    const first = await comes('new', { email: 'new@bank.example', email_verified: true, name: '新人', groups: ['desk-agents', 'desk-audit'] })
    expect(first.member).toMatchObject({ email: 'new@bank.example', role: 'auditor' })
    const again = await comes('new', { email: 'married@bank.example', email_verified: true, groups: ['desk-audit'] })
    expect(again.member?.id).toBe(first.member?.id)
    // They have no password that could be tried, and none can sign in with an empty one.
    for (const tried of ['', password]) expect((await fetch(`${service.url}/api/desk/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'new@bank.example', password: tried }) })).status).toBe(401)
  })
  it.each([
    ['without a role there', 'x1', { email: 'wang@bank.example', email_verified: true, groups: ['lunch'] }],
    ['with an address that the institution has not checked', 'x2', { email: 'wang@bank.example', email_verified: false, groups: ['desk-agents'] }],
    ['with an address that was given to somebody else', 'x3', { email: 'li@bank.example', email_verified: true, groups: ['desk-agents'] }],
    ['with no address', 'x4', { groups: ['desk-agents'] }],
  ])('refuses somebody %s', async (_who, account, claims) => {
    const { at, member, cookie } = await comes(account, claims)
    expect(at).toBe(`${desk()}#institution=refused`)
    expect([member, cookie]).toEqual([undefined, undefined])
  })
  it('lets nobody in again by what the institution still knows of who has signed out, and has it forget them', async () => {
    oidc.next('43', { email: 'shared@bank.example', email_verified: true, name: '共用', groups: ['desk-audit'] })
    const person = browser()
    const here = { 'sec-fetch-site': 'same-origin' }
    const signIn = () => person.go(start(), next => next.startsWith(desk()))
    const signOut = async () => z.object({ done: z.literal(true), goOn: z.string() }).parse(await (await person.get(`${service.url}/api/desk/session`, { method: 'DELETE', ...here })).json()).goOn
    const asked = async (work: () => Promise<unknown>) => {
      const before = oidc.logins()
      await work()
      return oidc.logins() - before
    }
    /** When who is signed in has last proven who they are, as far as the desk knows. */
    const provenAt = async () => (await store.db.selectFrom('staff_sessions').select('proved_at').where('token_hash', '=', hashed(person.cookiesFor(desk())?.get('shouwen_desk') ?? '')).executeTakeFirstOrThrow()).proved_at ?? ''
    expect(await asked(signIn)).toBe(1)
    const saidThen = await provenAt()
    // A session that has come to its end is no sign-out. That the institution remembers somebody proves nothing anew; who is signed in is asked again for a proof.
    person.cookiesFor(desk())?.delete('shouwen_desk')
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(saidThen) + 1_000), { timeout: 5_000 })
    expect(await asked(signIn)).toBe(0)
    expect(await provenAt()).toBe(saidThen)
    expect(await asked(signIn)).toBe(1)
    expect(Date.parse(await provenAt())).toBeGreaterThan(Date.parse(saidThen))
    const goOn = new URL(await signOut())
    expect([goOn.origin, goOn.searchParams.get('client_id'), goOn.searchParams.get('post_logout_redirect_uri')]).toEqual([oidc.issuer, client.id, desk()])
    // Who closes the institution's page instead of signing out there is asked all the same, once.
    expect(await asked(signIn)).toBe(1)
    person.cookiesFor(desk())?.delete('shouwen_desk')
    expect(await asked(signIn)).toBe(0)
    const page = await (await person.get(await signOut())).text()
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? []
    const left = await person.get(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) })
    expect(left.headers.get('location')).toBe(desk())
    person.cookiesFor(desk())?.delete('shouwen_left')
    expect(await asked(signIn)).toBe(1)
    // With a password one leaves the desk alone.
    const own = await signInAt(service.url, 'li@bank.example', password)
    expect(await (await fetch(`${service.url}/api/desk/session`, { method: 'DELETE', headers: own })).json()).toEqual({ done: true, goOn: null })
  })
  it('refuses who is disabled', async () => {
    await store.write(async tx => { await tx.updateTable('staff').set({ disabled: 1 }).where('email', '=', 'wang@bank.example').execute() })
    expect((await comes('wang', { email: 'wang@bank.example', email_verified: true, groups: ['desk-agents'] })).at).toBe(`${desk()}#institution=refused`)
  })

  describe('under attack', () => {
    /** A person who has come as far as the way back to the desk. */
    async function onTheWayBack() {
      oidc.next('42', { email: 'li@bank.example', email_verified: true, groups: ['desk-agents'] })
      const person = browser()
      return { person, back: new URL(await person.go(start(), next => next.startsWith(`${start()}/callback`))) }
    }
    const signedIn = (person: ReturnType<typeof browser>) => person.cookiesFor(desk())?.has('shouwen_desk') ?? false

    it('takes an answer only in the browser that asked, and once', async () => {
      const { person, back } = await onTheWayBack()
      const other = browser()
      expect(await other.go(back.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=expired`)
      expect(signedIn(other)).toBe(false)
      const kept = new Map(person.cookiesFor(desk()))
      expect(await person.go(back.href, next => next.startsWith(desk()))).toBe(desk())
      // The same answer with the same cookie, once more.
      for (const [name, value] of kept) person.cookiesFor(desk())?.set(name, value)
      expect(await person.go(back.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=expired`)
    })
    it('refuses another state', async () => {
      const { person, back } = await onTheWayBack()
      back.searchParams.set('state', 'of-somebody-else')
      expect(await person.go(back.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=refused`)
      expect(signedIn(person)).toBe(false)
    })
    it('refuses an attacker\'s answer that is put into a victim\'s browser, with its state made to fit: nonce and PKCE are the attacker\'s', async () => {
      const attacker = await onTheWayBack()
      const victim = await onTheWayBack()
      attacker.back.searchParams.set('state', victim.back.searchParams.get('state') ?? '')
      expect(await victim.person.go(attacker.back.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=refused`)
      expect(signedIn(victim.person)).toBe(false)
    })
    it('refuses an identity of another nonce', async () => {
      const { person, back } = await onTheWayBack()
      await store.write(async tx => { await tx.updateTable('oidc_requests').set({ nonce: 'another' }).execute() })
      expect(await person.go(back.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=refused`)
      expect(signedIn(person)).toBe(false)
    })
    it('sends nobody anywhere but to the desk and to the institution', async () => {
      const { person, back } = await onTheWayBack()
      for (const name of ['to', 'next', 'redirect_uri', 'return_to', 'RelayState']) back.searchParams.set(name, 'https://evil.example/')
      expect(await person.go(back.href, next => next.startsWith(desk()))).toBe(desk())
      const begun = await browser().get(`${start()}?redirect_uri=https://evil.example/&to=//evil.example`)
      const to = new URL(begun.headers.get('location') ?? '')
      expect([to.origin, to.searchParams.get('redirect_uri')]).toEqual([oidc.issuer, `${start()}/callback`])
    })
    it('takes the institution\'s no for one, and says when it cannot be asked', async () => {
      const { person, back } = await onTheWayBack()
      const refused = new URL(back)
      refused.searchParams.delete('code')
      refused.searchParams.set('error', 'access_denied')
      expect(await person.go(refused.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=refused`)
      const late = await onTheWayBack()
      await oidc.stop()
      expect(await late.person.go(late.back.href, next => next.startsWith(desk()))).toBe(`${desk()}#institution=unavailable`)
    })
  })
})
