import { existsSync, readFileSync, statSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { administrator, type StaffMember } from './register.ts'
import { topicMatches } from './topics.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as "09:00"')
const span = { days: z.array(z.enum(days)).min(1).optional(), from: time.optional(), to: time.optional() }

const rosterSchema = z.strictObject({
  zone: z.string().default('Asia/Shanghai'),
  /** When agents serve; always, where nothing is said. */
  hours: z.array(z.strictObject(span)).default([]),
  /** Who answers for an enquiry; the first line that fits. */
  duty: z.array(z.strictObject({ ...span, topics: z.array(z.string().regex(/^[\w.-]+\*?$/, 'a topic such as "fund-fees", or its beginning, "fund-*"')).min(1).optional(), owner: z.email('the e-mail of a member of staff') })).default([]),
})
export type Roster = z.infer<typeof rosterSchema>
type Span = Pick<Roster['hours'][number], 'days' | 'from' | 'to'>

/** The roster cannot be read; the message names file, place and rule. */
export class RosterError extends Error {
  override readonly name = 'RosterError'
}

/** Reads a roster. Throws RosterError that names `file`. */
export function readRoster(yaml: string, file: string): Roster {
  let document: unknown
  try {
    document = parse(yaml) ?? {}
  } catch (error) {
    throw new RosterError(`${file}: ${error instanceof Error ? error.message : 'not YAML'}`)
  }
  const parsed = rosterSchema.safeParse(document)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new RosterError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: parsed.data.zone })
  } catch {
    throw new RosterError(`${file}: zone: "${parsed.data.zone}" is no time zone; write one such as Asia/Shanghai`)
  }
  return parsed.data
}

const dayBefore = (day: (typeof days)[number]) => days[(days.indexOf(day) + 6) % 7]

/** Whether an instant lies in a span, in the zone's own time. A span that ends before it begins goes over midnight and belongs to the day it begins on. */
export function fits({ days: on, from = '00:00', to = '24:00' }: Span, at: Date, zone: string): boolean {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at).map(({ type, value }) => [type, value]))
  const now = `${parts['hour']}:${parts['minute']}`
  const today = days.find(day => day === parts['weekday']?.toLowerCase())
  if (!today) return false
  const isOn = (day: (typeof days)[number] | undefined) => day !== undefined && (on === undefined || on.includes(day))
  if (from <= to) return isOn(today) && now >= from && now < to
  return (isOn(today) && now >= from) || (isOn(dayBefore(today)) && now < to)
}

/** Whose duty an enquiry is that begins at `at`, by e-mail; undefined where the roster names nobody. A line with topics fits once the topic is known. */
export function dutyOf({ duty, zone }: Roster, at: Date, topic: string | undefined): string | undefined {
  const about = (topics: readonly string[] | undefined) => topics === undefined || (topic !== undefined && topics.some(each => topicMatches(each, topic)))
  return duty.find(line => about(line.topics) && fits(line, at, zone))?.owner
}

/** Hours as a customer reads them, such as "09:00–18:00"; undefined where agents serve at any time. */
export function hoursOf({ hours }: Roster): string | undefined {
  const spans = hours.map(({ from = '00:00', to = '24:00' }) => `${from}–${to}`)
  return spans.length === 0 ? undefined : [...new Set(spans)].join(', ')
}

const checkEvery = 5_000

export type DutyDeps = { path: string; active(email: string): Promise<StaffMember | undefined>; clock: { now(): Date }; log: { warn(facts: object, message: string): void } }

/** The roster in its file, read again when it changes; a change that cannot be read keeps the last good one in force. Throws RosterError at the start. */
export function createDuty({ path, active, clock, log }: DutyDeps) {
  const changedAt = () => existsSync(path) ? statSync(path).mtimeMs : 0
  const load = () => readRoster(existsSync(path) ? readFileSync(path, 'utf8') : '', path)
  let [read, checked, roster] = [changedAt(), Date.now(), load()]

  function current(): Roster {
    if (Date.now() - checked < checkEvery) return roster
    checked = Date.now()
    const changed = changedAt()
    if (changed === read) return roster
    read = changed
    try {
      roster = load()
    } catch (error) {
      if (!(error instanceof RosterError)) throw error
      log.warn({ why: error.message }, 'the duty roster was changed to something that cannot be read; the one before stays in force')
    }
    return roster
  }

  return {
    /** Who answers for an enquiry (M1.1b): named by the roster and in the register, else the administrator. Never nobody. */
    async ownerFor(at: Date, topic?: string): Promise<string> {
      const email = dutyOf(current(), at, topic)
      if (email === undefined) return administrator
      const member = await active(email)
      if (!member) log.warn({ owner: email }, 'the duty roster names somebody who is not in the register; the administrator takes the enquiry')
      return member?.id ?? administrator
    },
    /** Whether agents serve now. */
    isOpen(): boolean {
      const { hours, zone } = current()
      return hours.length === 0 || hours.some(span => fits(span, clock.now(), zone))
    },
    hours: () => hoursOf(current()),
  }
}

export type Duty = ReturnType<typeof createDuty>
