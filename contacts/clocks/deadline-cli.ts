import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Deadline, deadlineAfter, defaultZone } from './deadlines.ts'
import { isLocalDate, offsetAt } from './local-date.ts'
import { CalendarFileError, loadWorkingCalendar, type WorkingCalendar } from './working-days.ts'

/** `npm run deadline -- --from 2026-02-13T10:00 --days 2 [--calendar FOLDER] [--json]`: the last day of a deadline and the days counted. */
const usage = 'Usage: npm run deadline -- --from 2026-02-13T10:00 --days 2 [--calendar FOLDER] [--json]'
const { values } = parseArgs({ options: { from: { type: 'string' }, days: { type: 'string' }, calendar: { type: 'string' }, json: { type: 'boolean', default: false } } })
const asked = z.object({
  from: z.string({ error: 'is missing' }).regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/, 'must be a time such as 2026-02-13T10:00, in Asia/Shanghai unless it says otherwise')
    .refine(text => isLocalDate(text.slice(0, 10)), 'names a day that does not exist'),
  days: z.string({ error: 'is missing' }).regex(/^[1-9]\d{0,3}$/, 'must be a number of working days, 1 to 9999').transform(Number),
  calendar: z.string().optional(), json: z.boolean(),
}).safeParse(values)

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

function instantOf(text: string): Date {
  const whole = text.includes('T') ? text : `${text}T00:00`
  return new Date(/Z|[+-]\d{2}:\d{2}$/.test(whole) ? whole : `${whole}${offsetAt(new Date(`${text.slice(0, 10)}T12:00:00Z`), defaultZone)}`)
}

function told(deadline: Deadline, calendar: WorkingCalendar): string {
  const day = (date: string) => {
    const why = calendar.knows(date) ? calendar.dayOf(date).why : '日历未定'
    return `${date} ${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]}${why ? ` (${why})` : ''}`
  }
  return [
    `End      ${day(deadline.end)}, until ${deadline.due}`,
    ...deadline.counted.map((date, at) => `Day ${String(at + 1).padEnd(4)} ${day(date)}`),
    ...(deadline.provisional ? [`Provisional: the working days of ${deadline.end.slice(0, 4)} are not settled yet (data up to ${calendar.years.at(-1)}); this is the earliest possible day.`] : []),
  ].join('\n')
}

if (!asked.success) {
  const [issue] = asked.error.issues
  console.error(`--${issue?.path.join('.')} ${issue?.message}\n${usage}`)
  process.exit(2)
}
try {
  const from = instantOf(asked.data.from)
  if (Number.isNaN(from.getTime())) {
    console.error(`--from names a time that does not exist\n${usage}`)
    process.exit(2)
  }
  const calendar = loadWorkingCalendar(asked.data.calendar)
  const deadline = deadlineAfter(from, asked.data.days, calendar)
  console.log(asked.data.json ? JSON.stringify({ from: asked.data.from, days: asked.data.days, ...deadline }) : told(deadline, calendar))
} catch (error) {
  if (!(error instanceof CalendarFileError) && !(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  console.error(error.message)
  process.exit(1)
}
