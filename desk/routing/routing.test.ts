import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Contacts, createContacts } from '../../contacts/contacts.ts'
import { createTiers } from '../../contacts/customers/tiers.ts'
import { createCustomerSeal } from '../../contacts/customer-seal.ts'
import { createHandovers, type Handovers } from '../../contacts/handovers.ts'
import { verifyChain } from '../../contacts/log.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { createServiceLevel } from '../../contacts/serving/level.ts'
import { createPassing, type Passing } from '../../contacts/serving/passing.ts'
import { createPrivateWords } from '../../contacts/serving/private-words.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createAvailability } from '../availability.ts'
import { standardQualificationRules } from '../qualifications/rules.ts'
import { createQualifications } from '../qualifications.ts'
import type { StaffMember } from '../register.ts'
import { standardRoutingRules } from './decide.ts'
import { createRouting, type Routing } from './routing.ts'

const staff = ['duty', 'amy', 'bob', 'eve'] as const
const topics = ['card-lost', 'fund-fees', 'none'] as const
const offerMs = standardRoutingRules.offerSeconds * 1000

describe.each(backends)('routing on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let instances: { contacts: Contacts; handovers: Handovers; passing: Passing; routing: Routing }[]
  let availability: ReturnType<typeof createAvailability>
  let write: ReturnType<typeof createPrivateWords>['write']
  let there = new Set<string>()
  let now = Date.parse('2026-11-24T02:00:00.000Z')
  const clock = { now: () => new Date(now) }
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    const deps = { store, sealing: createSealing(Buffer.alloc(32, 7)), clock, mask: (text: string) => text.replaceAll(/\d{11}/g, '*'), dutyOwner: async () => 'duty', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 }
    availability = createAvailability(deps)
    write = createPrivateWords({ ...deps, seal: createCustomerSeal(deps) }).write
    const qualifications = createQualifications({ store, rules: { ...standardQualificationRules, required: 'always', capacity: 2 } })
    const present = async (): Promise<StaffMember[]> => staff.filter(id => there.has(id)).map(id => ({ id, email: `${id}@bank.example`, name: id, role: 'agent' }))
    instances = [0, 1].map(() => {
      const contacts = createContacts(deps)
      const handovers = createHandovers(deps, contacts.enquiries)
      const passing = createPassing(deps)
      return { contacts, handovers, passing, routing: createRouting({ store, clock, handovers, passing, availability, qualifications, present, concerning: async () => new Set(), tiersOf: createTiers(deps).ofConversations, rules: standardRoutingRules }) }
    })
    await store.write(async tx => {
      await tx.insertInto('staff').values(staff.map(id => ({ id, email: null, name: id, role: 'agent', password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: '2026-01-01T00:00:00.000Z', disabled: 0 }))).execute()
      // Everybody may serve; only amy holds the certificate for funds, and only until the end of the day.
      await tx.insertInto('staff_certificates').values([...staff.map(id => ({ kind: 'practice', staff_id: id, expires: '2027-12-31' })), { kind: 'fund', staff_id: 'amy', expires: '2026-11-24' }].map(({ kind, staff_id, expires }) => ({
staff_id, kind, number: '1', issued: '2026-01-01', expires, checked: null,
      }))).execute()
    })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  let counter = 0
  const instance = (index: number) => {
    const found = instances[index % 2]
    if (!found) throw new Error('There is no such instance')
    return found
  }
  async function arrives(topic: string, urgent = false): Promise<string> {
    counter += 1
    const { contacts } = instance(counter)
    const id = `h${counter}`
    const accepted = await contacts.accept({ channel: 'test', conversation: `r${counter}`, dedupeKey: `d${counter}`, from: { id: `u${counter}`, verified: false }, kind: 'message', text: '转人工', attachments: [] })
    const state = accepted.turn?.state
    if (!state) throw new Error('The turn is gone')
    await contacts.commitTurn({
      state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: [], push: false, dialogState: {}, facts: {},
      effects: [{ kind: 'handover', id, reason: 'customer-asked', summary: '', topic, urgent, locale: 'zh-Hans', ahead: 0 }],
    })
    return id
  }
  const offered = async () => (await instance(0).passing.offers()).map(({ handover, to }) => `${handover}→${to}`)
  const get = async (id: string) => {
    const found = await instance(0).handovers.get(id)
    if (!found) throw new Error('The hand-over is gone')
    return found
  }
  async function clear(): Promise<void> {
    await store.write(async tx => {
      await tx.updateTable('handovers').set({ status: 'closed' }).execute()
      await tx.deleteFrom('handover_offers').execute()
      await tx.deleteFrom('handover_refusals').execute()
      await tx.deleteFrom('staff_availability').execute()
    })
    there = new Set()
  }

  it('offers nobody to who has not said that they are available', async () => {
    there = new Set(['bob'])
    await arrives('none')
    await instance(0).routing.route()
    expect(await offered()).toEqual([])
    await clear()
  })

  it('asks the next one when an offer is not answered, and comes back to the first', async () => {
    there = new Set(['bob', 'eve'])
    for (const id of there) await availability.set(id, 'available')
    const id = await arrives('none')
    const asked: string[] = []
    for (let round = 0; round < 6; round++) {
      await instance(round).routing.route()
      await instance(round).routing.route()
      asked.push(...await offered())
      now += offerMs + 1
    }
    expect(asked.map(each => each.replace(`${id}→`, ''))).toEqual(['bob', 'eve', expect.stringMatching(/bob|eve/), expect.stringMatching(/bob|eve/)])
    // Whoever refused last is left in peace for as long as an offer lasts.
    await clear()
  })

  it('lets two instances make one offer, and one member take it', async () => {
    there = new Set(['bob', 'eve'])
    for (const id of there) await availability.set(id, 'available')
    const id = await arrives('none')
    await Promise.all([0, 1].map(each => instance(each).routing.route()))
    const [offer, ...others] = await instance(0).passing.offers()
    expect(others).toEqual([])
    const to = offer?.to ?? ''
    const handover = await get(id)
    const other = to === 'bob' ? 'eve' : 'bob'
    // By hand nobody is quicker than who is being asked.
    expect(await instance(1).handovers.take(id, other)).toBe('taken')
    const taken = await Promise.all([instance(0).passing.accept(handover, to), instance(1).passing.accept(handover, to), instance(1).passing.accept(handover, other)])
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await get(id)).toMatchObject({ status: 'active', agent: to })
    await clear()
  })

  it('gives a fund question to who is certified for it, until the certificate ends in the middle of the shift', async () => {
    there = new Set(staff)
    for (const id of staff) await availability.set(id, 'available')
    const before = await arrives('fund-fees')
    await instance(0).routing.route()
    expect(await offered()).toEqual([`${before}→amy`])
    expect(await instance(0).routing.keptFrom(await get(before), 'bob')).toEqual(['certificate-missing:fund'])
    await instance(0).passing.accept(await get(before), 'amy')
    const at = now
    // Midnight in Shanghai.
    now = Date.parse('2026-11-24T16:00:00.000Z')
    const after = await arrives('fund-fees')
    now += standardRoutingRules.relaxSeconds * 1000
    await instance(0).routing.route()
    expect((await offered()).filter(each => each.startsWith(`${after}→`))).toEqual([])
    expect(await instance(0).routing.keptFrom(await get(after), 'amy')).toEqual(['certificate-expired:fund:2026-11-24'])
    expect(await instance(0).routing.nextFor('amy')).toBeUndefined()
    now = at
    await clear()
  })

  it('shares six places among 200 waiting customers in one go, the urgent and the oldest first', async () => {
    there = new Set(['duty', 'bob', 'eve'])
    for (const id of there) await availability.set(id, 'available')
    const ids: string[] = []
    for (let index = 0; index < 200; index++) {
      now += 1
      ids.push(await arrives('card-lost', index % 50 === 49))
    }
    await instance(0).routing.route()
    const given = (await instance(0).passing.offers()).map(({ handover }) => handover).sort()
    expect(given).toEqual([ids[49], ids[99], ids[149], ids[199], ids[0], ids[1]].sort())
    await clear()
  })

  type Act = { act: 'arrive'; topic: (typeof topics)[number]; urgent: boolean } | { act: 'accept' | 'decline' | 'leave' | 'come' | 'close' | 'give-back' | 'note'; who: (typeof staff)[number] } | { act: 'transfer'; who: (typeof staff)[number]; to: (typeof staff)[number] } | { act: 'topic'; who: (typeof staff)[number] } | { act: 'pass'; seconds: number }
  const who = fc.constantFrom(...staff)
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ act: fc.constant('arrive' as const), topic: fc.constantFrom(...topics), urgent: fc.boolean() }) },
    { weight: 5, arbitrary: fc.record({ act: fc.constantFrom('accept' as const, 'accept' as const, 'decline' as const, 'leave' as const, 'come' as const, 'come' as const, 'close' as const, 'give-back' as const, 'note' as const), who }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('transfer' as const), who, to: who }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('topic' as const), who }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 90 }) }) },
  )
  async function carry(given: Act, index: number): Promise<void> {
    const { handovers, passing, routing } = instance(index)
    const [mine] = 'who' in given ? await handovers.activeOf(given.who) : []
    const [offer] = 'who' in given ? await passing.offersTo(given.who) : []
    switch (given.act) {
      case 'arrive': await arrives(given.topic, given.urgent); break
      case 'pass': now += given.seconds * 1000; break
      case 'come': there.add(given.who); await availability.set(given.who, 'available'); break
      case 'leave':
        there.delete(given.who)
        for (const each of await handovers.activeOf(given.who)) await handovers.back(each, 'signed-out')
        break
      case 'accept': if (offer && (await routing.keptFrom(await get(offer.handover), given.who)).length === 0) await passing.accept(await get(offer.handover), given.who); break
      case 'decline': if (offer) await passing.endOffer(await get(offer.handover), given.who, 'declined'); break
      case 'close': if (mine) await handovers.close(mine.id, given.who, 'follow-up'); break
      case 'give-back': if (mine) await passing.giveBack(mine, given.who); break
      case 'note': if (mine) await write(mine, given.who, 'note', '客户电话 13800138000，先别告诉客户'); break
      case 'topic': if (mine) await passing.toTopic(mine, 'fund-fees', given.who); break
      case 'transfer': if (mine && given.to !== given.who && (await routing.keptFrom(mine, given.to)).length === 0) await passing.offer(mine, given.to, { until: new Date(now + offerMs).toISOString(), why: 'transfer', by: given.who }); break
    }
    now += 1
    await Promise.all([instance(index).routing.route(), instance(index + 1).routing.route()])
  }

  it('keeps who took a customer first and when, and how long anybody had them, however they are passed on', async () => {
    await clear()
    const begun = now
    const level = createServiceLevel({ store, clock })
    // Only what is asked from here on counts: the rest of the day is another test's.
    const before = await level.today(60)
    const id = await arrives('none')
    const later = (seconds: number) => { now += seconds * 1000 }
    later(30)
    await instance(0).handovers.take(id, 'amy')
    later(60)
    await instance(0).passing.takeOver(await get(id), 'bob')
    later(60)
    await instance(0).handovers.back(await get(id), 'signed-out')
    later(600)
    await instance(1).handovers.take(id, 'eve')
    later(60)
    await instance(1).passing.toTopic(await get(id), 'card-lost', 'eve')
    later(600)
    await instance(0).handovers.take(id, 'eve')
    later(60)
    await instance(0).handovers.close(id, 'eve', 'follow-up')
    expect(await store.db.selectFrom('handovers').select(['first_agent', 'first_taken_at', 'agent', 'served_ms']).where('id', '=', id).executeTakeFirstOrThrow())
      .toEqual({ first_agent: 'amy', first_taken_at: new Date(begun + 30_000).toISOString(), agent: 'eve', served_ms: 180_000 })
    const after = await level.today(60)
    expect({ asked: after.asked - before.asked, taken: after.taken - before.taken, takenInTime: after.takenInTime - before.takenInTime }).toEqual({ asked: 1, taken: 1, takenInTime: 1 })
    expect((await instance(0).passing.handlingTimes(new Date(begun).toISOString(), 1))).toEqual([240_000])
  })

  it('holds through any shift on two instances: one pair of hands, one offer, one owner, certificates, and nobody starves', { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async acts => {
      await clear()
      now += 1_000
      const first = counter
      for (const [index, each] of acts.entries()) await carry(each, index)
      const ids = Array.from({ length: counter - first }, (_, index) => `h${first + index + 1}`)
      if (ids.length === 0) return
      const rows = await store.db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').select(['handovers.id', 'handovers.status', 'agent', 'handovers.topic', 'handovers.enquiry_id', 'owner', 'handovers.conversation_id']).where('handovers.id', 'in', ids).execute()
      for (const row of rows) {
        expect(row.owner, 'the owner is the same from the first to the last').toBe('duty')
        expect(row.status === 'active').toBe(row.agent !== null && row.status !== 'closed')
        const said = await store.db.selectFrom('log').select(['kind', 'facts', 'actor', 'conversation_seq', 'masked']).where('conversation_id', '=', row.conversation_id).orderBy('seq').execute()
        // In the log one has the customer at a time: whoever takes them is not the one who has them.
        let holder: string | undefined
        for (const { kind, actor, facts } of said) {
          if (kind === 'handover.taken') {
            expect(holder).toBeUndefined()
            holder = actor
          }
          if (kind === 'handover.transferred') holder = 'topic' in JSON.parse(facts) ? undefined : actor
          if (/^handover\.(returned|closed|given-back)$/.test(kind)) holder = undefined
          if (kind === 'handover.taken' && String(row.topic) === 'fund-fees' && !said.some(each => each.kind === 'handover.transferred')) expect(actor).toBe('agent:amy')
        }
        // What colleagues write has no place among the messages, and no number in clear.
        for (const { kind, conversation_seq, masked } of said.filter(each => each.kind === 'colleagues.message')) expect([kind, conversation_seq, masked.includes('13800138000')]).toEqual(['colleagues.message', null, false])
        expect((await instance(0).contacts.since(row.conversation_id, 0, 100)).some(({ maskedText }) => maskedText.includes('先别告诉客户'))).toBe(false)
      }
      // Everybody comes, takes what they are offered and is done with it at once: the queue comes to its end.
      for (const id of staff) await carry({ act: 'come', who: id }, 0)
      for (let round = 0; round < 60; round++) {
        const still = await store.db.selectFrom('handovers').select('id').where('status', '=', 'waiting').execute()
        if (still.length === 0) break
        for (const id of staff) {
          await carry({ act: 'accept', who: id }, round)
          await carry({ act: 'close', who: id }, round)
        }
        now += offerMs
      }
      expect(await store.db.selectFrom('handovers').select('id').where('status', '=', 'waiting').execute()).toEqual([])
      // The clock does not pass the day on which the certificate ends.
      now = Math.min(now, Date.parse('2026-11-24T12:00:00.000Z'))
    }), { numRuns: 8 })
    expect(await verifyChain(store.db)).toMatchObject({ ok: true })
  })
})
