import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Running, startProcess } from './support/process.ts'
import { signInAt } from './support/sign-in.ts'

let service: Running
let dataDir: string
const password = 'a long enough password'
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  service = await startProcess({ DATA_DIR: dataDir })
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})

const desk = (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${service.url}/api/desk${path}`, { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
async function signIn(email: string): Promise<Record<string, string>> {
  return signInAt(service.url, email, password)
}
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const listSchema = z.object({ waiting: z.array(z.looseObject({ id: z.string() })), mine: z.array(z.looseObject({ id: z.string() })) })
const activitiesSchema = z.looseObject({ activities: z.array(z.looseObject({ text: z.string().optional(), from: z.looseObject({ name: z.string().optional() }) })) })

it('carries a customer to an agent and back, through the gate, with roles and sessions held', async () => {
  const invite = /#invite=([\w-]+)/.exec(service.said())?.[1] ?? ''
  expect((await desk('/invite', 'POST', { token: invite, email: 'admin@bank.example', name: '管理员', password: 'short' })).status).toBe(400)
  expect((await desk('/invite', 'POST', { token: invite, email: 'admin@bank.example', name: '管理员', password })).status).toBe(200)
  expect((await desk('/invite', 'POST', { token: invite, email: 'thief@bank.example', name: 'x', password })).status).toBe(400)
  const admin = await signIn('admin@bank.example')
  for (const [email, role] of [['li@bank.example', 'agent'], ['wang@bank.example', 'agent'], ['audit@bank.example', 'auditor']] as const) {
    expect((await desk('/staff', 'POST', { email, name: email.slice(0, 2), role, password }, admin)).status).toBe(201)
  }
  const li = await signIn('li@bank.example')
  const wang = await signIn('wang@bank.example')
  const auditor = await signIn('audit@bank.example')
  expect((await desk('/staff', 'POST', { email: 'a@b.example', name: 'a', role: 'admin', password }, li)).status).toBe(403)
  expect((await desk('/handovers')).status).toBe(401)

  const session = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
  const conversation = `${service.url}/v3/directline/conversations/${session.conversationId}/activities`
  const headers = { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' }
  const customer = (text: string) => fetch(conversation, { method: 'POST', headers, body: JSON.stringify({ type: 'message', text }) })
  const seen = async () => activitiesSchema.parse(await (await fetch(conversation, { headers })).json()).activities
  await customer('转人工')
  await vi.waitFor(async () => expect(listSchema.parse(await (await desk('/handovers', 'GET', undefined, li)).json()).waiting).toHaveLength(1))
  const id = listSchema.parse(await (await desk('/handovers', 'GET', undefined, li)).json()).waiting[0]?.id ?? ''

  expect((await desk(`/handovers/${id}/take`, 'POST', {}, auditor)).status).toBe(403)
  expect((await desk(`/handovers/${id}/take`, 'POST', {}, { ...li, origin: 'https://evil.example' })).status).toBe(403)
  const takes = await Promise.all([desk(`/handovers/${id}/take`, 'POST', {}, li), desk(`/handovers/${id}/take`, 'POST', {}, wang)])
  expect(takes.map(each => each.status).sort()).toEqual([200, 409])
  const [winner, other] = takes[0]?.status === 200 ? [li, wang] : [wang, li]
  expect((await desk(`/handovers/${id}`, 'GET', undefined, other)).status).toBe(403)
  expect((await desk(`/handovers/${id}/messages`, 'POST', { text: '你好' }, other)).status).toBe(403)

  const stopped = await desk(`/handovers/${id}/messages`, 'POST', { text: '这只基金稳赚不赔' }, winner)
  expect(stopped.status).toBe(422)
  expect(JSON.stringify(await stopped.json())).toContain('M4.3a')
  expect((await desk(`/handovers/${id}/messages`, 'POST', { text: '这只基金可以随时赎回' }, winner)).status).toBe(200)
  const texts = (await seen()).map(each => each.text ?? '')
  expect(texts.some(text => text.includes('稳赚'))).toBe(false)
  expect(texts.at(-1)).toContain('基金有风险，投资须谨慎')

  await customer('我的手机号是13800138000')
  await vi.waitFor(async () => expect(JSON.stringify(await (await desk(`/handovers/${id}`, 'GET', undefined, winner)).json())).toContain('［手机号 *8000］'))
  const before = (await seen()).length
  expect((await desk(`/handovers/${id}/close`, 'POST', { outcome: 'resolved' }, winner)).status).toBe(200)
  await customer('卡丢了')
  await vi.waitFor(async () => expect((await seen()).at(-1)?.text).toContain('挂失'))
  // The bot was silent while the agent served: only the closing words, their event, the question and its answer came after.
  expect((await seen()).length).toBe(before + 4)
})

it('locks an account after five failures and says nothing of whether it exists', async () => {
  for (let attempt = 0; attempt < 5; attempt++) expect((await desk('/session', 'POST', { email: 'wang@bank.example', password: 'wrong wrong wrong' })).status).toBe(401)
  const locked = await desk('/session', 'POST', { email: 'wang@bank.example', password })
  for (let attempt = 0; attempt < 5; attempt++) expect((await desk('/session', 'POST', { email: 'nobody@bank.example', password: 'wrong wrong wrong' })).status).toBe(401)
  const unknown = await desk('/session', 'POST', { email: 'nobody@bank.example', password })
  expect(locked.status).toBe(429)
  expect(await locked.json()).toEqual(await unknown.json())
})
