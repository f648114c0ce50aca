import { xmlElement, xmlText } from '../xml.ts'
import type { Locale } from '../../knowledge/outgoing.ts'
import { hearLanguage, inBreaths, type HantVoice, sayLanguage } from './speech.ts'

export type Saying = { say: string; locale: Locale }

/** What happens next in a call, in order (twilio.com/docs/voice/twiml). */
export type Step =
  /** Said to its end: a caller cannot talk over it, for it may hold risk wording. */
  | Saying
  /** Waits for a word or a key; the prompts may be talked over. The address gets what came, or that nothing came. */
  | { listen: string; prompts: readonly Saying[]; locale: Locale; seconds: number }
  | { dial: string; from: string; action: string; answered: string; seconds: number }
  | { hangUp: true }

const spoken = ({ say, locale }: Saying, hant: HantVoice) => inBreaths(say).map(piece => xmlElement('Say', xmlText(piece), { language: sayLanguage(locale, hant) })).join('')

function written(step: Step, hant: HantVoice): string {
  if ('say' in step) return spoken(step, hant)
  if ('listen' in step) {
    return xmlElement('Gather', step.prompts.map(prompt => spoken(prompt, hant)).join(''), {
      input: 'speech dtmf', action: step.listen, method: 'POST', language: hearLanguage(step.locale, hant), timeout: String(step.seconds), speechTimeout: 'auto', numDigits: '1', actionOnEmptyResult: 'true',
    })
  }
  if ('dial' in step) {
    const number = xmlElement('Number', xmlText(step.dial), { statusCallbackEvent: 'answered', statusCallback: step.answered, statusCallbackMethod: 'POST' })
    return xmlElement('Dial', number, { action: step.action, method: 'POST', timeout: String(step.seconds), callerId: step.from, answerOnBridge: 'true' })
  }
  return '<Hangup/>'
}

/** A call's next steps as TwiML. */
export function twiml(steps: readonly Step[], hant: HantVoice): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${xmlElement('Response', steps.map(step => written(step, hant)).join(''))}`
}
