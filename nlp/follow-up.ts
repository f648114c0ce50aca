import { normalise } from './normalise.ts'
import type { Language } from './understanding.ts'

/** What a topic is about, in the customer's word: 基金, fund. */
export type Subject = Record<Language, string>

const continues: Record<Language, RegExp> = {
  zh: /^(那|那么|那麼|还有|還有|它|这个|這個|该产品|該產品)|(呢|呢[?？])$/,
  en: /^(and|what about|how about|so|its?|that one)\b/i,
}
const lead: Record<Language, RegExp> = {
  zh: /^(那么|那麼|那|还有|還有|它的|它|这个|這個|该产品|該產品)[，,]?/,
  en: /^(and what about|and how about|and|what about|how about|so|its)\b[\s,]*/i,
}
/** Longer messages stand on their own, in characters. */
const shortBelow: Record<Language, number> = { zh: 12, en: 30 }

export type FollowUp = {
  /** The message with the subject before it: 那手续费呢 → 基金手续费呢. */
  expanded: string
  /** Whether it is worded as one (那…呢, "and …"), not only short. */
  worded: boolean
}

/** Reads a message that names no subject as one about the subject before; undefined where it names one or stands on its own. */
export function createFollowUps(subjects: Iterable<Subject>): (message: string, language: Language, before: Subject) => FollowUp | undefined {
  const words: Record<Language, Set<string>> = { zh: new Set(), en: new Set() }
  for (const subject of subjects) for (const language of ['zh', 'en'] as const) words[language].add(normalise(subject[language]))
  return (message, language, before) => {
    const text = message.trim()
    const worded = continues[language].test(text)
    if (!worded && text.length > shortBelow[language]) return undefined
    const plain = normalise(text)
    for (const word of words[language]) if (plain.includes(word)) return undefined
    const rest = text.replace(lead[language], '')
    return { worded, expanded: language === 'zh' ? `${before.zh}${rest}` : `${before.en} ${rest}` }
  }
}
