import { z } from 'zod'
import { type EvidenceDeps, evidenceOf, type Matter, NoMatterError } from '../../contacts/proof/evidence.ts'
import type { Audit } from '../../contacts/proof/audit.ts'
import { createArea } from '../area.ts'
import { type DeskFile, type Operation, Refused } from '../operation.ts'
import { auditing } from './audit.ts'

const query = z.object({ locale: z.enum(['zh-Hans', 'zh-Hant', 'en']).default('zh-Hans').meta({ description: 'Of the page in it' }) })
const pack = { customers: 'noted', for: auditing, query, status: 200, answer: ['application/zip'], refusals: { 404: 'There is none' } } as const

const operations = {
  enquiryEvidence: { method: 'get', path: '/enquiries/{id}/evidence', summary: 'Everything of an enquiry as a ZIP: transcript, timeline, owners, deadlines, approvals and the signed part of the log. Opened: it holds personal data', ...pack },
  caseEvidence: { method: 'get', path: '/cases/{number}/evidence', summary: 'The same of the enquiry that a complaint is about, by the complaint\'s number', ...pack },
} as const satisfies Record<string, Operation>

/** Evidence packs for those who audit; that one was made is on the audit trail. */
export function evidenceArea({ evidence, audit, concerning }: { evidence: EvidenceDeps; audit: Pick<Audit, 'note'>; concerning(member: string): Promise<ReadonlySet<string>> }) {
  async function packOf(matter: Matter, name: string, locale: z.infer<typeof query>['locale'], member: string): Promise<DeskFile> {
    try {
      const made = await evidenceOf(evidence, matter, locale)
      const { id, customer } = made.evidence.enquiry
      // M3.3a: whom a complaint concerns sees nothing of it, whatever their role.
      if ((await concerning(member)).has(id)) throw new Refused(404, 'NotFound', `There is no enquiry or complaint ${name}`)
      await audit.note({ actor: `agent:${member}`, kind: 'evidence.exported', customer, enquiry: id, facts: { rule: 'M5.3a' } })
      return { name: `evidence-${name}.zip`, contentType: 'application/zip', body: made.archive }
    } catch (error) {
      if (error instanceof NoMatterError) throw new Refused(404, 'NotFound', error.message)
      throw error
    }
  }
  return createArea(operations, {
    enquiryEvidence: ({ id, query: { locale }, member }) => packOf({ enquiry: id }, id, locale, member.id),
    caseEvidence: ({ params: { number = '' }, query: { locale }, member }) => packOf({ case: number }, number, locale, member.id),
  })
}
