import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from './local-date.ts'
import { catchUp } from './reminding.ts'
import { dueOf, type Pause, remindersOf, type Term } from './term.ts'
import { createWorkingCalendar, loadWorkingCalendar } from './working-days.ts'

const calendar = loadWorkingCalendar()
const at = (time: string) => new Date(`${time}+08:00`).toISOString()
const pause = (from: string, to: string): Pause => ({ from: at(from), to: at(to), reason: 'customer-documents', by: 'agent:li' })
const days = (workingDays: number): Term => ({ workingDays })
const lastDay = (started: string, count: number, pauses: readonly Pause[]) => dueOf(at(started), days(count), pauses, { calendar }).counted.at(-1)

describe('a clock that stands still', () => {
  it.each([
    ['adds the working days that begin meanwhile', '2026-02-13T10:00', 2, [pause('2026-02-14T10:00', '2026-02-26T09:00')], '2026-02-27'],
    ['adds nothing within a day', '2026-02-13T10:00', 2, [pause('2026-02-14T09:00', '2026-02-14T18:00')], '2026-02-24'],
    ['adds nothing over a holiday', '2026-02-13T10:00', 2, [pause('2026-02-14T09:00', '2026-02-23T18:00')], '2026-02-24'],
    ['stopped on its last day has the day on which it goes on', '2026-02-13T10:00', 2, [pause('2026-02-24T09:00', '2026-02-26T18:00')], '2026-02-26'],
    ['stopped on its last day and let go on on a Saturday has the Monday', '2026-03-05T10:00', 1, [pause('2026-03-06T09:00', '2026-03-07T18:00')], '2026-03-09'],
    ['may stand still twice', '2026-03-02T10:00', 3, [pause('2026-03-03T09:00', '2026-03-04T09:00'), pause('2026-03-05T09:00', '2026-03-06T09:00')], '2026-03-09'],
  ])('%s', (_what, started, count, pauses, last) => {
    expect(lastDay(started, count, pauses)).toBe(last)
  })

  it('moves an instant by as long as it stood still', () => {
    expect(dueOf(at('2026-03-02T10:00'), { until: at('2026-03-02T15:00') }, [pause('2026-03-02T11:00', '2026-03-02T11:30')], { calendar }).at).toBe(at('2026-03-02T15:30'))
  })

  it('never shortens a deadline, and never lets one end on a day off, whatever the pauses', () => {
    const moment = fc.integer({ min: Date.parse(at('2026-01-05T00:00')), max: Date.parse(at('2026-06-30T00:00')) })
    fc.assert(fc.property(moment, fc.integer({ min: 1, max: 9 }), fc.array(fc.tuple(fc.integer({ min: 0, max: 5 * 86_400_000 }), fc.integer({ min: 0, max: 9 * 86_400_000 })), { maxLength: 3 }), (started, count, gaps) => {
      const begun = new Date(started).toISOString()
      const pauses: Pause[] = []
      let due = dueOf(begun, days(count), [], { calendar })
      let clock = started
      for (const [before, length] of gaps) {
        clock += before
        if (clock > Date.parse(due.at)) break
        pauses.push({ from: new Date(clock).toISOString(), to: new Date(clock += length).toISOString(), reason: 'outside-expert', by: 'agent:li' })
        const later = dueOf(begun, days(count), pauses, { calendar })
        expect(later.at >= due.at).toBe(true)
        expect(clock <= Date.parse(later.at) || length === 0).toBe(true)
        due = later
      }
      expect(due.counted).toHaveLength(count)
      expect(due.counted.every(day => calendar.dayOf(day).working)).toBe(true)
      expect(new Set(due.counted).size).toBe(count)
    }), { numRuns: 300 })
  })
})

describe('reminders', () => {
  const moments = (started: string, term: Term) => remindersOf(at(started), dueOf(at(started), term, [], { calendar })).map(each => [each.stage, each.at])
  it('come while people work: those of seven days', () => {
    expect(moments('2026-02-13T10:00', days(7))).toEqual([
      ['half', at('2026-02-26T12:00')], ['day-before', at('2026-02-28T09:00')], ['due', at('2026-03-02T09:00')], ['overdue', at('2026-03-03T00:00')],
    ])
  })
  it('of two days come on both', () => {
    expect(moments('2026-02-13T10:00', days(2)).map(([stage]) => stage)).toEqual(['day-before', 'half', 'due', 'overdue'])
  })
  it('of one day leave out what would come too late', () => {
    expect(moments('2026-02-13T10:00', days(1)).map(([stage]) => stage)).toEqual(['due', 'overdue'])
  })
  it('of an hour come within it', () => {
    expect(moments('2026-03-02T10:00', { until: at('2026-03-02T11:00') })).toEqual([['half', at('2026-03-02T10:30')], ['due', new Date(Date.parse(at('2026-03-02T11:00')) - 450_000).toISOString()], ['overdue', new Date(Date.parse(at('2026-03-02T11:00')) + 1000).toISOString()]])
  })

  it('slept over are told once, as the last of them; every stage is told or written down as missed, in whatever steps time goes on', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer({ min: 1, max: 6 * 24 }), { minLength: 1, maxLength: 30 }), (count, steps) => {
      const begun = at('2026-02-13T10:00')
      const due = dueOf(begun, days(count), [], { calendar })
      const reminders = remindersOf(begun, due)
      const seen: string[] = []
      let now = Date.parse(begun)
      for (const hours of [...steps, 24 * 90]) {
        now += hours * 3_600_000
        const { send, missed } = catchUp(reminders, new Set(seen), new Date(now).toISOString())
        if (!send) continue
        seen.push(...missed.map(each => each.stage), send.stage)
        expect(now >= Date.parse(send.at)).toBe(true)
      }
      expect([...seen].sort()).toEqual(reminders.map(each => each.stage).sort())
    }))
  })
})

it('shows a due moment in a year without data as provisional: the earliest it can be, whatever the days turn out to be', () => {
  const short = createWorkingCalendar(new Map([[2030, { holidays: {}, workdays: {} }]]))
  const provisional = dueOf(at('2030-12-20T10:00'), days(5), [], { calendar: short })
  expect(provisional.provisional).toBe(true)
  fc.assert(fc.property(fc.subarray(Array.from({ length: 12 }, (_, index) => addDays('2031-01-02', index))), off => {
    const known = createWorkingCalendar(new Map([[2030, { holidays: {}, workdays: {} }], [2031, { holidays: Object.fromEntries(off.map(day => [day, 'x,某节,1'])), workdays: {} }]]))
    const sure = dueOf(at('2030-12-20T10:00'), days(5), [], { calendar: known })
    expect(sure.provisional).toBe(false)
    expect(sure.at >= provisional.at).toBe(true)
  }))
})
