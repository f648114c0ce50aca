import { existsSync, readFileSync, statSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Instant, StaffId } from '../contacts/types.ts'
import type { KeptRoster } from './duty-kept.ts'
import { administrator, type StaffMember } from './register.ts'
import { topicMatches } from './topics.ts'

export const dutyDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as "09:00"')
export const spanSchema = { days: z.array(z.enum(dutyDays)).min(1).optional(), from: time.optional(), to: time.optional() }
export const topicSchema = z.string().regex(/^[\w.-]+\*?$/, 'a topic such as "fund-fees", or its beginning, "fund-*"')

export const rosterSchema = z.strictObject({
  zone: z.string().default('Asia/Shanghai'),
  /** When agents serve; always, where nothing is said. */
  hours: z.array(z.strictObject(spanSchema)).default([]),
  /** Who answers for an enquiry; the first line that fits. */
  duty: z.array(z.strictObject({ ...spanSchema, topics: z.array(topicSchema).min(1).optional(), owner: z.email('the e-mail of a member of staff') })).default([]),
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

const dayBefore = (day: (typeof dutyDays)[number]) => dutyDays[(dutyDays.indexOf(day) + 6) % 7]

/** Whether an instant lies in a span, in the zone's own time. A span that ends before it begins goes over midnight and belongs to the day it begins on. */
export function fits({ days: on, from = '00:00', to = '24:00' }: Span, at: Date, zone: string): boolean {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at).map(({ type, value }) => [type, value]))
  const now = `${parts['hour']}:${parts['minute']}`
  const today = dutyDays.find(day => day === parts['weekday']?.toLowerCase())
  if (!today) return false
  const isOn = (day: (typeof dutyDays)[number] | undefined) => day !== undefined && (on === undefined || on.includes(day))
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

export type DutyDeps = {
  path: string
  /** What was last said of the roster at the desk. */
  kept(): Promise<KeptRoster>
  active(email: string): Promise<StaffMember | undefined>
  clock: { now(): Date }
  log: { warn(facts: object, message: string): void }
}

/**
 * The roster in force: what is kept at the desk, else the file. Both are looked at again when they change; a change that cannot be read keeps the
 * last good one in force. Throws RosterError at the start.
 */
export async function createDuty({ path, kept: latest, active, clock, log }: DutyDeps) {
  const changedAt = () => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const load = () => readRoster(existsSync(path) ? readFileSync(path, 'utf8') : '', path)
  let [read, checked, ofFile, atDesk] = [changedAt(), Date.now(), load(), await latest()]

  function readFileAgain(): void {
    const changed = changedAt()
    if (changed === read) return
    read = changed
    try {
      ofFile = load()
    } catch (error) {
      log.warn(error instanceof RosterError ? { why: error.message } : { err: error }, 'the duty roster was changed to something that cannot be read; the one before stays in force')
    }
  }
  async function look(): Promise<void> {
    checked = Date.now()
    readFileAgain()
    try {
      atDesk = await latest()
    } catch (error) {
      log.warn({ err: error }, 'the duty roster of the desk cannot be read; the one before stays in force')
    }
  }
  const lookAgain = async () => { if (Date.now() - checked >= checkEvery) await look() }
  /** For what cannot wait: as it was last seen, and seen again for the next. */
  function current(): Roster {
    void lookAgain()
    return atDesk.roster ?? ofFile
  }

  return {
    /** Who answers for an enquiry (M1.1b): named by the roster and in the register, else the administrator. Never nobody. */
    async ownerFor(at: Date, topic?: string): Promise<string> {
      await lookAgain()
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
    /** The roster in force and where it comes from. */
    async inForce(): Promise<{ roster: Roster; source: 'desk' | 'file' | 'none'; version: number; kept: { by: StaffId; at: Instant } | null }> {
      await look()
      const { roster, version, by, at } = atDesk
      return { roster: roster ?? ofFile, source: roster ? 'desk' : read === 0 ? 'none' : 'file', version, kept: roster ? { by, at } : null }
    },
    /** It was changed at the desk. */
    changed: look,
  }
}

export type Duty = Awaited<ReturnType<typeof createDuty>>
