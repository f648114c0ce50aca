import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Running, startProcess } from './support/process.ts'
import { signInAt } from './support/sign-in.ts'

const password = 'a long enough password'
const roles = ['agent', 'supervisor', 'compliance', 'admin', 'auditor'] as const
const acts = z.object({ acts: z.array(z.object({ seq: z.number(), at: z.string(), person: z.object({ id: z.string(), name: z.string() }), kind: z.string(), customer: z.string(), enquiry: z.string(), facts: z.record(z.string(), z.unknown()) })), next: z.number().nullable() })
const lists = z.object({ waiting: z.array(z.looseObject({ id: z.string() })) })

describe('the audit trail', () => {
  let service: Running
  let dataDir: string
  const sessions = new Map<string, Record<string, string>>()
  const desk = (path: string, role?: string, method = 'GET', body?: unknown) => fetch(`${service.url}/api/desk${path}`, {
    method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...sessions.get(role ?? '') }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const read = async (query: string) => acts.parse(await (await desk(`/audit${query}`, 'auditor')).json())
  async function signIn(role: string, email: string) {
    sessions.set(role, await signInAt(service.url, email, password))
  }
  const ids = new Map<string, string>()
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir })
    const invite = /#invite=([\w-]+)/.exec(service.said())?.[1] ?? ''
    await desk('/invite', undefined, 'POST', { token: invite, email: 'first@bank.example', name: '管理员', password })
    await signIn('first', 'first@bank.example')
    for (const role of roles) {
      const added = await desk('/staff', 'first', 'POST', { email: `${role}@bank.example`, name: role, role, password })
      const { id, awaits } = z.object({ id: z.string(), awaits: z.string().nullable() }).parse(await added.json())
      ids.set(role, id)
      if (awaits !== null) expect((await desk(`/role-proposals/${awaits}/decision`, 'compliance', 'POST', { accept: true })).status).toBe(200)
      await signIn(role, `${role}@bank.example`)
    }
    const token = z.object({ token: z.string(), conversationId: z.string() }).parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    await fetch(`${service.url}/v3/directline/conversations/${token.conversationId}/activities`, { method: 'POST', headers: { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', text: '转人工' }) })
    await vi.waitFor(async () => expect(lists.parse(await (await desk('/handovers', 'agent')).json()).waiting).toHaveLength(1))
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('is for those who audit, and for nobody else', async () => {
    const status = async (path: string, role?: string) => (await desk(path, role)).status
    for (const path of ['/audit', '/audit/file']) {
      expect(await status(path)).toBe(401)
      for (const role of ['agent', 'supervisor']) expect(await status(path, role), role).toBe(403)
      for (const role of ['compliance', 'admin', 'auditor']) expect(await status(path, role), role).toBe(200)
    }
    expect((await desk('/audit', 'auditor', 'POST', {})).status).toBe(405)
    expect(await status('/audit?limit=0', 'auditor')).toBe(400)
    expect(await status('/audit?from=yesterday', 'auditor')).toBe(400)
  })

  it('lets the auditor look and do nothing', async () => {
    const id = lists.parse(await (await desk('/handovers', 'auditor')).json()).waiting[0]?.id ?? ''
    expect((await desk(`/handovers/${id}`, 'auditor')).status).toBe(200)
    for (const [path, body] of [[`/handovers/${id}/take`, {}], [`/handovers/${id}/messages`, { text: '您好' }], [`/handovers/${id}/close`, { outcome: 'resolved' }], ['/staff', { email: 'x@bank.example', name: 'x', role: 'admin', password }]] as const) {
      expect((await desk(path, 'auditor', 'POST', body)).status, path).toBe(403)
    }
  })

  it('holds who looked, took, closed, signed in and was added; a second look soon after is the same', async () => {
    const id = lists.parse(await (await desk('/handovers', 'agent')).json()).waiting[0]?.id ?? ''
    for (let time = 0; time < 3; time++) await desk(`/handovers/${id}`, 'supervisor')
    await desk(`/handovers/${id}/take`, 'agent', 'POST', {})
    await desk(`/handovers/${id}/messages`, 'agent', 'POST', { text: '您好，我来帮您。' })
    expect((await desk('/session', undefined, 'POST', { email: 'agent@bank.example', password: 'not the right password' })).status).toBe(401)
    expect((await desk('/session', undefined, 'POST', { email: 'nobody@bank.example', password: 'not the right password' })).status).toBe(401)
    const kinds = async (query: string) => (await read(query)).acts.map(act => act.kind)
    expect(await kinds(`?person=${ids.get('supervisor') ?? ''}`)).toEqual(['customer.viewed', 'staff.signed-in', 'staff.factor-set-up', 'staff.password-chosen'])
    expect(await kinds('?person=agent@bank.example')).toEqual(expect.arrayContaining(['handover.taken', 'agent.message', 'staff.signed-in', 'staff.sign-in-failed']))
    expect((await kinds('?person=first@bank.example')).filter(kind => kind === 'staff.added')).toHaveLength(6)
    const [viewed] = (await read('?kind=customer.viewed')).acts
    expect(viewed).toMatchObject({ person: { name: 'supervisor' }, facts: { what: 'handover', rule: 'M5.3a' } })
    expect(viewed?.customer).not.toBe('')
    const about = (await read(`?customer=${viewed?.customer ?? ''}`)).acts
    expect(new Set(about.map(act => act.person.name))).toEqual(new Set(['agent', 'supervisor', 'auditor']))
    expect(JSON.stringify(await read(''))).not.toContain('nobody@')
  })

  it('pages through, keeps within a time, and holds that it was read', async () => {
    const whole = (await read('?limit=500')).acts
    const paged: number[] = []
    let next: number | null = null
    do {
      const page: z.infer<typeof acts> = await read(`?limit=3&to=${encodeURIComponent(whole[0]?.at ?? '')}${next === null ? '' : `&before=${next}`}`)
      paged.push(...page.acts.map(act => act.seq))
      ;({ next } = page)
    } while (next !== null)
    expect(paged).toEqual(whole.filter(act => act.at < (whole[0]?.at ?? '')).map(act => act.seq))
    expect((await read('?from=2999-01-01')).acts).toEqual([])
    expect((await read('?kind=audit.read&limit=1')).acts[0]).toMatchObject({ person: { name: 'auditor' } })
    const csv = await (await desk('/audit/file?kind=staff.added', 'compliance')).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(7)
  })

  it('gives evidence packs to the same roles, and holds that it did', async () => {
    const { enquiry } = z.looseObject({ enquiry: z.string() }).parse((await read('?kind=customer.viewed&limit=1')).acts[0])
    for (const role of ['agent', 'supervisor']) expect((await desk(`/enquiries/${enquiry}/evidence`, role)).status).toBe(403)
    for (const role of ['compliance', 'admin', 'auditor']) expect((await desk(`/enquiries/${enquiry}/evidence?locale=en`, role)).status, role).toBe(200)
    const pack = await desk(`/enquiries/${enquiry}/evidence`, 'auditor')
    expect(pack.headers.get('content-type')).toBe('application/zip')
    expect(Object.keys(unzipSync(new Uint8Array(await pack.arrayBuffer())))).toContain('log-1.jsonl')
    expect((await desk('/enquiries/x/evidence', 'auditor')).status).toBe(404)
    expect((await desk('/cases/TS-1/evidence', 'auditor')).status).toBe(404)
    // Whom a complaint concerns gets none, whatever their role, and sees no case.
    const opened = await desk('/cases', 'agent', 'POST', { channel: 'letter', reference: 'letter 17', what: '合规部王某泄露信息', concerned: [ids.get('compliance')] })
    const { case: { number } } = z.looseObject({ case: z.looseObject({ number: z.string() }) }).parse(await opened.json())
    for (const [role, status] of [['compliance', 404], ['agent', 403], ['auditor', 200]] as const) expect((await desk(`/cases/${number}/evidence`, role)).status, role).toBe(status)
    await desk(`/cases/${number}`, 'admin')
    expect((await read('?kind=customer.viewed&limit=1')).acts[0]).toMatchObject({ person: { name: 'admin' }, facts: { what: 'case' } })
    expect((await read('?kind=evidence.exported')).acts.map(act => act.person.name)).toEqual(['auditor', 'auditor', 'auditor', 'admin', 'compliance'])
  })

  it('is read from the command line too', async () => {
    const run = (...args: string[]) => spawnSync(process.execPath, ['bot/audit.ts', ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'], DATA_DIR: dataDir } })
    const found = run('--person', 'agent@bank.example', '--kind', 'handover.taken', '--json')
    expect(JSON.parse(found.stdout)).toHaveLength(1)
    expect(run('--from', 'yesterday')).toMatchObject({ status: 2, stderr: expect.stringContaining('--from must be a time') })
    expect((await read('?kind=audit.read&limit=2')).acts[1]?.person.id).toMatch(/^operator:/)
  })
})
