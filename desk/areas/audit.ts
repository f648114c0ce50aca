import { z } from 'zod'
import type { Act, Audit } from '../../contacts/proof/audit.ts'
import { createArea } from '../area.ts'
import { instant, type Operation } from '../operation.ts'
import type { Register, Role } from '../register.ts'

/** Who may read the audit trail, and nothing but read it. */
export const auditing: readonly Role[] = ['auditor', 'compliance', 'admin']

const time = z.string().refine(text => !Number.isNaN(Date.parse(text)), 'a time such as 2026-11-24T10:00+08:00').transform(text => new Date(text).toISOString())
const asked = z.object({
  person: z.string().max(200).optional().meta({ description: 'Id or e-mail of a member of staff, or operator:NAME' }), customer: z.string().max(200).optional(), kind: z.string().max(100).optional().meta({ description: 'Such as customer.viewed' }),
  from: time.optional(), to: time.optional().meta({ description: 'The first instant that is not in it' }),
})
const act = z.object({
  seq: z.number().int().meta({ description: 'Place in the contact log' }), at: instant, person: z.object({ id: z.string(), name: z.string() }), kind: z.string(), customer: z.string(), enquiry: z.string(), conversation: z.string(),
  facts: z.record(z.string(), z.unknown()),
}).meta({ id: 'Act' })

const operations = {
  audit: {
    method: 'get', path: '/audit', summary: 'Who looked at or changed what, the latest first', customers: 'noted', for: auditing, status: 200, answer: z.object({ acts: z.array(act), next: z.number().int().nullable().meta({ description: 'Give it as `before` for the next page' }) }),
    query: asked.extend({ before: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  },
  auditFile: { method: 'get', path: '/audit/file', summary: 'The same as a table, at most 10,000 acts', customers: 'noted', for: auditing, query: asked, status: 200, answer: ['text/csv'] },
} as const satisfies Record<string, Operation>

const mostInFile = 10_000

/** A cell of a table that opens in a spreadsheet, where nothing begins a formula. */
function cell(text: string): string {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** The audit trail for those who audit (M5.3a). That they looked is on it, too. */
export function auditArea({ audit, register, concerning }: { audit: Audit; register: Register; /** The enquiries of which a complaint concerns this member. */ concerning(member: string): Promise<ReadonlySet<string>> }) {
  async function find({ person, ...query }: z.infer<typeof asked> & { before?: number | undefined; limit: number }, member: string): Promise<(Omit<Act, 'person'> & { person: { id: string; name: string } })[]> {
    const { before: _page, limit: _limit, ...what } = query
    await audit.note({ actor: `agent:${member}`, kind: 'audit.read', facts: { ...what, ...(person === undefined ? {} : { person }), rule: 'M5.3a' } })
    const nameOf = await register.names()
    const id = person?.includes('@') ? (await register.list()).find(({ email }) => email === person.toLowerCase())?.id ?? person : person
    return (await audit.search({ ...query, person: id, notOf: await concerning(member) })).map(found => ({ ...found, person: { id: found.person, name: nameOf(found.person) } }))
  }
  return createArea(operations, {
    async audit({ query, member }) {
      const acts = await find(query, member.id)
      return { acts, next: acts.length === query.limit ? acts.at(-1)?.seq ?? null : null }
    },
    async auditFile({ query, member }) {
      const acts = await find({ ...query, limit: mostInFile }, member.id)
      const lines = [['seq', 'at', 'person', 'name', 'kind', 'customer', 'enquiry', 'conversation', 'facts'], ...acts.map(each => [String(each.seq), each.at, each.person.id, each.person.name, each.kind, each.customer, each.enquiry, each.conversation, JSON.stringify(each.facts)])]
      // With a byte-order mark, by which spreadsheets know that it is UTF-8.
      return { name: 'audit.csv', contentType: 'text/csv; charset=utf-8', body: `\ufeff${lines.map(line => line.map(cell).join(',')).join('\r\n')}\r\n` }
    },
  })
}
