import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createRegister, type Role } from '../desk/register.ts'
import { openStore } from '../store/index.ts'
import { type Running, startProcess } from './support/process.ts'
import { signInAt } from './support/sign-in.ts'

const password = 'a long enough password'
const staff = { li: 'agent', wang: 'agent', chief: 'supervisor', audit: 'auditor' } as const satisfies Record<string, Role>
type Name = keyof typeof staff
const enquiry = z.looseObject({ id: z.string(), customer: z.string(), owner: z.object({ id: z.string(), name: z.string() }), status: z.string(), kind: z.string(), missing: z.array(z.string()), closeProposed: z.unknown() })
const answered = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })

describe('those who answer for enquiries', () => {
  let dataDir: string
  let service: Running
  const cookies = new Map<Name, string>()
  const ids = new Map<Name, string>()
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const store = await openStore({ dataDir })
    const register = createRegister({ store, clock: { now: () => new Date() } })
    for (const name of ['li', 'wang', 'chief', 'audit'] as const) ids.set(name, await register.add(`${name}@bank.example`, name, staff[name], password))
    await store.close()
    service = await startProcess({ DATA_DIR: dataDir })
    for (const name of ['li', 'wang', 'chief', 'audit'] as const) {
      cookies.set(name, (await signInAt(service.url, `${name}@bank.example`, password)).cookie)
    }
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  async function call(name: Name, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${service.url}/api/desk${path}`, { method: body === undefined ? 'GET' : 'POST', headers: { cookie: cookies.get(name) ?? '', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: response.status, body: await response.json() }
  }
  let counter = 0
  function customer(user: string) {
    return async (text: string) => {
      const response = await fetch(`${service.url}/api/messages`, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', id: `e${counter += 1}`, text, channelId: 'webchat', serviceUrl: 'http://127.0.0.1:1', conversation: { id: `c-${user}` }, from: { id: user }, recipient: { id: 'bot' }, deliveryMode: 'expectReplies' }),
      })
      expect(response.status).toBe(200)
      return answered.parse(await response.json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : []).join('\n')
    }
  }
  const open = async (name: Name, of: string) => z.object({ enquiries: z.array(enquiry) }).parse((await call(name, `/enquiries?of=${of}`)).body).enquiries
  const waiting = z.object({ waiting: z.array(z.looseObject({ id: z.string() })) })
  const command = (...given: string[]) => spawnSync(process.execPath, ['bot/enquiry.ts', ...given], { cwd: join(import.meta.dirname, '..'), env: { PATH: process.env['PATH'], DATA_DIR: dataDir }, encoding: 'utf8' })

  it('promise, hand on, and close over the API, each by whom it is for', async () => {
    const says = customer('feng')
    await says('基金赎回多久到账')
    await says('转人工')
    const [{ id: handover = '' } = {}] = waiting.parse((await call('li', '/handovers')).body).waiting
    expect((await call('li', `/handovers/${handover}/take`, {})).status).toBe(200)
    const [found] = await open('chief', 'all')
    if (!found) throw new Error('No enquiry is open')
    const path = `/enquiries/${found.id}`
    expect(await open('li', 'mine')).toEqual([])
    expect((await call('li', '/enquiries?of=all')).status).toBe(403)
    expect((await call('wang', path)).status).toBe(404)
    expect((await call('li', path)).status).toBe(200)
    // What the gate stops is not promised.
    const stopped = await call('li', `${path}/promises`, { what: '我保证这只基金一定不会亏，保本保息', by: { workingDays: 1 } })
    expect(stopped).toMatchObject({ status: 422, body: { reasons: expect.arrayContaining([expect.stringContaining('保本')]) } })
    expect(z.object({ clocks: z.array(z.unknown()) }).parse((await call('li', path)).body).clocks).toEqual([])
    expect((await call('li', `${path}/promises`, { what: '给您查账', by: { until: '2020-01-01T00:00:00Z' } })).status).toBe(400)
    const promised = await call('li', `${path}/promises`, { what: '我们会查清赎回款的去向', by: { workingDays: 2 } })
    expect(promised).toMatchObject({ status: 201, body: { what: 'promise', status: 'running', counted: [expect.any(String), expect.any(String)] } })
    expect((await call('li', `/handovers/${handover}/messages`, { text: '您好，我来查一下。' })).status).toBe(200)
    expect(await call('li', `/handovers/${handover}/close`, { outcome: 'resolved' })).toMatchObject({ status: 200 })
    expect((await open('chief', 'all'))[0]).toMatchObject({ id: found.id, status: 'open', closeProposed: { by: `agent:${ids.get('li')}` } })
    expect((await call('chief', `${path}/close`, { outcome: 'resolved' })).status).toBe(409)
    const { id: proposal } = z.object({ id: z.string() }).parse((await call('chief', `${path}/successions`, { to: ids.get('wang'), reason: '负责人休假' })).body)
    expect((await call('li', `/successions/${proposal}/decision`, { accept: true })).status).toBe(409)
    expect(await call('wang', '/successions')).toMatchObject({ body: { successions: [{ id: proposal, to: { name: 'wang' } }] } })
    expect((await call('wang', `/successions/${proposal}/decision`, { accept: true })).status).toBe(200)
    expect(await open('wang', 'mine')).toMatchObject([{ id: found.id, owner: { name: 'wang' }, due: { what: 'promise', owner: { name: 'wang' } } }])
    expect((await call('wang', `${path}/close`, { outcome: 'resolved' })).status).toBe(200)
    expect(await open('wang', 'mine')).toEqual([])
    const shown = await call('wang', path)
    expect(JSON.stringify(shown.body)).toMatch(/enquiry\.promised.*enquiry\.close-proposed.*enquiry\.owner-named.*enquiry\.closed/)
    // The rating that comes after the close is part of it.
    expect(await says('满意')).toMatch(/谢谢|感谢/)
    expect(JSON.stringify((await call('wang', path)).body)).toMatch(/survey\.answered/)
    expect(await open('chief', 'all')).toEqual([])
    expect(command('show', found.id).stdout).toMatch(/enquiry\.promised/)
    expect(JSON.parse(command('list', '--json').stdout)).toEqual([])
    expect(command('show', 'nonsense')).toMatchObject({ status: 1, stderr: expect.stringMatching(/no such enquiry/) })
  })

  it('merge two customers on proof of their own, see both journeys as one, and undo it', async () => {
    const [first, second] = [customer('mia'), customer('mia-again')]
    await first('信用卡年费多少')
    await second('信用卡积分怎么兑换')
    const [a, b] = (await open('chief', 'all')).slice(-2)
    if (!a || !b) throw new Error('No enquiries are open')
    expect((await call('wang', `/customers/${a.customer}`)).status).toBe(404)
    expect((await call('audit', `/customers/${a.customer}/merges`, { other: b.customer, how: '电话核对了身份证号', confirmed: true })).status).toBe(403)
    for (const body of [{ other: b.customer, how: '电话核对了身份证号' }, { other: b.customer, how: '像', confirmed: true }]) expect((await call('chief', `/customers/${a.customer}/merges`, body)).status).toBe(400)
    const { id } = z.object({ id: z.string() }).parse((await call('chief', `/customers/${a.customer}/merges`, { other: b.customer, how: '电话核对了身份证号和预留手机号', confirmed: true })).body)
    expect((await call('chief', `/customers/${a.customer}/merges`, { other: b.customer, how: '电话核对了身份证号和预留手机号', confirmed: true })).status).toBe(409)
    const journey = z.looseObject({ customers: z.array(z.string()), enquiries: z.array(enquiry), timeline: z.array(z.looseObject({ text: z.string() })) }).parse((await call('audit', `/customers/${b.customer}`)).body)
    expect(journey.enquiries.map(each => each.id).sort()).toEqual([a.id, b.id].sort())
    expect(journey.timeline.map(each => each.text)).toEqual(expect.arrayContaining(['信用卡年费多少', '信用卡积分怎么兑换']))
    expect((await call('chief', `/customers/${a.customer}/consents`, { purpose: 'marketing', given: true, wording: '2026-11' })).status).toBe(200)
    expect(await call('chief', `/customers/${b.customer}`)).toMatchObject({ body: { consents: [{ purpose: 'marketing', given: true }] } })
    expect((await call('li', `/merges/${id}/undo`, {})).status).toBe(403)
    expect((await call('chief', `/merges/${id}/undo`, {})).status).toBe(200)
    expect(await call('chief', `/customers/${b.customer}`)).toMatchObject({ body: { customers: [b.customer], consents: [] } })
    const audit = z.object({ acts: z.array(z.looseObject({ kind: z.string(), person: z.looseObject({ name: z.string() }) })) }).parse((await call('audit', `/audit?customer=${b.customer}`)).body)
    expect(audit.acts.map(each => `${each.person.name} ${each.kind}`)).toEqual(expect.arrayContaining(['chief customer.merged', 'chief customer.unmerged', 'audit customer.viewed']))
  })
})
