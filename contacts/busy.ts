import type { Locale } from '../knowledge/outgoing.ts'

const said: Record<Busy, Record<Locale, string>> = {
  customer: {
    'zh-Hans': '您发送得太快了，请稍等片刻再发。', 'zh-Hant': '您傳送得太快了，請稍候片刻再傳。', en: 'You are sending messages faster than we can answer. Please wait a moment and send it again.',
  },
  service: {
    'zh-Hans': '现在咨询的人很多，请稍等片刻再发一次。', 'zh-Hant': '現在查詢的人很多，請稍候片刻再傳一次。', en: 'Many people are writing to us right now. Please wait a moment and send it again.',
  },
}

/** Whose doing it is: one customer sends too much, or all of them together. */
export type Busy = 'customer' | 'service'

/** The locale to speak to somebody of whom only their client's language tag is known. */
export function localeOfTag(tag: string | undefined): Locale {
  if (/^en/i.test(tag ?? '')) return 'en'
  return /^zh-(hant|tw|hk|mo)/i.test(tag ?? '') ? 'zh-Hant' : 'zh-Hans'
}

/** A message is not accepted now, and nothing of it is kept: HTTP `status` with Retry-After. The message is for the customer, in their language. */
export class BusyError extends Error {
  override readonly name = 'BusyError'
  readonly status: 429 | 503
  readonly retryAfterSeconds: number
  constructor(whose: Busy, tag: string | undefined, retryAfterMs: number) {
    super(said[whose][localeOfTag(tag)])
    this.status = whose === 'customer' ? 429 : 503
    this.retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  }
}
