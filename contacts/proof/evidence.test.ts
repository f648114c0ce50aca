import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate } from '../../knowledge/gate.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createAttachments } from '../attachments.ts'
import { createClocks } from '../clocks/clocks.ts'
import { loadWorkingCalendar } from '../clocks/working-days.ts'
import { createContacts } from '../contacts.ts'
import { createCustomerSeal } from '../customer-seal.ts'
import { createSealing } from '../sealing.ts'
import type { Inbound } from '../types.ts'
import { erasedText } from './erased.ts'
import { erase } from './erasure.ts'
import { evidenceOf, NoMatterError } from './evidence.ts'
import { openLogKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'

const text = '我买的基金<b>亏了</b> & "全部" 13800138000'
const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] })
  .seal({ type: 'message', text: '您好。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: '2026-02-13T02:00:00Z' })
if (!sealed) throw new Error('The gate stopped a harmless text')
const reply = { sealed, masked: '您好。', facts: { articles: [{ id: 'fund-fees', version: '1.2' }], added: [{ id: 'fund.always', version: '2.0' }] } }

describe.each(backends)('an evidence pack on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let dir: string
  let now = Date.parse('2026-02-13T02:00:00Z')
  const clock = { now: () => new Date(now) }
  const sealing = createSealing(Buffer.alloc(32, 7))
  let enquiry = ''
  let customer = ''
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    dir = mkdtempSync(join(tmpdir(), 'shouwen-evidence-'))
    const contacts = createContacts({ store, sealing, clock, mask: given => given.replace(/\d{11}/g, '*'), dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 })
    const files = createAttachments({ dir, since: contacts.since })
    const message = async (about: Partial<Inbound>, effects: Parameters<typeof contacts.commitTurn>[0]['effects'] = []) => {
      now += 60_000
      const accepted = await contacts.accept({ channel: 'test', conversation: 'a', dedupeKey: String(now), from: { id: 'u', verified: false }, kind: 'message', text, attachments: [], ...about })
      if (!accepted.turn) throw new Error('Another message waits')
      const { state } = accepted.turn
      await contacts.commitTurn({ state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: [reply], push: false, dialogState: {}, effects, facts: { intent: 'x' } })
      return state
    }
    const state = await message({ attachments: [{ contentType: 'image/png', name: '../../etc/合同.png', file: await files.keep(Buffer.from('picture')) }] })
    ;({ customer } = state)
    enquiry = state.enquiry.id
    await message({ conversation: 'other', from: { id: 'somebody else', verified: false }, text: '别人的秘密' })
    await message({}, [{ kind: 'survey', score: 2 }])
    await store.write(tx => createClocks({ store, clock, calendar: () => loadWorkingCalendar() }).start(tx, { subject: { kind: 'enquiry', id: enquiry }, what: 'promise', owner: 'administrator', about: { customer, enquiry, conversation: 'test:a' }, rule: 'M1.1c', term: { workingDays: 2 } }))
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  const make = async (matter: Parameters<typeof evidenceOf>[1], locale: 'zh-Hans' | 'zh-Hant' | 'en' = 'zh-Hans') => {
    const { archive } = await evidenceOf({
      store, clock, key: openLogKey(dir), calendar: () => loadWorkingCalendar(), files: createAttachments({ dir, since: async () => [] }), seal: () => createCustomerSeal({ store, sealing }), names: async () => id => id === 'administrator' ? '王主管' : id,
    }, matter, locale)
    const files = unzipSync(archive)
    return { names: Object.keys(files).sort(), text: (name: string) => Buffer.from(files[name] ?? []).toString('utf8') }
  }

  it('holds what was said and done, with versions, owners, deadlines and the days they were counted on', async () => {
    const pack = await make({ enquiry })
    expect(pack.names).toEqual(['evidence.html', 'evidence.json', 'files/1-__.._etc_合同.png', 'log-1.jsonl', 'log-signing.pub'])
    const json = JSON.parse(pack.text('evidence.json'))
    expect(json).toMatchObject({
      enquiry: { id: enquiry, owner: { id: 'administrator', name: '王主管' } }, owners: [{ owner: { name: '王主管' }, kind: 'enquiry.opened' }],
      survey: [{ kind: 'survey.answered', facts: { score: 2 } }],
      clocks: [{ what: 'promise', counted: ['2026-02-14', '2026-02-24'] }],
    })
    expect(json.transcript.map((each: { text: string }) => each.text)).toEqual([text, '您好。', text, '您好。'])
    expect(json.transcript[1]).toMatchObject({ articles: [{ id: 'fund-fees', version: '1.2' }], wording: [{ id: 'fund.always', version: '2.0' }] })
    const days = new Map(json.clocks[0].days.map((each: { day: string; working: boolean }) => [each.day, each.working]))
    expect([days.get('2026-02-14'), days.get('2026-02-17'), days.get('2026-02-24')]).toEqual([true, false, true])
    for (const name of pack.names) expect(pack.text(name)).not.toContain('别人的秘密')
  })

  it('of a complaint holds the complaint, opened, and whom it concerns', async () => {
    const contacts = createContacts({ store, sealing, clock, mask: () => '*', dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 })
    const number = 'TS20260213-ABCDE'
    await store.write(tx => contacts.complaints.cases.open(tx, { number, kind: 'complaint', customer, enquiry, conversation: 'test:a', locale: 'zh-Hans', owner: 'administrator', how: 'agent', actor: 'agent:li', what: '柜员张三态度恶劣', concerned: ['administrator'] }))
    const pack = await make({ case: number })
    const json = JSON.parse(pack.text('evidence.json'))
    expect(json).toMatchObject({ enquiry: { id: enquiry }, cases: [{ number, concerned: [{ name: '王主管' }] }] })
    expect(JSON.stringify(json.cases)).toContain('柜员张三态度恶劣')
    expect(json.timeline.map((each: { kind: string }) => each.kind)).toContain('case.opened')
    expect(json.clocks.map((each: { what: string }) => each.what)).toEqual(expect.arrayContaining(['promise', 'answer', 'first-investigation']))
    expect(pack.text('evidence.html')).toContain('柜员张三态度恶劣')
    expect(pack.text('evidence.html')).not.toMatch(/undefined|\[object/)
  })

  it('brings a part of the log that verifies, and in which each message is found by its hash', async () => {
    const pack = await make({ enquiry })
    const log = pack.text('log-1.jsonl')
    async function* bytes(content: string) { yield Buffer.from(content) }
    expect(await verifyExport(bytes(log), { publicKey: pack.text('log-signing.pub').trim() })).toMatchObject({ ok: true, customer })
    const json = JSON.parse(pack.text('evidence.json'))
    for (const { hash } of [...json.transcript, ...json.timeline]) expect(log).toContain(`{"hash":"${hash}"`)
    const lines = log.split('\n')
    lines.splice(3, 1)
    expect((await verifyExport(bytes(lines.join('\n')), {})).ok).toBe(false)
  })

  it('is a page that stands by itself, in three languages, in which nothing that was said means anything', async () => {
    for (const [locale, title] of [['zh-Hans', '证据包'], ['zh-Hant', '證據包'], ['en', 'Evidence pack']] as const) {
      const page = (await make({ enquiry }, locale)).text('evidence.html')
      expect(page).toContain(title)
      expect(page).toContain('我买的基金&#60;b&#62;亏了')
      expect(page).not.toMatch(/<script|<b>|https?:|src=|undefined|\[object/)
    }
  })

  it('of what is not there says so, and of an erased customer holds what remains', async () => {
    await expect(make({ enquiry: 'x' })).rejects.toBeInstanceOf(NoMatterError)
    await expect(make({ case: 'TS-1' })).rejects.toThrow(/no complaint TS-1/)
    await erase({ store, seal: createCustomerSeal({ store, sealing }), files: createAttachments({ dir, since: async () => [] }), clock, mask: given => given }, { customer, by: 'operator:root', reason: '客户申请', approver: 'li' })
    const pack = await make({ enquiry })
    expect(JSON.parse(pack.text('evidence.json')).transcript.map((each: { text: string }) => each.text)).toEqual([erasedText, erasedText, erasedText, erasedText])
    async function* bytes() { yield Buffer.from(pack.text('log-1.jsonl')) }
    expect(await verifyExport(bytes())).toMatchObject({ ok: true, withoutText: 5 })
  })
})
