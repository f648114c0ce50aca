import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KeptRoster } from './duty-kept.ts'
import { shiftsOf } from './duty-shifts.ts'
import { createDuty, dutyOf, fits, hoursOf, readRoster, RosterError } from './duty.ts'

const roster = readRoster(`
hours:
  - { days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }
duty:
  - { days: [fri], from: "18:00", to: "09:00", owner: weekend@bank.example }
  - { topics: ["fund-*", "wealth-what"], owner: li@bank.example }
  - { from: "18:00", to: "09:00", owner: night@bank.example }
`, 'duty.yaml')
/** A time in China. */
const at = (local: string) => new Date(`${local}:00+08:00`)

describe('who is on duty', () => {
  it.each([
    ['2026-11-25T12:00', undefined, undefined],
    ['2026-11-25T12:00', 'fund-fees', 'li@bank.example'],
    ['2026-11-25T12:00', 'wealth-what', 'li@bank.example'],
    ['2026-11-25T12:00', 'wealth-what-else', undefined],
    ['2026-11-25T18:00', undefined, 'night@bank.example'],
    ['2026-11-26T08:59', undefined, 'night@bank.example'],
    ['2026-11-26T09:00', undefined, undefined],
    // Friday's night goes into Saturday morning; Saturday's does not belong to it.
    ['2026-11-27T23:00', 'fund-fees', 'weekend@bank.example'],
    ['2026-11-28T08:00', 'fund-fees', 'weekend@bank.example'],
    ['2026-11-28T19:00', undefined, 'night@bank.example'],
  ])('at %s about %s: %s', (when, topic, owner) => {
    expect(dutyOf(roster, at(when), topic)).toBe(owner)
  })
  it('counts in the zone of the roster, not of the machine', () => {
    expect(fits({ from: '09:00', to: '18:00' }, new Date('2026-11-25T23:30:00Z'), 'Asia/Shanghai')).toBe(false)
    expect(fits({ from: '09:00', to: '18:00' }, new Date('2026-11-25T23:30:00Z'), 'America/New_York')).toBe(false)
    expect(fits({ from: '09:00', to: '18:00' }, new Date('2026-11-25T22:30:00Z'), 'America/New_York')).toBe(true)
  })
  it('lists a day by who answers for what comes in, with the night before and nobody left out', () => {
    const [night, none, weekend] = ['night@bank.example', undefined, 'weekend@bank.example']
    expect(shiftsOf(roster, '2026-11-25')).toEqual([{ from: '00:00', to: '09:00', owner: night }, { from: '09:00', to: '18:00', owner: none }, { from: '18:00', to: '24:00', owner: night }])
    expect(shiftsOf(roster, '2026-11-27').map(({ owner }) => owner)).toEqual([night, none, weekend])
    expect(shiftsOf(roster, '2026-11-28').map(({ owner }) => owner)).toEqual([weekend, none, night])
    expect(shiftsOf(readRoster('', 'duty.yaml'), '2026-11-28')).toEqual([{ from: '00:00', to: '24:00', owner: none }])
  })
  it('says the hours as a customer reads them', () => {
    expect(hoursOf(roster)).toBe('09:00–18:00')
    expect(hoursOf(readRoster('', 'duty.yaml'))).toBeUndefined()
  })
  it.each([
    ['duty: [{ owner: nobody }]', /duty\.yaml: duty\.0\.owner: the e-mail/],
    ['duty: [{ owner: a@b.example, from: "9am" }]', /duty\.0\.from: a time/],
    ['zone: Mars/Base', /zone: "Mars\/Base" is no time zone/],
    ['dutty: []', /dutty/],
    ['duty: [', /duty\.yaml/],
  ])('says what is wrong in %j', (yaml, why) => {
    expect(() => readRoster(yaml, 'duty.yaml')).toThrow(why)
    expect(() => readRoster(yaml, 'duty.yaml')).toThrow(RosterError)
  })
  it('names the administrator where it names nobody or somebody who is not there', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const warnings: string[] = []
    let kept: KeptRoster = { version: 0, roster: undefined, by: '', at: '' }
    const deps = {
      path: join(dir, 'duty.yaml'), kept: async () => kept, clock: { now: () => at('2026-11-25T12:00') }, log: { warn: (_facts: object, message: string) => void warnings.push(message) },
      active: async (email: string) => email === 'li@bank.example' ? { id: 'li', email, name: 'Li', role: 'agent' as const } : undefined,
    }
    expect(await (await createDuty(deps)).ownerFor(at('2026-11-25T12:00'))).toBe('administrator')
    writeFileSync(deps.path, 'duty: [{ topics: [a], owner: li@bank.example }, { owner: gone@bank.example }]')
    const duty = await createDuty(deps)
    expect(await duty.ownerFor(at('2026-11-25T12:00'), 'a')).toBe('li')
    expect(await duty.ownerFor(at('2026-11-25T12:00'))).toBe('administrator')
    expect(warnings).toHaveLength(1)
    // What is kept at the desk counts before the file, and the file again when the desk gives the word back.
    kept = { version: 1, roster: readRoster('hours: [{ from: "13:00", to: "14:00" }]\nduty: [{ owner: li@bank.example }]', 'desk'), by: 'boss', at: '2026-11-25T00:00:00.000Z' }
    await duty.changed()
    expect(await duty.ownerFor(at('2026-11-25T12:00'))).toBe('li')
    expect([duty.isOpen(), duty.hours(), (await duty.inForce()).source]).toEqual([false, '13:00–14:00', 'desk'])
    kept = { ...kept, version: 2, roster: undefined }
    expect(await duty.inForce()).toMatchObject({ source: 'file', version: 2, kept: null })
    expect(await duty.ownerFor(at('2026-11-25T12:00'))).toBe('administrator')
    rmSync(dir, { recursive: true, force: true })
  })
})
