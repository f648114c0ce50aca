import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
    const deps = {
      path: join(dir, 'duty.yaml'), clock: { now: () => at('2026-11-25T12:00') }, log: { warn: (_facts: object, message: string) => void warnings.push(message) },
      active: async (email: string) => email === 'li@bank.example' ? { id: 'li', email, name: 'Li', role: 'agent' as const } : undefined,
    }
    expect(await createDuty(deps).ownerFor(at('2026-11-25T12:00'))).toBe('administrator')
    writeFileSync(deps.path, 'duty: [{ topics: [a], owner: li@bank.example }, { owner: gone@bank.example }]')
    const duty = createDuty(deps)
    expect(await duty.ownerFor(at('2026-11-25T12:00'), 'a')).toBe('li')
    expect(await duty.ownerFor(at('2026-11-25T12:00'))).toBe('administrator')
    expect(warnings).toHaveLength(1)
    rmSync(dir, { recursive: true, force: true })
  })
})
