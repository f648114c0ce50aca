import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { verifyChain } from '../contacts/log.ts'
import { deskEvent } from '../desk/schemas.ts'
import { createRegister, type Role } from '../desk/register.ts'
import { openStore } from '../store/index.ts'
import { freePort, type Running, startProcess } from './support/process.ts'
import { signInAt, takeIn } from './support/sign-in.ts'

const password = 'a long enough password'
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const listed = z.array(z.looseObject({ id: z.string(), reason: z.string(), summary: z.string(), urgent: z.boolean(), language: z.string() }))
const listSchema = z.object({ waiting: listed, mine: listed, messages: listed })
const activitiesSchema = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional(), name: z.string().optional(), value: z.unknown().optional() })) })

let dataDir: string
let service: Running
let port: string
const start = async () => { service = await startProcess({ DATA_DIR: dataDir, PORT: port, AGENT_AWAY_SECONDS: '15' }) }
const records = async <T>(read: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> => {
  const store = await openStore({ dataDir })
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  port = String(await freePort())
})
afterEach(async () => {
  await service.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

const staff = (members: Record<string, Role>) => records(async store => {
  const register = createRegister({ store, clock: { now: () => new Date() } })
  for (const [name, role] of Object.entries(members)) await register.add(`${name}@bank.example`, name, role, password)
})
const desk = (path: string, cookie: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) => fetch(`${service.url}/api/desk${path}`, {
  method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})
async function signIn(name: string, cookie = ''): Promise<string> {
  return (await signInAt(service.url, `${name}@bank.example`, password, { cookie })).cookie
}
const lists = async (cookie: string) => listSchema.parse(await (await desk('/handovers', cookie)).json())
async function customer() {
  const { token, conversationId } = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
  const address = () => `${service.url}/v3/directline/conversations/${conversationId}/activities`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const activities = async () => activitiesSchema.parse(await (await fetch(address(), { headers })).json()).activities
  const texts = async () => (await activities()).flatMap(each => each.type === 'message' ? each.text ?? [] : [])
  return {
    activities, texts,
    async say(text: string) { expect((await fetch(address(), { method: 'POST', headers, body: JSON.stringify({ type: 'message', from: { id: 'me' }, text }) })).status).toBe(200) },
    hears: (words: string | RegExp) => vi.waitFor(async () => expect((await texts()).at(-1)).toMatch(words), { timeout: 10_000 }),
  }
}
type Event = z.infer<typeof deskEvent>
function listen(cookie: string, since?: number) {
  const events: Event[] = []
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/api/desk/events${since === undefined ? '' : `?since=${since}`}`, { headers: { cookie } })
  socket.on('message', frame => events.push(deskEvent.parse(JSON.parse(String(frame)))))
  const closed = new Promise<number>(resolve => socket.once('close', resolve))
  socket.on('error', () => undefined)
  return {
    events, socket, closed, messages: () => events.flatMap(event => event.type === 'message' ? event.entry.text : []),
    lastId: () => Math.max(0, ...events.flatMap(event => 'id' in event ? event.id : [])),
  }
}
async function taken(cookie: string): Promise<string> {
  const id = await vi.waitFor(async () => {
    const [first] = (await lists(cookie)).waiting
    if (!first) throw new Error('Nobody waits yet')
    return first.id
  }, { timeout: 10_000 })
  expect((await desk(`/handovers/${id}/take`, cookie, 'POST', {})).status).toBe(200)
  return id
}

describe('a customer on the way to an agent', () => {
  it('hears their place, when it changes, who took them, and the protocol\'s events; urgent ones go first', async () => {
    await staff({ li: 'agent' })
    await start()
    const li = await signIn('li')
    const guests = [await customer(), await customer(), await customer()]
    await guests[0]?.say('基金赎回多久到账，我的手机号13800138000')
    await guests[0]?.hears(/赎回/)
    for (const [ahead, guest] of guests.entries()) {
      await guest.say('转人工')
      await guest.hears(ahead === 0 ? /下一位就是您/ : new RegExp(`前面还有 ${ahead} 位`))
    }
    const robbed = await customer()
    await robbed.say('我被骗了，刚转给骗子五万')
    await vi.waitFor(async () => expect((await lists(li)).waiting.map(each => each.urgent)).toEqual([true, false, false, false]), { timeout: 10_000 })
    // Who asked only for a person is listed with what they came for.
    expect((await lists(li)).waiting.map(each => each.summary).slice(1)).toEqual([expect.stringMatching(/^基金赎回多久到账，我的手机号［手机号/), '转人工', '转人工'])
    // Who says only now what it is about, and in another script, waits on with that.
    await guests[1]?.say('我想查詢信用卡年費怎麼計算')
    await guests[1]?.hears(/已記下.*前面還有 2 位/)
    expect((await lists(li)).waiting[2]).toMatchObject({ summary: '我想查詢信用卡年費怎麼計算', language: 'zh-Hant' })
    await taken(li)
    await robbed.hears(/li 已接入/)
    await taken(li)
    await guests[1]?.hears(/下一位就是您/)
    // With the agent, too: what they read and the wording that goes with it is in the language in which they go on.
    await robbed.say('ok')
    await robbed.say('Could you please answer me in English from now on?')
    await vi.waitFor(async () => expect((await lists(li)).mine.map(each => each.language)).toEqual(['en', 'zh-Hans']), { timeout: 10_000 })
    const talk = (await lists(li)).mine[0]
    expect((await desk(`/handovers/${talk?.id}/messages`, li, 'POST', { text: 'Funds are risky.' })).status).toBe(200)
    await robbed.hears(/^Funds are risky\.(\n\n[^\p{Script=Han}]+)?$/u)
    await guests[2]?.hears(/前面还有 1 位/)
    expect((await guests[0]?.activities())?.filter(each => each.type === 'event').map(each => [each.name, each.value])).toEqual([
      ['handoff.initiate', expect.objectContaining({ reason: 'customer-asked' })], ['handoff.status', expect.objectContaining({ state: 'accepted' })],
    ])
    // Leaving the queue moves the others up.
    await guests[1]?.say('取消')
    await guests[1]?.hears(/已取消排隊/)
    await guests[2]?.hears(/下一位就是您/)
    expect((await lists(li)).waiting).toHaveLength(1)
  })

  it('is answered what a very long message asks at its end, and told what to do at once where it tells of a fraud', async () => {
    await start()
    const [guest, robbed] = [await customer(), await customer()]
    const story = ' I will tell you all of it from the beginning.'.repeat(150)
    await guest.say(`Listen, my friend.${story} How long does it take to redeem a fund?`)
    await guest.hears(/working day/)
    await robbed.say(`I was scammed and transferred all my money to a fraudster.${story}`)
    await robbed.hears(/hotline/)
  })

  it('is told that nobody is there, leaves a message, and finds the bot again; the message stands with the owner', async () => {
    await staff({ li: 'agent', wang: 'agent' })
    writeFileSync(join(dataDir, 'duty.yaml'), 'duty: [{ owner: wang@bank.example }]')
    await start()
    const guest = await customer()
    await guest.say('转人工')
    await guest.hears(/现在没有客服人员在线/)
    await guest.say('留言')
    await guest.hears(/请写下您的留言/)
    await guest.say('我的手机号是13800138000，请回电，销户怎么办')
    await guest.hears(/留言已记下/)
    await guest.say('卡丢了')
    await guest.hears(/挂失/)
    const [li, wang] = [await signIn('li'), await signIn('wang')]
    expect(await lists(li)).toMatchObject({ waiting: [], messages: [] })
    const [left] = (await lists(wang)).messages
    expect(left).toMatchObject({ reason: 'message-left', summary: expect.stringContaining('［手机号 *8000］') })
    for (const [path, method] of [['', 'GET'], ['/take', 'POST']] as const) expect((await desk(`/handovers/${left?.id}${path}`, li, method, method === 'POST' ? {} : undefined)).status).toBe(403)
    expect((await desk(`/handovers/${left?.id}/take`, wang, 'POST', {})).status).toBe(200)
    await guest.hears(/wang 已接入/)
    expect((await desk(`/handovers/${left?.id}/close`, wang, 'POST', { outcome: 'follow-up' })).status).toBe(200)
    await guest.hears(/继续跟进/)
    const enquiries = await records(store => store.db.selectFrom('enquiries').select(['status', 'owner']).execute())
    expect(enquiries).toEqual([{ status: 'open', owner: await records(async store => (await store.db.selectFrom('staff').select('id').where('name', '=', 'wang').executeTakeFirstOrThrow()).id) }])
  })

  it('goes back to the queue when their agent signs out or is gone, and never waits on nobody', { timeout: 60_000 }, async () => {
    await staff({ li: 'agent', wang: 'agent' })
    await start()
    const li = await signIn('li')
    const guest = await customer()
    await guest.say('转人工')
    const id = await taken(li)
    expect((await desk('/session', li, 'DELETE')).status).toBe(200)
    await vi.waitFor(async () => expect((await guest.texts()).some(text => text.includes('您已回到队列'))).toBe(true), { timeout: 10_000 })
    const wang = await signIn('wang')
    expect(await taken(wang)).toBe(id)
    // Nothing more is heard of wang, who has no page open.
    await vi.waitFor(async () => expect((await guest.texts()).filter(text => text.includes('您已回到队列'))).toHaveLength(2), { timeout: 40_000, interval: 500 })
    expect((await desk(`/handovers/${id}/messages`, wang, 'POST', { text: '您好' })).status).toBe(403)
  })
})

describe('an agent', () => {
  it('shows the wording at the first mention and with every figure, and not in between', async () => {
    await staff({ li: 'agent' })
    await start()
    const li = await signIn('li')
    const guest = await customer()
    await guest.say('转人工')
    const id = await taken(li)
    const say = async (text: string) => {
      const response = await desk(`/handovers/${id}/messages`, li, 'POST', { text })
      return z.object({ added: z.array(z.object({ id: z.string() })) }).parse(await response.json()).added.map(each => each.id)
    }
    expect(await say('这只基金可以随时赎回')).toContain('fund.always')
    expect(await say('基金赎回后钱会退到您的卡里')).toEqual([])
    // Names no product, but speaks of the fund of before.
    expect((await say('去年涨了8%')).length).toBeGreaterThan(0)
    expect(await say('请问还有什么可以帮您')).toEqual([])
  })

  it('hears each event once and in order over drops and kill -9, and nothing of a colleague\'s talk', { timeout: 90_000 }, async () => {
    await staff({ li: 'agent', wang: 'agent' })
    await start()
    const [li, wang] = [await signIn('li'), await signIn('wang')]
    const guest = await customer()
    await guest.say('转人工')
    const id = await taken(li)
    const first = listen(li)
    const colleague = listen(wang)
    await vi.waitFor(() => expect(first.events[0]?.type).toBe('ready'))
    await vi.waitFor(() => expect(colleague.events[0]?.type).toBe('ready'))
    const said: string[] = []
    for (let index = 0; index < 3; index++) {
      said.push(`第${index}句`)
      await guest.say(`第${index}句`)
    }
    await vi.waitFor(() => expect(first.messages()).toEqual(said), { timeout: 10_000 })
    first.socket.terminate()
    for (let index = 3; index < 6; index++) {
      said.push(`第${index}句`)
      await guest.say(`第${index}句`)
    }
    expect((await desk(`/handovers/${id}/messages`, li, 'POST', { text: '收到' })).status).toBe(200)
    said.push('收到')
    // In the middle of the talk the process is killed; what was answered with 2xx is there, and the talk goes on.
    await service.kill('SIGKILL')
    await start()
    await guest.say('还在吗')
    said.push('还在吗')
    const again = listen(li, first.lastId())
    await vi.waitFor(() => expect([...first.messages(), ...again.messages()]).toEqual(said), { timeout: 15_000 })
    const ids = [...first.events, ...again.events].flatMap(event => 'id' in event ? event.id : [])
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
    expect(colleague.messages()).toEqual([])
    // A place of another log is no reason to hear nothing.
    const astray = listen(li, 999_999_999)
    await vi.waitFor(() => expect(astray.events[0]?.type).toBe('ready'))
    expect((await desk(`/handovers/${id}/messages`, li, 'POST', { text: '在的' })).status).toBe(200)
    await guest.hears(/在的/)
    expect(await records(store => verifyChain(store.db))).toMatchObject({ ok: true })
  })
})

describe('signing in', () => {
  beforeEach(async () => {
    await staff({ li: 'agent' })
    await start()
  })
  const attempt = (email: string, given: string) => desk('/session', '', 'POST', { email, password: given })

  it('gives no more tries to many at once than one after the other, and locks a name that nobody has just alike', async () => {
    for (const email of ['li@bank.example', 'nobody@bank.example']) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(email, 'wrong wrong wrong')))
      expect(answers.map(each => each.status).sort()).toEqual([...Array(5).fill(401), ...Array(3).fill(429)])
    }
    const locked = await attempt('li@bank.example', password)
    const unknown = await attempt('nobody@bank.example', password)
    expect([locked.status, unknown.status]).toEqual([429, 429])
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(14 * 60)
    expect(await locked.json()).toEqual(await unknown.json())
    const kept = await records(store => store.db.selectFrom('sign_in_failures').select(['failed']).orderBy('failed').execute())
    // Both names, by themselves and from this address, and the address from which they were tried.
    expect(kept).toEqual([{ failed: 5 }, { failed: 5 }, { failed: 5 }, { failed: 5 }, { failed: 18 }])
  })
  it('makes a session of its own, whatever cookie was planted, and ends the one before', async () => {
    const planted = 'shouwen_desk=planted-by-somebody-else'
    const mine = await signIn('li', planted)
    expect(mine).not.toBe(planted)
    expect((await desk('/session', planted)).status).toBe(401)
    const next = await signIn('li', mine)
    expect((await desk('/session', mine)).status).toBe(401)
    expect((await desk('/session', next)).status).toBe(200)
  })
  it('ends with signing out, on open lines too', async () => {
    const cookie = await signIn('li')
    const line = listen(cookie)
    await vi.waitFor(() => expect(line.events).toHaveLength(1))
    await desk('/session', cookie, 'DELETE')
    expect(await line.closed).toBe(4401)
    expect((await desk('/session', cookie)).status).toBe(401)
  })
  it.each([
    [{ origin: 'https://evil.example' }], [{ origin: 'null' }], [{ origin: 'http://localhost.evil.example' }], [{ 'sec-fetch-site': 'cross-site' }], [{ 'sec-fetch-site': 'same-site' }],
  ])('takes nothing from another site\'s page: %j', async headers => {
    const cookie = await signIn('li')
    expect((await desk('/handovers', cookie, 'GET', undefined, headers)).status).toBe(403)
    expect((await desk('/session', '', 'POST', { email: 'li@bank.example', password }, headers)).status).toBe(403)
  })
  it('opens no line to another site\'s page, and tells a page whose session is over that it is', async () => {
    const cookie = await signIn('li')
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/api/desk/events`, { headers: { cookie, origin: 'https://evil.example' } })
    expect(await new Promise(resolve => socket.once('error', error => resolve(error.message)))).toMatch(/403/)
    for (const nobodys of ['shouwen_desk=x', '']) {
      const line = listen(nobodys)
      expect(await line.closed).toBe(4401)
      expect(line.events).toEqual([])
    }
  })
})

it('describes its API as valid OpenAPI 3.1', async () => {
  await start()
  const description = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) }))) }).parse(await (await fetch(`${service.url}/api/openapi.json`)).json())
  expect(description.openapi).toBe('3.1.0')
  expect(Object.keys(description.paths)).toContain('/api/desk/handovers/{id}/messages')
  // What is named in the address may be nobody's.
  for (const [path, operations] of Object.entries(description.paths)) if (path.includes('{')) for (const { responses } of Object.values(operations)) expect(Object.keys(responses), path).toContain('404')
  expect(await new Validator().validate(structuredClone(description))).toEqual({ valid: true })
})

it('keeps the register from the command line', async () => {
  await start()
  const agent = (args: string[], input = '') => execFileSync(process.execPath, ['bot/agent.ts', ...args], { cwd: join(import.meta.dirname, '..'), env: { PATH: process.env['PATH'], DATA_DIR: dataDir }, input, encoding: 'utf8', stdio: 'pipe' })
  takeIn('chen@bank.example', agent(['add', '--email', 'chen@bank.example', '--role', 'agent', '--name', '陈'], `${password}\n`))
  expect(agent(['list'])).toMatch(/chen@bank\.example\tagent\t陈/)
  expect(() => agent(['add', '--email', 'chen@bank.example'], `${password}\n`)).toThrow(/in the register already/)
  expect(() => agent(['add', '--email', 'x@bank.example'], 'short\n')).toThrow(/at least 12 characters/)
  expect(() => agent(['add', '--email', 'x@bank.example', '--role', 'king'], `${password}\n`)).toThrow(/--role/)
  const cookie = await signIn('chen')
  agent(['disable', '--email', 'chen@bank.example'])
  expect((await desk('/session', cookie)).status).toBe(401)
  expect(agent(['list'])).toMatch(/disabled/)
  agent(['reset', '--email', 'chen@bank.example'], `${password}\n`)
  await signIn('chen')
  takeIn('chen@bank.example', agent(['reset-factor', '--email', 'chen@bank.example']))
  await signIn('chen')
})
