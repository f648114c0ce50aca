import { z } from 'zod'
import type { Journey } from '../contacts/journey.ts'
import type { Gate } from '../knowledge/gate.ts'
import { type GateContext, type Locale, type Outgoing, type ProductClass, productClasses, type Verdict } from '../knowledge/outgoing.ts'
import type { Sealed } from '../knowledge/sealed.ts'

/** What the customer last said, masked, and the product class last spoken of. */
export type Focus = { question?: string; productInFocus?: { class: ProductClass } }

/** How far back an agent's words are read together with what was said before, in entries of the log. */
const inMind = 60
const classesSchema = z.array(z.enum(productClasses)).catch([])

/** Reads what is in mind in a conversation from its log. */
export function createFocus(journey: Pick<Journey, 'ofConversation'>) {
  return async (conversation: string): Promise<Focus> => {
    const recent = (await journey.ofConversation(conversation, inMind)).reverse()
    const question = recent.find(entry => entry.kind === 'customer.message')?.text
    const [spokenOf] = recent.flatMap(entry => classesSchema.parse(entry.facts['classes'] ?? []).slice(-1))
    return { ...(question ? { question } : {}), ...(spokenOf ? { productInFocus: { class: spokenOf } } : {}) }
  }
}

export type JudgingDeps = {
  gate: () => Gate
  /** The reviewed articles in force whose whole text stands in this one. */
  articlesIn(text: string, locale: Locale): readonly { id: string; version: string; class: ProductClass | 'none'; body: string }[]
  focusOf(conversation: string): Promise<Focus>
  clock: { now(): Date }
}

export type ToJudge = { outgoing: Outgoing; locale: Locale; author: 'bot' | 'agent'; focus: Focus; shown: GateContext['shown']; reader?: Locale | undefined }
export type Judged = { sealed: Sealed | null; verdict: Verdict; articles: { id: string; version: string }[] }

/**
 * How what is said outside a turn is judged: the one way for a message that is sent and for a draft that is only looked at. An
 * agent who puts a reviewed article into their message has its wording added as the bot would; what they write beside it is
 * judged as their own.
 */
export function createJudging({ gate, articlesIn, focusOf, clock }: JudgingDeps) {
  function judge({ outgoing, locale, author, focus, shown, reader }: ToJudge): Judged {
    const used = author === 'agent' ? articlesIn(outgoing.text, locale) : []
    const context: GateContext = { locale, author, articles: used.map(({ id, version, class: of }) => ({ id, version, class: of })), ...focus, shown, now: clock.now().toISOString(), reader }
    const articles = used.map(({ id, version }) => ({ id, version }))
    const own = used.reduce((text, { body }) => text.replaceAll('\r\n', '\n').replace(body, '\n'), outgoing.text)
    if (articles.length > 0 && own.trim() !== '') {
      const { verdict } = gate().seal({ ...outgoing, text: own }, { ...context, articles: [] })
      if (verdict.verdict === 'stop') return { sealed: null, verdict, articles }
    }
    return { ...gate().seal(outgoing, context), articles }
  }
  return {
    judge,
    /** What an agent's words in a conversation are judged beside; the bot's own stand for themselves. */
    focus: (conversation: string, author: 'bot' | 'agent'): Promise<Focus> => author === 'agent' ? focusOf(conversation) : Promise.resolve({}),
  }
}

export type Judging = ReturnType<typeof createJudging>
