import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate } from '../../knowledge/gate.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createContacts } from '../contacts.ts'
import { createSealing } from '../sealing.ts'
import { TaskError } from '../tasks/tasks.ts'
import { missingOf } from '../tasks/wrap-ups.ts'
import { refuseIfSpoken, SpokenMeanwhileError } from './collision.ts'
import { createDeliveries, deliveryOf } from './deliveries.ts'
import { createReads } from './reads.ts'
import { createReceiptNotes } from './receipts.ts'
import { createWholeJourney } from './whole-journey.ts'

const now = '2026-11-24T02:00:00.000Z'
const clock = { now: () => new Date(now) }
const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] }).seal({ type: 'message', text: '您好', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now })
if (!sealed) throw new Error('The gate stopped a harmless text')
const words = { sealed, masked: '您好', facts: {} }

it('A message in parts has come only as far as the part that is furthest behind, and a failed part is a failed message', () => {
  const part = fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'failed' as const)
  fc.assert(fc.property(fc.constantFrom(undefined, 'delivered' as const), fc.array(part, { minLength: 1, maxLength: 5 }), (waiting, parts) => {
    const state = deliveryOf(waiting, parts)
    if (parts.includes('failed')) expect(state).toBe('failed')
    else if (state === 'read') expect(new Set(parts)).toEqual(new Set(['read']))
    else if (state === 'delivered') expect(parts).not.toContain('sent')
    else expect([state, parts.includes('sent')]).toEqual(['handed', true])
  }))
  fc.assert(fc.property(fc.array(part), parts => { expect([deliveryOf('pending', parts), deliveryOf('dead', parts), deliveryOf('moved', parts)]).toEqual(['decided', 'failed', 'moved']) }))
  expect([deliveryOf(undefined, []), deliveryOf('delivered', [])]).toEqual(['handed', 'handed'])
})

it('A wrap-up names exactly what is missing of it', () => {
  fc.assert(fc.property(fc.record({ outcome: fc.constantFrom(null, 'resolved', 'follow-up', 'referred'), topic: fc.constantFrom(null, 'card-lost'), hasTask: fc.boolean() }), given => {
    const missing = missingOf(given)
    expect(missing.includes('outcome')).toBe(given.outcome === null)
    expect(missing.includes('topic')).toBe(given.topic === null)
    expect(missing.includes('task')).toBe(given.outcome === 'follow-up' && !given.hasTask)
  }))
})

describe.each(backends)('A conversation on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  const on = (records: Store) => createContacts({
    store: records, sealing: createSealing(Buffer.alloc(32, 7)), clock, mask: text => text.replace(/\d{11}/g, '*'), dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
  })
  let contacts: ReturnType<typeof on>
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    contacts = on(store)
    await store.write(async tx => {
      for (const id of ['amy', 'ben', 'gone']) await tx.insertInto('staff').values({ id, email: `${id}@bank.example`, name: id, role: 'agent', password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: now, disabled: id === 'gone' ? 1 : 0 }).execute()
    })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  let counter = 0
  async function begun(from = `u${++counter}`) {
    const accepted = await contacts.accept({ channel: 'directline', conversation: `c${++counter}`, dedupeKey: 'm', from: { id: from, verified: false }, kind: 'message', text: '在吗', attachments: [] })
    const state = async () => {
      const found = await contacts.turnState(accepted.conversation)
      if (!found) throw new Error('no conversation')
      return found
    }
    const say = async (who: string, after?: number, push = false) => contacts.say(await state(), `agent:${who}`, who, [words], push, ['answered'], after === undefined ? undefined : tx => refuseIfSpoken(tx, store.engine, { conversation: accepted.conversation, after, actor: `agent:${who}` }))
    return { conversation: accepted.conversation, from, state, say }
  }

  it('lets one of two members answer who write at the same moment, and tells the other who was quicker', async () => {
    for (let round = 0; round < 5; round++) {
      const { conversation, say } = await begun()
      const outcomes = await Promise.allSettled([say('amy', 1), say('ben', 1)])
      const refused = outcomes.flatMap(each => each.status === 'rejected' ? [each.reason] : [])
      expect(refused).toHaveLength(1)
      expect(refused[0]).toBeInstanceOf(SpokenMeanwhileError)
      const said = await store.db.selectFrom('log').select('actor').where('conversation_id', '=', conversation).where('kind', '=', 'agent.message').execute()
      expect(said).toHaveLength(1)
      expect(`agent:${refused[0]?.by}`).toBe(said[0]?.actor)
    }
    expect(await contacts.verify()).toMatchObject({ ok: true })
  })

  it('knows how far each message has come, by whatever delivers it', async () => {
    const changed: string[] = []
    const receipts = createReceiptNotes({ store, clock, onChanged: conversation => changed.push(conversation) })
    const { conversation, say, state } = await begun()
    await say('amy')
    await say('amy')
    await say('amy', undefined, true)
    const states = async () => [...(await createDeliveries({ store }).of(conversation, [2, 3, 4])).values()]
    // What a page fetches lies ready as soon as it is written down; the last one is to be pushed.
    expect(await states()).toEqual(['handed', 'handed', 'decided'])
    await receipts.got(conversation, 9)
    expect(await states()).toEqual(['handed', 'handed', 'decided'])
    await Promise.all([receipts.handed(conversation, [2, 3]), receipts.handed(conversation, [2, 3])])
    await receipts.got(conversation, 2)
    await receipts.got(conversation, 2)
    expect(await states()).toEqual(['delivered', 'handed', 'decided'])
    expect(new Set(changed)).toEqual(new Set([conversation]))
    const [item] = await contacts.claim('here', 10).then(claimed => Promise.all(claimed.map(each => contacts.claimed(each, 'here')))).then(lists => lists.flat())
    if (!item) throw new Error('nothing to deliver')
    await contacts.delivered(item.activity)
    expect(await states()).toEqual(['delivered', 'handed', 'handed'])
    // A receipt that was lost with a killed process: what came after it tells.
    const other = await begun()
    for (let each = 0; each < 3; each += 1) await other.say('amy')
    await receipts.handed(other.conversation, [3])
    await receipts.got(other.conversation, 3)
    expect([...(await createDeliveries({ store }).of(other.conversation, [2, 3, 4])).values()]).toEqual(['delivered', 'delivered', 'handed'])
    expect((await state()).conversation).toBe(conversation)
  })

  it('is read only forwards, however the notes arrive', async () => {
    const { conversation } = await begun()
    const reads = createReads({ store, clock })
    await Promise.all([3, 1, 7, 2].map(sequence => reads.note('amy', conversation, sequence)))
    expect(await reads.of('amy', [conversation])).toMatchObject([{ sequence: 7, unread: 0 }])
    expect(await reads.of('ben', [conversation])).toMatchObject([{ sequence: 0, unread: 1 }])
    expect(await reads.of('ben', [])).toEqual([])
  })

  it('is part of one journey over all conversations of a customer, in pages of any size; what is hidden is not in it', async () => {
    const { from, say, state } = await begun()
    await say('amy')
    const elsewhere = await begun(from)
    await elsewhere.say('ben')
    const { customer, enquiry } = await state()
    const journey = createWholeJourney(store)
    const whole = await journey.page(customer, { limit: 1_000, hidden: new Set() })
    expect(new Set(whole.entries.map(each => each.conversation)).size).toBe(2)
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 5 }), async limit => {
      const joined: number[] = []
      for (let before: number | undefined, more = true; more;) {
        const page = await journey.page(customer, { limit, before, hidden: new Set() })
        joined.unshift(...page.entries.map(each => each.seq))
        more = page.before !== null
        before = page.before ?? undefined
      }
      expect(joined).toEqual(whole.entries.map(each => each.seq))
    }), { numRuns: 5 })
    expect((await journey.page(customer, { limit: 100, hidden: new Set([enquiry.id]) })).entries.every(each => each.enquiry !== enquiry.id)).toBe(true)
    expect(await journey.page('nobody', { limit: 10, hidden: new Set() })).toEqual({ entries: [], enquiries: [], before: null })
  })

  it('leaves tasks that are due to the end of their day, go to a successor, and are for who may work', async () => {
    const { conversation, state } = await begun()
    const { customer, enquiry } = await state()
    const given = { customer, enquiry: enquiry.id, conversation, what: '回电 13800138000', owner: 'ben', by: 'amy' }
    for (const wrong of [{ day: '2026-11-23' }, { day: '2026-11-24', owner: 'gone' }, { day: '2026-11-24', owner: 'nobody' }]) await expect(contacts.tasks.add({ ...given, ...wrong })).rejects.toThrow(TaskError)
    const task = await contacts.tasks.add({ ...given, day: '2026-11-24' })
    expect([task.what, task.clock.dueAt, task.clock.owner]).toEqual(['回电 *', '2026-11-24T15:59:59.000Z', 'ben'])
    const due = await contacts.complaints.clocks.dueList({ owner: 'ben', limit: 10 })
    expect((await contacts.tasks.withClocks(due)).map(each => each.id)).toEqual([task.id])
    expect(await Promise.all([contacts.tasks.done(task.id, '', 'ben'), contacts.tasks.done(task.id, '', 'ben')]).then(each => each.filter(Boolean))).toHaveLength(1)
    expect(await contacts.complaints.clocks.dueList({ owner: 'ben', limit: 10 })).toEqual([])
  })
})
