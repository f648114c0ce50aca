import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlineAfter } from './deadlines.ts'
import { addDays, isLocalDate, weekdayOf } from './local-date.ts'
import { CalendarFileError, loadWorkingCalendar, NoCalendarError } from './working-days.ts'

const calendar = loadWorkingCalendar()
const at = (time: string) => new Date(`${time}+08:00`)
const endOf = (time: string, days: number) => deadlineAfter(at(time), days, calendar).end

describe('working days by the State Council\'s notices', () => {
  // 国务院办公厅关于2025年部分节假日安排的通知 (2024-11-12), 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04): written from the notices, not from the data.
  it.each([
    ['2025-01-01', '2025-01-01'], ['2025-01-28', '2025-02-04'], ['2025-04-04', '2025-04-06'], ['2025-05-01', '2025-05-05'], ['2025-05-31', '2025-06-02'], ['2025-10-01', '2025-10-08'],
    ['2026-01-01', '2026-01-03'], ['2026-02-15', '2026-02-23'], ['2026-04-04', '2026-04-06'], ['2026-05-01', '2026-05-05'], ['2026-06-19', '2026-06-21'], ['2026-09-25', '2026-09-27'], ['2026-10-01', '2026-10-07'],
  ])('nobody works from %s to %s', (first, last) => {
    for (let day = first; day <= last; day = addDays(day, 1)) expect(calendar.dayOf(day).working, day).toBe(false)
  })
  it.each(['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])('%s is worked though it is a weekend', day => {
    expect([0, 6]).toContain(weekdayOf(day))
    expect(calendar.dayOf(day).working).toBe(true)
  })
  it('has no other exceptions in 2025 and 2026', () => {
    let exceptions = 0
    for (let day = '2025-01-01'; day <= '2026-12-24'; day = addDays(day, 1)) if (calendar.knows(day) && calendar.dayOf(day).working === [0, 6].includes(weekdayOf(day))) exceptions += 1
    // 2025: 18 weekdays off and 5 weekend days worked; 2026: 19 and 6.
    expect(exceptions).toBe(18 + 5 + 19 + 6)
  })
})

describe('deadlines (M3.3a)', () => {
  it.each([
    // A Friday before the Spring Festival: Saturday is worked, then nine days off.
    ['2026-02-13T10:00', 2, '2026-02-24'], ['2026-02-13T10:00', 1, '2026-02-14'], ['2026-02-13T23:59', 7, '2026-03-02'], ['2026-02-13T10:00', 5, '2026-02-27'], ['2026-02-13T10:00', 6, '2026-02-28'],
    // Received on a day off: the clock starts on the next working day.
    ['2026-02-18T09:00', 1, '2026-02-24'], ['2026-02-14T09:00', 1, '2026-02-24'], ['2026-02-23T23:59', 2, '2026-02-25'],
    ['2026-01-01T00:00', 2, '2026-01-05'], ['2025-12-31T12:00', 1, '2026-01-04'],
    ['2026-04-03T18:00', 2, '2026-04-08'], ['2026-04-30T18:00', 2, '2026-05-07'], ['2026-05-08T09:00', 2, '2026-05-11'],
    ['2026-06-18T09:00', 2, '2026-06-23'], ['2026-09-18T09:00', 2, '2026-09-21'], ['2026-09-24T09:00', 2, '2026-09-29'], ['2026-09-30T09:00', 2, '2026-10-09'], ['2026-09-30T09:00', 7, '2026-10-15'],
    ['2025-01-24T09:00', 2, '2025-01-27'], ['2025-01-27T09:00', 7, '2025-02-12'], ['2025-02-07T09:00', 1, '2025-02-08'], ['2025-04-03T09:00', 2, '2025-04-08'], ['2025-04-25T09:00', 2, '2025-04-28'],
    ['2025-04-30T09:00', 2, '2025-05-07'], ['2025-05-30T09:00', 2, '2025-06-04'], ['2025-09-26T09:00', 2, '2025-09-29'], ['2025-09-30T09:00', 7, '2025-10-16'], ['2025-10-10T09:00', 1, '2025-10-11'],
  ])('from %s, %i working days end on %s', (from, days, end) => {
    expect(endOf(from, days)).toBe(end)
  })

  it('takes the day in Shanghai, not in UTC', () => {
    // 23:30 on 12 February in UTC is 13 February in Shanghai.
    expect(deadlineAfter(new Date('2026-02-12T23:30:00Z'), 1, calendar)).toMatchObject({ end: '2026-02-14', due: '2026-02-14T23:59:59+08:00' })
  })

  it('are provisional where no notice has settled the days, and then the earliest possible', () => {
    const into2027 = deadlineAfter(at('2026-12-30T10:00'), 3, calendar)
    expect(into2027).toMatchObject({ provisional: true, end: '2027-01-03', counted: ['2026-12-31', '2027-01-02', '2027-01-03'] })
    // The notice of a year may still change the last days of the one before.
    expect(deadlineAfter(at('2026-12-23T10:00'), 2, calendar)).toMatchObject({ provisional: true, end: '2026-12-25' })
    expect(deadlineAfter(at('2026-12-23T10:00'), 1, calendar)).toMatchObject({ provisional: false, end: '2026-12-24' })
    expect(() => calendar.dayOf('2027-03-01')).toThrow(NoCalendarError)
  })

  it('are counted again when a year is loaded, with the institution\'s own days', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shouwen-calendar-'))
    writeFileSync(join(folder, '2027.json'), JSON.stringify({ holidays: { '2027-01-01': "New Year's Day,元旦,1" }, workdays: {} }))
    writeFileSync(join(folder, 'institution.json'), JSON.stringify({ off: ['2027-01-04'], worked: ['2027-01-09'] }))
    const loaded = loadWorkingCalendar(folder)
    expect(deadlineAfter(at('2026-12-30T10:00'), 2, loaded)).toMatchObject({ provisional: false, end: '2027-01-05', counted: ['2026-12-31', '2027-01-05'] })
    expect(deadlineAfter(at('2027-01-08T10:00'), 1, loaded).end).toBe('2027-01-09')
    writeFileSync(join(folder, '2028.json'), JSON.stringify({ holidays: { '2028-02-30': 'x' }, workdays: {} }))
    expect(() => loadWorkingCalendar(folder)).toThrow(CalendarFileError)
    expect(() => loadWorkingCalendar(folder)).toThrow(/2028\.json/)
    rmSync(folder, { recursive: true })
  })

  it('count working days only, each once, and never end before one that is shorter', () => {
    const start = fc.integer({ min: 0, max: 600 }).map(days => addDays('2025-01-01', days))
    fc.assert(fc.property(start, fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 30 }), (day, minute, days) => {
      const from = new Date(at(`${day}T00:00`).getTime() + minute * 60_000)
      const { counted, end } = deadlineAfter(from, days, calendar)
      expect(counted).toHaveLength(days)
      expect(counted.every((each, index) => calendar.dayOf(each).working && each > (counted[index - 1] ?? day))).toBe(true)
      expect(deadlineAfter(from, days + 1, calendar).end > end).toBe(true)
    }))
  })

  it.each([0, -1, 1.5, NaN])('refuse %d days', days => { expect(() => deadlineAfter(new Date(), days, calendar)).toThrow(RangeError) })
  it('know which days exist', () => { expect(['2024-02-29', '2026-02-29', '2026-13-01', '2026-2-1', ''].map(isLocalDate)).toEqual([true, false, false, false, false]) })
})
