import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../contacts/clocks/local-date.ts'
import type { Store } from '../store/index.ts'
import { backends } from '../test/support/backends.ts'
import { createQualifications, qualificationAt, type Standing, unfitFor } from './qualifications.ts'
import { readQualificationRules, QualificationRulesError, standardQualificationRules as rules } from './qualifications/rules.ts'
import { createRegister } from './register.ts'

const standing = (over: Partial<Standing> = {}): Standing => ({
  skills: undefined, certificates: [{ kind: 'practice', issued: '2020-01-01', expires: '2099-12-31' }], hours: new Map(), since: '2026-01-02', ...over,
})
const shanghai = (time: string) => new Date(`${time}+08:00`)
const day = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2044-12-31T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))

describe('Whether a member may serve, over time', () => {
  it('holds a certificate to the last second of its last day in Shanghai, and no longer', () => {
    fc.assert(fc.property(day, expires => {
      const of = standing({ certificates: [{ kind: 'practice', issued: '2019-01-01', expires }], since: expires })
      const last = shanghai(`${expires}T23:59:59.999`)
      expect(qualificationAt(of, last, rules, true).mayServe).toBe(true)
      const after = qualificationAt(of, new Date(last.getTime() + 1), rules, true)
      expect(after).toMatchObject({ mayServe: false, why: [`certificate-expired:practice:${expires}`], certificates: [], expired: [{ kind: 'practice', expires }] })
    }))
  })

  it('begins with the first second of the day of issue', () => {
    fc.assert(fc.property(day, issued => {
      const of = standing({ certificates: [{ kind: 'practice', issued, expires: '2099-12-31' }], since: issued })
      const first = shanghai(`${issued}T00:00:00`)
      expect(qualificationAt(of, first, rules, true).mayServe).toBe(true)
      expect(qualificationAt(of, new Date(first.getTime() - 1), rules, true).why).toEqual(['certificate-missing:practice'])
    }))
  })

  it('counts a leap day as a day', () => {
    const of = standing({ certificates: [{ kind: 'practice', issued: '2024-01-01', expires: '2028-02-29' }], since: '2028-01-01' })
    expect(qualificationAt(of, shanghai('2028-02-29T23:59:59'), rules, true).mayServe).toBe(true)
    expect(qualificationAt(of, shanghai('2028-03-01T00:00:00'), rules, true).mayServe).toBe(false)
  })

  it('takes the last of several certificates of a kind, in whatever order they stand', () => {
    fc.assert(fc.property(fc.array(fc.tuple(day, fc.integer({ min: 0, max: 2_000 })), { minLength: 1, maxLength: 6 }), day, (terms, today) => {
      const certificates = terms.map(([issued, days]) => ({ kind: 'practice', issued, expires: addDays(issued, days) }))
      const found = qualificationAt(standing({ certificates, since: today }), shanghai(`${today}T12:00:00`), rules, true)
      expect(found.mayServe).toBe(certificates.some(each => each.issued <= today && today <= each.expires))
      expect(found.certificates.length + found.expired.length).toBeLessThanOrEqual(1)
    }))
  })

  it('does not hold short hours against a member until the year is over, and then until they are made up', () => {
    fc.assert(fc.property(fc.integer({ min: 2024, max: 2040 }), fc.integer({ min: 0, max: 19 }), (year, hours) => {
      const of = standing({ since: `${year - 1}-06-01`, hours: new Map([[year - 1, 20], [year, hours]]) })
      const lastSecond = shanghai(`${year}-12-31T23:59:59`)
      expect(qualificationAt(of, lastSecond, rules, true)).toMatchObject({ mayServe: true, hoursThisYear: hours })
      const newYear = shanghai(`${year + 1}-01-01T00:00:00`)
      expect(qualificationAt(of, newYear, rules, true)).toMatchObject({ mayServe: false, why: [`hours-short:${year}:${hours}`], hoursThisYear: 0 })
      expect(qualificationAt({ ...of, hours: new Map([[year, 20]]) }, newYear, rules, true).mayServe).toBe(true)
    }))
  })

  it('does not hold the hours of a year against who was not there for all of it', () => {
    const later = shanghai('2027-01-01T00:00:00')
    expect(qualificationAt(standing({ since: '2026-01-02' }), later, rules, true).mayServe).toBe(true)
    expect(qualificationAt(standing({ since: '2025-12-31' }), later, rules, true).why).toEqual(['hours-short:2026:0'])
  })

  it('holds nobody to a register that is not kept', () => {
    expect(qualificationAt(standing({ certificates: [], since: '2020-01-01' }), shanghai('2026-06-01T12:00:00'), rules, false)).toMatchObject({ mayServe: true, why: [] })
  })
})

describe('Whether a member may serve a customer', () => {
  const now = shanghai('2026-06-01T12:00:00')
  it('asks for the fund certificate for a fund question and for nothing more for one about a card', () => {
    const found = qualificationAt(standing(), now, rules, true)
    expect(unfitFor(found, { topic: 'fund-fees' }, rules, true)).toEqual(['certificate-missing:fund'])
    expect(unfitFor(found, { topic: 'card-lost' }, rules, true)).toEqual([])
    expect(unfitFor(found, { topic: 'fund-fees' }, rules, false)).toEqual([])
  })
  it('tells a fund certificate that ran out from one that never was', () => {
    const found = qualificationAt(standing({ certificates: [...standing().certificates, { kind: 'fund', issued: '2024-01-01', expires: '2026-05-31' }] }), now, rules, true)
    expect(unfitFor(found, { topic: 'fund-fees' }, rules, true)).toEqual(['certificate-expired:fund:2026-05-31'])
    expect(found.mayServe).toBe(true)
  })
  it('names topic, language and tier that are not theirs', () => {
    const found = qualificationAt(standing({ skills: { topics: ['card-*'], languages: ['en'], tiers: ['ordinary'], capacity: 2 } }), now, rules, true)
    expect(unfitFor(found, { topic: 'loan-overdue', language: 'zh-Hant', tier: 'vip' }, rules, true)).toEqual(['topic:loan-overdue', 'language:zh-Hant', 'tier:vip'])
    expect(unfitFor(found, { topic: 'card-lost', language: 'en', tier: 'ordinary' }, rules, true)).toEqual([])
    expect(unfitFor(found, {}, rules, true)).toEqual([])
  })
  it('names a reason once', () => {
    const found = qualificationAt(standing({ certificates: [] }), now, rules, true)
    expect(unfitFor(found, { topic: 'card-lost' }, rules, true)).toEqual(['certificate-missing:practice'])
  })
})

describe('The rules of the register', () => {
  it.each([
    ['educationHours: many', /educationHours/],
    ['certificates: { "fund *": [fund] }', /certificates.*fund-\*/],
    ['certificates: { "fund-*": [] }', /certificates\.fund-\*/],
    ['required: perhaps', /required/],
    ['hours: 3', /hours/],
    [': [', /rules\.yaml/],
  ])('refuses %s and names file and place', (yaml, message) => {
    expect(() => readQualificationRules(yaml, 'rules.yaml')).toThrow(QualificationRulesError)
    expect(() => readQualificationRules(yaml, 'rules.yaml')).toThrow(message)
  })
})

describe.each(backends)('The register on $name', ({ open }) => {
  let opened: { store: Store; stop(): Promise<void> }
  const now = shanghai('2026-11-26T10:00:00')
  beforeAll(async () => { opened = await open() })
  afterAll(async () => {
    await opened.store.close()
    await opened.stop()
  })

  it('reads what is held, adds up hours, and holds everybody to it from the first certificate on', async () => {
    const { store } = opened
    const register = createRegister({ store, clock: { now: () => now } })
    const [li, wang] = await Promise.all([register.add('li@bank.example', 'Li', 'agent', 'a long password'), register.add('wang@bank.example', 'Wang', 'agent', 'a long password')])
    const qualifications = createQualifications({ store, rules })
    const both = () => qualifications.qualificationsOf([li, wang, 'nobody'], now)
    expect([...(await both()).keys()].sort()).toEqual([li, wang].sort())
    expect((await both()).get(wang)).toMatchObject({ mayServe: true, topics: 'all', tiers: 'all', capacity: 3, languages: ['zh-Hans', 'zh-Hant', 'en'] })
    await store.write(async tx => {
      await tx.insertInto('staff_certificates').values({ staff_id: li, kind: 'practice', number: 'P-1', issued: '2024-01-01', expires: '2026-11-26', checked: null }).execute()
      await tx.insertInto('staff_skills').values({ staff_id: li, topics: '["fund-*"]', languages: '["en"]', tiers: '"all"', capacity: 5, updated_at: now.toISOString() }).execute()
      await tx.insertInto('staff_education').values([{ id: '1', staff_id: li, day: '2026-02-01', year: 2026, hours: 7.5, subject: '反洗钱' }, { id: '2', staff_id: li, day: '2026-03-01', year: 2026, hours: 4, subject: '适当性' }, { id: '3', staff_id: li, day: '2026-01-10', year: 2025, hours: 20, subject: '补训' }]).execute()
    })
    expect((await both()).get(li)).toEqual({ topics: ['fund-*'], languages: ['en'], tiers: 'all', capacity: 5, certificates: [{ kind: 'practice', expires: '2026-11-26' }], expired: [], hoursThisYear: 11.5, mayServe: true, why: [] })
    expect((await both()).get(wang)).toMatchObject({ mayServe: false, why: ['certificate-missing:practice'] })
    expect(await qualifications.unfit([li, wang], { topic: 'fund-fees', language: 'zh-Hans' }, now)).toEqual(new Map([[li, ['certificate-missing:fund', 'language:zh-Hans']], [wang, ['certificate-missing:practice', 'certificate-missing:fund']]]))
    expect(await qualifications.qualificationsOf([], now)).toEqual(new Map())
  })
})
