import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createRegister } from '../desk/register.ts'
import { openStore, type Store } from '../store/index.ts'
import { freePort, type Running, startProcess } from './support/process.ts'
import { codeOf, signInAt } from './support/sign-in.ts'

const password = 'a long enough password'
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
const sessionsSchema = z.object({ sessions: z.array(z.object({ id: z.string(), device: z.string(), network: z.string(), own: z.boolean() })) })
const codeIn = async (response: Response) => refusal.parse(await response.json()).error.code

describe('the desk\'s sign-in over HTTP', () => {
  let service: Running
  let dataDir: string
  let store: Store
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) => fetch(`${service.url}/api/desk${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  const get = (path: string, headers: Record<string, string>) => fetch(`${service.url}/api/desk${path}`, { headers })
  const signIn = (name: string, headers: Record<string, string> = {}) => signInAt(service.url, `${name}@bank.example`, password, headers)
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    store = await openStore({ dataDir })
    for (const [name, role] of [['li', 'agent'], ['wang', 'agent'], ['chief', 'admin'], ['officer', 'compliance']] as const) await createRegister({ store, clock: { now: () => new Date() } }).add(`${name}@bank.example`, name, role, password)
    service = await startProcess({ DATA_DIR: dataDir })
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('asks whoever sits behind a proxy or another name for a second factor, though it is the first administrator', async () => {
    const invite = /#invite=([\w-]+)/.exec(service.said())?.[1] ?? ''
    expect((await post('/invite', { token: invite, email: 'first@bank.example', name: '管理员', password })).status).toBe(200)
    // The link is used up, and without one nobody learns who has an account.
    for (const [token, email] of [[invite, 'second@bank.example'], ['guessed', 'li@bank.example'], ['guessed', 'nobody@bank.example']]) {
      expect(await (await post('/invite', { token, email, name: 'x', password })).json()).toMatchObject({ error: { message: expect.stringContaining('This link has been used or is not valid') } })
    }
    const who = { email: 'first@bank.example', password }
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) expect(await (await post('/session', who, { [header]: '127.0.0.1' })).json()).toMatchObject({ next: 'enrol' })
    expect(await (await post('/session', who)).json()).toMatchObject({ role: 'admin' })
  })
  it('takes nobody\'s word for it that they came by https', async () => {
    expect((await signIn('officer', { 'x-forwarded-proto': 'https' })).cookie).toMatch(/^shouwen_desk=/)
  })
  it('takes a ticket for no session, whatever it is sent as', async () => {
    const { cookie } = await signIn('li')
    const { ticket } = z.object({ ticket: z.string() }).parse(await (await post('/session', { email: 'li@bank.example', password })).json())
    for (const stolen of [`shouwen_desk=${ticket}`, `shouwen_desk=${ticket}; ${cookie.replace('shouwen_desk', 'x')}`]) expect((await get('/session', { cookie: stolen })).status).toBe(401)
    expect(await codeIn(await post('/session/second-factor', { ticket: `${ticket}x`, code: '000000' }))).toBe('Expired')
    expect(await codeIn(await post('/session/enrolment', { ticket }))).toBe('Expired')
  })
  it('has a browser keep that its member signed in there, which lets them in while strangers try, and opens nothing', async () => {
    const answer = await post('/session', { email: 'li@bank.example', password, code: codeOf('li@bank.example') })
    const known = /shouwen_known=([\w-]{43}); HttpOnly; SameSite=Strict; Path=\/; Max-Age=7776000/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? ''
    const kept = { cookie: `shouwen_known=${known}` }
    for (const cookie of [kept.cookie, `shouwen_desk=${known}`]) expect((await get('/session', { cookie })).status).toBe(401)
    const tried = await Promise.all(Array.from({ length: 6 }, () => post('/session', { email: 'li@bank.example', password: 'guessed' })))
    expect(tried.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429])
    const right = { email: 'li@bank.example', password }
    expect((await post('/session', right)).status).toBe(429)
    expect((await post('/session', right, { cookie: 'shouwen_known=made-up' })).status).toBe(429)
    expect(await (await post('/session', right, kept)).json()).toMatchObject({ next: 'second-factor' })
    await store.write(tx => tx.deleteFrom('sign_in_failures').execute())
  })
  it('takes an app\'s code in the same request, and the code no second time', async () => {
    const given = { email: 'li@bank.example', password, code: codeOf('li@bank.example') }
    expect((await post('/session', given)).status).toBe(200)
    const again = await post('/session', given)
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null])
  })
  it('answers what is wrong no sooner for who is unknown than for who is known', async () => {
    for (const name of ['wang', 'nobody']) {
      const began = performance.now()
      expect(await (await post('/session', { email: `${name}@bank.example`, password: 'a wrong password' })).json()).toEqual({ error: { code: 'Unauthorized', message: 'E-mail or password is wrong' } })
      expect(performance.now() - began).toBeGreaterThan(295)
    }
  })
  it('takes nothing that another site\'s form or script could send', async () => {
    const { cookie } = await signIn('li')
    const send = (contentType: string | undefined, headers: Record<string, string> = {}) => fetch(`${service.url}/api/desk/account/factor`, {
      method: 'POST', headers: { cookie, ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers }, ...(contentType === undefined ? {} : { body: new TextEncoder().encode('{}') }),
    })
    for (const type of ['text/plain', 'text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'TEXT/PLAIN', undefined]) expect([type, (await send(type)).status]).toEqual([type, 415])
    expect((await send('text/plain', { 'x-shouwen-desk': '1' })).status).toBe(415)
    expect((await send('application/json', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await send('application/json', { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await send('application/json')).status).toBe(200)
    expect((await send(undefined, { 'x-shouwen-desk': '1' })).status).toBe(200)
  })
  it('believes no role that a request brings along', async () => {
    const { cookie } = await signIn('wang')
    const forged = { email: 'king@bank.example', name: 'king', role: 'admin', password, by: 'administrator', member: { role: 'admin' } }
    const tries: Record<string, string>[] = [{ cookie }, { cookie: `${cookie}; role=admin` }, { cookie, 'x-role': 'admin' }]
    for (const headers of tries) expect((await post('/staff', forged, headers)).status).toBe(403)
    expect(await (await post('/session', { email: 'wang@bank.example', password, code: codeOf('wang@bank.example'), role: 'admin' })).json()).toMatchObject({ role: 'agent' })
  })
  it('lists where a member is signed in, and ends it, with the lines that are open', async () => {
    const one = await signIn('li', { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0' })
    const other = await signIn('li')
    const listed = sessionsSchema.parse(await (await get('/sessions', one)).json()).sessions
    expect(listed.find(each => each.own)).toMatchObject({ device: 'Chrome, Windows', network: '127.0.0.0/24' })
    const theirs = await signIn('wang')
    const mine = listed.find(each => each.own)?.id ?? ''
    const end = (id: string, by: Record<string, string>) => fetch(`${service.url}/api/desk/sessions/${id}`, { method: 'DELETE', headers: by })
    expect((await end(mine, theirs)).status).toBe(404)
    expect((await end(mine, other)).status).toBe(200)
    expect((await get('/session', one)).status).toBe(401)
    expect((await get('/session', other)).status).toBe(200)
  })
  it('asks an administrator to prove again who they are after a while, and goes on under another id', async () => {
    const chief = await signIn('chief')
    const id = (await store.db.selectFrom('staff').select('id').where('email', '=', 'wang@bank.example').executeTakeFirstOrThrow()).id
    await store.write(async tx => { await tx.updateTable('staff_sessions').set({ proved_at: new Date(Date.now() - 16 * 60_000).toISOString() }).execute() })
    expect(await codeIn(await post(`/staff/${id}/role`, { role: 'supervisor' }, chief))).toBe('ProveAgain')
    expect((await post('/account/proof', { password }, chief)).status).toBe(401)
    const proven = await post('/account/proof', { code: codeOf('chief@bank.example') }, chief)
    expect(proven.status).toBe(200)
    const next = { cookie: proven.headers.get('set-cookie')?.split(';')[0] ?? '' }
    expect((await get('/session', chief)).status).toBe(401)
    const wang = await signIn('wang')
    expect((await post(`/staff/${id}/role`, { role: 'supervisor' }, next)).status).toBe(200)
    // A right that rose asks for a new session, too.
    expect((await get('/session', wang)).status).toBe(401)
    expect(await (await get('/session', await signIn('wang'))).json()).toMatchObject({ role: 'supervisor' })
  })
  it('changes a member\'s own password with the one before and a fresh proof, and ends all other sessions', async () => {
    const [here, elsewhere] = [await signIn('wang'), await signIn('wang')]
    const change = (session: { cookie: string }, before: string, next: string) => fetch(`${service.url}/api/desk/account/password`, { method: 'PUT', headers: { 'content-type': 'application/json', ...session }, body: JSON.stringify({ before, password: next }) })
    await store.write(tx => tx.updateTable('staff_sessions').set({ proved_at: '2026-01-01T00:00:00.000Z' }).execute())
    expect(await codeIn(await change({ cookie: '' }, password, 'another long password'))).toBe('Unauthorized')
    // The password alone is not enough, nor is the session alone.
    expect(await codeIn(await change(here, password, 'another long password'))).toBe('ProveAgain')
    const proven = await post('/account/proof', { code: codeOf('wang@bank.example') }, here)
    expect(proven.status).toBe(200)
    const fresh = { cookie: proven.headers.get('set-cookie')?.split(';')[0] ?? '' }
    expect(await codeIn(await change(fresh, 'not the password', 'another long password'))).toBe('WrongPassword')
    expect(await codeIn(await change(fresh, password, 'short'))).toBe('BadArgument')
    expect((await get('/session', fresh)).status).toBe(200)
    const changed = await change(fresh, password, 'another long password')
    expect(changed.status).toBe(200)
    const next = { cookie: changed.headers.get('set-cookie')?.split(';')[0] ?? '' }
    expect([(await get('/session', next)).status, (await get('/session', fresh)).status, (await get('/session', elsewhere)).status]).toEqual([200, 401, 401])
    expect([(await post('/session', { email: 'wang@bank.example', password })).status, (await post('/session', { email: 'wang@bank.example', password: 'another long password' })).status]).toEqual([401, 200])
    expect((await change(next, 'another long password', password)).status).toBe(200)
  })
  it('gives who has access as a table, to those who audit', async () => {
    const officer = await signIn('officer')
    const table = await (await get('/access-review/file', officer)).text()
    expect(table.split('\r\n')[0]).toBe('id,email,name,role,roleSince,roleBy,createdAt,disabled,lastSignInAt,secondFactor,secondFactorSince,recoveryCodesLeft,sessions,certificates,remarks')
    expect(table).toMatch(/wang@bank\.example,wang,supervisor,[^,]+,chief,/)
    expect((await get('/access-review', await signIn('li'))).status).toBe(403)
    const { staff } = z.object({ staff: z.array(z.looseObject({ email: z.string(), secondFactor: z.string() })) }).parse(await (await get('/access-review', officer)).json())
    expect(staff.find(each => each.email === 'li@bank.example')).toMatchObject({ secondFactor: 'app' })
  })
})

describe('the desk behind https', () => {
  let service: Running
  let dataDir: string
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const store = await openStore({ dataDir })
    await createRegister({ store, clock: { now: () => new Date() } }).add('li@bank.example', 'li', 'agent', password)
    await store.close()
    service = await startProcess({ DATA_DIR: dataDir, PORT: String(await freePort()), PUBLIC_URL: 'https://desk.bank.example' })
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })
  it('sets a cookie that no neighbour can plant, and reads no other', async () => {
    const { cookie } = await signInAt(service.url, 'li@bank.example', password)
    expect(cookie).toMatch(/^__Host-shouwen_desk=/)
    const first = await fetch(`${service.url}/api/desk/session`, { headers: { cookie } })
    expect([first.status, first.headers.get('strict-transport-security')]).toEqual([200, 'max-age=31536000'])
    expect((await fetch(`${service.url}/api/desk/session`, { headers: { cookie: cookie.replace('__Host-', '') } })).status).toBe(401)
    // A page of this very host that came without https is made up by whoever sits in between.
    const { host } = new URL(service.url)
    for (const origin of [`http://${host}`, 'http://desk.bank.example', 'https://bank.example', 'null']) expect([origin, (await fetch(`${service.url}/api/desk/session`, { headers: { cookie, origin } })).status]).toEqual([origin, 403])
    for (const origin of [`https://${host}`, 'https://desk.bank.example']) expect([origin, (await fetch(`${service.url}/api/desk/session`, { headers: { cookie, origin } })).status]).toEqual([origin, 200])
    const out = await fetch(`${service.url}/api/desk/session`, { method: 'DELETE', headers: { cookie } })
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-shouwen_desk=; HttpOnly; SameSite=Strict; Path=\/; Max-Age=0; Secure$/)
  })
  it('tells browsers to keep to https, to themselves, and to keep nothing', async () => {
    const page = await fetch(`${service.url}/desk`)
    for (const [header, value] of [['strict-transport-security', /max-age=\d{7,}/], ['cross-origin-opener-policy', /^same-origin$/], ['cross-origin-resource-policy', /^same-origin$/], ['permissions-policy', /camera=\(\)/], ['cache-control', /no-store/], ['x-content-type-options', /nosniff/], ['content-security-policy', /frame-ancestors 'none'/]] as const) expect(page.headers.get(header) ?? '', header).toMatch(value)
  })
})

describe('the desk behind a proxy that ends https, where no address is set', () => {
  it('takes the proxy\'s word for it that it was https', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const store = await openStore({ dataDir })
    await createRegister({ store, clock: { now: () => new Date() } }).add('li@bank.example', 'li', 'agent', password)
    await store.close()
    const service = await startProcess({ DATA_DIR: dataDir, TRUSTED_PROXIES: '1' })
    const { host } = new URL(service.url)
    const by = (proto: string, cookie: string, origin = `${proto}://${host}`) => fetch(`${service.url}/api/desk/session`, { headers: { 'x-forwarded-proto': proto, cookie, origin } })
    const { cookie } = await signInAt(service.url, 'li@bank.example', password, { 'x-forwarded-proto': 'https' })
    expect(cookie).toMatch(/^__Host-shouwen_desk=/)
    const first = await by('https', cookie)
    expect([first.status, first.headers.get('strict-transport-security')]).toEqual([200, 'max-age=31536000'])
    expect((await by('https', cookie.replace('__Host-', ''))).status).toBe(401)
    expect((await by('https', cookie, `http://${host}`)).status).toBe(403)
    expect((await by('http', cookie)).status).toBe(401)
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })
})
