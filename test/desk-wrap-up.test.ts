import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { dayOf } from '../desk/qualifications.ts'
import { deskEvent } from '../desk/schemas.ts'
import { addDays } from '../contacts/clocks/local-date.ts'
import { addStaff, deskAt, records } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

let service: Running
let dataDir: string
let desk: ReturnType<typeof deskAt>
let ids: Record<string, string>
const cookies: Record<string, string> = {}
const today = dayOf(new Date())
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  ids = await addStaff(dataDir, { li: 'agent', wang: 'agent', boss: 'supervisor', audit: 'auditor' })
  service = await startProcess({ DATA_DIR: dataDir })
  desk = deskAt(service.url)
  for (const name of Object.keys(ids)) cookies[name] = await desk.signIn(name)
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})
const as = (name: string) => cookies[name] ?? ''
const wrapUp = z.looseObject({ closed: z.boolean(), outcome: z.string().nullable(), topic: z.object({ id: z.string(), title: z.string() }).nullable(), suggested: z.array(z.object({ id: z.string(), title: z.string() })), missing: z.array(z.string()), steps: z.array(z.string()) })
const mine = z.looseObject({ due: z.array(z.looseObject({ kind: z.string(), text: z.string(), overdue: z.boolean(), dueAt: z.string(), subject: z.object({ kind: z.string(), id: z.string() }) })), enquiries: z.array(z.looseObject({ id: z.string() })), successions: z.number() })
const refused = z.object({ error: z.object({ code: z.string() }), reasons: z.array(z.string()).optional() })

async function served(words: string[] = []) {
  const guest = await desk.customer()
  await guest.say('转人工')
  const id = await desk.take(as('li'))
  for (const text of words) await guest.say(text)
  return { id, guest }
}
const finish = (id: string, body: object, name = 'li') => desk.call(`/handovers/${id}/wrap-up`, as(name), 'POST', body)
const logged = (kind: string) => records(dataDir, store => store.db.selectFrom('log').select(['facts', 'masked', 'actor']).where('kind', '=', kind).orderBy('seq').execute())

describe('A conversation at its end', () => {
  it('is not closed until outcome, topic and every step are there, and each that is missing is named', async () => {
    const { id, guest } = await served(['基金手续费怎么收'])
    await vi.waitFor(async () => expect((await desk.got(wrapUp, `/handovers/${id}/wrap-up`, as('li'))).suggested[0]).toEqual({ id: 'fund-fees', title: '基金费用' }), { timeout: 10_000 })
    expect(await desk.got(wrapUp, `/handovers/${id}/wrap-up`, as('li'))).toMatchObject({ closed: false, outcome: null, topic: null, missing: ['outcome', 'topic'], steps: ['answered'] })
    const told = async (body: object) => {
      const response = await finish(id, body)
      expect(response.status).toBe(409)
      return refused.parse(await response.json()).reasons
    }
    expect(await told({})).toEqual(['outcome', 'topic'])
    expect(await told({ outcome: 'resolved' })).toEqual(['topic'])
    expect(await told({ outcome: 'follow-up', topic: 'fund-fees' })).toEqual(['task'])
    expect(await told({ outcome: 'resolved', topic: 'fund-fees' })).toEqual(['answered'])
    expect((await finish(id, { outcome: 'resolved', topic: 'no-such-topic' })).status).toBe(400)
    expect((await finish(id, { outcome: 'resolved', topic: 'fund-fees' }, 'wang')).status).toBe(403)
    expect((await finish(id, { outcome: 'resolved', topic: 'fund-fees' }, 'audit')).status).toBe(403)
    expect((await guest.texts()).some(text => /评价|满意/.test(text))).toBe(false)
    expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: '已为您说明' })).status).toBe(200)
    expect((await finish(id, { outcome: 'resolved', topic: 'fund-fees' })).status).toBe(200)
    // The customer is asked how it was.
    await guest.hears(/评价|满意/)
    expect((await finish(id, { topic: 'fund-fees' })).status).toBe(409)
    expect((await logged('topic.corrected')).map(({ facts, actor }) => [actor, JSON.parse(facts)])).toEqual([[`agent:${ids['li']}`, { handover: id, topic: 'fund-fees', before: null, rule: 'M6.2a' }]])
    const corrections = z.object({ corrections: z.array(z.looseObject({ handover: z.string(), topic: z.string(), before: z.string().nullable(), said: z.array(z.string()), by: z.object({ name: z.string() }) })) })
    expect((await desk.got(corrections, '/topic-corrections', as('boss'))).corrections).toEqual([expect.objectContaining({ handover: id, topic: 'fund-fees', before: null, said: ['转人工', '基金手续费怎么收'], by: expect.objectContaining({ name: 'li' }) })])
    expect((await desk.call('/topic-corrections', as('li'))).status).toBe(403)
  })

  it('with follow-up leaves a task with its owner and day, masked on every list, with the owner told', async () => {
    const { id } = await served()
    expect((await finish(id, { outcome: 'follow-up', topic: 'other', task: { what: '回电 13800138000 告知结果', on: addDays(today, -1) } })).status).toBe(409)
    expect((await finish(id, { outcome: 'follow-up', topic: 'other', task: { what: '回电', on: addDays(today, 2), owner: 'nobody' } })).status).toBe(409)
    expect((await finish(id, { outcome: 'follow-up', topic: 'other', task: { what: '回电 13800138000 告知结果', on: addDays(today, 2), owner: ids['wang'] } })).status).toBe(200)
    const { due } = await desk.got(mine, '/mine', as('wang'))
    expect(due).toEqual([expect.objectContaining({ kind: 'task', text: '回电 ［手机号 *8000］ 告知结果', overdue: false })])
    expect(new Date(due[0]?.dueAt ?? '').toISOString()).toBe(new Date(`${addDays(today, 2)}T23:59:59+08:00`).toISOString())
    expect((await desk.got(z.object({ notices: z.array(z.looseObject({ kind: z.string() })) }), '/notices', as('wang'))).notices.map(each => each.kind)).toContain('task.set')
    const task = due[0]?.subject.id ?? ''
    for (const [name, status] of [['li', 404], ['audit', 403]] as const) expect((await desk.call(`/tasks/${task}/done`, as(name), 'POST', {})).status, name).toBe(status)
    expect((await desk.call(`/tasks/${task}/done`, as('wang'), 'POST', { how: '已回电 13800138000' })).status).toBe(200)
    expect((await desk.call(`/tasks/${task}/done`, as('boss'), 'POST', {})).status).toBe(409)
    expect((await desk.got(mine, '/mine', as('wang'))).due).toEqual([])
    expect((await logged('task.done')).map(each => each.masked)).toEqual(['已回电 ［手机号 *8000］'])
  })

  it('that was closed without it stays on the agent\'s list until it is wrapped up', async () => {
    const { id } = await served()
    expect((await desk.call(`/handovers/${id}/close`, as('li'), 'POST', { outcome: 'follow-up' })).status).toBe(200)
    const open = async (name: string) => (await desk.got(z.object({ conversations: z.array(z.looseObject({ handover: z.string() })) }), '/wrap-ups', as(name))).conversations.map(each => each.handover)
    expect(await open('li')).toEqual([id])
    expect(await open('wang')).toEqual([])
    // Those who oversee see whose it is; colleagues do not.
    const all = z.object({ conversations: z.array(z.looseObject({ handover: z.string(), agent: z.object({ name: z.string() }), outcome: z.string() })) })
    expect((await desk.got(all, '/wrap-ups?of=all', as('boss'))).conversations).toEqual([expect.objectContaining({ handover: id, agent: expect.objectContaining({ name: 'li' }), outcome: 'follow-up' })])
    expect(await open('boss')).toEqual([])
    expect((await desk.call('/wrap-ups?of=all', as('wang'))).status).toBe(403)
    expect(await desk.got(wrapUp, `/handovers/${id}/wrap-up`, as('li'))).toMatchObject({ closed: true, outcome: 'follow-up', missing: ['topic', 'task'] })
    expect((await finish(id, { topic: 'fund-fees' })).status).toBe(409)
    // Everybody's lists have changed by it, and are told so.
    const events: z.infer<typeof deskEvent>[] = []
    const line = new WebSocket(`${service.url.replace('http', 'ws')}/api/desk/events`, { headers: { cookie: as('boss') } })
    line.on('message', frame => events.push(deskEvent.parse(JSON.parse(String(frame)))))
    await vi.waitFor(() => expect(events[0]).toMatchObject({ type: 'ready' }))
    expect((await finish(id, { topic: 'card-lost', task: { what: '核实后答复', on: today } })).status).toBe(200)
    expect(await open('li')).toEqual([])
    const kinds = await records(dataDir, store => store.db.selectFrom('log').select(['seq', 'kind']).where('kind', 'in', ['topic.corrected', 'topic.confirmed', 'task.set']).orderBy('seq', 'desc').limit(2).execute())
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(['task.set', 'topic.corrected'])
    await vi.waitFor(() => { for (const { seq } of kinds) expect(events).toContainEqual({ type: 'queue', id: seq }) })
    line.close()
  })

  it('keeps its agent from new customers only until it is wrapped up', async () => {
    const status = async () => (await desk.got(z.looseObject({ status: z.string() }), '/availability', as('li'))).status
    const { id } = await served()
    expect((await desk.call('/availability', as('li'), 'PUT', { status: 'available' })).status).toBe(200)
    expect((await desk.call(`/handovers/${id}/close`, as('li'), 'POST', { outcome: 'follow-up' })).status).toBe(200)
    expect(await status()).toBe('wrap-up')
    expect((await finish(id, { topic: 'other', task: { what: '答复', on: today } })).status).toBe(200)
    expect(await status()).toBe('available')
    expect((await desk.call('/availability', as('li'), 'PUT', { status: 'away' })).status).toBe(200)
  })

  it('confirms a topic that was understood rightly', async () => {
    const { id } = await served()
    await records(dataDir, store => store.write(async tx => { await tx.updateTable('enquiries').set({ topic: 'card-lost' }).where('id', '=', tx.selectFrom('handovers').select('enquiry_id').where('id', '=', id)).execute() }))
    expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: '已为您说明' })).status).toBe(200)
    expect((await finish(id, { outcome: 'resolved' })).status).toBe(200)
    expect((await logged('topic.confirmed')).map(({ facts }) => JSON.parse(facts))).toEqual([expect.objectContaining({ topic: 'card-lost' })])
  })
})

it('shows on a customer\'s page the grade, surveys, tasks and follow-ups, and nothing of what concerns the reader', async () => {
  const guest = await desk.customer()
  await guest.say('基金手续费怎么收')
  await guest.say('转人工')
  const handover = await desk.take(as('li'))
  const { enquiry_id: enquiry, customer_id: customer } = await records(dataDir, store => store.db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').select(['enquiry_id', 'customer_id']).where('handovers.id', '=', handover).executeTakeFirstOrThrow())
  const page = z.looseObject({
    tier: z.string(), enquiries: z.array(z.unknown()), surveys: z.array(z.looseObject({ score: z.number(), enquiry: z.string() })), timeline: z.array(z.looseObject({ enquiry: z.string() })),
    tasks: z.array(z.looseObject({ what: z.string(), overdue: z.boolean(), doneAt: z.string().nullable(), owner: z.object({ name: z.string() }) })), followUps: z.array(z.looseObject({ status: z.string(), subject: z.object({ id: z.string() }) })),
  })
  const seen = (name: string) => desk.got(page, `/customers/${customer}`, as(name))
  expect(await seen('li')).toMatchObject({ tier: 'ordinary', surveys: [], tasks: [], followUps: [] })
  // Those who oversee grade, for a reason; nobody else, and nobody who is not there.
  const grade = (name: string, body: object, id = customer) => desk.call(`/customers/${id}/tier`, as(name), 'PUT', body)
  for (const [name, body, status] of [['li', { tier: 'vip', why: '资产达标' }, 403], ['boss', { tier: 'vip', why: ' ' }, 400], ['boss', { tier: 'king', why: '资产达标' }, 400], ['boss', { tier: 'vip', why: '资产达标' }, 200]] as const) expect((await grade(name, body)).status).toBe(status)
  expect((await grade('boss', { tier: 'vip', why: '资产达标' }, 'nobody')).status).toBe(404)
  expect((await desk.call(`/customers/${customer}/tier`, as('wang'))).status).toBe(404)
  expect((await desk.call(`/handovers/${handover}/tasks`, as('li'), 'POST', { what: '寄到 13800138000', on: addDays(today, 3) })).status).toBe(201)
  expect((await desk.call('/follow-ups', as('li'), 'POST', { handover, on: addDays(today, 4) })).status).toBe(201)
  expect((await desk.call(`/handovers/${handover}/messages`, as('li'), 'POST', { text: '已为您说明' })).status).toBe(200)
  expect((await finish(handover, { outcome: 'resolved', topic: 'fund-fees' })).status).toBe(200)
  await guest.hears(/评价|满意/)
  await guest.say('不满意')
  await vi.waitFor(async () => expect((await seen('boss')).surveys).toEqual([{ enquiry, score: 1, at: expect.any(String) }]), { timeout: 10_000 })
  expect(await seen('audit')).toMatchObject({
    tier: 'vip', tasks: [{ what: '寄到 ［手机号 *8000］', owner: { name: 'li' }, overdue: false, doneAt: null }], followUps: [{ status: 'planned', subject: { id: enquiry } }],
  })
  // A complaint that concerns the supervisor: nothing of its enquiry is theirs to see (M3.3a).
  await records(dataDir, store => store.write(async tx => {
    const at = new Date().toISOString()
    await tx.insertInto('cases').values({ number: 'C-TEST', kind: 'complaint', enquiry_id: enquiry, customer_id: customer, conversation_id: '', locale: 'zh-Hans', intake: 'phone', opened_at: at, owner: ids['wang'] ?? '', status: 'accepted', major: '', summary: '', sealed: '', feedback: 'none', reopened: 0, version: 1 }).execute()
    await tx.insertInto('case_concerned').values({ number: 'C-TEST', staff_id: ids['boss'] ?? '', named_by: 'admin', at }).execute()
  }))
  const hidden = await seen('boss')
  expect({ ...hidden, timeline: hidden.timeline.filter(each => each.enquiry === enquiry) }).toMatchObject({ enquiries: [], surveys: [], tasks: [], followUps: [], timeline: [] })
})

it('lists what a member has to do in its order, each enquiry once', async () => {
  const { id } = await served()
  for (const [what, on] of [['later', addDays(today, 5)], ['sooner', addDays(today, 1)]] as const) expect((await desk.call(`/handovers/${id}/tasks`, as('li'), 'POST', { what, on, owner: ids['boss'] })).status).toBe(201)
  const { due, enquiries } = await desk.got(mine, '/mine', as('boss'))
  expect(due.map(each => each.text)).toEqual(['sooner', 'later'])
  // The enquiry is the administrator's: only the tasks are the supervisor's.
  expect(enquiries).toEqual([])
  const { topics } = await desk.got(z.object({ topics: z.array(z.object({ id: z.string(), title: z.string() })) }), '/topics?language=en', as('li'))
  expect(topics.find(each => each.id === 'fund-fees')?.title).toMatch(/fund/i)
})
