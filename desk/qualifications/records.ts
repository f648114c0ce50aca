import type { Kysely } from 'kysely'
import { addDays, type LocalDate } from '../../contacts/clocks/local-date.ts'
import type { ContactsDeps } from '../../contacts/deps.ts'
import type { StaffId } from '../../contacts/types.ts'
import type { Tables } from '../../store/index.ts'
import { dayOf, type Qualification, qualificationAt, type Qualifications, standingsOf, type Standing } from '../qualifications.ts'
import { type StaffMember, toMember } from '../register.ts'
import { type Certificate, type Education, keepCertificate, keepEducation, keepSkills, type Skills, skillsSchema, withdrawCertificate, withdrawEducation } from './keeping.ts'
import type { QualificationRules } from './rules.ts'
import type { TableProblem } from './table-reading.ts'
import { readTable, type TableRecord, writeTable } from './table.ts'

/** There is no such member of staff who may work. */
export class UnknownMemberError extends Error {
  override readonly name = 'UnknownMemberError'
  constructor() {
    super('There is no such member of staff, or their access has ended')
  }
}

type ShownCertificate = Certificate & { state: 'to-come' | 'in-force' | 'expiring' | 'expired'; recheckDue: boolean }

/** All that the register holds of a member, and what follows from it today. */
export type MemberRecord = {
  member: StaffMember
  skills: Standing['skills']
  topics: string[] | 'all'
  languages: Skills['languages']
  tiers: string[] | 'all'
  capacity: number
  certificates: ShownCertificate[]
  education: (Required<Education> & { id: string })[]
  hoursThisYear: number
  hoursLastYear: number
  shortThisYear: boolean
  mayServe: boolean
  why: string[]
}

/** How a certificate stands on a day. */
export function certificateOn(today: LocalDate, { issued, expires, checked }: Pick<Certificate, 'issued' | 'expires' | 'checked'>, { warnDays, recheckDays }: Pick<QualificationRules, 'warnDays' | 'recheckDays'>): Pick<ShownCertificate, 'state' | 'recheckDue'> {
  const state = expires < today ? 'expired' : issued > today ? 'to-come' : expires <= addDays(today, warnDays) ? 'expiring' : 'in-force'
  return { state, recheckDue: state !== 'expired' && addDays(checked ?? issued, recheckDays) < today }
}

export type QualificationRecordsDeps = Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'> & { qualifications: Qualifications }

/** The register as those keep it who answer for it. What is changed counts at once, and is in the log. */
export function createQualificationRecords({ store, clock, onQueue, qualifications }: QualificationRecordsDeps) {
  const { rules } = qualifications

  async function change(id: StaffId, by: StaffId, work: (keeper: { tx: Kysely<Tables>; engine: typeof store.engine; now: string; by: StaffId }) => Promise<boolean | void>): Promise<boolean> {
    const found = await store.write(async tx => {
      const member = await tx.selectFrom('staff').select('disabled').where('id', '=', id).executeTakeFirst()
      if (member?.disabled !== 0) throw new UnknownMemberError()
      return await work({ tx, engine: store.engine, now: clock.now().toISOString(), by }) ?? true
    })
    if (found) onQueue()
    return found
  }

  /** Of all members who may work, or of these. */
  async function all(ids?: readonly StaffId[]): Promise<MemberRecord[]> {
    let staff = store.db.selectFrom('staff').select(['id', 'email', 'name', 'role']).where('disabled', '=', 0).where('email', 'is not', null).orderBy('email')
    if (ids !== undefined) staff = staff.where('id', 'in', ids)
    const members = (await staff.execute()).map(toMember)
    if (members.length === 0) return []
    const of = members.map(({ id }) => id)
    const [standings, certificates, education, held] = await Promise.all([
      standingsOf(store.db, of),
      store.db.selectFrom('staff_certificates').selectAll().where('staff_id', 'in', of).orderBy('kind').orderBy('expires', 'desc').execute(),
      store.db.selectFrom('staff_education').selectAll().where('staff_id', 'in', of).orderBy('day', 'desc').orderBy('id').execute(),
      qualifications.isHeld(),
    ])
    const now = clock.now()
    const today = dayOf(now)
    const year = Number(today.slice(0, 4))
    return members.flatMap(member => {
      const standing = standings.get(member.id)
      if (!standing) return []
      const found: Qualification = qualificationAt(standing, now, rules, held)
      return [{
        member, skills: standing.skills, topics: found.topics === 'all' ? 'all' as const : [...found.topics], languages: [...found.languages], tiers: found.tiers === 'all' ? 'all' as const : [...found.tiers], capacity: found.capacity,
        certificates: certificates.filter(each => each.staff_id === member.id).map(({ staff_id: _of, ...each }) => ({ ...each, ...certificateOn(today, each, rules) })),
        education: education.filter(each => each.staff_id === member.id).map(({ staff_id: _of, ...each }) => ({ ...each, hours: Number(each.hours) })),
        hoursThisYear: found.hoursThisYear, hoursLastYear: standing.hours.get(year - 1) ?? 0, shortThisYear: found.hoursThisYear < rules.educationHours, mayServe: found.mayServe, why: [...found.why],
      }]
    })
  }

  /** Keeps one row of a table; nobody but an administrator keeps their own. */
  async function keepRow(tx: Kysely<Tables>, id: StaffId, row: TableRecord, by: StaffId): Promise<void> {
    const keeper = { tx, engine: store.engine, now: clock.now().toISOString(), by }
    if (row.record === 'certificate') await keepCertificate(keeper, id, row.certificate)
    else if (row.record === 'education') await keepEducation(keeper, id, row.education)
    else await keepSkills(keeper, id, row.skills)
  }

  return {
    all,
    async rules() {
      const { required, educationHours, warnDays, recheckDays, capacity, certificates } = rules
      return { held: await qualifications.isHeld(), required, educationHours, warnDays, recheckDays, capacity, certificates }
    },
    keepSkills: (id: StaffId, skills: Skills, by: StaffId) => change(id, by, keeper => keepSkills(keeper, id, skills)),
    keepCertificate: (id: StaffId, certificate: Certificate, by: StaffId) => change(id, by, keeper => keepCertificate(keeper, id, certificate)),
    withdrawCertificate: (id: StaffId, which: Pick<Certificate, 'kind' | 'number'>, why: string, by: StaffId) => change(id, by, keeper => withdrawCertificate(keeper, id, which, why)),
    keepEducation: (id: StaffId, education: Education, by: StaffId) => change(id, by, keeper => keepEducation(keeper, id, education)),
    withdrawEducation: (id: StaffId, entry: string, by: StaffId) => change(id, by, keeper => withdrawEducation(keeper, id, entry)),

    /** The register as CSV. */
    async table(): Promise<string> {
      return writeTable((await all()).map(({ member: { email }, skills, certificates, education }) => ({
        email, skills: skills && skillsSchema.parse(skills), certificates: certificates.map(({ state: _state, recheckDue: _due, ...certificate }) => certificate), education: education.map(({ id: _id, ...course }) => course),
      })))
    },

    /** Imports a CSV, all of it or nothing; gives what does not hold where it does not. Throws UnreadableTableError. */
    async importTable(bytes: Uint8Array, by: StaffMember): Promise<{ records: number } | { problems: TableProblem[] }> {
      const { records, problems } = readTable(bytes)
      if (problems.length > 0) return { problems }
      const outcome = await store.write(async tx => {
        const members = new Map((await tx.selectFrom('staff').select(['id', 'email']).where('disabled', '=', 0).execute()).map(({ id, email }) => [email, id]))
        const unknown = records.flatMap(({ line, email }): TableProblem[] => {
          const id = members.get(email)
          if (id === undefined) return [{ line, column: 'email', why: `${email} is not in the register` }]
          return id === by.id && by.role !== 'admin' ? [{ line, column: 'email', why: 'your own record is kept by somebody else' }] : []
        })
        if (unknown.length > 0) return { problems: unknown }
        for (const row of records) await keepRow(tx, members.get(row.email) ?? '', row, by.id)
        return { records: records.length }
      })
      if ('records' in outcome) onQueue()
      return outcome
    },
  }
}

export type QualificationRecords = ReturnType<typeof createQualificationRecords>
