import type { Dialog, Flow } from './dialog.ts'
import { requestHandover } from './handover.ts'
import { phrases } from './phrases.ts'

const steps = { 'dialog.fraud': phrases.fraud, 'dialog.stolen-card': phrases.stolen, 'dialog.takeover': phrases.takeover } as const

/** Topics under which customers ask how a theft works, and tell of one. */
const nearTheft = new Set(['verification-code-shared', 'fraud-prevention'])
const moneyGone = /(?:钱|錢|款|余额|餘額|存款|积蓄|積蓄)[^。！？!?]{0,8}(?:转走|轉走|划走|劃走|刷走|盗|盜|取走|没了|沒了|冇咗|不见|不見|少了|清空)|(?:money|balance|savings|funds?)[^.!?]{0,20}(?:gone|taken|missing|stolen|disappeared|withdrawn|debited)|\b(?:emptied|drained|cleaned out)\b/i

type Emergency = keyof typeof steps

const isEmergency = (intent: string): intent is Emergency => intent in steps

/** Which emergency a message tells of: as understood, or by money that has gone already. */
function emergencyOf({ intent, text }: Dialog): Emergency | undefined {
  if (isEmergency(intent)) return intent
  return nearTheft.has(intent) && moneyGone.test(text) ? 'dialog.takeover' : undefined
}

/** Fraud, a stolen card, a taken-over account: the urgent steps at once, then an agent at the head of the queue (M1.3b). */
export const urgent: Flow = async dialog => {
  const emergency = dialog.confident ? emergencyOf(dialog) : undefined
  if (!emergency) return false
  dialog.say(steps[emergency][dialog.locale])
  await requestHandover(dialog, emergency, { urgent: true })
  return true
}
