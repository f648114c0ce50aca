import { z } from 'zod'
import { deadlineAfter, defaultZone } from './deadlines.ts'
import { addDays, endOfDay, type LocalDate, localDateOf, timeOfDay } from './local-date.ts'
import { nextWorkingDay, type WorkingCalendar } from './working-days.ts'

/** Why a clock may stand still; for nothing else (M3.3a). */
export const pauseReasons = ['customer-documents', 'outside-expert', 'court-or-regulator', 'force-majeure'] as const
export type PauseReason = (typeof pauseReasons)[number]

export const pauseSchema = z.object({ from: z.string(), to: z.string().nullable(), reason: z.enum(pauseReasons), by: z.string() })
export type Pause = z.infer<typeof pauseSchema>

/** How long there is: a number of working days, the first of which is the day after, or until an instant. */
export const termSchema = z.union([z.object({ workingDays: z.number().int().min(1) }), z.object({ until: z.iso.datetime() })])
export type Term = z.infer<typeof termSchema>

/** When a clock runs out. */
export type Due = {
  /** The last second that is in time. */
  at: string
  /** The working days counted, the last of which is the due day; none for an instant. */
  counted: readonly LocalDate[]
  /** The earliest possible: it reaches days that no notice has settled. */
  provisional: boolean
}

type Zoned = { calendar: WorkingCalendar; zone?: string }

/**
 * When what began at `started` is due. Days: every working day that begins while the clock stands still is added; one that
 * was stopped on its last day has at least the day on which it goes on. An instant moves by as long as the clock stood still.
 */
export function dueOf(started: string, term: Term, pauses: readonly Pause[], { calendar, zone = defaultZone }: Zoned): Due {
  if ('until' in term) {
    const stood = pauses.reduce((ms, { from, to }) => ms + (to === null ? 0 : Date.parse(to) - Date.parse(from)), 0)
    return { at: new Date(Date.parse(term.until) + stood).toISOString(), counted: [], provisional: false }
  }
  const first = deadlineAfter(new Date(started), term.workingDays, calendar, zone)
  let { counted, provisional } = first
  const next = (after: LocalDate) => {
    const { date, sure } = nextWorkingDay(after, calendar)
    provisional ||= !sure
    return date
  }
  for (const { from, to } of pauses) {
    if (to === null) continue
    const [stopped, goesOn] = [localDateOf(new Date(from), zone), localDateOf(new Date(to), zone)]
    if (stopped === goesOn) continue
    const used = counted.filter(day => day <= stopped)
    const left = counted.length - used.length
    provisional = used.some(day => !calendar.knows(day))
    if (left === 0) {
      counted = [...used.slice(0, -1), next(addDays(goesOn, -1))]
      continue
    }
    counted = used
    let day = goesOn
    for (let count = 0; count < left; count++) {
      day = next(day)
      counted = [...counted, day]
    }
  }
  return { at: new Date(endOfDay(counted.at(-1) ?? first.end, zone)).toISOString(), counted, provisional }
}

/** The reminders of a clock, in the order in which they become graver. */
export const stages = ['half', 'day-before', 'due', 'overdue'] as const
export type Stage = (typeof stages)[number]
export type Reminder = { stage: Stage; at: string }

const hour = 3_600_000
/** In counted days reminders come while people work: at nine, that of half time at noon. */
const morning = '09:00:00'
const noon = '12:00:00'

/**
 * When to remind, in order of time. Days: at noon of the middle one, at nine on the one before the last and on the last, and
 * when it is over. An instant: at half time, 24 hours before, in the last hour (of a short one in its last eighth), and when it
 * is over. What would come before the clock began, or after something graver, is left out.
 */
export function remindersOf(started: string, due: Due, zone = defaultZone): Reminder[] {
  const end = Date.parse(due.at)
  const begin = Date.parse(started)
  const days = due.counted
  const at = (day: LocalDate | undefined, time: string) => day === undefined ? undefined : timeOfDay(day, time, zone)
  const moments: Record<Stage, number | undefined> = days.length > 0
    ? { half: at(days[Math.floor((days.length - 1) / 2)], noon), 'day-before': at(days.at(-2), morning), due: at(days.at(-1), morning), overdue: end + 1000 }
    : { half: (begin + end) / 2, 'day-before': end - 24 * hour, due: end - Math.min(hour, (end - begin) / 8), overdue: end + 1000 }
  const kept = stages.flatMap(stage => {
    const moment = moments[stage]
    const tooLate = stage === 'half' && moment !== undefined && moment >= (moments.due ?? end)
    return moment === undefined || moment <= begin || tooLate ? [] : [{ stage, at: new Date(moment).toISOString() }]
  })
  return kept.sort((a, b) => a.at.localeCompare(b.at))
}

/** The reminders that are still to come for a due moment that was counted at `countedAt`: what is past by then is not made up for, but for its being over. */
export function remindersFrom(reminders: readonly Reminder[], countedAt: string): Reminder[] {
  return reminders.filter(({ stage, at }) => at > countedAt || stage === 'overdue')
}
