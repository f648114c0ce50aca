import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGate } from '../../knowledge/gate.ts'
import { openStore, type Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createAttachments } from '../attachments.ts'
import { createAddresses } from '../channels/addresses.ts'
import { createContacts } from '../contacts.ts'
import { createCustomerSeal } from '../customer-seal.ts'
import { createKeptStates } from '../kept-states.ts'
import { append, verifyChain } from '../log.ts'
import { createSealing } from '../sealing.ts'
import { FencedError } from '../turns.ts'
import type { Inbound } from '../types.ts'
import { copyForCustomer, NoCustomerError } from './customer-copy.ts'
import { erasedText } from './erased.ts'
import { erase, NotErasableError } from './erasure.ts'
import { exportLines } from './log-export.ts'
import { openLogKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'

/** What no recogniser knows to be personal. */
const marker = '欧阳修远在望江路'
const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] })
  .seal({ type: 'message', text: `您好，${marker}。`, locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: clock.now().toISOString() })
if (!sealed) throw new Error('The gate stopped a harmless text')
const reply = { sealed, masked: sealed.outgoing.text, facts: {} }

/** Every value of every table. */
async function everything({ db }: Store): Promise<string> {
  let all = ''
  for (const { name } of await db.introspection.getTables()) all += JSON.stringify((await sql`SELECT * FROM ${sql.table(name)}`.execute(db)).rows)
  return all
}

describe.each(backends)('erasing a customer on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let dir: string
  let counter = 0
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    dir = mkdtempSync(join(tmpdir(), 'shouwen-erase-'))
    await store.write(async tx => {
      await tx.insertInto('staff').values({ id: 'amy', email: 'amy@bank.example', name: 'Amy', role: 'agent', password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: clock.now().toISOString(), disabled: 0 }).execute()
    })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  const sealing = createSealing(Buffer.alloc(32, 7))
  const on = () => createContacts({ store, sealing, clock, mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 })
  let deps: { store: Store; seal: ReturnType<typeof createCustomerSeal>; files: ReturnType<typeof createAttachments>; addresses: ReturnType<typeof createAddresses>; clock: typeof clock; mask(text: string): string }
  beforeEach(() => { deps = { store, seal: createCustomerSeal({ store, sealing: createSealing(Buffer.alloc(32, 7)) }), addresses: createAddresses({ store, sealing }), files: createAttachments({ dir, since: async () => [] }), clock, mask: text => text } })

  /** A customer with something of theirs in every place. */
  async function somebody() {
    counter += 1
    const contacts = on()
    const user = `${marker}${counter}`
    const inbound: Inbound = {
      channel: 'telegram', conversation: `c${counter}`, dedupeKey: `m${counter}${marker}`, from: { id: user, name: marker, verified: false }, kind: 'message', text: `我是${marker}`,
      attachments: [{ contentType: 'image/png', name: `${marker}.png`, file: await deps.files.keep(Buffer.from(marker)) }], reference: await deps.addresses.seal({ user: { name: marker } }),
    }
    const accepted = await contacts.accept(inbound)
    if (!accepted.turn) throw new Error('Another message waits')
    const { state } = accepted.turn
    await contacts.commitTurn({
      state, token: 1, answered: accepted.sequence, replyTo: accepted.id, replies: [reply], push: true, dialogState: { said: marker }, facts: {},
      effects: [{ kind: 'handover', id: `h${counter}`, reason: 'asked', summary: marker, topic: 'fund-fees', urgent: false, locale: 'zh-Hans', ahead: 0 }],
    })
    await createKeptStates({ store, sealing }).write({ [`telegram/users/${user}/`]: { name: marker }, [`telegram/conversations/c${counter}/`]: { name: marker } })
    await contacts.tasks.add({ customer: state.customer, enquiry: state.enquiry.id, conversation: state.conversation, what: `回电${marker}`, owner: 'amy', day: '2026-11-30', by: 'amy' })
    return { contacts, inbound, accepted, customer: state.customer, state }
  }
  async function exported(customer?: string) {
    async function* lines() { for await (const each of exportLines(store, openLogKey(dir), { customer, at: clock.now() })) yield Buffer.from(each) }
    return verifyExport(lines())
  }

  it('leaves nothing of them to be read, and the log verifiable', async () => {
    const { contacts, customer, accepted, state } = await somebody()
    const [{ wrapped_key: key } = { wrapped_key: '' }] = await store.db.selectFrom('customers').select('wrapped_key').where('id', '=', customer).execute()
    const before = await verifyChain(store.db)
    const files = readdirSync(dir).filter(name => /^[0-9a-f]{48}$/.test(name))
    const erased = await erase(deps, { customer, by: 'operator:root', reason: '客户申请' })
    expect(erased).toMatchObject({ customers: [customer], files: 1, enquiriesClosed: 1 })
    const left = await everything(store)
    expect(left).not.toContain(marker)
    expect(left).not.toContain(key)
    expect(readdirSync(dir).filter(name => /^[0-9a-f]{48}$/.test(name)).length).toBe(files.length - 1)
    const after = await verifyChain(store.db)
    expect(after).toMatchObject({ ok: true, entries: (before.ok ? before.entries : 0) + 2 })
    expect(await exported()).toMatchObject({ ok: true, withoutText: erased.texts })
    expect(await exported(customer)).toMatchObject({ ok: true, withoutText: erased.texts, entries: erased.entries + 2 })
    // A turn that was under way comes too late, and a process that had the key in memory lets it go.
    await expect(contacts.commitTurn({ state, token: 9, answered: 1, replyTo: accepted.id, replies: [reply], push: true, dialogState: {}, effects: [], facts: {} })).rejects.toBeInstanceOf(FencedError)
    await contacts.forgetErased()
    const shown = await contacts.since(accepted.conversation, 0, 10)
    expect(shown.map(each => each.content['text'])).toEqual([erasedText, erasedText])
    expect(shown.map(each => each.maskedText)).toEqual([erasedText, erasedText])
    await expect(erase(deps, { customer, by: 'operator:root', reason: 'again' })).rejects.toThrow(/erased already/)
    await expect(erase(deps, { customer: 'nobody', by: 'operator:root', reason: 'x' })).rejects.toBeInstanceOf(NotErasableError)
  })

  it('leaves others as they are', async () => {
    const [gone, other] = [await somebody(), await somebody()]
    await erase(deps, { customer: gone.customer, by: 'operator:root', reason: '客户申请' })
    expect((await other.contacts.since(other.accepted.conversation, 0, 10)).map(each => each.content['text'])).toEqual([`我是${marker}`, `您好，${marker}。`])
    expect(await store.db.selectFrom('kept_states').select('key').where('key', 'like', `%${marker}${counter}%`).execute()).toHaveLength(1)
  })

  it('lets them begin anew in the same conversation, as somebody nobody knows', async () => {
    const { contacts, customer, inbound, accepted } = await somebody()
    await erase(deps, { customer, by: 'operator:root', reason: '客户申请' })
    await contacts.forgetErased()
    const again = await contacts.accept({ ...inbound, text: '又来了', attachments: [] })
    expect(again).toMatchObject({ duplicate: false, sequence: accepted.sequence + 2 })
    expect(again.turn?.state.customer).not.toBe(customer)
    expect(again.turn?.state.dialogState).toBeUndefined()
    expect((await contacts.since(accepted.conversation, 0, 10)).map(each => each.content['text'])).toEqual([erasedText, erasedText, '又来了'])
    expect(await verifyChain(store.db)).toMatchObject({ ok: true })
    // Nobody else's conversation is anybody's.
    const stranger = await somebody()
    await expect(contacts.accept({ ...stranger.inbound, from: { id: 'x', verified: false }, dedupeKey: 'x' })).rejects.toThrow(/another customer/)
  })

  it('waits while a complaint is open or must be kept in the archive, unless compliance approves it, which is on record', async () => {
    const { contacts, customer, state } = await somebody()
    await store.write(tx => contacts.complaints.cases.open(tx, {
      number: `TS-${counter}`, kind: 'complaint', customer, enquiry: state.enquiry.id, conversation: state.conversation, locale: 'zh-Hans', owner: 'li', how: 'bot', actor: 'customer', what: `投诉：${marker}，${counter}号柜台`,
    }))
    await expect(erase(deps, { customer, by: 'operator:root', reason: '客户申请' })).rejects.toThrow(new RegExp(`TS-${counter}.*--force`))
    expect(await everything(store)).toContain(marker)
    const archive = (keep_until: string) => store.write(tx => tx.updateTable('cases').set({ status: 'archived', keep_until }).where('number', '=', `TS-${counter}`).execute())
    await archive('2029-01-01T00:00:00.000Z')
    await expect(erase(deps, { customer, by: 'operator:root', reason: '客户申请' })).rejects.toThrow(/until 2029-01-01/)
    await erase(deps, { customer, by: 'operator:root', reason: '客户申请', approver: 'li' })
    expect(await everything(store)).not.toContain(`${counter}号柜台`)
    const [entry] = await store.db.selectFrom('log').select(['facts', 'actor']).where('kind', '=', 'customer.erased').where('customer_id', '=', customer).execute()
    expect(entry).toMatchObject({ actor: 'operator:root' })
    expect(JSON.parse(entry?.facts ?? '{}')).toMatchObject({ complaints: [`TS-${counter}`], approver: 'li' })
  })

  it('is the only way to take a text out: a log that lacks one without it is found', async () => {
    const { customer } = await somebody()
    await store.write(tx => tx.updateTable('log').set({ masked: '', masked_salt: '' }).where('customer_id', '=', customer).where('masked', '<>', '').execute())
    expect(await exported(customer)).toMatchObject({ ok: false, why: expect.stringContaining('no erasure') })
    await expect(store.write(tx => tx.updateTable('log').set({ masked: 'other' }).where('customer_id', '=', customer).execute())).rejects.toThrow(/append-only/)
    await erase(deps, { customer, by: 'operator:root', reason: '客户申请' })
    expect(await exported(customer)).toMatchObject({ ok: true })
  })

  it('gives a copy of all that was theirs before, and none after', async () => {
    const { customer } = await somebody()
    const copy = await copyForCustomer(deps, customer, 'zh-Hans')
    const files = unzipSync(copy.archive)
    expect(Object.keys(files).sort()).toEqual(['customer.html', 'customer.json', `files/1-${marker}.png`])
    const text = (name: string) => Buffer.from(files[name] ?? []).toString()
    expect(text(`files/1-${marker}.png`)).toBe(marker)
    const json = JSON.parse(text('customer.json'))
    expect(json).toMatchObject({ identities: [{ channel: 'telegram', name: `${marker}${counter}` }], conversations: [{ state: { said: marker }, reference: { user: { name: marker } } }] })
    expect(json.entries.map((each: { content?: { text?: string } }) => each.content?.text).filter(Boolean)).toEqual([`我是${marker}`, `您好，${marker}。`, `回电${marker}`])
    expect(text('customer.json')).not.toMatch(/"key":/)
    expect(text('customer.html')).toContain(`我是${marker}`)
    expect(text('customer.html')).not.toContain('<script')
    await erase(deps, { customer, by: 'operator:root', reason: '客户申请' })
    await expect(copyForCustomer(deps, customer, 'en')).rejects.toBeInstanceOf(NoCustomerError)
  })
})

it('overwrites the key in the database file itself', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-erase-'))
  const store = await openStore({ dataDir })
  const sealing = createSealing(Buffer.alloc(32, 7))
  const seal = createCustomerSeal({ store, sealing })
  const keys = new Map<string, string>()
  for (const id of ['a', 'b', 'c']) {
    keys.set(id, seal.newKey(id))
    await store.write(async tx => {
      await tx.insertInto('customers').values({ id, created_at: '', wrapped_key: keys.get(id) ?? '', person: id }).execute()
      await append(tx, store.engine, [{ at: '2026-11-24T02:00:00.000Z', kind: 'customer.message', customer: id, enquiry: '', conversation: '', actor: 'customer', masked: `${marker} ${id}` }])
    })
  }
  await erase({ store, seal, files: createAttachments({ dir: dataDir, since: async () => [] }), clock, mask: text => text }, { customer: 'b', by: 'operator:root', reason: '客户申请' })
  const bytes = () => ['shouwen.db', 'shouwen.db-wal'].filter(name => existsSync(join(dataDir, name))).map(name => readFileSync(join(dataDir, name), 'latin1')).join('')
  expect(bytes()).toContain(keys.get('a'))
  expect(bytes()).not.toContain(keys.get('b'))
  expect(Buffer.from(bytes(), 'latin1').toString('utf8')).not.toContain(`${marker} b`)
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})
