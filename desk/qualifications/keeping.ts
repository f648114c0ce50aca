import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { isLocalDate } from '../../contacts/clocks/local-date.ts'
import { append, type NewEntry } from '../../contacts/log.ts'
import type { StaffId } from '../../contacts/types.ts'
import { locales } from '../../knowledge/outgoing.ts'
import type { Store, Tables } from '../../store/index.ts'
import { isTopicPattern } from '../topics.ts'

/** The tiers of customers (M2.1b). */
export const tiers = ['vip', 'ordinary', 'high-risk', 'potential'] as const

const day = z.string().refine(isLocalDate, 'must be a day such as 2026-12-31')
const topic = z.string().refine(isTopicPattern, 'must be a topic such as fund-fees, or the beginning of some, fund-*')
const words = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters')

export const skillsSchema = z.object({
  topics: z.union([z.literal('all'), z.array(topic).max(200)]), languages: z.array(z.enum(locales)).min(1, 'must name a language'),
  tiers: z.union([z.literal('all'), z.array(z.enum(tiers))]), capacity: z.number().int().min(1).max(100).nullable(),
})
export type Skills = z.infer<typeof skillsSchema>

export const certificateSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a kind of certificate such as fund').max(40), number: words, issued: day, expires: day, checked: day.nullable().default(null),
}).refine(({ issued, expires }) => issued <= expires, { path: ['expires'], error: 'must not be before the day of issue' })
export type Certificate = z.infer<typeof certificateSchema>

export const educationSchema = z.object({
  day, hours: z.number().positive('must be more than 0').max(200, 'must be at most 200'), subject: words,
  /** For which year they count: the day's, or the year before where they make up for it. */
  year: z.number().int().optional(),
}).refine(({ day: on, year }) => year === undefined || year === Number(on.slice(0, 4)) || year === Number(on.slice(0, 4)) - 1, { path: ['year'], error: 'must be the year of the day, or the one before' })
export type Education = z.infer<typeof educationSchema>

type Keeper = { tx: Kysely<Tables>; engine: Store['engine']; now: string; by: StaffId }

/** Each leaves its entry in the log; numbers stay in the register alone. */
function note({ tx, engine, now, by }: Keeper, kind: string, member: StaffId, facts: NonNullable<NewEntry['facts']>): Promise<void> {
  return append(tx, engine, [{ at: now, kind, customer: '', enquiry: '', conversation: '', actor: `agent:${by}`, facts: { member, ...facts } }])
}

export async function keepSkills(keeper: Keeper, member: StaffId, { topics, languages, tiers: ofTiers, capacity }: Skills): Promise<void> {
  const kept = { topics: JSON.stringify(topics), languages: JSON.stringify(languages), tiers: JSON.stringify(ofTiers), capacity, updated_at: keeper.now }
  await keeper.tx.insertInto('staff_skills').values({ staff_id: member, ...kept }).onConflict(conflict => conflict.column('staff_id').doUpdateSet(kept)).execute()
  await note(keeper, 'staff.skills-kept', member, { topics, languages, tiers: ofTiers, capacity, rule: 'M3.2a' })
}

/** Keeps a certificate; one of the same kind and number is renewed. */
export async function keepCertificate(keeper: Keeper, member: StaffId, { kind, number, ...term }: Certificate): Promise<void> {
  await keeper.tx.insertInto('staff_certificates').values({ staff_id: member, kind, number, ...term }).onConflict(conflict => conflict.columns(['staff_id', 'kind', 'number']).doUpdateSet(term)).execute()
  await note(keeper, 'staff.certificate-kept', member, { certificate: kind, ...term, rule: 'M1.2a' })
}

/** Takes a certificate out of the register; false where there is none. */
export async function withdrawCertificate(keeper: Keeper, member: StaffId, { kind, number }: Pick<Certificate, 'kind' | 'number'>, why: string): Promise<boolean> {
  const { numDeletedRows } = await keeper.tx.deleteFrom('staff_certificates').where('staff_id', '=', member).where('kind', '=', kind).where('number', '=', number).executeTakeFirstOrThrow()
  if (numDeletedRows > 0n) await note(keeper, 'staff.certificate-withdrawn', member, { certificate: kind, why, rule: 'M1.2a' })
  return numDeletedRows > 0n
}

/** Notes hours of continuing education; the same course on the same day is noted once. */
export async function keepEducation(keeper: Keeper, member: StaffId, { day: on, hours, subject, year = Number(on.slice(0, 4)) }: Education): Promise<void> {
  const known = await keeper.tx.updateTable('staff_education').set({ hours }).where('staff_id', '=', member).where('day', '=', on).where('subject', '=', subject).where('year', '=', year).executeTakeFirstOrThrow()
  if (known.numUpdatedRows === 0n) await keeper.tx.insertInto('staff_education').values({ id: randomUUID(), staff_id: member, day: on, year, hours, subject }).execute()
  await note(keeper, 'staff.education-kept', member, { day: on, year, hours, rule: 'M1.2b' })
}

/** Takes hours that were noted wrongly out again; false where there are none. */
export async function withdrawEducation(keeper: Keeper, member: StaffId, id: string): Promise<boolean> {
  const row = await keeper.tx.deleteFrom('staff_education').where('id', '=', id).where('staff_id', '=', member).returning(['day', 'year', 'hours']).executeTakeFirst()
  if (row) await note(keeper, 'staff.education-withdrawn', member, { day: row.day, year: row.year, hours: row.hours, rule: 'M1.2b' })
  return row !== undefined
}
