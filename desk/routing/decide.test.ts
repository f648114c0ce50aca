import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Agent, decideRouting, standardRoutingRules as rules, type Waiting } from './decide.ts'
import { estimateWait } from './estimate.ts'

const now = Date.parse('2026-11-26T02:00:00.000Z')
const waiting = (id: string, over: Partial<Waiting> = {}): Waiting => ({ id, urgent: false, since: now - 10_000, owner: 'duty', offered: false, refusedBy: new Set(), ...over })
const agent = (id: string, over: Partial<Agent> = {}): Agent => ({ id, capacity: 3, load: 0, lastAt: 0, unfit: () => [], ...over })
const offers = (list: Waiting[], agents: Agent[]) => decideRouting(list, agents, now, rules).flatMap(each => each.kind === 'offer' ? [`${each.waiting}→${each.to}`] : [])

describe('decideRouting', () => {
  it('asks the owner of the enquiry first, though others have less to do', () => {
    expect(offers([waiting('a', { owner: 'wang' })], [agent('li'), agent('wang', { load: 2 })])).toEqual(['a→wang'])
  })
  it('asks somebody else where the owner is full, away or has refused', () => {
    expect(offers([waiting('a', { owner: 'wang' })], [agent('li'), agent('wang', { load: 3 })])).toEqual(['a→li'])
    expect(offers([waiting('a', { owner: 'wang' })], [agent('li')])).toEqual(['a→li'])
    expect(offers([waiting('a', { owner: 'wang', refusedBy: new Set(['wang']) })], [agent('li'), agent('wang')])).toEqual(['a→li'])
  })
  it('takes urgent ones first, then who has waited longest', () => {
    const list = [waiting('new', { since: now - 1_000 }), waiting('old', { since: now - 60_000 }), waiting('robbed', { urgent: true, since: now })]
    expect(offers(list, [agent('li', { capacity: 2 })])).toEqual(['robbed→li', 'old→li'])
  })
  it('counts what a member is given by load for capacity, and then by who has been without for longest', () => {
    expect(offers([waiting('a')], [agent('big', { capacity: 4, load: 1 }), agent('small', { capacity: 2, load: 1 })])).toEqual(['a→big'])
    expect(offers([waiting('a')], [agent('x', { lastAt: now }), agent('y', { lastAt: now - 1 })])).toEqual(['a→y'])
  })
  it('gives up language, tier and skill for who has waited long, and a certificate never', () => {
    const english = agent('li', { unfit: () => ['language:en'] })
    expect(offers([waiting('a')], [english])).toEqual([])
    expect(offers([waiting('a', { since: now - rules.relaxSeconds * 1000 })], [english])).toEqual(['a→li'])
    expect(offers([waiting('a', { since: 0 })], [agent('li', { unfit: () => ['certificate-expired:fund:2026-11-25'] })])).toEqual([])
    expect(offers([waiting('a', { since: 0 })], [agent('li', { unfit: () => ['concerned'] })])).toEqual([])
  })
  it('asks all again once everybody who could be asked was', () => {
    expect(decideRouting([waiting('a', { refusedBy: new Set(['li']) })], [agent('li')], now, rules)).toEqual([{ kind: 'ask-all-again', waiting: 'a' }])
    expect(decideRouting([waiting('a', { refusedBy: new Set(['li']) })], [agent('li', { load: 3 })], now, rules)).toEqual([])
  })

  const reasons = fc.constantFrom<readonly string[]>([], [], [], ['language:en'], ['topic:fund-fees'], ['certificate-missing:fund'], ['hours-short:2025:3'])
  const staff = ['a', 'b', 'c', 'd']
  const someWaiting = fc.uniqueArray(fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }), urgent: fc.boolean(), waited: fc.integer({ min: 0, max: 400 }), owner: fc.constantFrom(...staff), offered: fc.boolean(), refusedBy: fc.subarray(staff),
  }), { selector: each => each.id, maxLength: 30 }).map(list => list.map(({ waited, refusedBy, ...each }): Waiting => ({ ...each, since: now - waited * 1000, refusedBy: new Set(refusedBy) })))
  const someAgents = fc.subarray(staff).chain(ids => fc.tuple(...ids.map(id => fc.record({ id: fc.constant(id), capacity: fc.integer({ min: 0, max: 4 }), load: fc.integer({ min: 0, max: 5 }), lastAt: fc.integer({ min: 0, max: now }), why: fc.array(reasons, { minLength: 30, maxLength: 30 }) }))))
  it('keeps to capacity, certificates and one offer a customer, and leaves nobody waiting whom somebody free may serve', () => {
    fc.assert(fc.property(someWaiting, someAgents, (list, drawn) => {
      const why = new Map(drawn.map(({ id, why: each }) => [id, new Map(list.map((one, index) => [one.id, each[index] ?? []]))]))
      const agents = drawn.map(({ id, capacity, load, lastAt }) => agent(id, { capacity, load, lastAt, unfit: one => why.get(id)?.get(one) ?? [] }))
      const decisions = decideRouting(list, agents, now, rules)
      const made = decisions.flatMap(each => each.kind === 'offer' ? [each] : [])
      expect(new Set(decisions.map(each => each.waiting)).size).toBe(decisions.length)
      for (const { id, capacity, load } of agents) {
        const given = made.filter(({ to }) => to === id)
        expect(given.length).toBeLessThanOrEqual(Math.max(0, capacity - load))
        for (const { waiting: one } of given) {
          expect(why.get(id)?.get(one)?.some(reason => /^(certificate|hours)/.test(reason))).toBe(false)
          expect(list.find(each => each.id === one)).toMatchObject({ offered: false })
          expect(list.find(each => each.id === one)?.refusedBy.has(id)).toBe(false)
        }
      }
      // Whoever is left has nobody: all who may serve them are full, or were asked.
      for (const one of list.filter(each => !each.offered && !decisions.some(({ waiting: id }) => id === each.id))) {
        for (const each of agents) {
          const full = each.load + made.filter(({ to }) => to === each.id).length >= each.capacity
          const unfit = (why.get(each.id)?.get(one.id) ?? []).some(reason => /^(certificate|hours)/.test(reason) || now - one.since < rules.relaxSeconds * 1000)
          expect(full || unfit).toBe(true)
        }
      }
      expect(decideRouting(list, agents, now, rules), 'the same on every instance').toEqual(decisions)
    }))
  })
})

describe('estimateWait', () => {
  const minutes = (...values: number[]) => values.map(value => value * 60_000)
  it('says nothing where too little is known or nobody serves', () => {
    expect(estimateWait({ ahead: 3, handlingTimes: minutes(5, 5, 5, 5), places: 3, free: 0 })).toBeUndefined()
    expect(estimateWait({ ahead: 0, handlingTimes: minutes(5, 5, 5, 5, 5), places: 0, free: 0 })).toBeUndefined()
  })
  it('counts the places that come free, around the median', () => {
    expect(estimateWait({ ahead: 5, handlingTimes: minutes(4, 5, 5, 6, 90), places: 3, free: 0 })).toEqual({ from: 6, to: 16 })
    expect(estimateWait({ ahead: 0, handlingTimes: minutes(5, 5, 5, 5, 5), places: 3, free: 1 })).toEqual({ from: 0, to: 1 })
  })
  it('never promises less for more people before', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 5, maxLength: 50 }), fc.integer({ min: 1, max: 20 }), fc.nat(20), (handlingTimes, places, free) => {
      const waits = Array.from({ length: 30 }, (_, ahead) => estimateWait({ ahead, handlingTimes, places, free })?.to ?? Number.NaN)
      expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    }))
  })
})
