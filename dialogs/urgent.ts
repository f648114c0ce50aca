import type { Flow } from './dialog.ts'
import { requestHandover } from './handover.ts'
import { phrases } from './phrases.ts'

const steps = { 'dialog.fraud': phrases.fraud, 'dialog.stolen-card': phrases.stolen, 'dialog.takeover': phrases.takeover } as const

/** Fraud, a stolen card, a taken-over account: the urgent steps at once, then an agent at the head of the queue (M1.3b). */
export const urgent: Flow = async dialog => {
  const { intent, confident, locale } = dialog
  if (!confident || !(intent === 'dialog.fraud' || intent === 'dialog.stolen-card' || intent === 'dialog.takeover')) return false
  dialog.say(steps[intent][locale])
  await requestHandover(dialog, intent, { urgent: true })
  return true
}
