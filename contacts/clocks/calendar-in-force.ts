import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CalendarFileError, loadWorkingCalendar, type WorkingCalendar } from './working-days.ts'

/** How often the folder is looked at, in milliseconds. */
const checkEvery = 5_000

/**
 * The working-day calendar with what lies in `folder`, read again when that changes; one that cannot be read keeps the last
 * good one in force and is told in the log. The folder need not be there. Throws CalendarFileError at the start.
 */
export function createCalendar({ folder, log }: { folder: string; log: { info(facts: object, message: string): void; warn(facts: object, message: string): void } }): () => WorkingCalendar {
  const standing = () => existsSync(folder) ? readdirSync(folder).map(file => `${file} ${statSync(join(folder, file)).mtimeMs}`).join('\n') : undefined
  const load = () => loadWorkingCalendar(existsSync(folder) ? folder : undefined)
  let [read, checked, calendar] = [standing(), Date.now(), load()]
  return () => {
    if (Date.now() - checked < checkEvery) return calendar
    checked = Date.now()
    const found = standing()
    if (found === read) return calendar
    read = found
    try {
      calendar = load()
      log.info({ years: calendar.years }, 'the working-day calendar was read again')
    } catch (error) {
      if (!(error instanceof CalendarFileError)) throw error
      log.warn({ why: error.message }, 'the working-day calendar was changed to something that cannot be read; the one before stays in force')
    }
    return calendar
  }
}
