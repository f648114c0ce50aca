import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate } from '../../knowledge/gate.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { type Contacts, createContacts } from '../contacts.ts'
import type { OutboxItem } from '../outbox.ts'
import { createSealing } from '../sealing.ts'
import { createAddresses, isSealedAddress } from './addresses.ts'
import { createSentParts } from './sent-parts.ts'

const start = Date.parse('2026-11-24T02:00:00.000Z')
const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] })
  .seal({ type: 'message', text: '营业时间为 9:00 至 17:00。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: new Date(start).toISOString() })
if (!sealed) throw new Error('The gate stopped a harmless text')
const reply = { sealed, masked: sealed.outgoing.text, facts: {} }

describe.each(backends)('what channels keep, on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let contacts: Contacts
  let now = start
  const clock = { now: () => new Date(now) }
  const sealing = createSealing(Buffer.alloc(32, 7))
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    contacts = createContacts({ store, sealing, clock, mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  let counter = 0
  /** A conversation with so many replies waiting; of the same customer as another one, if given. */
  async function waiting(replies: number, channel = 'whatsapp', user?: string): Promise<{ conversation: string; user: string }> {
    counter += 1
    const from = user ?? `u${counter}`
    if (user) {
      const { customer_id } = await store.db.selectFrom('identities').select('customer_id').where('channel_user', '=', user).executeTakeFirstOrThrow()
      await store.write(async tx => { await tx.insertInto('identities').values({ channel, channel_user: user, customer_id, verified: 0 }).execute() })
    }
    const accepted = await contacts.accept({ channel, conversation: `c${counter}`, dedupeKey: `m${counter}`, from: { id: from, verified: false }, kind: 'message', text: '几点开门', attachments: [], reference: { sealedAddress: 'x' } })
    if (!accepted.turn) throw new Error('Another message waits')
    const { state } = accepted.turn
    await contacts.commitTurn({ state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: Array(replies).fill(reply), push: true, dialogState: {}, effects: [], facts: {} })
    return { conversation: accepted.conversation, user: from }
  }
  async function itemAt(conversation: string, sequence: number): Promise<OutboxItem> {
    const item = await contacts.itemAt(conversation, sequence)
    if (!item) throw new Error('There is no such reply')
    return item
  }
  const outbox = (conversation: string) => store.db.selectFrom('outbox').select(['sequence', 'status', 'attempts', 'last_error']).where('conversation_id', '=', conversation).orderBy('sequence').execute()
  const due = async () => { const all = await contacts.claim('one', 100); await Promise.all(all.map(each => contacts.giveBack(each, 'one'))); return all }

  it('is one key for all instances, however they start, under which ids become digests that say nothing', async () => {
    const instances = Array.from({ length: 8 }, () => createAddresses({ store, sealing }))
    const digests = await Promise.all(instances.map(each => each.digest('whatsapp', '8613800138000')))
    expect(new Set(digests).size).toBe(1)
    expect(digests[0]).toMatch(/^[\w-]{32}$/)
    const [one, other] = instances
    if (!one || !other) throw new Error('no instance')
    expect(await other.digest('sms', '8613800138000')).not.toBe(digests[0])
    // Names that would run together are apart.
    expect(await one.digest('a', 'b:c')).not.toBe(await one.digest('a:b', 'c'))
    const kept = await one.seal({ to: '8613800138000', at: 1 })
    expect(isSealedAddress(kept) && !JSON.stringify(kept).includes('8613800138000')).toBe(true)
    expect(await other.open(kept)).toEqual({ to: '8613800138000', at: 1 })
    await expect(other.open({ sealedAddress: `${kept.sealedAddress.slice(0, -8)}AAAAAAA=` })).rejects.toThrow()
    await expect(createAddresses({ store, sealing: createSealing(Buffer.alloc(32, 8)) }).digest('whatsapp', '1')).rejects.toThrow()
  })

  it('moves a reply to another conversation of the same customer once, under its words, and no other customer\'s', async () => {
    const { conversation, user } = await waiting(2)
    const { conversation: telegram } = await waiting(1, 'telegram', user)
    await waiting(1, 'telegram')
    const ways = await contacts.otherWays(conversation)
    expect(ways.map(each => each.conversation)).toEqual([telegram])
    const [way] = ways
    if (!way) throw new Error('There is no other way')
    const item = await itemAt(conversation, 2)
    await contacts.moveReply(item, way, true, 'the window is closed')
    await contacts.moveReply(item, way, true, 'the window is closed')
    expect(await outbox(conversation)).toMatchObject([{ status: 'moved', last_error: 'the window is closed' }, { status: 'pending' }])
    expect(await outbox(telegram)).toMatchObject([{ sequence: 2, status: 'pending' }, { sequence: 3, status: 'pending' }])
    const there = await itemAt(telegram, 3)
    expect(there.sealed.outgoing.text).toBe(sealed.outgoing.text)
    // It answers nothing in that conversation.
    expect([there.answers, there.activity.content['replyToId']]).toEqual([undefined, undefined])
    const moved = await store.db.selectFrom('log').select(['facts', 'conversation_id']).where('kind', '=', 'reply.moved').execute()
    expect(moved.map(({ facts, conversation_id }) => [conversation_id, JSON.parse(facts)])).toEqual([[conversation, expect.objectContaining({ sequence: 2, from: 'whatsapp', to: 'telegram', rule: 'M2.3a' })]])
    expect(await contacts.verify()).toMatchObject({ ok: true })
    // What went another way holds nothing up.
    expect(await due()).toContain(conversation)
  })

  it('lets a reply wait for the customer without counting that as a failure, until they write', async () => {
    const { conversation } = await waiting(2)
    const item = await itemAt(conversation, 2)
    await contacts.postpone(item, { until: new Date(now + 300_000), readAt: new Date(now) })
    expect(await due()).not.toContain(conversation)
    expect(await outbox(conversation)).toMatchObject([{ status: 'pending', attempts: 0 }, { status: 'pending', attempts: 0 }])
    expect(await contacts.dueNow(conversation)).toBe(true)
    expect(await due()).toContain(conversation)
    await contacts.undelivered(item.activity, 'HTTP 500', new Date(now + 60_000))
    // A channel's fault is not put right by the customer's writing.
    expect(await contacts.dueNow(conversation)).toBe(false)
    expect(await due()).not.toContain(conversation)
    now += 60_000
    expect(await due()).toContain(conversation)
  })

  it('lets no reply wait for a customer who wrote while it was being refused', async () => {
    const { conversation, user } = await waiting(1)
    const item = await itemAt(conversation, 2)
    const readAt = new Date(now)
    now += 1_000
    // Nothing waits for this message yet when it comes.
    await contacts.accept({ channel: 'whatsapp', conversation: `c${counter}`, dedupeKey: `m${counter}-2`, from: { id: user, verified: false }, kind: 'message', text: '怎么开户', attachments: [], reference: { sealedAddress: 'x' } })
    expect(await contacts.dueNow(conversation)).toBe(false)
    await contacts.postpone(item, { until: new Date(now + 300_000), readAt })
    expect(await due()).toContain(conversation)
    // Refused again with that message known, it waits for the next one.
    now += 1_000
    await contacts.postpone(item, { until: new Date(now + 300_000), readAt: new Date(now) })
    expect(await due()).not.toContain(conversation)
  })

  it('tells how much of a reply was taken, and what was reported of it, in whatever order it comes', async () => {
    const parts = createSentParts({ store, clock })
    const { conversation } = await waiting(1)
    const place = { conversation, sequence: 2 }
    expect(await parts.taken(place)).toBe(0)
    await parts.note(place, 0, 'key-a')
    await parts.note(place, 1, 'key-b')
    await parts.note(place, 1, 'key-b')
    expect(await parts.taken(place)).toBe(2)
    expect(await parts.report('key-a', 'read')).toEqual(place)
    expect(await parts.report('key-a', 'delivered')).toBeUndefined()
    expect(await parts.report('key-c', 'failed')).toBeUndefined()
    const item = await itemAt(conversation, 2)
    await contacts.delivered(item.activity)
    expect(await parts.report('key-b', 'failed')).toEqual(place)
    await contacts.failLater(item, 'code 131026')
    expect(await outbox(conversation)).toMatchObject([{ status: 'dead', last_error: 'code 131026' }])
    // Sent again, it is sent whole.
    expect(await parts.taken(place)).toBe(0)
  })

  it('knows what was offered last: by the replies after the customer\'s last word, whatever they have written since', async () => {
    const { conversation } = await waiting(2)
    expect((await contacts.lastReplies(conversation)).map(each => each.text)).toEqual([sealed.outgoing.text, sealed.outgoing.text])
    expect((await contacts.replyAt(conversation, 3))?.text).toBe(sealed.outgoing.text)
    expect(await contacts.replyAt(conversation, 1)).toBeUndefined()
    expect(await contacts.replyAt(conversation, 99)).toBeUndefined()
    expect(await contacts.lastReplies('whatsapp:nobody')).toEqual([])
  })
})
