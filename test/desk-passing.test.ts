import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { addStaff, deskAt, records } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

const names = { li: 'agent', wang: 'agent', chen: 'agent', zhang: 'supervisor', audit: 'auditor' } as const
type Name = keyof typeof names
let service: Running
let dataDir: string
let desk: ReturnType<typeof deskAt>
let ids: Record<string, string>
const cookies: Record<string, string> = {}
const settings = () => ({ DATA_DIR: dataDir, OFFER_SECONDS: '5', REPLY_REMIND_SECONDS: '10' })
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  ids = await addStaff(dataDir, { ...names })
  service = await startProcess(settings())
  desk = deskAt(service.url)
  for (const name of Object.keys(names)) cookies[name] = await desk.signIn(name)
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})
const as = (name: Name) => cookies[name] ?? ''
const call = (name: Name, path: string, body: unknown = {}, method = 'POST') => desk.call(path, as(name), method, method === 'GET' || method === 'DELETE' ? undefined : body)
const available = (name: Name, status: 'available' | 'away') => call(name, '/availability', { status }, 'PUT')

const entry = z.looseObject({ text: z.string(), audience: z.enum(['customer', 'colleagues']), as: z.string().nullable(), name: z.string() })
const detail = z.looseObject({
  handover: z.looseObject({ status: z.string(), agent: z.string().nullable() }), transcript: z.array(entry), part: z.string(), guests: z.array(z.looseObject({ name: z.string(), part: z.string() })), customer: z.looseObject({ owner: z.object({ id: z.string() }) }),
})
const lists = z.looseObject({ waiting: z.array(z.looseObject({ id: z.string() })), mine: z.array(z.looseObject({ id: z.string() })), messages: z.array(z.looseObject({ id: z.string(), reason: z.string() })), guest: z.array(z.looseObject({ id: z.string() })), offers: z.array(z.looseObject({ handover: z.string(), why: z.string(), until: z.string() })) })
const listsOf = (name: Name) => desk.got(lists, '/handovers', as(name))
const read = (name: Name, id: string) => desk.got(detail, `/handovers/${id}`, as(name))
const offerTo = (name: Name) => vi.waitFor(async () => {
  const [offer] = (await listsOf(name)).offers
  if (!offer) throw new Error('Nobody is offered')
  return offer
}, { timeout: 15_000 })

async function served(): Promise<{ id: string; guest: Awaited<ReturnType<typeof desk.customer>> }> {
  const guest = await desk.customer()
  await guest.say('转人工')
  return { id: await desk.take(as('li')), guest }
}
afterEach(async () => {
  for (const name of ['li', 'wang', 'chen', 'zhang'] as const) {
    await available(name, 'away')
    for (const { id } of (await listsOf(name)).mine) await call(name, `/handovers/${id}/close`, { outcome: 'follow-up' })
  }
})

describe('An offer', () => {
  it('comes to who is available, goes on when it is declined or not answered, and takes the customer over when it is accepted', { timeout: 60_000 }, async () => {
    for (const name of ['li', 'wang'] as const) expect((await available(name, 'available')).status).toBe(200)
    const guest = await desk.customer()
    await guest.say('转人工')
    const first = await vi.waitFor(async () => {
      const asked = await Promise.all((['li', 'wang'] as const).map(async name => ({ name, offer: (await listsOf(name)).offers[0] })))
      const found = asked.filter(each => each.offer)
      expect(found).toHaveLength(1)
      return found[0]?.name === 'wang' ? 'wang' as const : 'li' as const
    }, { timeout: 10_000 })
    const other = first === 'li' ? 'wang' : 'li'
    const { handover } = await offerTo(first)
    // While one is asked, nobody is quicker; and who is asked reads it.
    expect((await call(other, `/handovers/${handover}/take`)).status).toBe(409)
    expect((await call(other, `/handovers/${handover}/offer/answer`, { accept: true })).status).toBe(409)
    expect((await read(first, handover)).handover.status).toBe('waiting')
    expect((await call(first, `/handovers/${handover}/offer/answer`, { accept: false })).status).toBe(200)
    expect((await offerTo(other)).handover).toBe(handover)
    // Nobody answers in time: the first is asked again.
    expect((await offerTo(first)).handover).toBe(handover)
    expect((await call(first, `/handovers/${handover}/offer/answer`, { accept: true })).status).toBe(200)
    await guest.hears(new RegExp(`${first} 已接入`))
    expect((await listsOf(first)).mine.map(each => each.id)).toContain(handover)
    expect((await call(first, `/handovers/${handover}/offer/answer`, { accept: true })).status).toBe(409)
  })
})

describe('A transfer', () => {
  it('to a colleague leaves the customer with the agent until it is accepted, carries the note, and changes no owner', { timeout: 40_000 }, async () => {
    const { id, guest } = await served()
    const { customer: { owner } } = await read('li', id)
    expect((await call('wang', `/handovers/${id}/transfer`, { to: { member: ids['chen'] }, note: '抢客户' })).status).toBe(403)
    expect((await call('li', `/handovers/${id}/transfer`, { to: { member: 'nobody' }, note: '请接手' })).status).toBe(400)
    expect((await call('li', `/handovers/${id}/transfer`, { to: { member: ids['wang'] }, note: '客户问房贷利率，电话 13800138000' })).status).toBe(200)
    expect((await offerTo('wang')).why).toBe('transfer')
    expect((await call('li', `/handovers/${id}/messages`, { text: '我为您转接同事，请稍候' })).status).toBe(200)
    // Declined: it is still the agent's.
    expect((await call('wang', `/handovers/${id}/offer/answer`, { accept: false })).status).toBe(200)
    expect((await read('li', id)).part).toBe('serving')
    expect((await call('li', `/handovers/${id}/transfer`, { to: { member: ids['chen'] }, note: '请接手' })).status).toBe(200)
    expect((await call('chen', `/handovers/${id}/offer/answer`, { accept: true })).status).toBe(200)
    await guest.hears(/chen 已接入/)
    const now = await read('chen', id)
    expect(now).toMatchObject({ part: 'serving', handover: { agent: ids['chen'] }, customer: { owner } })
    expect(now.transcript.filter(each => each.as === 'transfer').map(each => each.text)).toEqual(['客户问房贷利率，电话 ［手机号 *8000］', '请接手'])
    expect((await call('li', `/handovers/${id}/messages`, { text: '还在吗' })).status).toBe(403)
    expect((await guest.texts()).join()).not.toMatch(/房贷利率|请接手/)
  })
  it('to a topic puts the customer where they were in the queue, and says so', async () => {
    const { id, guest } = await served()
    expect((await call('li', `/handovers/${id}/transfer`, { to: { topic: '../../x' }, note: '请' })).status).toBe(400)
    expect((await call('li', `/handovers/${id}/transfer`, { to: { topic: 'mortgage-rate' }, note: '请房贷组接手' })).status).toBe(200)
    await guest.hears(/正在为您转给|下一位/)
    expect((await listsOf('wang')).waiting.map(each => each.id)).toContain(id)
    const next = await desk.got(z.looseObject({ id: z.string() }), '/handovers/next', as('wang'), 'POST', {})
    expect(next.id).toBe(id)
  })
  it('back to the bot leaves the enquiry open with its owner', async () => {
    const { id, guest } = await served()
    expect((await call('wang', `/handovers/${id}/give-back`)).status).toBe(403)
    expect((await call('li', `/handovers/${id}/give-back`)).status).toBe(200)
    await guest.hears(/可以继续问我/)
    await guest.say('卡丢了怎么办')
    await guest.hears(/挂失/)
    const { status } = await records(dataDir, store => store.db.selectFrom('enquiries').innerJoin('handovers', 'handovers.enquiry_id', 'enquiries.id').select('enquiries.status').where('handovers.id', '=', id).executeTakeFirstOrThrow())
    expect(status).toBe('open')
  })
})

describe('Colleagues beside the agent', () => {
  it('are consulted in private, whisper, join and take over; the customer hears only what is meant for them', { timeout: 40_000 }, async () => {
    const { id, guest } = await served()
    expect((await desk.call(`/handovers/${id}`, as('wang'))).status).toBe(403)
    expect((await call('li', `/handovers/${id}/guests`, { member: ids['wang'], text: '这个产品能提前赎回吗' })).status).toBe(200)
    expect((await listsOf('wang')).guest.map(each => each.id)).toEqual([id])
    expect((await read('wang', id)).part).toBe('consulted')
    expect((await call('wang', `/handovers/${id}/notes`, { text: '可以，但要收费' })).status).toBe(200)
    // Who is consulted does not write to the customer, and others do not even read.
    expect((await call('wang', `/handovers/${id}/messages`, { text: '可以赎回' })).status).toBe(403)
    expect((await desk.call(`/handovers/${id}`, as('chen'))).status).toBe(403)
    expect((await call('chen', `/handovers/${id}/notes`, { text: '我也来' })).status).toBe(403)
    expect((await call('zhang', `/handovers/${id}/notes`, { text: '语气再缓和些' })).status).toBe(200)
    expect((await call('audit', `/handovers/${id}/join`)).status).toBe(403)
    expect((await call('chen', `/handovers/${id}/join`)).status).toBe(403)
    expect((await call('zhang', `/handovers/${id}/join`)).status).toBe(200)
    await guest.hears(/zhang 也加入了对话/)
    expect((await call('zhang', `/handovers/${id}/messages`, { text: '您好，我是主管' })).status).toBe(200)
    await guest.hears(/我是主管/)
    // A supervisor's words pass the gate like everybody's.
    expect((await call('zhang', `/handovers/${id}/messages`, { text: '这只基金稳赚不赔' })).status).toBe(422)
    expect((await read('li', id)).transcript.filter(each => each.audience === 'colleagues').map(({ as: kind, name, text }) => `${kind} ${name} ${text}`)).toEqual([
      'consult li 这个产品能提前赎回吗', 'consult wang 可以，但要收费', 'whisper zhang 语气再缓和些',
    ])
    expect((await call('li', `/handovers/${id}/guests/${ids['wang']}`, {}, 'DELETE')).status).toBe(200)
    expect((await desk.call(`/handovers/${id}`, as('wang'))).status).toBe(403)
    expect((await call('zhang', `/handovers/${id}/take-over`)).status).toBe(200)
    await guest.hears(/zhang 已接入/)
    expect((await call('li', `/handovers/${id}/messages`, { text: '我还在' })).status).toBe(403)
    expect((await guest.texts()).join()).not.toMatch(/提前赎回|要收费|语气/)
    // What colleagues wrote stands sealed in the log.
    const kept = await records(dataDir, store => store.db.selectFrom('log').select(['sealed', 'conversation_seq']).where('kind', '=', 'colleagues.message').execute())
    expect(kept.length).toBeGreaterThanOrEqual(3)
    for (const { sealed, conversation_seq } of kept) expect([sealed === '', conversation_seq]).toEqual([false, null])
  })
})

it('An agent who has said nothing but that they are there is reminded, and the supervisor is told', { timeout: 60_000 }, async () => {
  const { id } = await served()
  const notices = z.object({ notices: z.array(z.looseObject({ kind: z.string(), subject: z.looseObject({ id: z.string() }) })) })
  const unanswered = async (name: Name) => (await desk.got(notices, '/notices', as(name))).notices.filter(each => each.kind === 'handover.unanswered' && each.subject.id === id)
  await vi.waitFor(async () => expect([(await unanswered('li')).length, (await unanswered('zhang')).length]).toEqual([1, 1]), { timeout: 30_000, interval: 1_000 })
  expect(await unanswered('wang')).toEqual([])
})

it('A service that is killed in the middle comes back with who is served, who is consulted and who is offered to whom', { timeout: 60_000 }, async () => {
  const { id, guest } = await served()
  expect((await call('li', `/handovers/${id}/guests`, { member: ids['wang'], text: '这个产品能提前赎回吗' })).status).toBe(200)
  const other = await served()
  expect((await call('li', `/handovers/${other.id}/transfer`, { to: { member: ids['wang'] }, note: '请接手' })).status).toBe(200)
  expect((await available('chen', 'available')).status).toBe(200)
  const waiting = await desk.customer()
  await waiting.say('转人工')
  const { handover } = await offerTo('chen')
  await service.kill('SIGKILL')
  // The customers' pages and the members' come back to the same address.
  service = await startProcess({ ...settings(), PORT: new URL(service.url).port })

  // The consultation is there, and private as before.
  expect(await read('li', id)).toMatchObject({ part: 'serving', handover: { status: 'active', agent: ids['li'] }, guests: [{ name: 'wang', part: 'consulted' }] })
  expect((await listsOf('wang')).guest.map(each => each.id)).toEqual([id])
  expect((await call('wang', `/handovers/${id}/notes`, { text: '可以，但要收费' })).status).toBe(200)
  expect((await read('li', id)).transcript.filter(each => each.audience === 'colleagues').map(each => each.text)).toEqual(['这个产品能提前赎回吗', '可以，但要收费'])
  expect((await guest.texts()).join()).not.toMatch(/提前赎回|要收费/)
  // Who was asked to take over, or was offered a customer, is still asked, or asked anew; until then nobody is without their agent.
  expect((await read('li', other.id)).part).toBe('serving')
  await vi.waitFor(async () => {
    // The offer may have run out meanwhile, and who lets one pass is away.
    expect((await available('chen', 'available')).status).toBe(200)
    expect((await call('chen', `/handovers/${handover}/offer/answer`, { accept: true })).status).toBe(200)
  }, { timeout: 20_000 })
  await waiting.hears(/chen 已接入/)
  expect((await call('li', `/handovers/${other.id}/messages`, { text: '请稍候' })).status).toBe(200)
  await other.guest.hears(/请稍候/)
})

describe('A call', () => {
  it('is asked for with a number, and stands on the list of the enquiry\'s owner', async () => {
    const guest = await desk.customer()
    await guest.say('回电')
    await guest.hears(/电话号码和时间/)
    await guest.say('下午都行')
    await guest.hears(/没有看到电话号码/)
    await guest.say('一三八不对，138 0013 8000，下午三点')
    await guest.hears(/回电已登记/)
    await guest.say('卡丢了')
    await guest.hears(/挂失/)
    const left = await records(dataDir, store => store.db.selectFrom('handovers').select(['reason', 'status', 'summary']).where('reason', '=', 'call-back').execute())
    expect(left).toEqual([{ reason: 'call-back', status: 'left', summary: expect.stringContaining('［手机号 *8000］') }])

    // Who is not reached stays on the list; who was has their answer, and the enquiry goes on with its owner.
    const { id, owner } = await records(dataDir, store => store.db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').select(['handovers.id', 'owner']).where('reason', '=', 'call-back').executeTakeFirstOrThrow())
    const note = (name: Name, result: string, text = '客户说 138 0013 8000 打得通') => call(name, `/handovers/${id}/calls`, { result, text })
    const standing = () => records(dataDir, store => store.db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').select(['handovers.status', 'handovers.outcome', 'enquiries.status as enquiry', 'owner', 'steps']).where('handovers.id', '=', id).executeTakeFirstOrThrow())
    expect((await note('li', 'reached')).status).toBe(403)
    expect((await note('zhang', 'reached', ' ')).status).toBe(400)
    expect((await note('zhang', 'not-reached')).status).toBe(200)
    expect(await standing()).toMatchObject({ status: 'left', outcome: null, enquiry: 'open', owner })
    expect((await note('zhang', 'reached')).status).toBe(200)
    const after = await standing()
    expect(after).toMatchObject({ status: 'closed', outcome: 'called', enquiry: 'open', owner })
    expect(JSON.parse(after.steps)).toHaveProperty('answered')
    expect((await note('zhang', 'reached')).status).toBe(409)
    const logged = await records(dataDir, store => store.db.selectFrom('log').select(['kind', 'masked', 'facts']).where('kind', 'in', ['handover.called', 'colleagues.message']).where('facts', 'like', `%${id}%`).orderBy('seq').execute())
    expect(logged.map(each => each.kind)).toEqual(['handover.called', 'colleagues.message', 'handover.called', 'colleagues.message'])
    expect(JSON.stringify(logged)).not.toContain('0013')
    expect((await guest.texts()).join()).not.toContain('打得通')
  })

  it('that is answered in the chat is not said to be somebody who has just come: the customer hears why they are written to', async () => {
    for (const [asks, number, hears] of [['回电', '138 0013 8001，上午', /^客服人员 zhang 收到了您的回电请求，先在这里为您解答。如果仍希望接电话，请直接告诉zhang。$/], ['Call me back', '138 0013 8002 in the morning', /^zhang has your request for a call and answers you here first/]] as const) {
      const guest = await desk.customer()
      await guest.say(asks)
      await guest.hears(/电话号码和时间|telephone number and a time/)
      await guest.say(number)
      await guest.hears(/回电已登记|on file/)
      const { id } = await records(dataDir, store => store.db.selectFrom('handovers').select('id').where('reason', '=', 'call-back').where('status', '=', 'left').executeTakeFirstOrThrow())
      expect((await call('zhang', `/handovers/${id}/take`)).status).toBe(200)
      await guest.hears(hears)
      expect((await guest.texts()).join()).not.toMatch(/已接入|has joined/)
      expect((await call('zhang', `/handovers/${id}/close`, { outcome: 'follow-up' })).status).toBe(200)
    }
  })
})
