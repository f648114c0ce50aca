import { answerWith } from './answer.ts'
import { casePhrases } from './case-phrases.ts'
import { wantsNone } from './choice.ts'
import type { Dialog, Flow } from './dialog.ts'
import { cancels } from './handover.ts'
import { fill, labels, phrases } from './phrases.ts'

/** From this confidence on a question within the intake is an interruption and not part of the story. */
const surelyAQuestion = 0.9

function isInterruption({ understood, intent, text }: Dialog): boolean {
  return understood?.decision === 'answer' && !intent.startsWith('dialog.') && (understood.intents[0]?.confidence ?? 0) > surelyAQuestion && /[?？吗嗎呢么麼]$/.test(text)
}

/** Words that say only that somebody complains, and whom they address. */
const onlyComplains = /(我|俺|本人)?\s*(要|想|需要|要求|可以)?(进行|進行|提出|登记|登記|提交|怎么|怎麼|如何|去哪)?(投诉|投訴|举报|舉報)(一下)?(你们|你們|你|您|贵行|貴行|银行|銀行|这里|這裡|的?服务|的?服務)?|有人|怎么办|怎麼辦|你好|您好|请问|請問|吗|嗎|了|啊|呢|\b(?:i|we|i'd|i'm|am|would|like|want|wanna|to|wish|make|file|lodge|submit|raise|register|a|an|my|the|formal|complaints?|complain|complaining|about|please|hello|hi|how|can|do|need|you|your|bank|against|this|it|something|here)\b/gi
/** A story has at least so many Han characters, or so many words. */
const leastHan = 4
const leastWords = 3
const nothingMore = /^(没有了?|沒有了?|没了|沒了|不补充了?|不補充了?|不用了?|就这些|就這些|nothing( more| else)?|no|that'?s (all|it)|skip)[!！。.~～]*$/i

/** Whether a message tells what happened, and not only that somebody complains. */
export function tellsWhat(text: string): boolean {
  const rest = text.normalize('NFKC').replaceAll(onlyComplains, ' ')
  return (rest.match(/\p{Script=Han}/gu)?.length ?? 0) >= leastHan || (rest.match(/[\p{Script=Latin}']{2,}/gu)?.length ?? 0) >= leastWords
}

/** Files the complaint: its number at once, and then what else may help (M3.3a). */
function file(dialog: Dialog): void {
  const { after, text, locale, now, deps, understood } = dialog
  const number = deps.newCaseNumber(now)
  const amounts = understood?.entities.flatMap(({ kind, value }) => kind === 'money' && value['currency'] === 'CNY' && typeof value['amount'] === 'number' ? [value['amount']] : []) ?? []
  dialog.effect({ kind: 'case', number, what: 'complaint', text, locale, amount: amounts.length > 0 ? Math.max(...amounts) : undefined })
  after.flow = { name: 'complaint', number, asked: 'when' }
  dialog.say(fill(casePhrases.taken[locale], { number, ...deps.complaintDays }))
}

function ended(dialog: Dialog, number: string): void {
  const { after, locale } = dialog
  after.flow = { name: 'offer-agent', reason: 'complaint' }
  dialog.say(fill(casePhrases.complete[locale], { number }), [labels.agent[locale], labels.no[locale]])
}

/** Intake of a complaint: the first description files it; when it happened and what is wished are added. A question between is answered and the intake goes on. */
export const complaint: Flow = dialog => {
  const { before, after, text, locale, intent, confident } = dialog
  if (before.flow?.name !== 'complaint') return false
  const { number, asked } = before.flow
  if (isInterruption(dialog) && answerWith(dialog, intent)) {
    after.flow = before.flow
    dialog.say(casePhrases[number === undefined ? 'what' : asked === 'wish' ? 'wishAgain' : 'when'][locale])
  } else if (number === undefined) {
    // Who only complains again is asked again.
    if (intent === 'dialog.complaint' && !tellsWhat(text)) {
      after.flow = before.flow
      dialog.say(casePhrases.what[locale])
    } else file(dialog)
  } else if (nothingMore.test(text.trim()) || wantsNone(text)) {
    ended(dialog, number)
  } else if (confident && intent === 'dialog.goodbye') {
    // Who says goodbye has nothing to add, and is asked how it was; the enquiry stays open with the complaint.
    dialog.say(phrases.survey[locale], [labels.good[locale], labels.fair[locale], labels.poor[locale]])
  } else if (asked === 'wish') {
    dialog.effect({ kind: 'case-details', number, detail: { name: 'wish', text } })
    ended(dialog, number)
  } else {
    dialog.effect({ kind: 'case-details', number, detail: { name: 'when', text } })
    after.flow = { name: 'complaint', number, asked: 'wish' }
    dialog.say(casePhrases.wish[locale])
  }
  return true
}

/** What is filed is not undone by a "cancel": only the questions end. */
export const complaintKept: Flow = dialog => {
  const { before, locale } = dialog
  if (before.flow?.name !== 'complaint' || before.flow.number === undefined || !cancels(dialog)) return false
  dialog.say(fill(casePhrases.kept[locale], { number: before.flow.number }))
  return true
}

/** The customer complains; who tells what happened with it has a number with the first answer. */
export const complain: Flow = dialog => {
  const { intent, confident, after, text, locale } = dialog
  if (intent !== 'dialog.complaint' || !confident) return false
  if (tellsWhat(text)) {
    file(dialog)
    return true
  }
  after.flow = { name: 'complaint', asked: 'what' }
  dialog.say(casePhrases.what[locale])
  return true
}
