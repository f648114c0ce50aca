/**
 * What the bot or an agent wants a customer to read or hear. A structural subset of a Bot Framework
 * Activity, so that a channel can send it as it is, without this room knowing of Bot Framework.
 */
export type Locale = 'zh-Hans' | 'zh-Hant' | 'en'
export const locales = ['zh-Hans', 'zh-Hant', 'en'] as const satisfies readonly Locale[]

export type Button = { type: 'imBack' | 'openUrl' | 'messageBack'; title: string; value: string; displayText?: string }

export type Outgoing = {
  /** An `event` says nothing to a person: its `text` is empty, programs act on its `name` and `value`. */
  type: 'message' | 'event'
  name?: string
  value?: Readonly<Record<string, string | boolean>>
  text: string
  /** What is said aloud; the gate completes it with spoken wording. */
  speak?: string
  locale: Locale
  suggestedActions?: { actions: Button[] }
  /** Cards and files. Every string in them that a customer reads is judged. */
  attachments?: { contentType: string; name?: string; contentUrl?: string; content?: unknown }[]
  channelData?: Record<string, unknown>
}

/** The classes of risk-wording.md. */
export const productClasses = [
  'deposit', 'structured-deposit', 'wealth', 'structured-wealth', 'fund', 'bond', 'insurance',
  'insurance-investment', 'metal-fx', 'loan', 'private',
] as const
export type ProductClass = (typeof productClasses)[number]

/** What the gate needs to know beside the text (design.md, the way of one message, step 7). */
export type GateContext = {
  locale: Locale
  /** Whose language the reasons are given in; the text's where nobody else reads them. */
  reader?: Locale | undefined
  /** Who wrote it: a bot's text falls back to a safe answer, an agent's is returned with the reason. */
  author: 'bot' | 'agent'
  /** Articles the text was taken from. */
  articles: readonly { id: string; version: string; class: ProductClass | 'none' }[]
  /** Product or product class spoken of before, still in mind: "去年涨了8%，放心" names none itself. */
  productInFocus?: { id?: string; class: ProductClass }
  /** The customer's question that this text answers. */
  question?: string
  /** Wording already shown in this enquiry: disclosure id → when (ISO instant). Only agents' chat may lean on it. */
  shown: Readonly<Record<string, string>>
  /** ISO instant; decides what is in force. */
  now: string
}

export type Verdict =
  | { verdict: 'send'; classes: ProductClass[]; added: []; reasons: string[] }
  | { verdict: 'amend'; classes: ProductClass[]; added: { id: string; version: string }[]; reasons: string[] }
  | { verdict: 'stop'; classes: ProductClass[]; added: []; reasons: string[] }
