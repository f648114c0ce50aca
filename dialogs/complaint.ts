import { answerWith } from './answer.ts'
import type { Dialog, Flow } from './dialog.ts'
import { requestHandover } from './handover.ts'
import { fill, labels, phrases } from './phrases.ts'

/** From this confidence on a question within the intake is an interruption and not part of the story. */
const surelyAQuestion = 0.9

function isInterruption({ understood, intent, text }: Dialog): boolean {
  return understood?.decision === 'answer' && !intent.startsWith('dialog.') && (understood.intents[0]?.confidence ?? 0) > surelyAQuestion && /[?？吗嗎呢么麼]$/.test(text)
}

/** Intake of a complaint (M3.3a): what, when, what is wished; then a number at once. A question between is answered and the intake goes on. */
export const complaint: Flow = dialog => {
  const { before, after, text, locale, now, deps } = dialog
  if (before.flow?.name !== 'complaint') return false
  const { what, when } = before.flow
  if (isInterruption(dialog) && answerWith(dialog, dialog.intent)) {
    after.flow = before.flow
    dialog.say(what === undefined ? phrases.complaintWhat[locale] : when === undefined ? phrases.complaintWhen[locale] : phrases.complaintWish[locale])
  } else if (what === undefined) {
    after.flow = { name: 'complaint', what: text }
    dialog.say(phrases.complaintWhen[locale])
  } else if (when === undefined) {
    after.flow = { ...before.flow, when: text }
    dialog.say(phrases.complaintWish[locale])
  } else {
    const number = deps.newCaseNumber(now)
    dialog.effect({ kind: 'case', number, what: 'complaint', content: { what, when, wish: text } })
    after.flow = { name: 'offer-agent', reason: 'complaint' }
    dialog.say(fill(phrases.complaintTaken[locale], { number }), [labels.agent[locale], labels.no[locale]])
  }
  return true
}

/** The customer complains. */
export const complain: Flow = dialog => {
  const { intent, confident, after, locale } = dialog
  if (intent !== 'dialog.complaint' || !confident) return false
  after.flow = { name: 'complaint' }
  dialog.say(phrases.complaintWhat[locale])
  return true
}

/** The status of a complaint is told to whom it belongs only, so by a person who checks that. */
export const caseStatus: Flow = async dialog => {
  const { intent, confident, locale } = dialog
  if (intent !== 'dialog.case-status' || !confident) return false
  dialog.say(phrases.caseStatus[locale])
  await requestHandover(dialog, 'case-status', { urgent: false })
  return true
}
