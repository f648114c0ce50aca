import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../contacts/clocks/local-date.ts'
import { verifyChain } from '../../contacts/log.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createQualifications, type Standing } from '../qualifications.ts'
import { createRegister, type StaffMember } from '../register.ts'
import { certificateOn, createQualificationRecords, UnknownMemberError } from './records.ts'
import { standardQualificationRules as rules } from './rules.ts'
import { createWarning, warningsOf } from './warning.ts'

const day = fc.date({ min: new Date('2022-01-01T00:00:00Z'), max: new Date('2036-12-31T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))
const standing = (over: Partial<Standing>): Standing => ({ skills: undefined, certificates: [], hours: new Map(), since: '2030-01-01', ...over })

describe('What is warned of', () => {
  it('is a certificate from 30 days before its last day on, and after it that it has expired, under one key each', () => {
    fc.assert(fc.property(day, fc.integer({ min: -60, max: 60 }), (expires, away) => {
      const found = warningsOf('m', standing({ certificates: [{ kind: 'fund', issued: '2020-01-01', expires }], since: '2040-01-01' }), addDays(expires, -away), rules)
      expect(found).toEqual(away > 30 ? [] : [expect.objectContaining(away >= 0 ? { kind: 'certificate-expiring', key: `certificate-expiring|m|fund|${expires}` } : { kind: 'certificate-expired', key: `certificate-expired|m|fund|${expires}` })])
    }))
  })
  it('is not a certificate that was renewed', () => {
    const certificates = [{ kind: 'fund', issued: '2024-01-01', expires: '2026-01-31' }, { kind: 'fund', issued: '2026-01-15', expires: '2028-01-31' }]
    expect(warningsOf('m', standing({ certificates, since: '2026-01-01' }), '2026-02-01', rules)).toEqual([])
  })
  it('is who is short of hours in the last 30 days of the year, and who was when it is over', () => {
    const of = (hours: number) => standing({ since: '2025-06-01', hours: new Map([[2025, 20], [2026, hours]]) })
    expect(warningsOf('m', of(19.5), '2026-12-01', rules)).toEqual([])
    expect(warningsOf('m', of(19.5), '2026-12-02', rules)).toMatchObject([{ kind: 'education-short', facts: { year: 2026, hours: 19.5, needed: 20 } }])
    expect(warningsOf('m', of(19.5), '2027-01-01', rules)).toMatchObject([{ kind: 'education-missed', facts: { year: 2026 } }])
    expect(warningsOf('m', of(20), '2026-12-31', rules)).toEqual([])
  })
  it('shows a certificate as expiring, and as due to be looked at again', () => {
    const of = { issued: '2024-02-29', expires: '2026-12-31', checked: null }
    expect(certificateOn('2024-02-28', of, rules).state).toBe('to-come')
    expect(certificateOn('2025-02-28', of, rules)).toEqual({ state: 'in-force', recheckDue: false })
    expect(certificateOn('2025-03-01', of, rules)).toEqual({ state: 'in-force', recheckDue: true })
    expect(certificateOn('2026-12-31', { ...of, checked: '2026-06-01' }, rules)).toEqual({ state: 'expiring', recheckDue: false })
    expect(certificateOn('2027-01-01', of, rules)).toEqual({ state: 'expired', recheckDue: false })
  })
})

describe.each(backends)('The register as it is kept, on $name', ({ open }) => {
  let opened: { store: Store; reopen(): Promise<Store>; stop(): Promise<void> }
  let now = new Date('2026-11-26T10:00:00+08:00')
  const clock = { now: () => now }
  const ids: Record<string, string> = {}
  const at = (store: Store) => createQualificationRecords({ store, clock, onQueue: () => undefined, qualifications: createQualifications({ store, rules }) })
  const member = (name: string, role: StaffMember['role']): StaffMember => ({ id: ids[name] ?? '', email: `${name}@bank.example`, name, role })
  beforeAll(async () => {
    opened = await open()
    const register = createRegister({ store: opened.store, clock })
    for (const name of ['li', 'boss', 'gone']) ids[name] = await register.add(`${name}@bank.example`, name, name === 'boss' ? 'supervisor' : 'agent', 'a long password')
    await opened.store.write(async tx => { await tx.updateTable('staff').set({ disabled: 1 }).where('email', '=', 'gone@bank.example').execute() })
  })
  afterAll(async () => {
    await opened.store.close()
    await opened.stop()
  })
  const counts = async () => {
    const { db } = opened.store
    return Promise.all([db.selectFrom('staff_certificates').select('number').execute(), db.selectFrom('staff_education').select('day').execute(), db.selectFrom('staff_skills').select('staff_id').execute()]).then(all => all.map(rows => rows.length))
  }
  const imported = (text: string, by = member('boss', 'supervisor')) => at(opened.store).importTable(Buffer.from(text), by)
  const head = 'email,record,kind,number,issued,expires,day,hours,subject,languages\n'

  it('imports all of a table or nothing of it', async () => {
    const good = `${head}li@bank.example,certificate,practice,P1,2026-01-01,2026-12-10\nli@bank.example,education,,,,,2026-02-01,8,AML\nli@bank.example,skills,,,,,,,,zh-Hans en\n`
    expect(await imported(`${good}li@bank.example,certificate,fund,F1,2026-01-01,soon\n`)).toEqual({ problems: [{ line: 5, column: 'expires', why: expect.stringContaining('day') }] })
    expect(await imported(`${good}nobody@bank.example,certificate,fund,F1,2026-01-01,2026-12-10\n`)).toEqual({ problems: [{ line: 5, column: 'email', why: expect.stringContaining('not in the register') }] })
    expect(await imported(`${good}gone@bank.example,certificate,fund,F1,2026-01-01,2026-12-10\n`)).toHaveProperty('problems')
    expect(await imported(`${good}boss@bank.example,certificate,fund,F1,2026-01-01,2026-12-10\n`)).toEqual({ problems: [{ line: 5, column: 'email', why: expect.stringContaining('somebody else') }] })
    expect(await counts()).toEqual([0, 0, 0])
    expect(await imported(good)).toEqual({ records: 3 })
    // Once more is the same.
    expect(await imported(good)).toEqual({ records: 3 })
    expect(await counts()).toEqual([1, 1, 1])
    const [li] = await at(opened.store).all([ids['li'] ?? ''])
    expect(li).toMatchObject({ languages: ['zh-Hans', 'en'], hoursThisYear: 8, shortThisYear: true, mayServe: true, certificates: [{ state: 'expiring' }] })
  })

  it('exports what it imports', async () => {
    const table = await at(opened.store).table()
    expect(await at(opened.store).importTable(Buffer.from(table), member('boss', 'supervisor'))).toEqual({ records: 3 })
    expect(await at(opened.store).table()).toBe(table)
  })

  it('warns once, however many instances do so, and tells of the expiry when it comes', async () => {
    const other = await opened.reopen()
    const warning = (store: Store) => createWarning({ store, clock, onQueue: () => undefined, rules, isHeld: createQualifications({ store, rules }).isHeld })
    const told = await Promise.all([warning(opened.store).warn(), warning(other).warn(), warning(opened.store).warn()])
    expect(told.reduce((sum, each) => sum + each, 0)).toBe(1)
    now = new Date('2026-12-11T00:00:00+08:00')
    expect(await warning(other).warn()).toBe(1)
    expect(await warning(opened.store).warn()).toBe(0)
    const notices = await opened.store.db.selectFrom('staff_notices').select(['recipient', 'kind']).orderBy('at').orderBy('recipient').execute()
    expect(notices).toEqual(['staff.certificate-expiring', 'staff.certificate-expired'].flatMap(kind => [{ recipient: `member:${ids['li']}`, kind }, { recipient: 'role:supervisor', kind }]))
    const entries = await opened.store.db.selectFrom('log').select('kind').where('kind', 'like', 'staff.certificate-exp%').execute()
    expect(entries).toHaveLength(2)
    await other.close()
    expect((await at(opened.store).all([ids['li'] ?? '']))[0]).toMatchObject({ mayServe: false, why: ['certificate-expired:practice:2026-12-10'] })
  })

  it('keeps and withdraws, with the log told and the number left out of it', async () => {
    const records = at(opened.store)
    const li = ids['li'] ?? ''
    await records.keepCertificate(li, { kind: 'practice', number: 'P1', issued: '2026-01-01', expires: '2029-12-31', checked: '2026-12-11' }, ids['boss'] ?? '')
    expect((await records.all([li]))[0]).toMatchObject({ mayServe: true })
    expect(await records.withdrawCertificate(li, { kind: 'practice', number: 'P1' }, 'withdrawn', ids['boss'] ?? '')).toBe(true)
    expect(await records.withdrawCertificate(li, { kind: 'practice', number: 'P1' }, 'withdrawn', ids['boss'] ?? '')).toBe(false)
    const course = (await records.all([li]))[0]?.education[0]
    expect(await records.withdrawEducation(ids['boss'] ?? '', course?.id ?? '', ids['boss'] ?? '')).toBe(false)
    expect(await records.withdrawEducation(li, course?.id ?? '', ids['boss'] ?? '')).toBe(true)
    await expect(records.keepEducation(ids['gone'] ?? '', { day: '2026-01-01', hours: 1, subject: 'x' }, li)).rejects.toThrow(UnknownMemberError)
    const entries = await opened.store.db.selectFrom('log').select(['kind', 'facts', 'actor']).where('kind', 'like', 'staff.%').execute()
    expect(entries.map(each => each.facts).join()).not.toContain('P1')
    expect(entries.filter(each => each.actor === `agent:${ids['boss']}`).map(each => each.kind)).toEqual(expect.arrayContaining(['staff.certificate-kept', 'staff.certificate-withdrawn', 'staff.education-withdrawn', 'staff.skills-kept']))
    expect(await verifyChain(opened.store.db)).toMatchObject({ ok: true })
  })
})
