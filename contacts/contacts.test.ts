import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate, type Gate } from '../knowledge/gate.ts'
import type { Store } from '../store/index.ts'
import { backends } from '../test/support/backends.ts'
import { ForeignConversationError } from './acceptance.ts'
import { type Contacts, createContacts } from './contacts.ts'
import { createSealing } from './sealing.ts'
import { FencedError } from './turns.ts'
import type { Inbound } from './types.ts'

const now = '2026-11-24T02:00:00.000Z'
const gate: Gate = createGate({ articles: new Map(), products: [], disclosures: [] })
const { sealed } = gate.seal({ type: 'message', text: '营业时间为 9:00 至 17:00。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now })
if (!sealed) throw new Error('The gate stopped a harmless text')
const reply = { sealed, masked: sealed.outgoing.text, facts: {} }

describe.each(backends)('contacts on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  const on = (records: Store) => createContacts({
    store: records, sealing: createSealing(Buffer.alloc(32, 7)), clock: { now: () => new Date(now) }, mask: text => text.replace(/\d{11}/g, '*'),
    dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
  })
  let contacts: Contacts
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    contacts = on(store)
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  let counter = 0
  const message = (about: Partial<Inbound> = {}): Inbound => {
    counter += 1
    return { channel: 'emulator', conversation: `c${counter}`, dedupeKey: `m${counter}`, from: { id: `u${counter}`, verified: false }, kind: 'message', text: '几点开门', attachments: [], ...about }
  }
  async function taken(inbound: Inbound) {
    const accepted = await contacts.accept(inbound)
    if (!accepted.turn) throw new Error('Another message waits')
    const { state } = accepted.turn
    return {
      accepted,
      commit: (push = false, token = state.fence + 1) => contacts.commitTurn({
        state, token, answered: accepted.sequence, replyTo: accepted.id, replies: [reply, reply], push, dialogState: { step: accepted.sequence },
        effects: [{ kind: 'topic', topic: 'branch-hours' }], facts: {},
      }),
    }
  }

  it('commits a turn once: who comes second leaves nothing behind', async () => {
    const { accepted, commit } = await taken(message())
    const [first, second] = await Promise.allSettled([commit(), commit()])
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
    await expect(commit()).rejects.toBeInstanceOf(FencedError)
    const replies = await contacts.repliesTo(accepted.conversation, accepted.id, accepted.sequence)
    expect(replies.map(each => each.sequence)).toEqual([2, 3])
    expect(await contacts.verify()).toMatchObject({ ok: true })
  })

  it('refuses the turn of an instance whose token is older than one that wrote', async () => {
    const inbound = message()
    await (await taken(inbound)).commit(false, 9)
    const { commit } = await taken(message({ conversation: inbound.conversation, from: inbound.from }))
    await expect(commit(false, 8)).rejects.toBeInstanceOf(FencedError)
    await expect(commit(false, 9)).resolves.toHaveLength(2)
  })

  it('hands a message its turn only when none waits before it, and gives those that wait in order', async () => {
    const inbound = message()
    const first = await contacts.accept(inbound)
    const second = await contacts.accept({ ...inbound, dedupeKey: 'second', text: '周末呢' })
    expect(first.turn).toBeDefined()
    expect(second.turn).toBeUndefined()
    const waiting = async () => (await contacts.withWaiting(1000)).map(each => each.conversation)
    expect(await waiting()).toContain(first.conversation)
    const next = await contacts.nextTurn(first.conversation)
    expect(next?.message).toMatchObject({ id: first.id, inbound: { text: '几点开门' } })
    if (!next) throw new Error('No turn waits')
    await contacts.commitTurn({ state: next.state, token: 1, answered: first.sequence, replyTo: first.id, replies: [], push: false, dialogState: {}, effects: [], facts: {} })
    expect((await contacts.nextTurn(first.conversation))?.message.inbound.text).toBe('周末呢')
    const state = await contacts.turnState(first.conversation)
    if (!state) throw new Error('The conversation is gone')
    await contacts.leaveToAgent(state, 2, second.sequence)
    expect(await contacts.nextTurn(first.conversation)).toBeUndefined()
    expect(await waiting()).not.toContain(first.conversation)
  })

  it('gives the turn of a later message what the turn before left', async () => {
    const inbound = message()
    await (await taken(inbound)).commit()
    const { accepted } = await taken({ ...inbound, dedupeKey: 'later' })
    expect(accepted.turn?.state).toEqual(await contacts.turnState(accepted.conversation))
    expect(accepted.turn?.state).toMatchObject({ dialogState: { step: 1 }, enquiry: { topic: 'branch-hours', owner: 'administrator' }, answered: 1, waiting: 1 })
  })

  it('takes a message that comes twice once', async () => {
    const inbound = message()
    const [first, again] = [await contacts.accept(inbound), await contacts.accept(inbound)]
    expect(again).toEqual({ id: first.id, conversation: first.conversation, sequence: first.sequence, duplicate: true })
  })

  it('takes a first message once that is delivered several times at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      const inbound = message()
      const taken = await Promise.all(Array.from({ length: 4 }, () => contacts.accept(inbound)))
      expect(new Set(taken.map(each => each.id)).size).toBe(1)
      expect(taken.filter(each => !each.duplicate)).toHaveLength(1)
    }
  })

  it('gives one customer\'s conversation to no other, not even for a message that was taken', async () => {
    const inbound = message()
    await contacts.accept(inbound)
    const known = message()
    await contacts.accept(known)
    for (const from of [known.from, { id: 'nobody', verified: false }]) {
      await expect(contacts.accept({ ...inbound, from })).rejects.toBeInstanceOf(ForeignConversationError)
    }
  })

  it('keeps conversations of two channels apart though they are named alike', async () => {
    const inbound = message()
    const accepted = await Promise.all(['emulator', 'msteams'].map(channel => contacts.accept({ ...inbound, channel })))
    expect(new Set(accepted.map(each => each.conversation)).size).toBe(2)
    const turn = accepted[1]?.turn
    if (!turn) throw new Error('No turn was handed')
    await contacts.commitTurn({ state: turn.state, token: 1, answered: 1, replyTo: turn.message.id, replies: [reply], push: true, dialogState: {}, effects: [], facts: {} })
    expect((await contacts.claim('me', 100)).filter(each => each.endsWith(`:${inbound.conversation}`))).toEqual([`msteams:${inbound.conversation}`])
  })

  it('counts how often a message is taken up whose turn does not end', async () => {
    const { accepted } = await taken(message())
    const state = await contacts.turnState(accepted.conversation)
    if (!state) throw new Error('The conversation is gone')
    for (const time of [1, 2, 3]) expect(await contacts.noteTakeup(state, 1)).toBe(time)
    expect(await contacts.noteTakeup(state, 2)).toBe(1)
  })

  it('opens again with everything that had its turn, and what had not', async () => {
    const inbound = message({ expectsReplies: true, text: '我的电话是13800138000' })
    const accepted = await contacts.accept(inbound)
    const again = await opened.reopen()
    const waiting = await on(again).nextTurn(accepted.conversation)
    expect(waiting?.message.inbound).toEqual(inbound)
    expect(JSON.stringify(await again.db.selectFrom('log').selectAll().where('conversation_id', '=', accepted.conversation).execute())).not.toContain('13800138000')
    await again.close()
  })
})
