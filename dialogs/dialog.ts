import type { FollowUp } from '../contacts/cases/follow-ups.ts'
import type { ToldStatus } from '../contacts/cases/status-inquiry.ts'
import type { Link } from '../contacts/customers/links.ts'
import type { Effect } from '../contacts/effects.ts'
import type { TurnState } from '../contacts/turns.ts'
import type { Inbound } from '../contacts/types.ts'
import type { GateContext, Locale, Outgoing, ProductClass } from '../knowledge/outgoing.ts'
import type { Understanding, UnderstandingContext } from '../nlp/understanding.ts'
import type { DialogState } from './state.ts'

export type Article = { id: string; title: string; subject: string; body: string; version: string; class: ProductClass | 'none'; next: readonly string[] }

/** What the bank's register says of a product, in one locale. */
export type ProductFacts = {
  id: string; name: string; class: ProductClass; risk: string; term: string; minimum: { amount: number; currency: string }; version: string
}

export type Reply = { outgoing: Outgoing; context: Omit<GateContext, 'author' | 'shown' | 'now'> }

/** What the flows need of the rest of the service. */
export type DialogDeps = {
  understand(text: string, context: UnderstandingContext): Promise<Understanding>
  /** The article of a topic in this locale that is in force, if there is one. */
  article(topic: string, locale: Locale): Article | undefined
  /** A product that is in force. */
  product(id: string, locale: Locale): ProductFacts | undefined
  waitingCount(): Promise<number>
  placeOf(handover: string): Promise<number>
  /** Whether an agent can be reached from this channel now, and when they serve (such as "09:00–18:00"), if that is set. */
  attendance(channel: string): Promise<{ present: boolean; hours?: string }>
  /** How long a customer with so many before them will wait, in minutes; undefined where nothing honest can be said. */
  waitEstimate(ahead: number, topic: string): Promise<{ from: number; to: number } | undefined>
  /** From how many minutes on a call is offered instead of the wait. */
  longWaitMinutes: number
  newId(): string
  /** A one-time code by which the customer goes on in another channel. */
  newLinkCode(): string
  /** The conversation in which a code was given out; undefined where it is not good, or the customer tried too many. */
  linkOf(code: string, state: TurnState): Promise<Link | undefined>
  /** A case number for a complaint taken now. */
  newCaseNumber(now: Date): string
  /** Within how many working days a message that was left is answered. */
  answerDays: number
  /** Within how many working days a complaint is investigated first and answered. */
  complaintDays: { investigation: number; answer: number }
  /** Where a case stands, for the person who filed it only. */
  caseStatus(customer: string, number: string): Promise<ToldStatus>
  /** What the customer could tap below what they were last told; nothing where there was nothing. */
  lastChoices(conversation: string): Promise<readonly string[]>
  /** The follow-up that the customer was asked in this conversation and has not answered. */
  followUpIn(conversation: string): Promise<FollowUp | undefined>
}

/** One turn as the flows see it: what was said, what stood before, and what they decide. */
export type Dialog = {
  readonly deps: DialogDeps
  readonly inbound: Inbound
  readonly text: string
  readonly locale: Locale
  readonly understood: Understanding | undefined
  /** The likeliest intent, `none` where nothing was said in words. */
  readonly intent: string
  /** Whether the likeliest intent may be acted on. */
  readonly confident: boolean
  readonly state: TurnState
  readonly before: DialogState
  readonly after: DialogState
  readonly now: Date
  /** Says something, with one-tap answers; `context` is what the gate judges it with. */
  say(words: string, buttons?: readonly string[], context?: Partial<Reply['context']>): void
  /** Says something in another locale than the turn's. */
  sayIn(locale: Locale, words: string): void
  effect(effect: Effect): void
  /** Tells programs on the channel's side, not the customer. */
  event(name: string, value: Readonly<Record<string, string | boolean>>): void
}

/** One conversation flow. Gives true when it has taken the turn; then no later flow is asked. */
export type Flow = (dialog: Dialog) => boolean | Promise<boolean>
