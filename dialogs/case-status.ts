import { caseNumberIn } from '../contacts/cases/case-number.ts'
import type { ToldStatus } from '../contacts/cases/status-inquiry.ts'
import { defaultZone } from '../contacts/clocks/deadlines.ts'
import { localDateOf } from '../contacts/clocks/local-date.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import { casePhrases, statusPhrases, writtenDay } from './case-phrases.ts'
import type { Flow } from './dialog.ts'
import { fill, labels } from './phrases.ts'

const dayOf = (instant: string, locale: Locale) => writtenDay(localDateOf(new Date(instant), defaultZone), locale)

/** Where a case stands, in sentences. */
export function saidOf(told: Extract<ToldStatus, { kind: 'told' }>, locale: Locale): string {
  const { number, status, openedAt, dueAt, provisional, extended } = told
  return [
    fill(casePhrases.status[locale], { number, opened: dayOf(openedAt, locale), status: statusPhrases[status][locale] }),
    ...(dueAt === undefined ? [] : [fill(casePhrases[provisional ? 'untilProvisional' : 'until'][locale], { date: dayOf(dueAt, locale) })]),
    ...(extended && dueAt !== undefined ? [casePhrases.extended[locale]] : []),
  ].join(locale === 'en' ? ' ' : '')
}

/** A case number, in whatever is said: its status for who filed it, and for nobody else a word. */
export const caseStatusNumber: Flow = async dialog => {
  const { before, after, state, text, locale, deps } = dialog
  const number = caseNumberIn(text)
  if (number === undefined) return false
  const told = await deps.caseStatus(state.customer, number)
  // What was under way goes on.
  if (before.flow && before.flow.name !== 'case-status') after.flow = before.flow
  if (told.kind === 'told') dialog.say(saidOf(told, locale))
  else dialog.say(casePhrases[told.kind === 'too-many' ? 'tooMany' : 'notYours'][locale], [labels.agent[locale]])
  return true
}

/** The customer asks where their complaint stands: by its number. */
export const caseStatus: Flow = dialog => {
  const { intent, confident, after, locale } = dialog
  if (intent !== 'dialog.case-status' || !confident) return false
  after.flow = { name: 'case-status' }
  dialog.say(casePhrases.askNumber[locale], [labels.agent[locale]])
  return true
}
