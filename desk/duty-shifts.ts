import { type LocalDate, timeOfDay } from '../contacts/clocks/local-date.ts'
import { dutyOf, type Roster } from './duty.ts'

/** A part of a day on which one answers for what comes in; nobody named is the administrator. */
export type Shift = { from: string; to: string; owner: string | undefined }

/** Who answers for an enquiry that comes in on this day, by the time at which it does, before its topic is known. */
export function shiftsOf(roster: Roster, day: LocalDate): Shift[] {
  const times = [...new Set(['00:00', '24:00', ...roster.duty.flatMap(({ topics, from = '00:00', to = '24:00' }) => topics === undefined ? [from, to] : [])])].toSorted()
  const shifts: Shift[] = []
  for (const [index, from] of times.slice(0, -1).entries()) {
    const [to = '24:00', last] = [times[index + 1], shifts.at(-1)]
    const owner = dutyOf(roster, new Date(timeOfDay(day, `${from}:00`, roster.zone)), undefined)
    if (last && last.owner === owner) last.to = to
    else shifts.push({ from, to, owner })
  }
  return shifts
}
