import type { Flow } from './dialog.ts'
import { labels, phrases } from './phrases.ts'

/** Numbers that open an account to whoever has them. */
const secrets: ReadonlySet<string> = new Set(['bank-card', 'id-card', 'code'])
const withSecretWords = /密码|密碼|口令|验证码|驗證碼|安全码|安全碼|末三碼|末三码|\b(pin|password|passcode|cvv|cvc|otp|code)\b/i

/** Somebody gives secrets away: they are not used, and the customer is told never to send them (M3.1a). */
export const privateData: Flow = dialog => {
  const { understood, intent, confident, text, locale } = dialog
  const personal = understood?.entities.filter(entity => secrets.has(entity.kind)) ?? []
  const gives = personal.some(entity => entity.kind !== 'code') && withSecretWords.test(text) || personal.length >= 2
  if (!gives && !(intent === 'dialog.private-data' && confident)) return false
  dialog.say(phrases.privateData[locale], [labels.agent[locale]])
  return true
}
