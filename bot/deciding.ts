import { randomUUID } from 'node:crypto'
import { newCaseNumber } from '../contacts/cases/case-number.ts'
import type { Contacts } from '../contacts/contacts.ts'
import { newLinkCode } from '../contacts/customers/link-code.ts'
import type { Handovers } from '../contacts/handovers.ts'
import { createConversation, type DialogDeps } from '../dialogs/conversation.ts'
import type { Understand } from '../nlp/understand.ts'
import type { Content } from './content.ts'

export type DecidingDeps = Pick<DialogDeps, 'attendance' | 'waitEstimate' | 'longWaitMinutes' | 'linkOf' | 'answerDays'> & {
  understand: Understand
  content: Pick<Content, 'article' | 'product'>
  contacts: Contacts
  handovers: Handovers
}

/** How the bot decides what it says, over the content in force and one set of records. */
export function createDeciding({ content, contacts: { complaints, lastReplies }, handovers, ...deps }: DecidingDeps) {
  const { investigationDays, answerDays } = complaints.cases.rules
  return createConversation({
    ...deps,
    article: content.article,
    product(id, locale) {
      const product = content.product(id)
      return product && { ...product, name: product.names[locale][0] ?? id, term: product.term[locale] }
    },
    waitingCount: handovers.waitingCount, placeOf: handovers.placeOf, newId: randomUUID, newLinkCode, newCaseNumber,
    complaintDays: { investigation: investigationDays, answer: answerDays }, caseStatus: complaints.statusFor, followUpIn: complaints.followUps.waitingIn,
    lastChoices: async conversation => (await lastReplies(conversation)).flatMap(({ suggestedActions }) => suggestedActions?.actions.map(({ title }) => title) ?? []),
  })
}
