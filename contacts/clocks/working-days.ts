import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { addDays, isLocalDate, type LocalDate, weekdayOf } from './local-date.ts'

/** Working days of mainland China with 调休, as the State Council's yearly notices set them. */
export type WorkingCalendar = {
  /** What a day is. Throws NoCalendarError for a day that no notice has settled yet. */
  dayOf(date: LocalDate): Day
  /** Whether a notice has settled this day. */
  knows(date: LocalDate): boolean
  /** The years there are data for. */
  years: readonly number[]
}

export type Day = { working: boolean; why: string }

/** No notice says yet whether this day is worked. */
export class NoCalendarError extends Error {
  override readonly name = 'NoCalendarError'
  constructor(date: LocalDate) {
    super(`There is no working-day calendar for ${date.slice(0, 4)} that settles ${date}; load the year's data`)
  }
}

/** Days off or worked beside the notices, by the institution itself. */
export type InstitutionDays = { off: readonly LocalDate[]; worked: readonly LocalDate[] }

const date = z.string().refine(isLocalDate, 'is not a day such as 2026-02-14')
const yearFile = z.object({ holidays: z.record(date, z.string()), workdays: z.record(date, z.string()) })
export const institutionFile = z.object({ off: z.array(date).default([]), worked: z.array(date).default([]) })
export type YearDays = z.infer<typeof yearFile>

/**
 * From this day on the next year's notice may still change a year: that of 2019 made 29 December 2018 a working day and
 * 31 December a day off.
 */
const settledUntil = '12-24'
/** Holidays that the regulation itself fixes (全国年节及纪念日放假办法, 2024): no notice makes them working days. */
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])
/** The package writes a holiday as `Spring Festival,春节,4`. */
const nameOf = (label: string) => label.split(',')[1] ?? label

/** The calendar of these years, each under its number; an institution's own days go before the notices. */
export function createWorkingCalendar(years: ReadonlyMap<number, YearDays>, institution: InstitutionDays = { off: [], worked: [] }): WorkingCalendar {
  const off = new Map<LocalDate, string>()
  const worked = new Map<LocalDate, string>()
  for (const { holidays, workdays } of years.values()) {
    for (const [day, label] of Object.entries(holidays)) off.set(day, nameOf(label))
    for (const [day, label] of Object.entries(workdays)) worked.set(day, `${nameOf(label)}调休`)
  }
  const own = new Map<LocalDate, Day>([
    ...institution.off.map((day): [LocalDate, Day] => [day, { working: false, why: '机构休息' }]),
    ...institution.worked.map((day): [LocalDate, Day] => [day, { working: true, why: '机构上班' }]),
  ])
  const knows = (day: LocalDate) => {
    const year = Number(day.slice(0, 4))
    return years.has(year) && (day.slice(5) <= settledUntil || years.has(year + 1))
  }
  return {
    years: [...years.keys()].sort((a, b) => a - b),
    knows,
    dayOf(day) {
      const set = own.get(day)
      if (set) return set
      if (!knows(day)) throw new NoCalendarError(day)
      const made = worked.get(day)
      if (made !== undefined) return { working: true, why: made }
      const holiday = off.get(day)
      if (holiday !== undefined) return { working: false, why: holiday }
      const weekend = [0, 6].includes(weekdayOf(day))
      return { working: !weekend, why: weekend ? '周末' : '' }
    },
  }
}

/** A file of the calendar does not hold; the message names it. */
export class CalendarFileError extends Error {
  override readonly name = 'CalendarFileError'
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? `${error.issues[0]?.path.join('.')} ${error.issues[0]?.message}` : error instanceof Error ? error.message : ''
    throw new CalendarFileError(`${path}: ${why}`)
  }
}

function yearsIn(folder: string): [number, YearDays][] {
  return readdirSync(folder).filter(file => /^\d{4}\.json$/.test(file)).map(file => [Number(basename(file, '.json')), read(join(folder, file), yearFile)])
}

/**
 * The calendar of the kept package (chinese-days), with what lies in `folder`: years as `2027.json` in the package's form,
 * which go before the package's, and the institution's own days as `institution.json`, `{"off":["2026-07-01"],"worked":[]}`.
 * The package's own functions are not used: they silently take a year without data for ordinary weeks. Throws CalendarFileError.
 */
export function loadWorkingCalendar(folder?: string): WorkingCalendar {
  const kept = join(dirname(createRequire(import.meta.url).resolve('chinese-days/package.json')), 'dist', 'years')
  const years = new Map([...yearsIn(kept), ...(folder === undefined ? [] : yearsIn(folder))])
  const own = folder !== undefined && readdirSync(folder).includes('institution.json') ? read(join(folder, 'institution.json'), institutionFile) : undefined
  return createWorkingCalendar(years, own)
}

/** The first working day after a day, and whether it is sure; in a time without data, the earliest it can be. */
export function nextWorkingDay(after: LocalDate, calendar: WorkingCalendar): { date: LocalDate; sure: boolean } {
  for (let day = addDays(after, 1); ; day = addDays(day, 1)) {
    if (calendar.knows(day)) {
      if (calendar.dayOf(day).working) return { date: day, sure: true }
    } else if (!fixedHolidays.has(day.slice(5))) {
      // Where nothing is settled any other day may be worked, weekends too.
      return { date: day, sure: false }
    }
  }
}
