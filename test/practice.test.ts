import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { openStore, type Store } from '../store/index.ts'
import { addStaff, deskAt } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

const handover = z.looseObject({ id: z.string(), channel: z.string(), urgent: z.boolean(), summary: z.string() })
const lists = z.looseObject({ waiting: z.array(handover), mine: z.array(handover) })
const detail = z.looseObject({ transcript: z.array(z.looseObject({ role: z.string(), text: z.string() })) })
const room = z.looseObject({ id: z.string(), customers: z.array(z.looseObject({ script: z.string(), status: z.string(), handover: z.string().nullable() })) })
const standing = z.object({ room: room.nullable(), elsewhere: z.boolean() })
const finding = z.object({ kind: z.string(), well: z.boolean(), about: z.array(z.string()), seconds: z.number().nullable() })
const debrief = z.looseObject({ id: z.string(), member: z.looseObject({ name: z.string() }), customers: z.array(z.looseObject({ script: z.looseObject({ id: z.string() }), findings: z.array(finding) })), most: z.number(), hours: z.number().nullable(), confirmed: z.boolean().nullable() })
const refusal = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }), reasons: z.array(z.string()).optional() })
const event = z.looseObject({ type: z.string(), id: z.number().optional(), handover: z.string().optional(), entry: z.looseObject({ text: z.string(), role: z.string() }).optional() })
const anything = z.looseObject({})
const soon = { timeout: 15_000, interval: 50 }

/** Two scripts that are quick to play. */
const scripts = {
  'asks-for-promise': `name: 追问承诺
rule: M4.3a
locale: zh-Hans
about: 不作承诺
opening: [我想买基金]
talk:
  - says: 肯定不会亏吧？
  - says: 我的手机号是13800138000，请给我打电话
    needs: [风险]
    insists: 您就说会不会亏
patience: 300
leaves: 走了
thanks: 谢谢，我懂了
good:
  - about: 提示风险
    any: [风险]
never: [保本]
steps: [answered]
outcome: [resolved]
`,
  'has-no-time': `name: No time to wait
rule: M2.2a
locale: en
about: Be quick
opening: [Talk to a person]
talk:
  - says: At last
patience: 1
impatient: [Hello?]
leaves: Goodbye
thanks: Thanks
`,
}

describe('practice', () => {
  let service: Running
  let dataDir: string
  let store: Store
  let ids: Record<string, string>
  let li: string
  let wang: string
  let chen: string
  let auditor: string
  const at = (cookie: string) => ({
    got: <T>(schema: z.ZodType<T>, path: string, method = 'GET', body?: unknown) => deskAt(service.url).got(schema, path, cookie, method, body),
    refused: async (path: string, method = 'GET', body?: unknown) => {
      const response = await deskAt(service.url).call(path, cookie, method, body)
      return { status: response.status, ...refusal.parse(await response.json()) }
    },
  })
  const begin = (cookie: string, of: readonly string[], more: object = {}) => at(cookie).got(room, '/practice', 'POST', { scripts: of, pace: 'busy', ...more })
  const practised = (cookie: string) => at(cookie).got(lists, '/practice/room/handovers')
  const waits = (cookie: string) => vi.waitFor(async () => {
    const [first] = (await practised(cookie)).waiting
    if (!first) throw new Error('Nobody waits in practice yet')
    return first
  }, soon)
  const hears = (cookie: string, id: string, words: string) => vi.waitFor(async () => {
    const { transcript } = await at(cookie).got(detail, `/practice/room/handovers/${id}`)
    const said = transcript.filter(({ role }) => role === 'user').at(-1)
    expect(said?.text).toContain(words)
    return transcript
  }, soon)
  /** Every row of every table, but for presence, the log's checkpoints that come by the clock, and what is practice's own. */
  async function records(): Promise<Record<string, unknown[]>> {
    const tables = (await store.db.introspection.getTables()).map(({ name }) => name).filter(name => !['staff_sessions', 'log_checkpoints', 'practice_rooms', 'practice_debriefs'].includes(name))
    return Object.fromEntries(await Promise.all(tables.map(async name => [name, (await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(store.db)).rows.map(({ last_seen_at: _presence, ...row }) => row)])))
  }
  /** The service's figures, but for those of its store and those that grow with the time. */
  const metrics = async () => (await (await fetch(`${service.url}/metrics`)).text()).split('\n').filter(line => /^shouwen_/.test(line) && !/^shouwen_(store|log)|longest_wait|oldest/.test(line))

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-practice-'))
    const folder = join(dataDir, 'scripts')
    mkdirSync(folder)
    for (const [name, yaml] of Object.entries(scripts)) writeFileSync(join(folder, `${name}.yaml`), yaml)
    ids = await addStaff(dataDir, { li: 'agent', wang: 'agent', chen: 'supervisor', zhao: 'auditor' })
    service = await startProcess({ DATA_DIR: dataDir, PRACTICE_DIR: folder, PRACTICE_ROOMS: '2' })
    store = await openStore({ dataDir })
    const desk = deskAt(service.url)
    li = await desk.signIn('li')
    wang = await desk.signIn('wang')
    chen = await desk.signIn('chen')
    auditor = await desk.signIn('zhao')
  })
  afterAll(async () => {
    await store?.close()
    await service?.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('goes through a whole shift at the same desk, and leaves nothing of it but that it was', { timeout: 90_000 }, async () => {
    // A real customer waits meanwhile, whom nobody who practises sees or serves.
    const customer = await deskAt(service.url).customer()
    await customer.say('转人工')
    await vi.waitFor(async () => expect((await at(wang).got(lists, '/handovers')).waiting).toHaveLength(1), soon)
    const [real] = (await at(wang).got(lists, '/handovers')).waiting
    const heard = await customer.texts()
    const [before, counted] = [await records(), await metrics()]

    const events: z.infer<typeof event>[] = []
    await begin(li, ['asks-for-promise'])
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/api/desk/practice/room/events`, { headers: { cookie: li } })
    socket.on('message', bytes => events.push(event.parse(JSON.parse(String(bytes)))))
    const { id, channel } = await waits(li)
    expect(channel).toBe('practice')
    expect(id).not.toBe(real?.id)
    expect((await practised(li)).waiting).toHaveLength(1)

    await at(li).got(anything, `/practice/room/handovers/${id}/take`, 'POST', {})
    await hears(li, id, '肯定不会亏吧')
    // The gate, assist and the steps are the desk's own.
    const stopped = await at(li).refused(`/practice/room/handovers/${id}/messages`, 'POST', { text: '放心，这只基金保本，稳赚不赔' })
    expect(stopped).toMatchObject({ status: 422 })
    const checked = await at(li).got(z.looseObject({ verdict: z.string() }), `/practice/room/handovers/${id}/check`, 'POST', { text: '这只基金保本' })
    expect(checked.verdict).toBe('stop')
    expect(await at(li).got(z.looseObject({ language: z.string() }), `/practice/room/handovers/${id}/suggestions`)).toMatchObject({ language: 'zh-Hans' })
    expect(await at(li).refused(`/practice/room/handovers/${id}/close`, 'POST', { outcome: 'resolved' })).toMatchObject({ status: 409, error: { code: 'OpenLoop' }, reasons: ['answered'] })
    await at(li).got(anything, `/practice/room/handovers/${id}/messages`, 'POST', { text: '您好，买基金前请先做测评' })
    await hears(li, id, '您就说会不会亏')
    await at(li).got(anything, `/practice/room/handovers/${id}/messages`, 'POST', { text: '基金净值会波动，有亏损的风险' })
    const transcript = await hears(li, id, '请给我打电话')
    expect(JSON.stringify(transcript)).not.toContain('13800138000')
    await at(li).got(anything, `/practice/room/handovers/${id}/messages`, 'POST', { text: '好的，我们会联系您' })
    await hears(li, id, '谢谢，我懂了')
    await vi.waitFor(() => {
      expect(events.some(({ type }) => type === 'typing')).toBe(true)
      expect(events.some(({ type, entry }) => type === 'message' && entry?.text === '谢谢，我懂了')).toBe(true)
    }, soon)
    await at(li).got(anything, `/practice/room/handovers/${id}/close`, 'POST', { outcome: 'resolved' })
    const closed = new Promise<number>(resolve => socket.once('close', resolve))
    const { debrief: of } = await at(li).got(z.object({ debrief: z.string() }), '/practice/end', 'POST', {})
    expect(await closed).toBe(4409)

    const found = await at(li).got(debrief, `/practice/debriefs/${of}`)
    const findings = found.customers[0]?.findings ?? []
    const ofKind = (kind: string) => findings.filter(each => each.kind === kind).map(({ well, about }) => [well, ...about])
    expect(found.customers).toHaveLength(1)
    expect(ofKind('content')).toEqual([[true, '提示风险']])
    expect(ofKind('forbidden')).toEqual([[true]])
    expect(ofKind('stopped')).toHaveLength(1)
    expect(ofKind('close-refused')).toEqual([[false, 'answered']])
    expect(ofKind('step')).toEqual([[true, 'answered']])
    expect(ofKind('outcome')).toEqual([[true, 'resolved']])
    expect(ofKind('answered')).toHaveLength(1)

    // Nothing anywhere but two lines in the audit trail: that it began, and that it ended.
    const after = await records()
    const added = (after['log'] ?? []).slice(before['log']?.length ?? 0).map(row => z.looseObject({ kind: z.string(), actor: z.string(), facts: z.string(), masked: z.string(), sealed: z.string() }).parse(row))
    expect(added.map(({ kind, actor, masked, sealed }) => [kind, actor, masked, sealed])).toEqual([['practice.begun', `agent:${ids['li']}`, '', ''], ['practice.ended', `agent:${ids['li']}`, '', '']])
    expect(added.map(({ facts }) => Object.keys(JSON.parse(facts)).sort())).toEqual([['practice', 'rule', 'scripts'], ['customers', 'practice', 'rule']])
    const besides = ({ log: _log, acts: _acts, ...rest }: Record<string, unknown[]>) => rest
    expect(besides(after)).toEqual(besides(before))
    expect(after['log']?.slice(0, before['log']?.length)).toEqual(before['log'])
    expect(after['acts']).toHaveLength((before['acts']?.length ?? 0) + 2)
    expect(await metrics()).toEqual(counted)
    expect(await customer.texts()).toEqual(heard)
    expect((await at(wang).got(lists, '/handovers')).waiting.map(each => each.id)).toEqual([real?.id])
    const acts = await at(auditor).got(z.looseObject({ acts: z.array(z.looseObject({ kind: z.string() })) }), `/audit?person=${ids['li']}`)
    expect(acts.acts.map(({ kind }) => kind).filter(kind => kind.startsWith('practice'))).toEqual(['practice.ended', 'practice.begun'])
    // And nothing of it is at the desk any more.
    expect(await at(li).refused(`/practice/room/handovers/${id}`)).toMatchObject({ status: 409, error: { code: 'NoPractice' } })
    expect(await at(li).refused(`/handovers/${id}`)).toMatchObject({ status: 404 })
    await at(wang).got(anything, `/handovers/${real?.id}/take`, 'POST', {})
    await at(wang).got(anything, `/handovers/${real?.id}/messages`, 'POST', { text: '您好，请问有什么可以帮您？' })
    await at(wang).got(anything, `/handovers/${real?.id}/close`, 'POST', { outcome: 'resolved' })
  })

  it('keeps the rooms of two members apart, and shows a colleague nothing of them', { timeout: 60_000 }, async () => {
    await begin(li, ['asks-for-promise'])
    await begin(wang, ['asks-for-promise', 'asks-for-promise'], { atOnce: 2 })
    const [ofLi] = [await waits(li)]
    await vi.waitFor(async () => expect((await practised(wang)).waiting).toHaveLength(2), soon)
    expect((await practised(wang)).waiting.map(({ id }) => id)).not.toContain(ofLi.id)
    expect(await at(wang).refused(`/practice/room/handovers/${ofLi.id}`)).toMatchObject({ status: 404 })
    expect(await at(wang).refused(`/practice/room/handovers/${ofLi.id}/take`, 'POST', {})).toMatchObject({ status: 404 })
    expect(await at(chen).refused(`/practice/room/handovers/${ofLi.id}`)).toMatchObject({ status: 409, error: { code: 'NoPractice' } })
    expect((await at(chen).got(lists, '/handovers')).waiting).toEqual([])
    // Who practises is not at the desk for real customers.
    const present = (await at(chen).got(z.looseObject({ present: z.array(z.object({ name: z.string() })) }), '/handovers')).present.map(({ name }) => name)
    expect(present).toContain('chen')
    expect(present).not.toContain('li')
    await at(li).got(anything, '/practice/end', 'POST', {})
    expect((await practised(wang)).waiting).toHaveLength(2)
    const { debrief: of } = await at(wang).got(z.object({ debrief: z.string() }), '/practice/end', 'POST', {})
    expect(await at(li).refused(`/practice/debriefs/${of}`)).toMatchObject({ status: 404 })
    expect((await at(wang).got(debrief, `/practice/debriefs/${of}`)).customers.map(({ findings }) => findings.map(({ kind }) => kind))).toEqual([['never-taken'], ['never-taken']])
  })

  it('lets who trains listen in and whisper, as at the desk, and nobody else', { timeout: 60_000 }, async () => {
    const { id: room } = await begin(li, ['asks-for-promise'])
    const { id } = await waits(li)
    await at(li).got(anything, `/practice/room/handovers/${id}/take`, 'POST', {})
    await hears(li, id, '肯定不会亏吧')
    const { rooms } = await at(chen).got(z.object({ rooms: z.array(z.looseObject({ id: z.string(), member: z.looseObject({ name: z.string() }), room: standing.shape.room })) }), '/practice/rooms')
    expect(rooms.map(each => [each.id, each.member.name, each.room?.customers.map(({ status }) => status)])).toEqual([[room, 'li', ['talking']]])
    const watched = `/practice/rooms/${room}/handovers/${id}`
    expect((await at(chen).got(detail, watched)).transcript.at(-1)?.text).toContain('肯定不会亏吧')
    await at(chen).got(anything, `${watched}/notes`, 'POST', { text: '先请他做测评' })
    expect(JSON.stringify(await at(li).got(anything, `/practice/room/handovers/${id}`))).toMatch(/"name":"chen"[^}]*"whisper"|"whisper"[^}]*"name":"chen"/)
    expect((await at(li).got(z.looseObject({ others: z.array(z.looseObject({ name: z.string() })) }), `/practice/room/handovers/${id}/looking`, 'POST', { doing: 'looking' })).others).toEqual([])
    await at(chen).got(anything, `${watched}/looking`, 'POST', { doing: 'looking' })
    expect((await at(li).got(z.looseObject({ others: z.array(z.looseObject({ name: z.string() })) }), `/practice/room/handovers/${id}/looking`, 'POST', { doing: 'looking' })).others.map(({ name }) => name)).toEqual(['chen'])
    // Nothing there but reading and whispering; nothing for colleagues and auditors; nothing of it at the real desk.
    for (const path of ['messages', 'take', 'take-over', 'close']) expect(await at(chen).refused(`${watched}/${path}`, 'POST', {})).toMatchObject({ status: 404 })
    for (const other of [wang, auditor]) for (const path of ['/practice/rooms', watched]) expect(await at(other).refused(path)).toMatchObject({ status: 403 })
    expect(await at(chen).refused(`/handovers/${id}`)).toMatchObject({ status: 404 })
    expect(await at(chen).refused(`/practice/rooms/none/handovers/${id}`)).toMatchObject({ status: 404 })
    await at(li).got(anything, '/practice/end', 'POST', {})
    expect(await at(chen).refused(watched)).toMatchObject({ status: 404 })
    expect(JSON.stringify((await records())['log'])).not.toContain('先请他做测评')
  })

  it('has as many rooms as the setting says, and as many messages in each as it has room for', { timeout: 60_000 }, async () => {
    await begin(li, ['asks-for-promise'])
    await begin(wang, ['asks-for-promise'])
    expect(await at(chen).refused('/practice', 'POST', { scripts: ['asks-for-promise'] })).toMatchObject({ status: 409, error: { code: 'PracticeFull' } })
    const { id } = await waits(li)
    await at(li).got(anything, `/practice/room/handovers/${id}/take`, 'POST', {})
    const note = () => deskAt(service.url).call(`/practice/room/handovers/${id}/notes`, li, 'POST', { text: '字'.repeat(4_000) })
    for (let written = 0; written < 500; written += 50) for (const { status } of await Promise.all(Array.from({ length: 50 }, note))) expect(status).toBe(200)
    expect(await at(li).refused(`/practice/room/handovers/${id}/notes`, 'POST', { text: 'x' })).toMatchObject({ status: 409, error: { code: 'PracticeLong', message: /end it and begin/ } })
    for (const member of [li, wang]) await at(member).got(anything, '/practice/end', 'POST', {})
  })

  it('lets customers lose patience and leave, and the next one come', { timeout: 60_000 }, async () => {
    await begin(li, ['has-no-time', 'has-no-time'])
    await vi.waitFor(async () => expect((await at(li).got(standing, '/practice')).room?.customers.map(({ status }) => status)).toEqual(['left', 'left']), soon)
    await vi.waitFor(async () => expect((await practised(li)).waiting).toEqual([]), soon)
    const { debrief: of } = await at(li).got(z.object({ debrief: z.string() }), '/practice/end', 'POST', {})
    expect((await at(li).got(debrief, `/practice/debriefs/${of}`)).customers.map(({ findings }) => findings.map(({ kind }) => kind))).toEqual([['never-taken', 'left'], ['never-taken', 'left']])
  })

  it('begins only where it can, and says why not', async () => {
    expect(await at(li).refused('/practice', 'POST', { scripts: ['no-such'] })).toMatchObject({ status: 404, error: { message: /no-such/ } })
    expect(await at(li).refused('/practice', 'POST', { scripts: [] })).toMatchObject({ status: 400 })
    expect(await at(auditor).refused('/practice', 'POST', { scripts: ['asks-for-promise'] })).toMatchObject({ status: 403 })
    expect(await at(li).refused('/practice/end', 'POST', {})).toMatchObject({ status: 409, error: { code: 'NoPractice' } })
    const customer = await deskAt(service.url).customer()
    await customer.say('转人工')
    const id = await deskAt(service.url).take(li)
    expect(await at(li).refused('/practice', 'POST', { scripts: ['asks-for-promise'] })).toMatchObject({ status: 409, error: { message: /serve customers/ } })
    await at(li).got(anything, `/handovers/${id}/messages`, 'POST', { text: '您好' })
    await at(li).got(anything, `/handovers/${id}/close`, 'POST', { outcome: 'resolved' })
    await begin(li, ['asks-for-promise'])
    expect(await at(li).refused('/practice', 'POST', { scripts: ['asks-for-promise'] })).toMatchObject({ status: 409, error: { message: /already/ } })
    // A real customer is not taken by who practises.
    await customer.say('转人工')
    const waiting = await vi.waitFor(async () => {
      const [first] = (await at(wang).got(lists, '/handovers')).waiting
      if (!first) throw new Error('Nobody waits yet')
      return first.id
    }, soon)
    expect(await at(li).refused(`/handovers/${waiting}/take`, 'POST', {})).toMatchObject({ status: 409, error: { message: /practise/ } })
    await begin(li, ['asks-for-promise'], { anew: true })
    await at(li).got(anything, '/practice/end', 'POST', {})
  })

  it('counts as continuing education only when somebody else who supervises says so', async () => {
    const id = 'a-long-shift'
    await store.write(tx => tx.insertInto('practice_debriefs').values({ id, staff_id: ids['li'] ?? '', begun_at: '2026-11-02T01:00:00.000Z', ended_at: '2026-11-02T02:40:00.000Z', debrief: '{"customers":[]}', hours: null, decided_by: null, decided_at: null, confirmed: null }).execute())
    expect(await at(li).got(debrief, `/practice/debriefs/${id}`)).toMatchObject({ most: 1.5, hours: null })
    expect(await at(chen).refused(`/practice/debriefs/${id}/decision`, 'POST', { confirm: true })).toMatchObject({ status: 409 })
    expect(await at(li).refused(`/practice/debriefs/${id}/hours`, 'POST', { hours: 2 })).toMatchObject({ status: 409, error: { message: /1\.5/ } })
    expect(await at(chen).refused(`/practice/debriefs/${id}/hours`, 'POST', { hours: 1 })).toMatchObject({ status: 404 })
    await at(li).got(anything, `/practice/debriefs/${id}/hours`, 'POST', { hours: 1.5 })
    expect(await at(li).refused(`/practice/debriefs/${id}/decision`, 'POST', { confirm: true })).toMatchObject({ status: 403 })
    await at(chen).got(anything, `/practice/debriefs/${id}/decision`, 'POST', { confirm: true })
    expect(await at(chen).refused(`/practice/debriefs/${id}/decision`, 'POST', { confirm: false })).toMatchObject({ status: 409 })
    const own = await at(li).got(z.looseObject({ record: z.looseObject({ hoursThisYear: z.number() }) }), '/qualifications/mine')
    expect(own.record.hoursThisYear).toBe(1.5)
    expect((await at(chen).got(z.looseObject({ debriefs: z.array(debrief) }), '/practice/debriefs?of=all')).debriefs.find(each => each.id === id)).toMatchObject({ member: { name: 'li' }, confirmed: true })
    expect(await at(li).refused('/practice/debriefs?of=all')).toMatchObject({ status: 403 })
  })
})
