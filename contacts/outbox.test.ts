import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGate } from '../knowledge/gate.ts'
import type { Store } from '../store/index.ts'
import { backends } from '../test/support/backends.ts'
import { type Contacts, createContacts } from './contacts.ts'
import { claimMs } from './outbox.ts'
import { createSealing } from './sealing.ts'

const start = Date.parse('2026-11-24T02:00:00.000Z')
const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] })
  .seal({ type: 'message', text: '营业时间为 9:00 至 17:00。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: new Date(start).toISOString() })
if (!sealed) throw new Error('The gate stopped a harmless text')
const reply = { sealed, masked: sealed.outgoing.text, facts: {} }

describe.each(backends)('the outbox on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let contacts: Contacts
  let now = start
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    contacts = createContacts({
      store, sealing: createSealing(Buffer.alloc(32, 7)), clock: { now: () => new Date(now) }, mask: text => text,
      dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
    })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })
  beforeEach(async () => {
    now = start
    await store.write(async tx => { await tx.deleteFrom('outbox').execute() })
  })

  let counter = 0
  /** A conversation with so many replies in the outbox. */
  async function waiting(replies: number, conversation = `o${counter += 1}`): Promise<string> {
    counter += 1
    const accepted = await contacts.accept({
      channel: 'test', conversation, dedupeKey: `m${counter}`, from: { id: `${conversation}-user`, verified: false }, kind: 'message', text: '几点开门', attachments: [], reference: { serviceUrl: 'http://127.0.0.1:1' },
    })
    if (!accepted.turn) throw new Error('Another message waits')
    const { state } = accepted.turn
    await contacts.commitTurn({ state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: Array(replies).fill(reply), push: true, dialogState: {}, effects: [], facts: {} })
    return accepted.conversation
  }
  const sequences = async (conversation: string, instance: string) => (await contacts.claimed(conversation, instance)).map(item => item.activity.sequence)

  it('gives each conversation to one of the instances that ask at the same time', async () => {
    const all: string[] = []
    for (let index = 0; index < 12; index++) all.push(await waiting(2))
    const claims = await Promise.all(['a', 'b', 'c'].map(instance => contacts.claim(instance, 6)))
    claims.push(await contacts.claim('d', 100))
    expect(claims.flat().sort()).toEqual(all.sort())
    for (const [index, instance] of ['a', 'b', 'c', 'd'].entries()) {
      for (const conversation of claims[index] ?? []) expect(await sequences(conversation, instance)).toEqual([2, 3])
    }
  })
  it('gives nobody a later reply of a conversation while an earlier one is on its way', async () => {
    const conversation = await waiting(1)
    expect(await contacts.claim('a', 10)).toEqual([conversation])
    await waiting(1, conversation.slice('test:'.length))
    expect(await contacts.claim('b', 10)).toEqual([])
    const [first] = await contacts.claimed(conversation, 'a')
    if (!first) throw new Error('Nothing is claimed')
    expect(await sequences(conversation, 'a')).toEqual([2])
    await contacts.delivered(first.activity)
    expect(await contacts.claim('b', 10)).toEqual([conversation])
    expect(await sequences(conversation, 'b')).toEqual([4])
  })
  it('lets what waits behind a failed reply wait with it', async () => {
    const conversation = await waiting(3)
    await contacts.claim('a', 10)
    const [first] = await contacts.claimed(conversation, 'a')
    if (!first) throw new Error('Nothing is claimed')
    await contacts.undelivered(first.activity, 'HTTP 500', new Date(now + 5_000))
    await contacts.giveBack(conversation, 'a')
    expect(await contacts.claim('b', 10)).toEqual([])
    now += 5_000
    expect(await contacts.claim('b', 10)).toEqual([conversation])
    expect((await contacts.claimed(conversation, 'b')).map(item => [item.activity.sequence, item.attempts])).toEqual([[2, 1], [3, 0], [4, 0]])
  })
  it('takes a claim from an instance that died, and from a clock that was ahead', async () => {
    const conversation = await waiting(1)
    await contacts.claim('dead', 10)
    expect(await contacts.claim('b', 10)).toEqual([])
    now += claimMs
    expect(await contacts.claim('b', 10)).toEqual([conversation])
    // The clock is set back by a day: neither the claim nor a retry set before holds anything up.
    now -= 86_400_000
    expect(await contacts.claim('c', 10)).toEqual([conversation])
    const [item] = await contacts.claimed(conversation, 'c')
    if (!item) throw new Error('Nothing is claimed')
    await contacts.undelivered(item.activity, 'HTTP 500', new Date(now + 300_000))
    await contacts.giveBack(conversation, 'c')
    now -= 86_400_000
    expect(await contacts.claim('d', 10)).toEqual([conversation])
  })
  it('keeps what was given up until an operator has it sent again, under its id', async () => {
    const conversation = await waiting(2)
    await contacts.claim('a', 10)
    const [first, second] = await contacts.claimed(conversation, 'a')
    if (!first || !second) throw new Error('Nothing is claimed')
    await contacts.undelivered(first.activity, 'HTTP 403', undefined)
    await contacts.delivered(second.activity)
    expect(await contacts.claim('a', 10)).toEqual([])
    expect(await contacts.deadLetters(10)).toMatchObject([{ conversation, sequence: 2, attempts: 1, lastError: 'HTTP 403', masked: '营业时间为 9:00 至 17:00。' }])
    expect(await contacts.outboxDepth()).toEqual({ pending: 0, dead: 1 })
    expect(await contacts.resend({ conversation: 'test:another' })).toBe(0)
    expect(await contacts.resend({ conversation, sequence: 2 })).toBe(1)
    expect(await contacts.claim('b', 10)).toEqual([conversation])
    expect((await contacts.claimed(conversation, 'b')).map(item => [item.activity.id, item.attempts])).toEqual([[first.activity.id, 0]])
    expect(await contacts.deadLetters(10)).toEqual([])
  })
  it('notes no failure of what arrived meanwhile', async () => {
    const conversation = await waiting(1)
    await contacts.claim('slow', 10)
    const [item] = await contacts.claimed(conversation, 'slow')
    if (!item) throw new Error('Nothing is claimed')
    await contacts.delivered(item.activity)
    await contacts.undelivered(item.activity, 'late', new Date(now))
    expect(await contacts.outboxDepth()).toEqual({ pending: 0, dead: 0 })
  })
})
