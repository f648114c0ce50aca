import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { verifyChain } from '../contacts/log.ts'
import { createRegister, type Role } from '../desk/register.ts'
import { openStore, type Store } from '../store/index.ts'
import { canCluster, type Cluster, startCluster } from './faults/support.ts'
import { freePort, type Running, startProcess } from './support/process.ts'
import { signInAt } from './support/sign-in.ts'

const password = 'a long enough password'
const staff = { li: 'agent', wang: 'agent', zhao: 'agent', chief: 'supervisor', boss: 'admin', compliance: 'compliance', audit: 'auditor' } as const satisfies Record<string, Role>
type Name = keyof typeof staff

const person = z.object({ id: z.string(), name: z.string() })
const summary = z.looseObject({ number: z.string(), status: z.string(), major: z.array(z.string()), summary: z.string(), owner: person, score: z.number().nullable(), reopened: z.number(), keepUntil: z.string().nullable() })
const clock = z.looseObject({ subject: z.object({ kind: z.string(), id: z.string() }), what: z.string(), dueAt: z.string(), counted: z.array(z.string()), status: z.string(), overdue: z.boolean(), provisional: z.boolean() })
const whole = z.looseObject({
  case: summary, clocks: z.array(clock), timeline: z.array(z.looseObject({ kind: z.string(), actor: z.string(), text: z.string() })), measures: z.array(z.looseObject({ id: z.string() })),
  followUps: z.array(z.looseObject({ id: z.string(), status: z.string(), dueAt: z.string() })), extensions: z.array(z.looseObject({ status: z.string() })),
})
const caseList = z.object({ cases: z.array(summary) })
const noticeList = z.object({ notices: z.array(z.looseObject({ id: z.string(), kind: z.string(), subject: z.object({ id: z.string() }), facts: z.looseObject({ stage: z.string().optional() }) })) })
const refused = z.looseObject({ error: z.object({ code: z.string(), message: z.string() }), reasons: z.array(z.string()).optional() })
const conversationSchema = z.looseObject({ conversationId: z.string() })
const secret = 'a secret of the tests'
const activities = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })

/** Where the records are, and how many instances share them. */
type Place = { env: Record<string, string>; records: { dataDir: string; databaseUrl?: string } }

/** The service at a place, on a clock that a restart moves. */
function institution({ env, records }: Place, instances: number) {
  let running: Running[] = []
  const ports: string[] = []
  const cookies = new Map<Name, string>()
  const at = (index = 0) => running[index % running.length]?.url ?? ''

  async function withStore<T>(read: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(records)
    try {
      return await read(store)
    } finally {
      await store.close()
    }
  }
  const call = (name: Name, path: string, method = 'GET', body?: unknown) => fetch(`${at()}/api/desk${path}`, {
    method, headers: { cookie: cookies.get(name) ?? '', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

  return {
    withStore, call, at,
    /** `npm run case -- …`; throws what it says where it does not exit with 0. */
    command(...given: string[]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['bot/case.ts', ...given], { cwd: join(import.meta.dirname, '..'), env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      return stdout
    },
    async start(time: string) {
      while (ports.length < instances) ports.push(String(await freePort()))
      running = await Promise.all(ports.map(PORT => startProcess({ ...env, PORT, CLOCK_START: `${time}+08:00` })))
      cookies.clear()
    },
    async stop(signal: 'SIGTERM' | 'SIGKILL') {
      await Promise.all(running.map(each => each.kill(signal)))
      running = []
    },
    async hire() {
      await withStore(async store => {
        const register = createRegister({ store, clock: { now: () => new Date('2026-01-01T00:00:00Z') } })
        for (const [name, role] of Object.entries(staff)) await register.add(`${name}@bank.example`, name, role, password)
      })
    },
    async signIn(...names: Name[]) {
      for (const name of names) {
        cookies.set(name, (await signInAt(at(), `${name}@bank.example`, password)).cookie)
      }
    },
    idOf: (name: Name) => withStore(async store => (await store.db.selectFrom('staff').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id),
    cases: async (name: Name, query = '') => caseList.parse(await (await call(name, `/cases${query}`)).json()).cases,
    show: async (name: Name, number: string) => whole.parse(await (await call(name, `/cases/${number}`)).json()),
    /** Takes a step that must hold. */
    async act(name: Name, number: string, act: object) {
      const response = await call(name, `/cases/${number}/acts`, 'POST', act)
      const body: unknown = await response.json()
      expect(response.status, JSON.stringify(body)).toBe(200)
      return whole.parse(body)
    },
    /** Takes a step that must be refused; gives status and reasons. */
    async refuses(name: Name, number: string, act: object) {
      const response = await call(name, `/cases/${number}/acts`, 'POST', act)
      const body: unknown = await response.json()
      expect(response.status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
      return [response.status, ...refused.parse(body).reasons ?? []]
    },
    notices: async (name: Name, number: string) => noticeList.parse(await (await call(name, '/notices?unread=false')).json()).notices.filter(each => each.subject.id === number)
      .map(({ kind, facts }) => facts.stage === undefined ? kind : `${kind} ${facts.stage}`),
    /** A customer whom the institution's own site has signed in; its secret outlives the clock's jumps, a token would not. */
    async customer(user: string) {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
      const { conversationId } = conversationSchema.parse(await (await fetch(`${at()}/v3/directline/conversations`, { method: 'POST', headers, body: JSON.stringify({ user: { id: user } }) })).json())
      const address = () => `${at()}/v3/directline/conversations/${conversationId}/activities`
      const said = new Set<string>()
      const texts = async () => activities.parse(await (await fetch(address(), { headers })).json()).activities.flatMap(({ type, text }) => type === 'message' && !said.has(text ?? '') ? text ?? [] : [])
      return {
        texts,
        async says(text: string, expected: RegExp) {
          said.add(text)
          const before = (await texts()).length
          expect((await fetch(address(), { method: 'POST', headers, body: JSON.stringify({ type: 'message', from: { id: user }, text }) })).status).toBe(200)
          return vi.waitFor(async () => {
            const heard = (await texts()).slice(before).join('\n')
            expect(heard).toMatch(expected)
            return heard
          }, { timeout: 10_000 })
        },
        hears: (expected: RegExp) => vi.waitFor(async () => expect((await texts()).join('\n')).toMatch(expected), { timeout: 15_000 }),
      }
    },
  }
}
type Institution = ReturnType<typeof institution>

const places: { name: string; open(): Promise<{ place: Place; instances: number; close(): Promise<void> }> }[] = [
  {
    name: 'SQLite',
    async open() {
      const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-cases-'))
      return { place: { env: { DATA_DIR: dataDir, DIRECTLINE_SECRET: secret }, records: { dataDir } }, instances: 1, close: async () => { rmSync(dataDir, { recursive: true, force: true }) } }
    },
  },
  ...(canCluster ? [{
    name: 'PostgreSQL with two instances',
    async open() {
      const cluster: Cluster = await startCluster()
      return { place: { env: cluster.env, records: cluster.records }, instances: 2, close: cluster.stop }
    },
  }] : []),
]

describe.each(places)('complaints on $name', ({ open }) => {
  let opened: Awaited<ReturnType<(typeof places)[number]['open']>>
  let bank: Institution
  beforeAll(async () => {
    opened = await open()
    writeFileSync(join(opened.place.records.dataDir, 'duty.yaml'), 'duty: [{ owner: li@bank.example }]')
    bank = institution(opened.place, opened.instances)
    await bank.hire()
  }, 60_000)
  afterEach(() => bank.stop('SIGKILL'))
  afterAll(async () => {
    await opened.close()
  })

  it('go from the first message to the archive', { timeout: 120_000 }, async () => {
    await bank.start('2026-03-02T10:00:00')
    await bank.signIn('li', 'wang', 'zhao', 'chief', 'compliance', 'audit')
    const [guest, stranger] = [await bank.customer('zhang'), await bank.customer('stranger')]
    await guest.says('我要投诉', /发生了什么事/)
    const [, number = ''] = /编号 (TS\d{8}-\w{5})/.exec(await guest.says('柜员少给了我一百块，我的手机号是13800138000', /编号 TS/)) ?? []
    await guest.says('上周三', /怎样处理/)
    await guest.says('退钱并道歉', /都已记入投诉/)
    await guest.says('不用了', /已取消/)

    // Accepted, with both clocks, on its owner's list; a colleague sees nothing of it, those who oversee do.
    expect(await bank.cases('li')).toMatchObject([{ number, status: 'accepted', major: [], summary: expect.stringContaining('［手机号 *8000］'), owner: { name: 'li' } }])
    expect((await bank.show('li', number)).clocks.map(each => [each.what, each.counted.at(-1), each.status])).toEqual(expect.arrayContaining([['first-investigation', '2026-03-04', 'running'], ['answer', '2026-03-11', 'running']]))
    expect(await bank.cases('wang')).toEqual([])
    expect((await bank.call('wang', `/cases/${number}`)).status).toBe(404)
    expect((await bank.call('wang', '/cases?of=all')).status).toBe(403)
    expect((await bank.show('audit', number)).timeline.map(each => each.kind)).toEqual(['case.opened', 'case.detailed', 'case.detailed'])

    // What is skipped is refused, with the missing step named.
    expect(await bank.refuses('li', number, { act: 'answer', text: '已退款' })).toEqual([409, 'begin'])
    expect(await bank.refuses('wang', number, { act: 'begin' })).toEqual([404])
    expect(await bank.refuses('audit', number, { act: 'begin' })).toEqual([403])
    await bank.act('li', number, { act: 'begin' })
    expect(await bank.refuses('li', number, { act: 'decide', decision: 'upheld', reasons: '录像属实' })).toEqual([409, 'investigated'])

    // The customer asks where it stands, in three languages; nobody else gets a word.
    await guest.says(`${number} 处理得怎么样了`, /正在调查。最迟 2026年3月11日 前答复您/)
    await guest.says(`where does my complaint ${number} stand`, /being investigated. You will have an answer by 11 March 2026/)
    const answers = [await stranger.says(`查一下 ${number} 的进度`, /查不到/), await stranger.says('查一下 TS20260302-ZZZZZ 的进度', /查不到/)]
    expect(answers[0]).toBe(answers[1])

    // More time, by two people, and the customer is told; whom it concerns has no part in it.
    await bank.act('li', number, { act: 'request-extension', days: 5, reason: '等待网点录像' })
    expect(await bank.refuses('li', number, { act: 'decide-extension', granted: true })).toEqual([409, 'role'])
    await bank.act('chief', number, { act: 'name-concerned', staff: await bank.idOf('compliance') })
    expect(await bank.refuses('compliance', number, { act: 'decide-extension', granted: true })).toEqual([404])
    expect(await bank.cases('compliance', '?of=all')).toEqual([])
    const extended = await bank.act('chief', number, { act: 'decide-extension', granted: true })
    expect(extended.clocks.find(each => each.what === 'answer')).toMatchObject({ counted: expect.arrayContaining(['2026-03-18']) })
    await guest.hears(/答复期限延长 5 个工作日，最迟 2026年3月18日 前/)

    await bank.act('li', number, { act: 'pause', clock: 'answer', reason: 'customer-documents' })
    await bank.act('li', number, { act: 'resume', clock: 'answer' })
    await bank.act('li', number, { act: 'investigated', finding: '查看录像，确少付一百元' })
    await bank.act('li', number, { act: 'decide', decision: 'upheld', reasons: '柜员差错' })
    // The answer passes the gate.
    const [status, ...why] = await bank.refuses('li', number, { act: 'answer', text: '已退款。另外推荐您买这款基金，稳赚不赔' })
    expect([status, why.join()]).toEqual([422, expect.stringContaining('M4.3a')])
    expect((await bank.show('li', number)).case.status).toBe('decided')
    // The bot waits for the story of another complaint when the answer asks how it was: the rating is no story.
    await guest.says('我还要投诉', /发生了什么事/)
    await bank.act('li', number, { act: 'answer', text: '经查属实，一百元已退还到您的账户，并向您道歉。' })
    await guest.hears(/答复如下：\n经查属实/)
    await guest.says('满意', /谢谢您的评价/)
    expect((await bank.show('li', number)).case).toMatchObject({ status: 'answered', score: 5 })

    // The day comes on which the bot asks whether it is really solved: it is not, and is investigated anew by the same owner.
    await bank.stop('SIGTERM')
    await bank.start('2026-03-05T10:00:30')
    await bank.signIn('li', 'wang', 'chief')
    await guest.hears(/问题真正解决了吗/)
    expect((await guest.texts()).filter(text => text.includes('问题真正解决了吗'))).toHaveLength(1)
    await guest.says('没有解决', /已重新处理，仍由原来的同事负责/)
    const reopened = await bank.show('li', number)
    expect(reopened.case).toMatchObject({ status: 'investigating', reopened: 1, owner: { name: 'li' } })
    expect(reopened.clocks.filter(each => each.status === 'running').map(each => [each.what, each.counted.at(-1)]).sort()).toEqual([['answer', '2026-03-16'], ['first-investigation', '2026-03-09']])
    expect(await bank.notices('li', number)).toEqual(expect.arrayContaining(['case.opened', 'case.reopened']))
    expect(await bank.refuses('li', number, { act: 'decide', decision: 'upheld', reasons: 'x' })).toEqual([409, 'investigated'])
    await bank.act('li', number, { act: 'investigated', finding: '退款当天未入账' })
    await bank.act('li', number, { act: 'decide', decision: 'upheld', reasons: '重新入账' })
    await bank.act('li', number, { act: 'answer', text: '一百元今天已到账，请查收。' })
    expect(await bank.refuses('li', number, { act: 'close' })).toEqual([409, 'name-cause'])
    expect(await bank.refuses('li', number, { act: 'name-cause', cause: 'bad-luck' })).toEqual([400])
    await bank.act('li', number, { act: 'name-cause', cause: 'service-efficiency' })
    expect(await bank.refuses('li', number, { act: 'close' })).toEqual([409, 'feedback'])
    const { measures: [measure] } = await bank.act('chief', number, { act: 'set-measure', what: '现金双人复核', owner: await bank.idOf('wang'), due: '2026-03-31' })

    await bank.stop('SIGTERM')
    await bank.start('2026-03-10T10:00:30')
    await bank.signIn('li', 'wang', 'chief', 'compliance')
    await vi.waitFor(async () => expect((await guest.texts()).filter(text => text.includes('问题真正解决了吗'))).toHaveLength(2), { timeout: 15_000 })
    await guest.says('已解决', /谢谢您的反馈/)
    await bank.act('li', number, { act: 'close' })
    expect(await bank.refuses('li', number, { act: 'archive' })).toEqual([409, 'finish-measure'])
    // Whoever carries a measure out sees its case and reports the result.
    await bank.act('wang', number, { act: 'finish-measure', measure: measure?.id, result: '已实行' })
    const archived = await bank.act('li', number, { act: 'archive' })
    expect(archived.case).toMatchObject({ status: 'archived', keepUntil: expect.stringMatching(/^2031-03-10/) })
    expect(archived.clocks.every(each => each.status === 'done')).toBe(true)
    expect(await bank.refuses('chief', number, { act: 'reopen', reason: 'x' })).toEqual([409, 'over'])
    await guest.says(number, /已答复并归档/)
    const file = await (await bank.call('chief', '/cases-file')).text()
    expect(file).toContain(`${number},archived,,li,bot,`)
    await bank.stop('SIGTERM')
    expect(await bank.withStore(store => verifyChain(store.db))).toMatchObject({ ok: true })

    // The same from the command line.
    const shown = z.looseObject({ case: z.looseObject({ status: z.string() }), timeline: z.array(z.looseObject({ kind: z.string() })) }).parse(JSON.parse(bank.command('show', number, '--json')))
    expect(shown.case.status).toBe('archived')
    expect(shown.timeline.map(each => each.kind)).toEqual(expect.arrayContaining(['case.opened', 'case.extended', 'case.answered', 'case.reopened', 'case.measure-done', 'case.archived']))
    expect(bank.command('list', '--owner', 'li@bank.example', '--csv')).toContain(`${number},archived`)
    expect(bank.command('list', '--status', 'accepted')).toContain('0 complaints')
    expect(() => bank.command('show', 'TS20260101-00000')).toThrow(/There is no such case/)
    expect(() => bank.command('lst')).toThrow(/Usage/)
  })

  it('of what came by letter remind once, though all instances were killed over the due moment; a major one is told to senior management at once', { timeout: 120_000 }, async () => {
    await bank.start('2026-04-01T10:00:00')
    await bank.signIn('li', 'chief', 'boss')
    const response = await bank.call('li', '/cases', 'POST', { channel: 'letter', reference: '信访 2026-17', what: '客户经理挪用我的存款，电话13800138000', amount: 300_000, concerned: [await bank.idOf('wang')] })
    expect(response.status).toBe(201)
    const { case: { number, major } } = whole.parse(await response.json())
    expect(major).toEqual(['amount', 'staff-misconduct'])
    expect(await bank.notices('boss', number)).toEqual(['case.escalated', 'case.escalated'])
    expect(await bank.notices('chief', number)).toEqual(['case.escalated'])
    await bank.act('li', number, { act: 'begin' })
    await bank.stop('SIGKILL')

    await bank.start('2026-04-20T10:00:00')
    await bank.signIn('li', 'chief', 'boss', 'wang')
    const reminders = async (name: Name) => (await bank.notices(name, number)).filter(each => each.startsWith('clock.reminded')).sort()
    // Two clocks ran out; each is told as over, to its owner, who supervises and senior management. An administrator is both of these.
    await vi.waitFor(async () => expect(await reminders('boss')).toHaveLength(4), { timeout: 15_000 })
    expect(await reminders('li')).toEqual(['clock.reminded overdue', 'clock.reminded overdue'])
    expect(await reminders('chief')).toEqual(['clock.reminded overdue', 'clock.reminded overdue'])
    expect(await reminders('wang')).toEqual([])
    const due = z.object({ clocks: z.array(clock) }).parse(await (await bank.call('chief', '/due?of=all&overdue=true')).json()).clocks.filter(each => each.subject.id === number)
    expect(due.map(each => [each.what, each.overdue])).toEqual([['first-investigation', true], ['answer', true]])
    // A letter is answered by letter, through the same gate.
    await bank.act('li', number, { act: 'investigated', finding: '属实' })
    await bank.act('li', number, { act: 'decide', decision: 'upheld', reasons: '移交' })
    expect((await bank.refuses('li', number, { act: 'answer', text: '已处理' }))[0]).toBe(422)
    expect((await bank.refuses('li', number, { act: 'answer', text: '请放心，基金稳赚不赔', via: 'letter' }))[0]).toBe(422)
    await bank.act('li', number, { act: 'answer', text: '款项已追回并入账。', via: 'letter' })
    const facts = await bank.withStore(async store => (await store.db.selectFrom('log').select(['facts', 'masked']).where('kind', 'like', 'case.%').execute()).map(each => `${each.facts} ${each.masked}`).join('\n'))
    expect(facts).not.toContain('13800138000')
  })

  it('that concern their owner go to somebody else, and are not seen by whom they concern', { timeout: 60_000 }, async () => {
    await bank.start('2026-05-06T10:00:00')
    await bank.signIn('li', 'zhao', 'chief', 'boss')
    const opened = await bank.call('boss', '/cases', 'POST', { channel: 'phone', reference: '录音 88', what: '张女士投诉负责人李先生态度恶劣', concerned: [await bank.idOf('li')] })
    const { case: { number, owner } } = whole.parse(await opened.json())
    expect(owner.name).not.toBe('li')
    expect((await bank.call('li', `/cases/${number}`)).status).toBe(404)
    expect(await bank.cases('li').then(list => list.map(each => each.number))).not.toContain(number)
    expect(await bank.notices('li', number)).toEqual([])
    expect(JSON.parse(bank.command('overdue', '--at', '2026-06-30T00:00:00+08:00', '--json'))).toEqual(expect.arrayContaining([expect.objectContaining({ subject: { kind: 'case', id: number }, what: 'answer' })]))
    // Of those who oversee, too: the supervisor is named, and knows nothing of it any more.
    expect(await bank.notices('chief', number)).not.toEqual([])
    const { enquiry, customer } = z.looseObject({ enquiry: z.string(), customer: z.string() }).parse((await bank.show('chief', number)).case)
    const ofCustomer = async (name: Name) => JSON.stringify(await (await bank.call(name, `/customers/${customer}`)).json())
    expect(await ofCustomer('chief')).toContain(enquiry)
    await bank.act('boss', number, { act: 'name-concerned', staff: await bank.idOf('chief'), successor: await bank.idOf('zhao') })
    expect(await bank.notices('chief', number)).toEqual([])
    expect((await bank.call('chief', `/cases/${number}`)).status).toBe(404)
    // Nor of what it is about, by any way that leads there.
    for (const path of [`/enquiries/${enquiry}`, `/enquiries/${enquiry}/evidence`]) expect((await bank.call('chief', path)).status, path).toBeGreaterThanOrEqual(403)
    for (const [path, body] of [['steps', { step: 'handled', how: 'x' }], ['promises', { what: 'x', by: { workingDays: 1 } }], ['close', { outcome: 'resolved' }], ['successions', { to: await bank.idOf('chief'), reason: 'x' }]] as const) {
      expect((await bank.call('chief', `/enquiries/${enquiry}/${path}`, 'POST', body)).status, path).toBe(404)
    }
    for (const path of ['/enquiries?of=all', '/enquiries-file?of=all', '/due?of=all', '/follow-ups?of=all', '/notices?unread=false', '/mine', '/board']) {
      const list = await bank.call('chief', path)
      expect(list.status, path).toBe(200)
      expect(await list.text(), path).not.toContain(enquiry)
    }
    expect(await ofCustomer('chief')).not.toContain(enquiry)
    expect(await ofCustomer('boss')).toContain(enquiry)
    expect((await bank.call('boss', `/enquiries/${enquiry}/successions`, 'POST', { to: await bank.idOf('chief'), reason: 'x' })).status).toBe(409)
    expect(await bank.refuses('boss', number, { act: 'pass-on', to: await bank.idOf('li'), reason: 'x' })).toEqual([409, 'concerned'])
    expect((await bank.show('zhao', number)).case.owner.name).toBe('zhao')
  })

  it('about the conduct of staff keep those who served the customer out of it, in the queue too', { timeout: 60_000 }, async () => {
    await bank.start('2026-06-01T10:00:00')
    await bank.signIn('li', 'wang', 'zhao', 'chief')
    const lists = z.looseObject({ waiting: z.array(z.looseObject({ id: z.string() })) })
    const waiting = async (name: Name) => lists.parse(await (await bank.call(name, '/handovers')).json()).waiting.map(each => each.id)
    const guest = await bank.customer('qian')
    await guest.says('转人工', /转接人工客服/)
    const [first = ''] = await vi.waitFor(async () => { const list = await waiting('wang'); expect(list).toHaveLength(1); return list }, { timeout: 10_000 })
    expect((await bank.call('wang', `/handovers/${first}/take`, 'POST', {})).status).toBe(200)
    expect((await bank.call('wang', `/handovers/${first}/messages`, 'POST', { text: '您好，请稍等' })).status).toBe(200)
    expect((await bank.call('wang', `/handovers/${first}/close`, 'POST', { outcome: 'follow-up' })).status).toBe(200)
    const [, number = ''] = /编号 (TS\d{8}-\w{5})/.exec(await guest.says('我要投诉刚才的客服辱骂我', /编号 TS/)) ?? []
    expect((await bank.show('chief', number)).case.major).toEqual(['staff-misconduct'])
    expect(await bank.refuses('chief', number, { act: 'pass-on', to: await bank.idOf('wang'), reason: 'x' })).toEqual([409, 'concerned'])
    await guest.says('转人工', /转接人工客服/)
    await vi.waitFor(async () => expect(await waiting('zhao')).toHaveLength(1), { timeout: 10_000 })
    const [again = ''] = await waiting('zhao')
    expect(await waiting('wang')).toEqual([])
    expect((await bank.call('wang', `/handovers/${again}`)).status).toBe(403)
    expect((await bank.call('wang', `/handovers/${again}/take`, 'POST', {})).status).toBe(403)
    expect((await bank.call('zhao', `/handovers/${again}/take`, 'POST', {})).status).toBe(200)

    // A new matter of somebody whose earlier one such a complaint is about: they may serve that, and see nothing of the other.
    const sun = await bank.customer('sun')
    const served = async () => {
      await sun.says('转人工', /转接人工客服/)
      const [id = ''] = await vi.waitFor(async () => { const list = await waiting('wang'); expect(list).toHaveLength(1); return list }, { timeout: 10_000 })
      expect((await bank.call('wang', `/handovers/${id}/take`, 'POST', {})).status).toBe(200)
      return id
    }
    const transcript = z.looseObject({ transcript: z.array(z.looseObject({ sequence: z.number().nullable(), role: z.string(), text: z.string() })) })
    const seen = async (id: string) => transcript.parse(await (await bank.call('wang', `/handovers/${id}`)).json()).transcript
    const before = await served()
    expect((await bank.call('wang', `/handovers/${before}/messages`, 'POST', { text: '您好，已为您办好' })).status).toBe(200)
    const said = (await seen(before)).find(({ role }) => role === 'user')?.sequence
    expect((await bank.call('wang', `/handovers/${before}/reveal`, 'POST', { sequence: said, reason: 'identify' })).status).toBe(200)
    expect((await bank.call('wang', `/handovers/${before}/close`, 'POST', { outcome: 'resolved' })).status).toBe(200)
    const wang = await bank.idOf('wang')
    await bank.withStore(store => store.write(async tx => {
      const row = await tx.selectFrom('cases').selectAll().where('number', '=', number).executeTakeFirstOrThrow()
      const { enquiry_id } = await tx.selectFrom('handovers').select('enquiry_id').where('id', '=', before).executeTakeFirstOrThrow()
      await tx.insertInto('cases').values({ ...row, number: 'TS20260601-22222', enquiry_id }).execute()
      // Closed, and so long ago that it is not opened again.
      await tx.updateTable('enquiries').set({ status: 'closed', outcome: 'resolved', close_proposed: null, closed_at: '2026-05-01T00:00:00.000Z', updated_at: '2026-05-01T00:00:00.000Z' }).where('id', '=', enquiry_id).execute()
      const concerned = await tx.selectFrom('case_concerned').selectAll().where('number', '=', number).executeTakeFirstOrThrow()
      await tx.insertInto('case_concerned').values({ ...concerned, number: 'TS20260601-22222', staff_id: wang }).execute()
    }))
    const now = await served()
    expect((await seen(now)).some(({ role }) => role === 'user')).toBe(true)
    expect(JSON.stringify(await seen(now))).not.toContain('已为您办好')
    expect((await bank.call('wang', `/handovers/${now}/reveal`, 'POST', { sequence: said, reason: 'identify' })).status).toBe(404)
    expect((await bank.call('wang', `/handovers/${now}/attachments/${said}/0`)).status).toBe(404)
  })
})
