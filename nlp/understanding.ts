/** What one message of a customer means, as far as the model can tell. */
export type Language = 'zh' | 'en'
export type Script = 'Hans' | 'Hant' | 'Latn'

export type Entity = {
  kind: 'money' | 'percent' | 'date' | 'term' | 'product' | 'phone' | 'id-card' | 'bank-card' | 'email' | 'code' | 'case-number'
  /** UTF-16 positions in the original text: `start` inclusive, `end` exclusive. */
  start: number
  end: number
  text: string
  /** money: {amount, currency}; percent: {value}; date: {from, to} (ISO local dates); term: {days|months|years}; product: {id, class}; others: {} */
  value: Record<string, string | number>
  /** Whether the text is personal data and masked outside the sealed record. */
  personal: boolean
}

export type Understanding = {
  language: Language
  script: Script
  /** Locale to answer in. */
  locale: 'zh-Hans' | 'zh-Hant' | 'en'
  /** Best first, calibrated: `confidence` is the share of such messages for which it is right. Topic ids are article ids, or `dialog.*`. */
  intents: { intent: string; confidence: number }[]
  /** Probability that no topic fits. */
  outOfScope: number
  /** What to do with it, by the chosen thresholds. */
  decision: 'answer' | 'clarify' | 'out-of-scope'
  /** The questions of a message that asks several, in their order; otherwise empty. */
  questions: { intent: string; confidence: number; text: string }[]
  /** Among several questions the one that is not clear: what it may mean, best first. */
  open?: { intents: { intent: string; confidence: number }[]; text: string } | undefined
  /** Whether it was read as going on about what was spoken of before. */
  followsUp: boolean
  entities: Entity[]
  /** The text with personal data replaced by e.g. ［手机号 *5678］. */
  maskedText: string
}

/** What was said before, as far as it helps to understand what is said now. */
export type UnderstandingContext = {
  /** The locale to take where a text could be of either script, or has no words. */
  fallback?: Understanding['locale'] | undefined
  /** The topic that was answered last. */
  topic?: string | undefined
  /** The product in mind. */
  product?: string | undefined
}
