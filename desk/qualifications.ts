import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defaultZone } from '../contacts/clocks/deadlines.ts'
import { type LocalDate, localDateOf } from '../contacts/clocks/local-date.ts'
import type { StaffId } from '../contacts/types.ts'
import { type Locale, locales } from '../knowledge/outgoing.ts'
import type { Store, Tables } from '../store/index.ts'
import { certificatesFor, type QualificationRules } from './qualifications/rules.ts'
import { topicMatches } from './topics.ts'

/** What a member of staff may be given at an instant (M1.2a, M1.2b). */
export type Qualification = {
  /** Topics, or their beginnings as `fund-*`. */
  topics: readonly string[] | 'all'
  languages: readonly Locale[]
  tiers: readonly string[] | 'all'
  /** Those in force, with the last day on which they are. */
  certificates: readonly { kind: string; expires: LocalDate }[]
  /** Kinds that were held and are not in force any more, with their last day. */
  expired: readonly { kind: string; expires: LocalDate }[]
  hoursThisYear: number
  /** How many customers at once. */
  capacity: number
  /** Whether anything may be given to them at all. */
  mayServe: boolean
  /** Why not: `certificate-missing:KIND`, `certificate-expired:KIND:DAY`, `hours-short:YEAR:HOURS`. */
  why: readonly string[]
}

/** What the register holds of one member. */
export type Standing = {
  skills: { topics: readonly string[] | 'all'; languages: readonly Locale[]; tiers: readonly string[] | 'all'; capacity: number | null } | undefined
  certificates: readonly { kind: string; issued: LocalDate; expires: LocalDate }[]
  /** Year → hours that count for it. */
  hours: ReadonlyMap<number, number>
  /** The day on which they came into the register. */
  since: LocalDate
}

/** The institution's day at an instant. */
export const dayOf = (at: Date): LocalDate => localDateOf(at, defaultZone)

/** Who is in the register for a whole year and was short of its hours (M1.2b). Hours made up later count for the year they are made up for. */
function shortOf({ since, hours }: Standing, today: LocalDate, { educationHours }: QualificationRules): string[] {
  const year = Number(today.slice(0, 4)) - 1
  const had = hours.get(year) ?? 0
  return since < `${year}-01-01` && had < educationHours ? [`hours-short:${year}:${had}`] : []
}

type Held = Pick<Qualification, 'certificates' | 'expired'>

/** Certificates in force on a day, each kind by its last one, and the kinds that are not any more. */
function heldOn(today: LocalDate, { certificates }: Standing): Held {
  const last = (list: Standing['certificates']) => [...new Map(list.toSorted((one, other) => one.expires.localeCompare(other.expires)).map(({ kind, expires }) => [kind, { kind, expires }])).values()]
  const inForce = last(certificates.filter(each => each.issued <= today && today <= each.expires))
  return { certificates: inForce, expired: last(certificates.filter(each => each.expires < today && !inForce.some(({ kind }) => kind === each.kind))) }
}

/** Why a kind of certificate does not serve; empty where it is in force. */
function lackOf(kind: string, { certificates, expired }: Held): string[] {
  if (certificates.some(each => each.kind === kind)) return []
  const last = expired.find(each => each.kind === kind)
  return [last === undefined ? `certificate-missing:${kind}` : `certificate-expired:${kind}:${last.expires}`]
}

/** What a member may be given at an instant. `held`: whether members are held to the register. */
export function qualificationAt(standing: Standing, at: Date, rules: QualificationRules, held: boolean): Qualification {
  const today = dayOf(at)
  const has = heldOn(today, standing)
  const why = held ? [...certificatesFor(undefined, rules).flatMap(kind => lackOf(kind, has)), ...shortOf(standing, today, rules)] : []
  return {
    topics: standing.skills?.topics ?? 'all', languages: standing.skills?.languages ?? locales, tiers: standing.skills?.tiers ?? 'all',
    ...has, hoursThisYear: standing.hours.get(Number(today.slice(0, 4))) ?? 0, capacity: standing.skills?.capacity ?? rules.capacity, mayServe: why.length === 0, why,
  }
}

/** What a customer needs of whoever serves them. */
export type Need = { topic?: string | undefined; language?: Locale | undefined; tier?: string | undefined }

/**
 * Why somebody may not serve this customer; empty where they may: what keeps them from serving at all, then
 * `certificate-…` of its topic, `topic:TOPIC`, `language:LOCALE`, `tier:TIER`. `held` says whether members are held to the register.
 */
export function unfitFor(qualification: Qualification, { topic, language, tier }: Need, rules: QualificationRules, held: boolean): string[] {
  const { topics, languages, tiers, why } = qualification
  const lacking = held ? certificatesFor(topic, rules).flatMap(kind => lackOf(kind, qualification)) : []
  return [
    ...new Set([...why, ...lacking]),
    ...(topic === undefined || topics === 'all' || topics.some(pattern => topicMatches(pattern, topic)) ? [] : [`topic:${topic}`]),
    ...(language === undefined || languages.includes(language) ? [] : [`language:${language}`]),
    ...(tier === undefined || tiers === 'all' || tiers.includes(tier) ? [] : [`tier:${tier}`]),
  ]
}

const listOrAll = z.union([z.literal('all'), z.array(z.string())])
const languageList = z.array(z.enum(locales))

/** How a member's skills are kept. */
export function toSkills(row: Pick<Tables['staff_skills'], 'topics' | 'languages' | 'tiers' | 'capacity'>): NonNullable<Standing['skills']> {
  return { topics: listOrAll.parse(JSON.parse(row.topics)), languages: languageList.parse(JSON.parse(row.languages)), tiers: listOrAll.parse(JSON.parse(row.tiers)), capacity: row.capacity }
}

/** What the register holds of these members. */
export async function standingsOf(db: Kysely<Tables>, members: readonly StaffId[]): Promise<Map<StaffId, Standing>> {
  if (members.length === 0) return new Map()
  const [staff, skills, certificates, hours] = await Promise.all([
    db.selectFrom('staff').select(['id', 'created_at']).where('id', 'in', members).execute(),
    db.selectFrom('staff_skills').selectAll().where('staff_id', 'in', members).execute(),
    db.selectFrom('staff_certificates').select(['staff_id', 'kind', 'issued', 'expires']).where('staff_id', 'in', members).execute(),
    db.selectFrom('staff_education').select(['staff_id', 'year', eb => eb.fn.sum<number>('hours').as('hours')]).where('staff_id', 'in', members).groupBy(['staff_id', 'year']).execute(),
  ])
  return new Map(staff.map(({ id, created_at }) => {
    const own = skills.find(each => each.staff_id === id)
    return [id, {
      skills: own && toSkills(own), certificates: certificates.filter(each => each.staff_id === id),
      hours: new Map(hours.filter(each => each.staff_id === id).map(each => [each.year, Number(each.hours)])), since: dayOf(new Date(created_at)),
    }]
  }))
}

export type QualificationDeps = { store: Store; rules: QualificationRules }

/**
 * Reads the register.
 *
 *     const held = await qualifications.qualificationsOf([member.id], clock.now())
 *     held.get(member.id)?.mayServe
 */
export function createQualifications({ store: { db }, rules }: QualificationDeps) {
  /** Whether members are held to certificates and hours. */
  async function isHeld(): Promise<boolean> {
    if (rules.required !== 'when-kept') return rules.required === 'always'
    return await db.selectFrom('staff_certificates').select('staff_id').limit(1).executeTakeFirst() !== undefined
  }
  return {
    rules,
    isHeld,
    /** What each of these members may be given at an instant; who is not in the register is not in the answer. */
    async qualificationsOf(members: readonly StaffId[], at: Date): Promise<ReadonlyMap<StaffId, Qualification>> {
      const [standings, held] = await Promise.all([standingsOf(db, members), isHeld()])
      return new Map([...standings].map(([id, standing]) => [id, qualificationAt(standing, at, rules, held)]))
    },
    /** Why each of these members may not serve this customer; empty where they may. */
    async unfit(members: readonly StaffId[], need: Need, at: Date): Promise<ReadonlyMap<StaffId, string[]>> {
      const [standings, held] = await Promise.all([standingsOf(db, members), isHeld()])
      return new Map([...standings].map(([id, standing]) => [id, unfitFor(qualificationAt(standing, at, rules, held), need, rules, held)]))
    },
  }
}

export type Qualifications = ReturnType<typeof createQualifications>
