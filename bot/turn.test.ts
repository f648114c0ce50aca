import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BusyError } from '../contacts/busy.ts'
import { createContacts } from '../contacts/contacts.ts'
import { createSealing } from '../contacts/sealing.ts'
import type { Inbound } from '../contacts/types.ts'
import type { Decision } from '../dialogs/conversation.ts'
import { createGate } from '../knowledge/gate.ts'
import { openCoordination, openStore, type Store } from '../store/index.ts'
import { createAdmission, type Rates } from './admission.ts'
import { createTurn, type TurnDeps } from './turn.ts'

const gate = createGate({ articles: new Map(), products: [], disclosures: [] })
const log = { error: vi.fn(), warn: () => undefined, info: () => undefined }
let dataDir: string
let store: Store
let now: number
beforeEach(async () => {
  now = Date.parse('2026-11-24T02:00:00.000Z')
  log.error.mockReset()
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-turn-'))
  store = await openStore({ dataDir })
})
afterEach(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const answer = async (): Promise<Decision> => ({
  replies: [{ outgoing: { type: 'message', text: '营业时间为 9:00 至 17:00。', locale: 'zh-Hans' }, context: { locale: 'zh-Hans', articles: [] } }],
  effects: [], dialogState: { misses: 0 }, facts: {}, trace: {},
})
function service(decide: TurnDeps['decide'], rates: Rates = { perCustomer: 100, perChannel: 100, total: 100 }) {
  const clock = { now: () => new Date(now) }
  const contacts = createContacts({
    store, clock, sealing: createSealing(Buffer.alloc(32, 7)), mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
  })
  const coordination = openCoordination({ instance: 'one', log })
  const turn = createTurn({
    contacts, formFor: (_channel, outgoing) => outgoing, gate: () => gate, decide, languageTold: async () => undefined, mask: text => text, clock, log, onOutbox: () => undefined, onTrace: () => undefined, leases: coordination.leases, admit: createAdmission({ limits: coordination.limits, rates }),
  })
  return { turn, contacts }
}
let counter = 0
const message = (about: Partial<Inbound> = {}): Inbound => {
  counter += 1
  return { channel: 'test', conversation: `c${counter}`, dedupeKey: `m${counter}`, from: { id: `u${counter}`, verified: false }, kind: 'message', text: '几点开门', attachments: [], ...about }
}
const textsOf = (replies: { sealed: { outgoing: { text: string } } }[]) => replies.map(each => each.sealed.outgoing.text)

it('apologises once for a message whose turn always fails, and never tries it again', async () => {
  const decide = vi.fn(async (): Promise<Decision> => { throw new Error('always') })
  const { turn } = service(decide)
  const poison = message()
  const first = await turn.acceptAndReply(poison)
  expect(textsOf(first.replies)[0]).toMatch(/人工/)
  await turn.sweep(true)
  await turn.sweep(true)
  expect(await turn.resume()).toBe(0)
  expect(await turn.acceptAndReply(poison)).toEqual(first)
  expect(decide).toHaveBeenCalledTimes(1)
})

it('takes up a turn that the store failed in, however often, and answers it as if nothing had been', async () => {
  const { write } = store
  let units = 0
  let fails = true
  store = {
    ...store,
    write: unit => write(async tx => {
      const result = await unit(tx)
      units += 1
      // As on a disk that is nearly full: the little note that a message is taken up still finds room, the turn does not.
      if (fails && units > 1 && typeof result !== 'number') throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      return result
    }),
  }
  const { turn } = service(answer)
  const inbound = message()
  await expect(turn.acceptAndReply(inbound)).rejects.toThrow('no space left')
  for (let time = 0; time < 5; time++) await turn.sweep(false)
  fails = false
  await turn.sweep(false)
  expect(textsOf((await turn.acceptAndReply(inbound)).replies)).toEqual(['营业时间为 9:00 至 17:00。'])
})

it('answers a message that ends its process every time with the offer of a person, at the fourth attempt', async () => {
  const { turn, contacts } = service(answer)
  const inbound = message()
  const accepted = await contacts.accept(inbound)
  if (!accepted.turn) throw new Error('Another message waits')
  // Three processes took it up and ended.
  for (let attempt = 0; attempt < 3; attempt++) await contacts.noteTakeup(accepted.turn.state, accepted.sequence)
  expect(await turn.resume()).toBe(1)
  expect(textsOf((await turn.acceptAndReply(inbound)).replies)[0]).toMatch(/人工/)
})

it('answers in order and once when the clock jumps back and forth', async () => {
  const { turn, contacts } = service(answer)
  const conversation = message()
  const ids: string[] = []
  for (const jump of [0, 86_400_000, -7 * 86_400_000, 60_000, -1]) {
    now += jump
    const { replies } = await turn.acceptAndReply({ ...conversation, dedupeKey: `jump${jump}` })
    ids.push(...replies.map(each => each.id))
  }
  expect(ids).toHaveLength(5)
  expect(ids).toEqual([...new Set(ids)].sort())
  expect(await contacts.verify()).toMatchObject({ ok: true })
})

it('refuses who sends too fast, in their language, and nobody else; nothing of it is kept', async () => {
  const { turn, contacts } = service(answer, { perCustomer: 0.2, perChannel: 100, total: 100 })
  const fast = message({ locale: 'zh-TW' })
  await turn.acceptAndReply(fast)
  await turn.acceptAndReply({ ...fast, dedupeKey: 'second' })
  const refused = await turn.accept({ ...fast, dedupeKey: 'third' }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(BusyError)
  expect(refused).toMatchObject({ status: 429, message: expect.stringContaining('您傳送得太快了') })
  expect(await turn.accept({ ...fast, dedupeKey: 'fourth', locale: 'en-GB' }).catch((error: unknown) => error)).toMatchObject({ message: expect.stringContaining('Please wait') })
  expect((await turn.acceptAndReply(message())).replies).toHaveLength(1)
  await turn.settled()
  expect((await contacts.since(`test:${fast.conversation}`, 0, 100)).filter(each => each.from.role === 'user')).toHaveLength(2)
})

it('refuses what all together send too fast as busy', async () => {
  const { turn } = service(answer, { perCustomer: 100, perChannel: 0.2, total: 100 })
  await turn.accept(message())
  await turn.accept(message())
  expect(await turn.accept(message()).catch((error: unknown) => error)).toMatchObject({ name: 'BusyError', status: 503, retryAfterSeconds: 5 })
  expect(await turn.accept(message({ channel: 'another' }))).toMatchObject({ sequence: 1 })
  await turn.settled()
})

it('lets no more than a hundred messages of one conversation wait', async () => {
  const { contacts } = service(answer)
  const inbound = message({ locale: 'en' })
  for (let index = 0; index < 100; index++) await contacts.accept({ ...inbound, dedupeKey: `w${index}` })
  await expect(contacts.accept({ ...inbound, dedupeKey: 'more' })).rejects.toMatchObject({ name: 'BusyError', status: 429 })
  // One that was taken before is still recognised.
  expect(await contacts.accept({ ...inbound, dedupeKey: 'w7' })).toMatchObject({ duplicate: true, sequence: 8 })
})

/** A customer's page at Direct Line: the sender waits for the turn. */
const page = (about: Partial<Inbound> = {}) => message({ channel: 'directline', ...about })
const kindsOf = async (conversation: string) => (await store.db.selectFrom('log').select(['kind']).where('conversation_id', '=', `directline:${conversation}`).orderBy('seq').execute()).map(({ kind }) => kind)

it('writes a message and its turn in one unit where the sender waits for it, in their order', async () => {
  const { turn, contacts } = service(answer)
  const inbound = page()
  await turn.accept(inbound)
  await turn.settled()
  const { write } = store
  let units = 0
  store.write = unit => {
    units += 1
    return write(unit)
  }
  const { id, sequence } = await turn.accept({ ...inbound, dedupeKey: 'second' })
  expect(units).toBe(1)
  expect(sequence).toBe(3)
  expect(await kindsOf(inbound.conversation)).toEqual(['enquiry.opened', ...Array(2).fill(['customer.message', 'bot.message', 'turn.decided']).flat()])
  expect(await contacts.repliesTo(`directline:${inbound.conversation}`, id, sequence)).toHaveLength(1)
  expect(await turn.accept({ ...inbound, dedupeKey: 'second' })).toEqual({ id, sequence, duplicate: true })
  expect(await contacts.verify()).toMatchObject({ ok: true })
})

it('keeps the order of arrival and answers each once, whatever the pauses and however long each is decided on', { timeout: 60_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ pause: fc.constantFrom(0, 0, 1, 3), takes: fc.constantFrom(0, 0, 1, 4), fails: fc.constantFrom(false, false, false, true), again: fc.boolean() }), { minLength: 2, maxLength: 12 }), async plan => {
    const { turn, contacts } = service(async ({ message: { dedupeKey } }) => {
      const { takes = 0, fails = false } = plan[Number(dedupeKey)] ?? {}
      if (takes > 0) await new Promise(resolve => setTimeout(resolve, takes))
      if (fails) throw new Error('undecided')
      return answer()
    }, { perCustomer: 1000, perChannel: 1000, total: 1000 })
    const inbound = page()
    await turn.accept({ ...inbound, dedupeKey: 'opening' })
    const said: Promise<unknown>[] = []
    for (const [index, { pause, again }] of plan.entries()) {
      if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
      for (let time = again ? 2 : 1; time > 0; time--) said.push(turn.accept({ ...inbound, dedupeKey: String(index), text: `${index}` }))
    }
    await Promise.all(said)
    await turn.settled()
    const logged = await contacts.since(`directline:${inbound.conversation}`, 2, 100)
    const asked = logged.filter(({ from }) => from.role === 'user')
    expect(asked.map(({ content }) => content['text'])).toEqual(plan.map((_, index) => String(index)))
    const replies = logged.filter(({ from }) => from.role === 'bot')
    expect(replies.map(({ content }) => content['replyToId'])).toEqual(asked.map(({ id }) => id))
  }), { numRuns: 25 })
})

it('accepts a message that is not decided on soon, and answers it once it is', async () => {
  const { promise: release, resolve } = Promise.withResolvers<void>()
  let isOpen = true
  const { turn, contacts } = service(async () => {
    if (!isOpen) await release
    return answer()
  })
  const inbound = page()
  await turn.accept(inbound)
  await turn.settled()
  isOpen = false
  const late = await turn.accept({ ...inbound, dedupeKey: 'late' })
  // It is in the records and without an answer yet; what comes after it has its place behind it.
  expect((await contacts.since(`directline:${inbound.conversation}`, 2, 100)).map(({ id }) => id)).toEqual([late.id])
  const next = await turn.accept({ ...inbound, dedupeKey: 'next' })
  expect(next.sequence).toBe(4)
  resolve()
  await turn.settled()
  const logged = await contacts.since(`directline:${inbound.conversation}`, 2, 100)
  expect(logged.filter(({ from }) => from.role === 'bot').map(({ content }) => content['replyToId'])).toEqual([late.id, next.id])
})

it('decides anew where something was said in the conversation meanwhile', async () => {
  const { promise: deciding, resolve: begun } = Promise.withResolvers<void>()
  const { promise: release, resolve } = Promise.withResolvers<void>()
  let slow = false
  const decide = vi.fn(async () => {
    if (slow) {
      begun()
      await release
    }
    return answer()
  })
  const { turn, contacts } = service(decide)
  const inbound = page()
  await turn.accept(inbound)
  await turn.settled()
  slow = true
  const overtaken = turn.accept({ ...inbound, dedupeKey: 'overtaken' })
  await deciding
  slow = false
  // By another instance, which knows nothing of the one that is being decided on.
  const first = await service(answer).turn.acceptAndReply({ ...inbound, dedupeKey: 'elsewhere' })
  resolve()
  expect(await overtaken).toMatchObject({ sequence: 5, duplicate: false })
  await turn.settled()
  const logged = await contacts.since(`directline:${inbound.conversation}`, 2, 100)
  expect(logged.map(({ from, content }) => [from.role, content['replyToId']])).toEqual([['user', undefined], ['bot', first.messageId], ['user', undefined], ['bot', (await overtaken).id]])
  expect(await contacts.verify()).toMatchObject({ ok: true })
})

it('keeps nothing of a message whose unit of work failed, and takes it as new when it is sent again', async () => {
  const { turn, contacts } = service(answer)
  const inbound = page()
  await turn.accept(inbound)
  await turn.settled()
  const before = await kindsOf(inbound.conversation)
  const { write } = store
  store.write = unit => write(async tx => {
    await unit(tx)
    throw new Error('the disk is full')
  })
  await expect(turn.accept({ ...inbound, dedupeKey: 'second' })).rejects.toThrow('the disk is full')
  store.write = write
  expect(await kindsOf(inbound.conversation)).toEqual(before)
  expect(await turn.accept({ ...inbound, dedupeKey: 'second' })).toMatchObject({ sequence: 3, duplicate: false })
  expect(await contacts.verify()).toMatchObject({ ok: true })
})
