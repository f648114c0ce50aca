import { z } from 'zod'
import { locales } from '../../knowledge/outgoing.ts'
import type { Handover } from '../../contacts/types.ts'
import type { Access } from '../access.ts'
import { createArea } from '../area.ts'
import { type Operation, Refused, servingRoles } from '../operation.ts'
import type { StaffMember } from '../register.ts'
import { wordingAdded } from '../schemas.ts'

const locale = z.enum(locales)
const perLocale = z.object({ 'zh-Hans': z.string(), 'zh-Hant': z.string(), en: z.string() })
const open = z.array(z.enum(['customer', 'agent', 'product'])).meta({ description: 'What still stands open in it, as `{customer}`' })
const judged = {
  sends: z.string().meta({ description: 'What the customer would read, with the wording that is added' }), added: wordingAdded,
  verdict: z.enum(['send', 'amend', 'stop']), reasons: z.array(z.string()).meta({ description: 'Why it is stopped or amended' }),
}
const suggestedArticle = z.object({ id: z.string(), version: z.string(), title: z.string(), text: z.string().meta({ description: 'To be put into the message; the wording is added when it is sent' }), confidence: z.number(), ...judged }).meta({ id: 'SuggestedArticle' })
const suggestedReply = z.object({ id: z.string(), version: z.string(), title: z.string(), text: z.string(), open, topical: z.boolean().meta({ description: 'For what was asked about' }), ...judged }).meta({ id: 'SuggestedReply' })
const suggestions = z.object({
  language: locale, question: z.string().meta({ description: 'The customer\'s message that the articles are for, masked; empty where they are searched for or there is none' }),
  articles: z.array(suggestedArticle), replies: z.array(suggestedReply),
}).meta({ id: 'Suggestions' })
const draftVerdict = z.object(judged).meta({ id: 'DraftVerdict' })
const reply = z.object({
  id: z.string(), title: perLocale, text: perLocale, topics: z.array(z.string()), version: z.string(), author: z.string(), approver: z.string(), source: z.string(),
  effective: z.object({ from: z.string(), to: z.string().optional() }),
}).meta({ id: 'CannedReply' })

const operations = {
  suggestions: {
    method: 'get', path: '/handovers/{id}/suggestions', summary: 'Reviewed articles and canned replies for the customer\'s last message, or for a search, in the customer\'s language', for: servingRoles, customers: 'looked',
    query: z.object({ q: z.string().trim().max(200).default(''), language: locale.optional().meta({ description: 'Of the reasons' }) }), status: 200, answer: suggestions,
    refusals: { 403: 'The customer is served by a colleague', 404: 'There is none' },
  },
  checkDraft: {
    method: 'post', path: '/handovers/{id}/check', summary: 'What the gate would do with a message if it were sent now', for: servingRoles,
    body: z.object({ text: z.string().max(4000, 'at most 4,000 characters'), language: locale.optional().meta({ description: 'Of the reasons: the agent\'s' }) }), status: 200, answer: draftVerdict,
    refusals: { 403: 'The customer is served by a colleague', 404: 'There is none' },
  },
  replies: { method: 'get', path: '/replies', summary: 'The canned replies in force, with who wrote and approved them', for: 'staff', status: 200, answer: z.object({ replies: z.array(reply) }) },
} as const satisfies Record<string, Operation>

export type Suggestions = z.infer<typeof suggestions>
export type DraftVerdict = z.infer<typeof draftVerdict>

export type AssistAreaDeps = {
  access: Pick<Access, 'served'>
  suggestionsFor(handover: Handover, member: StaffMember, search: string, reader: z.infer<typeof locale> | undefined): Promise<Suggestions>
  /** What would become of a message; undefined where the conversation is gone. */
  check(handover: Handover, text: string, reader: z.infer<typeof locale> | undefined): Promise<DraftVerdict | undefined>
  replies(): z.infer<typeof reply>[]
}

/** What helps an agent to answer (M2.2a): reviewed texts, and the gate's verdict before anything is sent. */
export function assistArea({ access, suggestionsFor, check, replies }: AssistAreaDeps) {
  return createArea(operations, {
    async suggestions({ id, member, query, looked }) {
      const { handover, enquiry } = await access.served(id, member)
      await looked({ customer: enquiry.customer, enquiry: handover.enquiry, conversation: handover.conversation })
      return suggestionsFor(handover, member, query.q, query.language)
    },
    async checkDraft({ id, member, body }) {
      const { handover } = await access.served(id, member)
      const verdict = await check(handover, body.text, body.language)
      if (!verdict) throw new Refused(404, 'NotFound', 'There is no such conversation any more')
      return verdict
    },
    async replies() { return { replies: replies() } },
  })
}
