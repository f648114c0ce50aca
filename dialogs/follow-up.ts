import { caseLabels, casePhrases } from './case-phrases.ts'
import { saysYes } from './choice.ts'
import type { Dialog, Flow } from './dialog.ts'
import { fill } from './phrases.ts'

const solved = /^(嗯|是的?|对|對|好的?)?[，,\s]*(问题|問題)?(已经?|已經|都|全部)*(解决|解決|处理好|處理好|搞定)了?[，,]?(谢谢|謝謝|多谢)?[!！。.~～]*$|^(yes,? )?(it('s| is| has been)? )?(all )?(solved|resolved|fixed|sorted)( now)?[,.!]*( thanks?( you)?)?[.!]*$/i
const notSolved = /(还|還)?(是)?(没有?|沒有?|未|冇)(能)?(完全|真正|彻底|徹底)?(被)?(得到)?(解决|解決|处理|處理|搞定)|(解决|解決)不了|\b(not|n't|never|isn't|hasn't)( been| really| yet)* (solved|resolved|fixed|sorted)/i
const plainNo = /^(没有?|沒有?|不是|并没有|並沒有|还没有?|還沒有?|未|no|nope|not yet|not really)[!！。.]*$/i

/** What the customer says to whether it is solved; undefined for anything else. */
function reading({ text, before, intent, confident, locale }: Dialog): boolean | undefined {
  const said = text.normalize('NFKC').trim()
  if (said === caseLabels.notSolved[locale] || notSolved.test(said)) return false
  if (said === caseLabels.solved[locale] || solved.test(said)) return true
  // A plain yes or no answers this question only where the bot has asked no other since.
  if (before.flow) return undefined
  if (plainNo.test(said) || (intent === 'dialog.deny' && confident)) return false
  return saysYes(said) || (intent === 'dialog.affirm' && confident) ? true : undefined
}

/** The customer was asked whether it is really solved (M2.3a): "no" opens it again with the same owner. */
export const followedUp: Flow = async dialog => {
  const { state, locale, deps } = dialog
  const isSolved = reading(dialog)
  if (isSolved === undefined) return false
  const asked = await deps.followUpIn(state.conversation)
  if (!asked) return false
  dialog.effect({ kind: 'follow-up-answered', id: asked.id, solved: isSolved })
  if (isSolved) dialog.say(casePhrases.solved[locale])
  else if (asked.subject.kind === 'enquiry') dialog.say(casePhrases.notSolvedEnquiry[locale])
  else dialog.say(fill(casePhrases.notSolvedCase[locale], { number: asked.subject.id, ...deps.complaintDays }))
  return true
}
