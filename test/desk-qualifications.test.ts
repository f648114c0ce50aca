import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { addStaff, deskAt } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

let service: Running
let dataDir: string
let desk: ReturnType<typeof deskAt>
let ids: Record<string, string>
const cookies: Record<string, string> = {}
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  ids = await addStaff(dataDir, { li: 'agent', boss: 'supervisor', comp: 'compliance', audit: 'auditor', root: 'admin' })
  service = await startProcess({ DATA_DIR: dataDir })
  desk = deskAt(service.url)
  for (const name of Object.keys(ids)) cookies[name] = await desk.signIn(name)
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})
const as = (name: string) => cookies[name] ?? ''
const own = z.object({ rules: z.looseObject({ held: z.boolean() }), record: z.looseObject({ mayServe: z.boolean(), why: z.array(z.string()) }) })
const mine = () => desk.got(own, '/qualifications/mine', as('li'))
const noticesSchema = z.object({ notices: z.array(z.looseObject({ kind: z.string(), subject: z.looseObject({ id: z.string() }), facts: z.looseObject({ lacking: z.array(z.string()).optional() }) })) })
const practice = { kind: 'practice', number: 'P-1', issued: '2026-01-01', expires: '2099-12-31' }

it('lets supervisors and administrators keep the register, those who oversee read it, and everybody see their own', async () => {
  const li = ids['li'] ?? ''
  for (const [name, status] of [['li', 403], ['boss', 200], ['comp', 200], ['audit', 200], ['root', 200]] as const) {
    expect((await desk.call('/qualifications', as(name))).status, name).toBe(status)
    expect((await desk.call('/qualifications-file', as(name))).status, name).toBe(status)
    expect((await desk.call('/qualifications/mine', as(name))).status, name).toBe(200)
  }
  for (const name of ['li', 'comp', 'audit']) {
    for (const [path, method, body] of [[`/qualifications/${li}/certificates`, 'POST', practice], [`/qualifications/${li}/skills`, 'PUT', { topics: 'all', languages: ['en'], tiers: 'all', capacity: null }], [`/qualifications/${li}/education/x`, 'DELETE', undefined], ['/qualifications-file', 'POST', { file: '' }]] as const) {
      expect((await desk.call(path, as(name), method, body)).status, `${name} ${path}`).toBe(403)
    }
  }
  expect((await desk.call(`/qualifications/${ids['boss']}/certificates`, as('boss'), 'POST', practice)).status).toBe(403)
  expect((await desk.call('/qualifications/nobody/certificates', as('boss'), 'POST', practice)).status).toBe(404)
  expect((await desk.call(`/qualifications/${li}/certificates`, as('boss'), 'POST', { ...practice, expires: '2025-01-01' })).status).toBe(400)
})

it('tells a member at once why they may not serve, and lets them again', async () => {
  expect(await mine()).toMatchObject({ rules: { held: false }, record: { mayServe: true } })
  expect((await desk.call(`/qualifications/${ids['root']}/certificates`, as('root'), 'POST', practice)).status).toBe(200)
  expect(await mine()).toMatchObject({ rules: { held: true }, record: { mayServe: false, why: ['certificate-missing:practice'] } })
  expect((await desk.call(`/qualifications/${ids['li']}/certificates`, as('boss'), 'POST', { ...practice, expires: '2026-01-31' })).status).toBe(200)
  expect((await mine()).record.why).toEqual(['certificate-expired:practice:2026-01-31'])
  expect((await desk.call(`/qualifications/${ids['li']}/certificates`, as('boss'), 'POST', practice)).status).toBe(200)
  expect((await mine()).record).toMatchObject({ mayServe: true, why: [] })
})

it('imports what it exports, names line and column of what does not hold, and takes a file of thousands', async () => {
  const put = (text: string) => desk.call('/qualifications-file', as('boss'), 'POST', { file: Buffer.from(text).toString('base64') })
  const file = await (await desk.call('/qualifications-file', as('boss'))).text()
  expect(file).toContain('li@bank.example')
  // The administrator's row is theirs: a supervisor may import it.
  expect((await put(file)).status).toBe(200)
  const refused = await put('email,record,kind,number,issued,expires\nli@bank.example,certificate,fund,F1,2026-01-01,2026-13-01\n')
  expect([refused.status, await refused.json()]).toEqual([422, { error: expect.objectContaining({ code: 'NotImported' }), reasons: ['line 2, expires: must be a day such as 2026-12-31'] }])
  expect((await desk.call('/qualifications-file', as('boss'), 'POST', { file: 'not base64!' })).status).toBe(400)
  const many = `email,record,day,hours,subject\n${Array.from({ length: 3_000 }, (_, index) => `li@bank.example,education,2025-06-01,0.01,course ${index}`).join('\n')}\n`
  expect(await (await put(many)).json()).toEqual({ records: 3_000 })
})

it('lets a certificate run out in the middle of a shift: at midnight in Shanghai, with the member told', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-'))
  const shift = await addStaff(folder, { mei: 'agent', hua: 'agent', chief: 'supervisor' })
  const night = await startProcess({ DATA_DIR: folder, CLOCK_START: '2026-11-26T23:59:48+08:00' })
  const at = deskAt(night.url)
  try {
    const [mei, hua, chief] = [await at.signIn('mei'), await at.signIn('hua'), await at.signIn('chief')]
    expect((await at.call(`/qualifications/${shift['mei']}/certificates`, chief, 'POST', { kind: 'practice', number: 'M-1', issued: '2026-01-01', expires: '2026-11-26' })).status).toBe(200)
    expect((await at.call(`/qualifications/${shift['hua']}/certificates`, chief, 'POST', practice)).status).toBe(200)
    const why = async () => (await at.got(own, '/qualifications/mine', mei)).record.why
    expect(await why()).toEqual([])
    const guest = await at.customer()
    await guest.say('转人工')
    const first = await at.take(mei)
    await vi.waitFor(async () => expect(await why()).toEqual(['certificate-expired:practice:2026-11-26']), { timeout: 30_000, interval: 200 })
    // Agent and supervisor hear of it with the reason, once; whom she serves she goes on serving, and nobody new is given to her.
    const told = async (cookie: string) => (await at.got(noticesSchema, '/notices', cookie)).notices.filter(each => each.kind === 'handover.not-qualified').map(({ subject, facts }) => [subject.id, facts.lacking])
    for (const cookie of [mei, chief]) await vi.waitFor(async () => expect(await told(cookie)).toEqual([[first, ['certificate-expired:practice:2026-11-26']]]), { timeout: 10_000 })
    expect(await told(hua)).toEqual([])
    expect((await at.got(z.looseObject({ lacking: z.array(z.string()) }), `/handovers/${first}`, mei)).lacking).toEqual(['certificate-expired:practice:2026-11-26'])
    expect((await at.call(`/handovers/${first}/messages`, mei, 'POST', { text: '请稍等' })).status).toBe(200)
    const next = await at.customer()
    await next.say('转人工')
    const id = await vi.waitFor(async () => {
      const [waiting] = (await at.got(z.looseObject({ waiting: z.array(z.looseObject({ id: z.string() })) }), '/handovers', chief)).waiting
      if (!waiting) throw new Error('Nobody waits yet')
      return waiting.id
    }, { timeout: 10_000 })
    const refused = await at.call(`/handovers/${id}/take`, mei, 'POST', {})
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ reasons: ['certificate-expired:practice:2026-11-26'] })])
    // A colleague with the certificate is asked, and has the customer once they accept; the first one's before the one who waits, who asked later.
    expect((await at.call('/availability', hua, 'PUT', { status: 'available' })).status).toBe(200)
    const offers = async () => (await at.got(z.looseObject({ offers: z.array(z.looseObject({ handover: z.string(), why: z.string() })) }), '/handovers', hua)).offers
    await vi.waitFor(async () => expect((await offers()).map(({ handover, why: reason }) => [handover, reason])).toContainEqual([first, 'certificate']), { timeout: 10_000 })
    expect((await at.call(`/handovers/${first}/offer/answer`, hua, 'POST', { accept: true })).status).toBe(200)
    await vi.waitFor(async () => expect((await guest.texts()).join()).toContain('hua 已接入'), { timeout: 10_000 })
    expect((await at.call(`/handovers/${first}/messages`, mei, 'POST', { text: '还在' })).status).toBe(403)
    for (const cookie of [mei, chief]) expect(await told(cookie)).toHaveLength(1)
  } finally {
    await night.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
})
