import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { verifyChain } from '../contacts/log.ts'
import { openClient, post } from './direct-line/official-client.ts'
import { addStaff, deskAt, records } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

let service: Running
let dataDir: string
let desk: ReturnType<typeof deskAt>
let ids: Record<string, string>
const cookies: Record<string, string> = {}
const names = ['li', 'wang', 'boss', 'audit', 'comp', 'root'] as const
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  ids = await addStaff(dataDir, { li: 'agent', wang: 'agent', boss: 'supervisor', audit: 'auditor', comp: 'compliance', root: 'admin' })
  service = await startProcess({ DATA_DIR: dataDir })
  desk = deskAt(service.url)
  for (const name of names) cookies[name] = await desk.signIn(name)
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})
const as = (name: string) => cookies[name] ?? ''

const entry = z.looseObject({ sequence: z.number(), role: z.string(), text: z.string(), attachments: z.array(z.object({ index: z.number(), contentType: z.string(), bytes: z.number().nullable() })) })
const detail = z.looseObject({ transcript: z.array(entry) })
const page = z.object({
  entries: z.array(z.looseObject({ seq: z.number(), kind: z.string(), role: z.string(), name: z.string(), enquiry: z.string(), text: z.string(), sequence: z.number().nullable(), conversation: z.string() })),
  enquiries: z.array(z.looseObject({ id: z.string(), owner: z.object({ name: z.string() }), served: z.array(z.object({ id: z.string(), name: z.string() })), survey: z.number().nullable() })), before: z.number().nullable(),
})
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const deliveries = z.object({ deliveries: z.array(z.object({ sequence: z.number(), state: z.string() })) })

async function served() {
  const guest = await desk.customer()
  await guest.say('转人工')
  return { id: await desk.take(as('li')), guest }
}
const last = async (id: string, role = 'user') => {
  const found = (await desk.got(detail, `/handovers/${id}`, as('li'))).transcript.filter(each => each.role === role).at(-1)
  if (!found) throw new Error('nothing said yet')
  return found
}
const acts = (kind: string) => records(dataDir, store => store.db.selectFrom('log').selectAll().where('kind', '=', kind).orderBy('seq').execute())

describe('What stands masked', () => {
  it('is shown for a reason, to those who may, and each time it is on the trail; the transcript stays masked', async () => {
    const { id, guest } = await served()
    await guest.say('我的手机号是13800138000')
    const { sequence } = await vi.waitFor(async () => {
      const said = await last(id)
      expect(said.text).toContain('［手机号 *8000］')
      return said
    })
    const reveal = (name: string, body: object) => desk.call(`/handovers/${id}/reveal`, as(name), 'POST', { sequence, ...body })
    expect((await reveal('li', {})).status).toBe(400)
    expect((await reveal('li', { reason: 'other' })).status).toBe(400)
    expect((await reveal('li', { reason: 'because' })).status).toBe(400)
    for (const [name, status] of [['wang', 403], ['audit', 403], ['root', 403], ['boss', 200], ['comp', 200]] as const) expect((await reveal(name, { reason: 'quality-check' })).status, name).toBe(status)
    expect(await (await reveal('li', { reason: 'other', note: '客户要求回拨 13900139000' })).json()).toEqual({ text: '我的手机号是13800138000' })
    expect((await last(id)).text).toContain('［手机号 *8000］')
    const shown = await acts('customer.revealed')
    expect(shown.map(({ actor, facts }) => [actor, JSON.parse(facts)])).toEqual([
      [`agent:${ids['boss']}`, { sequence, reason: 'quality-check', rule: 'M5.3a' }], [`agent:${ids['comp']}`, { sequence, reason: 'quality-check', rule: 'M5.3a' }],
      [`agent:${ids['li']}`, { sequence, reason: 'other', rule: 'M5.3a' }],
    ])
    // What the agent gave as a reason is a text like any other.
    expect(shown.at(-1)?.masked).toBe('客户要求回拨 ［手机号 *9000］')
    expect((await reveal('li', { sequence: 9_999, reason: 'contact' })).status).toBe(404)
    const other = await served()
    const { conversation } = await records(dataDir, store => store.db.selectFrom('handovers').select('conversation_id as conversation').where('id', '=', other.id).executeTakeFirstOrThrow())
    expect((await reveal('li', { conversation, reason: 'contact' })).status).toBe(404)
  })

  it('is shown to one member only so often in an hour', async () => {
    const { id, guest } = await served()
    await guest.say('我姓王')
    const { sequence } = await vi.waitFor(() => last(id))
    const answers: number[] = []
    for (let time = 0; time < 31; time++) answers.push((await desk.call(`/handovers/${id}/reveal`, as('comp'), 'POST', { sequence, reason: 'quality-check' })).status)
    expect(answers.filter(status => status === 429).length).toBeGreaterThan(0)
    expect(answers.at(-1)).toBe(429)
  })

  it('is gone with the customer\'s key', async () => {
    const { id, guest } = await served()
    await guest.say('我的卡号是6222021234567890123')
    const { sequence } = await vi.waitFor(async () => {
      const said = await last(id)
      expect(said.sequence).toBeGreaterThan(1)
      return said
    })
    const { customer } = await records(dataDir, store => store.db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').select('customer_id as customer').where('handovers.id', '=', id).executeTakeFirstOrThrow())
    await records(dataDir, store => store.write(async tx => { await tx.updateTable('customers').set({ wrapped_key: '' }).where('id', '=', customer).execute(); await tx.insertInto('erasures').values({ customer_id: customer, at: new Date().toISOString() }).execute() }))
    await vi.waitFor(async () => expect((await desk.call(`/handovers/${id}/reveal`, as('boss'), 'POST', { sequence, reason: 'contact' })).status).toBe(404), { timeout: 15_000, interval: 700 })
  })
})

describe('A customer\'s file', () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  it('is listed without its name, downloaded inert, shown only where it is a picture, and each opening is on the trail', async () => {
    const { id, guest } = await served()
    const form = new FormData()
    form.append('activity', new Blob([JSON.stringify({ type: 'message', from: { id: 'me' }, text: '请看' })], { type: 'application/vnd.microsoft.activity' }))
    form.append('file', new Blob([png], { type: 'image/png' }), '张三的"身份证".png')
    form.append('file', new Blob(['<script>alert(1)</script>'], { type: 'text/plain' }), 'note.html')
    expect((await fetch(`${guest.address}/upload?userId=me`, { method: 'POST', headers: guest.headers, body: form })).status).toBe(200)
    const said = await vi.waitFor(async () => {
      const found = await last(id)
      expect(found.attachments).toHaveLength(2)
      return found
    })
    expect(said.attachments).toEqual([{ index: 0, contentType: 'image/png', bytes: png.length }, { index: 1, contentType: 'text/plain', bytes: 25 }])
    expect(JSON.stringify(said)).not.toContain('张三')
    const at = (index: number | string, query = '') => `/handovers/${id}/attachments/${said.sequence}/${index}${query}`
    const downloaded = await desk.call(at(0), as('li'))
    expect([downloaded.status, downloaded.headers.get('content-type'), downloaded.headers.get('content-disposition')]).toEqual([200, 'application/octet-stream', expect.stringMatching(/^attachment;.*filename\*=UTF-8''%E5%BC%A0%E4%B8%89/)])
    expect(Buffer.from(await downloaded.arrayBuffer()).equals(png)).toBe(true)
    const shown = await desk.call(at(0, '?show=true'), as('li'))
    expect(Object.fromEntries(['content-type', 'content-security-policy', 'x-content-type-options'].map(name => [name, shown.headers.get(name)]))).toEqual({ 'content-type': 'image/png', 'content-security-policy': 'default-src \'none\'; sandbox', 'x-content-type-options': 'nosniff' })
    expect(shown.headers.get('content-disposition')).toMatch(/^inline/)
    const text = await desk.call(at(1, '?show=true'), as('li'))
    expect([text.headers.get('content-type'), text.headers.get('content-disposition')]).toEqual(['application/octet-stream', expect.stringMatching(/^attachment/)])
    for (const [name, status] of [['wang', 403], ['audit', 403], ['root', 403], ['boss', 200]] as const) expect((await desk.call(at(0), as(name))).status, name).toBe(status)
    for (const wrong of [2, -1, 'x', '0.5', '1e0x']) expect((await desk.call(at(wrong), as('li'))).status, String(wrong)).toBe(404)
    expect((await acts('attachment.opened')).map(each => each.actor)).toEqual([`agent:${ids['li']}`, `agent:${ids['li']}`, `agent:${ids['li']}`, `agent:${ids['boss']}`])
  })
})

describe('A customer\'s journey', () => {
  it('comes in pages that join without a gap, with its enquiries, and only to those who may see it', async () => {
    const { id, guest } = await served()
    for (let index = 0; index < 7; index++) await guest.say(`第${index}句`)
    await vi.waitFor(async () => expect((await last(id)).text).toBe('第6句'))
    expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: '您好' })).status).toBe(200)
    const whole = await desk.got(page, `/handovers/${id}/journey?limit=500`, as('li'))
    expect(whole.before).toBeNull()
    expect(whole.entries.map(each => each.text)).toEqual(expect.arrayContaining(['转人工', '第0句', '第6句', '您好']))
    expect(whole.entries.map(each => each.kind)).not.toContain('customer.viewed')
    expect(whole.enquiries).toEqual([expect.objectContaining({ served: [{ id: ids['li'], name: 'li' }], survey: null })])
    const joined: number[] = []
    for (let before: number | null = Number.MAX_SAFE_INTEGER, pages = 0; before !== null && pages < 20; pages++) {
      const part: z.infer<typeof page> = await desk.got(page, `/handovers/${id}/journey?limit=3&before=${before}`, as('li'))
      joined.unshift(...part.entries.map(each => each.seq))
      before = part.before
    }
    expect(joined).toEqual(whole.entries.map(each => each.seq))
    for (const [name, status] of [['wang', 403], ['boss', 200], ['audit', 200], ['comp', 200], ['root', 200]] as const) expect((await desk.call(`/handovers/${id}/journey`, as(name))).status, name).toBe(status)
  })
})

describe('A message to the customer', () => {
  const stateOf = async (id: string) => (await desk.got(deliveries, `/handovers/${id}/deliveries`, as('li'))).deliveries.at(-1)?.state
  it('is sent as soon as it lies ready for the page that asks, and delivered when the page asks for what comes after', async () => {
    const { id, guest } = await served()
    expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: '请稍等' })).status).toBe(200)
    expect(await stateOf(id)).toBe('handed')
    // An answer that may have been lost on its way is no delivery.
    const answer = z.object({ watermark: z.string() }).parse(await (await fetch(`${guest.address}/activities`, { headers: guest.headers })).json())
    await fetch(`${guest.address}/activities`, { headers: guest.headers })
    expect(await stateOf(id)).toBe('handed')
    await fetch(`${guest.address}/activities?watermark=${answer.watermark}`, { headers: guest.headers })
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('delivered'))
  })

  it.each([['asks', false], ['listens', true]] as const)('is delivered once Microsoft\'s client has it that %s, and not while its page is closed', async (_how, webSocket) => {
    const session = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    const opened = openClient(`${service.url}/v3/directline`, { token: session.token, webSocket })
    await post(opened.client, '转人工', 'mine-1')
    const id = await desk.take(as('li'))
    const say = async (text: string) => expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text })).status).toBe(200)
    await say('正在为您查询')
    await vi.waitFor(() => expect(opened.seen.some(each => each.type === 'message' && each.text === '正在为您查询')).toBe(true), 10_000)
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('delivered'), 10_000)
    opened.client.end()
    await say('您还在吗')
    expect(await stateOf(id)).toBe('handed')
    const again = openClient(`${service.url}/v3/directline`, { token: session.token, conversationId: session.conversationId, webSocket })
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('delivered'), 10_000)
    again.client.end()
    vi.unstubAllGlobals()
  })

  it('is known to be delivered to a page that listens, and the agent is told', async () => {
    const { id, guest } = await served()
    const { streamUrl } = z.object({ streamUrl: z.string() }).parse(await (await fetch(guest.address, { headers: guest.headers })).json())
    const stream = new WebSocket(streamUrl)
    const heard: string[] = []
    stream.on('message', frame => heard.push(String(frame)))
    const events: unknown[] = []
    const line = new WebSocket(`${service.url.replace('http', 'ws')}/api/desk/events`, { headers: { cookie: as('li') } })
    line.on('message', frame => events.push(JSON.parse(String(frame))))
    await vi.waitFor(() => expect(events[0]).toMatchObject({ type: 'ready' }))
    await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: '正在为您查询' })
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('delivered'))
    expect(heard.join()).toContain('正在为您查询')
    await vi.waitFor(() => expect(events).toContainEqual({ type: 'delivery', handover: id }))
    stream.close()
    line.close()
  })
})

describe('Two members at one conversation', () => {
  it('see each other look and write, until they leave', async () => {
    const { id } = await served()
    const others = z.object({ others: z.array(z.object({ id: z.string(), name: z.string(), writing: z.boolean() })) })
    const doing = async (name: string, what: string) => (await desk.got(others, `/handovers/${id}/looking`, as(name), 'POST', { doing: what })).others
    const events: unknown[] = []
    const line = new WebSocket(`${service.url.replace('http', 'ws')}/api/desk/events`, { headers: { cookie: as('li') } })
    line.on('message', frame => events.push(JSON.parse(String(frame))))
    await vi.waitFor(() => expect(events[0]).toMatchObject({ type: 'ready' }))
    expect(await doing('li', 'looking')).toEqual([])
    expect(await doing('boss', 'writing')).toEqual([{ id: ids['li'], name: 'li', writing: false }])
    expect(await doing('li', 'looking')).toEqual([{ id: ids['boss'], name: 'boss', writing: true }])
    await vi.waitFor(() => expect(events).toContainEqual({ type: 'looking', handover: id, by: { id: ids['boss'], name: 'boss' }, doing: 'writing' }))
    await doing('boss', 'gone')
    expect(await doing('li', 'looking')).toEqual([])
    expect((await desk.call(`/handovers/${id}/looking`, as('wang'), 'POST', { doing: 'looking' })).status).toBe(403)
    // Who may not read any more may say that they left, and learns nothing by it.
    await doing('boss', 'looking')
    expect(await (await desk.call(`/handovers/${id}/looking`, as('wang'), 'POST', { doing: 'gone' })).json()).toEqual({ others: [] })
    line.close()
  })

  it('never answer at once: what was written on an old view is refused, and not sent', async () => {
    const { id, guest } = await served()
    const say = (text: string, after: number) => desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text, after })
    await guest.say('在吗')
    const seen = await vi.waitFor(async () => (await last(id)).sequence)
    expect((await say('在的', seen)).status).toBe(200)
    // Her own words and the customer's do not stand in her way.
    await guest.say('好的')
    expect((await say('请讲', seen)).status).toBe(200)
    // Somebody else takes the customer over and writes.
    const handTo = (name: string) => records(dataDir, store => store.write(async tx => { await tx.updateTable('handovers').set({ agent: ids[name] ?? '' }).where('id', '=', id).execute() }))
    await handTo('wang')
    expect((await desk.call(`/handovers/${id}/messages`, as('wang'), 'POST', { text: '我是小王' })).status).toBe(200)
    await handTo('li')
    const refused = await say('我来回答', seen)
    expect([refused.status, await refused.json()]).toEqual([409, { error: { code: 'SpokenMeanwhile', message: expect.stringContaining('colleague has written') } }])
    expect(await guest.texts()).not.toContain('我来回答')
    expect((await say('我来回答', (await last(id, 'agent')).sequence)).status).toBe(200)
  })

  it('say nothing twice of which their page did not hear that it was sent, however often and at once it is sent again', async () => {
    const { id, guest } = await served()
    const sent = 'a-name-of-the-page-1'
    const say = (text: string, more: object) => desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text, ...more })
    const answers = await Promise.all(Array.from({ length: 4 }, () => say('基金赎回后到账。', { sent })))
    const said = await Promise.all(answers.map(each => each.json()))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(said.every(each => JSON.stringify(each) === JSON.stringify(said[0]))).toBe(true)
    expect((await say('还有别的吗', { sent: `${sent}-2` })).status).toBe(200)
    expect((await say('基金赎回后到账。', { sent })).status).toBe(200)
    expect((await guest.texts()).filter(text => text.includes('基金赎回后到账'))).toHaveLength(1)
    expect((await say('另一句', { sent: 'short' })).status).toBe(400)
  })
})

it('knows what a member has not read, and never less than before', async () => {
  const { id, guest } = await served()
  const shown = (text: string) => vi.waitFor(async () => {
    const said = await last(id)
    expect(said.text).toBe(text)
    return said
  })
  await guest.say('一')
  const { at } = await shown('一')
  await guest.say('二')
  const { sequence } = await shown('二')
  const unread = z.object({ conversations: z.array(z.object({ handover: z.string(), read: z.number(), unread: z.number(), awaitingSince: z.string().nullable() })) })
  const mine = async () => (await desk.got(unread, '/unread', as('li'))).conversations.find(each => each.handover === id)
  expect(await mine()).toMatchObject({ read: 0, unread: 3 })
  for (const up of [sequence, 1]) expect((await desk.call(`/handovers/${id}/read`, as('li'), 'POST', { sequence: up })).status).toBe(200)
  expect(await mine()).toMatchObject({ read: sequence, unread: 0, awaitingSince: at })
  // To have read is not to have answered.
  expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: '您好' })).status).toBe(200)
  expect(await mine()).toMatchObject({ unread: 0, awaitingSince: null })
})

it('leaves the log whole', async () => {
  expect(await records(dataDir, store => verifyChain(store.db))).toMatchObject({ ok: true })
})
