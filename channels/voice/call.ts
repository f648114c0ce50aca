import { z } from 'zod'
import { type Locale, locales } from '../../knowledge/outgoing.ts'

const text = z.string()

/** What the provider says of a call with each of its requests (twilio.com/docs/voice/twiml, "Twilio's request to your application"). */
export const callSchema = z.looseObject({
  CallSid: text.regex(/^[\w-]{1,64}$/), ParentCallSid: text.regex(/^[\w-]{1,64}$/).optional(), From: text.max(128).default(''),
  /** What was said, or pressed; neither where nothing came. */
  SpeechResult: text.default(''), Digits: text.max(64).default(''),
  CallStatus: text.max(32).default(''), CallDuration: text.regex(/^\d{1,7}$/).optional(), DialCallStatus: text.max(32).optional(),
})
export type Call = z.infer<typeof callSchema>

/** Where a call stands; it travels in the address that the provider asks next, which its signature covers. */
export const placeSchema = z.object({
  /** The place of the last message in the conversation: the answer to it is another message than any before. */
  step: text.regex(/^\d{1,8}$/).transform(Number), locale: z.enum(locales), silences: text.regex(/^\d{1,2}$/).default('0').transform(Number),
  /** Whether the caller waits for an agent at the desk. */
  waiting: z.enum(['yes', 'no']).default('no').transform(yes => yes === 'yes'),
  /** What keys 1 to 6 stand for. */
  offered: z.array(text.max(200)).max(6).default([]),
})
export type Place = z.infer<typeof placeSchema>

export function placeOf(query: URLSearchParams): Place {
  return placeSchema.parse({ step: query.get('step') ?? '', locale: query.get('locale') ?? '', silences: query.get('silences') ?? undefined, waiting: query.get('waiting') ?? undefined, offered: query.getAll('offered') })
}

/** The address that hears what comes next. */
export function nextAddress(base: string, place: Place): string {
  const query = new URLSearchParams({ step: String(place.step), locale: place.locale, silences: String(place.silences), waiting: place.waiting ? 'yes' : 'no' })
  for (const title of place.offered) query.append('offered', title)
  return `${base}?${query}`
}

/** The customer as the number they call from; one who withholds it is known for this call only. */
export function callerOf({ From, CallSid }: Pick<Call, 'From' | 'CallSid'>): string {
  return /^\+\d{6,15}$/.test(From) ? From : `withheld:${CallSid}`
}

/** The number a caller can be written to, if there is one. */
export function numberOf(caller: string): string | undefined {
  return caller.startsWith('+') ? caller : undefined
}

export type Heard = { what: 'words'; text: string } | { what: 'language'; locale: Locale } | { what: 'nothing' }

/** The keys that mean the same in the whole call. */
const agentWords: Record<Locale, string> = { 'zh-Hans': '人工', 'zh-Hant': '人工', en: 'agent' }
const repeatWords: Record<Locale, string> = { 'zh-Hans': '请再说一遍', 'zh-Hant': '請再說一遍', en: 'please repeat that' }
const languageKeys: Record<string, Locale> = { 7: 'zh-Hans', 8: 'zh-Hant', 9: 'en' }

/** What a caller said or pressed: 0 for a person, 1 to 6 for what was offered, 7 to 9 for a language, * for the answer once more. */
export function heard({ SpeechResult, Digits }: Pick<Call, 'SpeechResult' | 'Digits'>, { locale, offered }: Place): Heard {
  const key = Digits.trim()
  if (key === '0') return { what: 'words', text: agentWords[locale] }
  if (key === '*') return { what: 'words', text: repeatWords[locale] }
  const language = languageKeys[key]
  if (language) return { what: 'language', locale: language }
  const chosen = /^[1-6]$/.test(key) ? offered[Number(key) - 1] : undefined
  if (chosen !== undefined) return { what: 'words', text: chosen }
  // A long number typed in is no key: it is what the customer wants to say.
  const words = SpeechResult.trim() || (key.length > 1 ? key : '')
  return words === '' ? { what: 'nothing' } : { what: 'words', text: words }
}
