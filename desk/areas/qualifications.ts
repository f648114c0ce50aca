import { z } from 'zod'
import { locales } from '../../knowledge/outgoing.ts'
import { createArea } from '../area.ts'
import { done, type Operation, Refused, wasDone } from '../operation.ts'
import { certificateSchema, educationSchema, skillsSchema } from '../qualifications/keeping.ts'
import { type QualificationRecords, type MemberRecord, UnknownMemberError } from '../qualifications/records.ts'
import { UnreadableTableError } from '../qualifications/table-reading.ts'
import { problemIn, whyIn } from '../qualifications/table-words.ts'
import { type Role, roles, type StaffMember } from '../register.ts'

const certificate = z.object({
  kind: z.string(), number: z.string(), issued: z.string(), expires: z.string().meta({ description: 'Its last day, in Asia/Shanghai' }), checked: z.string().nullable(),
  state: z.enum(['to-come', 'in-force', 'expiring', 'expired']), recheckDue: z.boolean().meta({ description: 'To be looked at again (再检查)' }),
})
const education = z.object({ id: z.string(), day: z.string(), year: z.number().int(), hours: z.number(), subject: z.string() })
const record = z.object({
  member: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles) }),
  topics: z.union([z.literal('all'), z.array(z.string())]), languages: z.array(z.enum(locales)), tiers: z.union([z.literal('all'), z.array(z.string())]), capacity: z.number().int(),
  ownCapacity: z.number().int().nullable().meta({ description: 'null where the rules\' number stands' }),
  certificates: z.array(certificate), education: z.array(education), hoursThisYear: z.number(), hoursLastYear: z.number(), shortThisYear: z.boolean().meta({ description: 'Short of the hours for the year so far' }),
  mayServe: z.boolean(), why: z.array(z.string()).meta({ description: '`certificate-missing:KIND`, `certificate-expired:KIND:DAY`, `hours-short:YEAR:HOURS`' }),
}).meta({ id: 'Qualification' })
const rules = z.object({
  held: z.boolean().meta({ description: 'Whether members are held to the register' }), required: z.enum(['always', 'when-kept', 'never']), educationHours: z.number(), warnDays: z.number(), recheckDays: z.number(), capacity: z.number(),
  certificates: z.record(z.string(), z.array(z.string())).meta({ description: 'What topics need' }),
}).meta({ id: 'QualificationRules' })

const overseeing: readonly Role[] = ['supervisor', 'compliance', 'admin', 'auditor']
const keeping: readonly Role[] = ['supervisor', 'admin']
const refusals = { 403: 'Not for the member: nobody but the administrators keeps their own record', 404: 'There is none' }

const operations = {
  qualifications: { method: 'get', path: '/qualifications', summary: 'The agents\' register: certificates, hours of continuing education, skills, and who may serve', for: overseeing, status: 200, answer: z.object({ rules, members: z.array(record) }) },
  ownQualification: { method: 'get', path: '/qualifications/mine', summary: 'The member\'s own record in it, and why they may not serve', for: 'staff', status: 200, answer: z.object({ rules, record }) },
  keepSkills: { method: 'put', path: '/qualifications/{id}/skills', summary: 'Keep topics, languages, tiers and capacity of a member', for: keeping, body: skillsSchema, status: 200, answer: done, refusals },
  keepCertificate: { method: 'post', path: '/qualifications/{id}/certificates', summary: 'Keep a certificate; one of the same kind and number is renewed', for: keeping, body: certificateSchema, status: 200, answer: done, refusals },
  withdrawCertificate: { method: 'post', path: '/qualifications/{id}/certificates/withdrawal', summary: 'Take a certificate out of the register', for: keeping, body: z.object({ kind: z.string(), number: z.string(), why: z.enum(['wrong-entry', 'withdrawn', 'superseded']) }), status: 200, answer: done, refusals },
  keepEducation: { method: 'post', path: '/qualifications/{id}/education', summary: 'Note hours of continuing education', for: keeping, body: educationSchema, status: 200, answer: done, refusals },
  withdrawEducation: { method: 'delete', path: '/qualifications/{id}/education/{entry}', summary: 'Take out hours that were noted wrongly', for: keeping, status: 200, answer: done, refusals },
  qualificationsFile: { method: 'get', path: '/qualifications-file', summary: 'The register as CSV, which can be imported again', for: overseeing, status: 200, answer: ['text/csv'] },
  importQualifications: {
    method: 'post', path: '/qualifications-file', summary: 'Import a CSV as it is exported: all of it or nothing. What is not in it stays as it is', for: keeping, large: true, status: 200,
    body: z.object({ file: z.base64('the bytes of the file in base64').max(4_000_000, 'at most 3 MB').meta({ description: 'The bytes of the file (UTF-8 or GB18030) in base64' }), language: z.enum(locales).default('en').meta({ description: 'Of the reasons' }) }), answer: z.object({ records: z.number().int() }),
    refusals: { 422: 'Nothing was imported; `reasons` name line and column' },
  },
} as const satisfies Record<string, Operation>

export type QualificationAreaDeps = { records: QualificationRecords }

/** How many problems of a file are told at once. */
const mostReasons = 50

/** What members of staff may serve by (M1.2a, M1.2b). */
export function qualificationArea({ records }: QualificationAreaDeps) {
  /** Nobody certifies themselves; where only an administrator is there, they must. */
  function forOthers(id: string, member: StaffMember): void {
    if (id === member.id && member.role !== 'admin') throw new Refused(403, 'Forbidden', 'Your own record is kept by somebody else')
  }
  async function carry(work: () => Promise<boolean>): Promise<typeof wasDone> {
    const found = await work().catch((error: unknown) => {
      throw error instanceof UnknownMemberError ? new Refused(404, 'NotFound', error.message) : error
    })
    if (!found) throw new Refused(404, 'NotFound', 'There is no such entry in the register')
    return wasDone
  }
  const shown = ({ skills, ...rest }: MemberRecord): z.infer<typeof record> => ({ ...rest, topics: rest.topics, ownCapacity: skills?.capacity ?? null })

  return createArea(operations, {
    async qualifications() { return { rules: await records.rules(), members: (await records.all()).map(shown) } },
    async ownQualification({ member }) {
      const [own] = await records.all([member.id])
      if (!own) throw new Refused(404, 'NotFound', 'You are not in the register')
      return { rules: await records.rules(), record: shown(own) }
    },
    async keepSkills({ id, body, member }) {
      forOthers(id, member)
      return carry(() => records.keepSkills(id, body, member.id))
    },
    async keepCertificate({ id, body, member }) {
      forOthers(id, member)
      return carry(() => records.keepCertificate(id, body, member.id))
    },
    async withdrawCertificate({ id, body, member }) {
      forOthers(id, member)
      return carry(() => records.withdrawCertificate(id, body, body.why, member.id))
    },
    async keepEducation({ id, body, member }) {
      forOthers(id, member)
      return carry(() => records.keepEducation(id, body, member.id))
    },
    async withdrawEducation({ id, params, member }) {
      forOthers(id, member)
      return carry(() => records.withdrawEducation(id, params['entry'] ?? '', member.id))
    },
    async qualificationsFile() { return { name: 'qualifications.csv', contentType: 'text/csv; charset=utf-8', body: await records.table() } },
    async importQualifications({ body, member }) {
      const outcome = await records.importTable(Buffer.from(body.file, 'base64'), member).catch((error: unknown) => {
        throw error instanceof UnreadableTableError ? new Refused(422, 'NotImported', 'Nothing was imported', [whyIn(error.message, body.language)]) : error
      })
      if ('problems' in outcome) {
        const reasons = outcome.problems.slice(0, mostReasons).map(problem => problemIn(problem, body.language))
        throw new Refused(422, 'NotImported', `Nothing was imported; ${outcome.problems.length} ${outcome.problems.length === 1 ? 'cell does' : 'cells do'} not hold`, reasons)
      }
      return outcome
    },
  })
}
