import { endOfDay, type LocalDate, localDateOf } from './local-date.ts'
import { nextWorkingDay, type WorkingCalendar } from './working-days.ts'

export type Deadline = {
  /** The last day on which it is in time. */
  end: LocalDate
  /** The last second of it, as an ISO time with the zone's offset. */
  due: string
  /** The working days counted, the last of which is `end`. */
  counted: LocalDate[]
  /** Reaches a time that no notice has settled: `end` is then the earliest possible, to be counted again when the data are there. */
  provisional: boolean
}

/** Where the institution's clocks are. */
export const defaultZone = 'Asia/Shanghai'

/** When what began at `from` must be done within `days` working days. M3.3a: the day it began does not count. */
export function deadlineAfter(from: Date, days: number, calendar: WorkingCalendar, zone = defaultZone): Deadline {
  if (!Number.isInteger(days) || days < 1) throw new RangeError('A deadline is a whole number of working days, at least one')
  const counted: LocalDate[] = []
  let day = localDateOf(from, zone)
  let provisional = false
  while (counted.length < days) {
    const next = nextWorkingDay(day, calendar)
    day = next.date
    provisional ||= !next.sure
    counted.push(day)
  }
  return { end: day, due: endOfDay(day, zone), counted, provisional }
}
