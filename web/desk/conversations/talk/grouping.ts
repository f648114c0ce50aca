import type { Schema } from '../../call/desk.ts'

export type Entry = Schema<'Entry'>
/** What one speaker said without a pause. */
export type Group = { role: Entry['role']; name: string; audience: Entry['audience']; as: Entry['as']; at: string; entries: Entry[] }
export type Day = { day: string; groups: Group[] }

/** Longer pauses begin a new group, in milliseconds. */
const pause = 5 * 60_000

/** The entries in their order, by day and speaker; `dayOf` tells the day of an instant where the reader is. */
export function byDay(entries: readonly Entry[], dayOf: (instant: string) => string): Day[] {
  const days: Day[] = []
  for (const entry of entries) {
    const day = dayOf(entry.at)
    let last = days.at(-1)
    if (last?.day !== day) {
      last = { day, groups: [] }
      days.push(last)
    }
    const group = last.groups.at(-1)
    const before = group?.entries.at(-1)
    if (group && before && group.role === entry.role && group.name === entry.name && group.audience === entry.audience && group.as === entry.as && Date.parse(entry.at) - Date.parse(before.at) < pause) group.entries.push(entry)
    else last.groups.push({ role: entry.role, name: entry.name, audience: entry.audience, as: entry.as, at: entry.at, entries: [entry] })
  }
  return days
}
