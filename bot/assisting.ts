import type { Contacts } from '../contacts/contacts.ts'
import type { Journey } from '../contacts/journey.ts'
import type { TurnState } from '../contacts/turn-state.ts'
import type { Handover } from '../contacts/types.ts'
import type { DraftVerdict, Suggestions } from '../desk/areas/assist.ts'
import { topicMatches } from '../desk/topics.ts'
import { readDialogState } from '../dialogs/state.ts'
import type { Article, Product } from '../knowledge/catalogue.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import { addressed, type CannedReply, filledReply } from '../knowledge/replies.ts'
import type { Understand } from '../nlp/understand.ts'
import type { Understanding } from '../nlp/understanding.ts'
import type { Judging } from './judging.ts'

/** An article is suggested from this confidence on; an agent sees at once what does not fit. */
const worthShowing = 0.1
const mostArticles = 5
const mostReplies = 8
/** How many of the customer's last messages are looked through for one that asks something. */
const messagesBack = 3
/** How far back they are looked for, in entries of the log. */
const inMind = 60

export type AssistingDeps = {
  contacts: Pick<Contacts, 'turnState'>
  journey: Pick<Journey, 'ofConversation'>
  understand: Understand
  article(topic: string, locale: Locale): Article | undefined
  product(id: string): Product | undefined
  replies(): readonly CannedReply[]
  judging: Judging
}

/** The articles that a message may be about, best first. */
function topicsOf({ intents, questions }: Understanding): { topic: string; confidence: number }[] {
  const found = new Map<string, number>()
  for (const { intent, confidence } of [...questions, ...intents]) if (!found.has(intent) && !intent.startsWith('dialog.') && confidence >= worthShowing) found.set(intent, confidence)
  return [...found].map(([topic, confidence]) => ({ topic, confidence }))
}

const holds = (text: string, search: string) => text.toLowerCase().includes(search.toLowerCase())

/** Helps an agent with what the bot knows: its articles, found as the bot finds them, and reviewed replies. */
export function createAssisting({ contacts, journey, understand, article, product, replies, judging }: AssistingDeps) {
  type About = { topics: { topic: string; confidence: number }[]; product: string | undefined }
  type Place = { state: TurnState; locale: Locale; conversation: string; reader: Locale | undefined }

  /** What would become of a text if it were said now: the same judgement as when it is said. */
  async function judgeAt({ state, locale, conversation, reader }: Place) {
    const focus = await judging.focus(conversation, 'agent')
    return (text: string): DraftVerdict => {
      const { sealed, verdict: { verdict, added, reasons } } = judging.judge({ outgoing: { type: 'message', text, locale }, locale, author: 'agent', focus, shown: state.enquiry.wordingShown, reader })
      return { verdict, sends: sealed?.outgoing.text ?? '', added, reasons }
    }
  }

  /** What a message may be about, and the product that it names. */
  async function understood(text: string, { state, locale }: Place): Promise<About> {
    const before = readDialogState(state.dialogState)
    const found = await understand(text, { fallback: locale, topic: before.topic ?? state.enquiry.topic ?? undefined, product: before.product?.id })
    const named = found.entities.find(({ kind }) => kind === 'product')?.value['id']
    return { topics: topicsOf(found), product: typeof named === 'string' ? named : undefined }
  }

  /** The customer's last message that asks something an article answers; the last one where none does. */
  async function asked(place: Place): Promise<About & { question: string }> {
    const said = (await journey.ofConversation(place.conversation, inMind)).filter(entry => entry.kind === 'customer.message' && entry.text !== '').map(entry => entry.text).slice(-messagesBack).reverse()
    for (const question of said) {
      const about = await understood(question, place)
      if (about.topics.length > 0) return { question, ...about }
    }
    return { question: said[0] ?? '', topics: [], product: undefined }
  }

  function rankedReplies(locale: Locale, search: string, topics: readonly { topic: string }[]): { reply: CannedReply; topical: boolean }[] {
    const about = ({ topics: patterns }: CannedReply) => topics.some(({ topic }) => patterns.some(pattern => topicMatches(pattern, topic)))
    return replies().filter(({ title, text, topics: patterns }) => search === '' || holds(title[locale], search) || holds(text[locale], search) || patterns.some(pattern => holds(pattern, search)))
      .map(reply => ({ reply, topical: about(reply) })).filter(({ reply, topical }) => topical || reply.topics.length === 0 || search !== '')
      .sort((one, other) => Number(other.topical) - Number(one.topical)).slice(0, mostReplies)
  }

  async function placeOf(handover: Handover, reader: Locale | undefined): Promise<Place | undefined> {
    const state = await contacts.turnState(handover.conversation)
    return state && { state, locale: handover.locale, conversation: handover.conversation, reader }
  }

  return {
    async suggestionsFor(handover: Handover, member: { name: string }, search: string, reader: Locale | undefined): Promise<Suggestions> {
      const place = await placeOf(handover, reader)
      const { locale } = handover
      if (!place) return { language: locale, question: '', articles: [], replies: [] }
      const judge = await judgeAt(place)
      const last = await asked(place)
      const { question, topics, product: named } = search === '' ? last : { question: '', ...await understood(search, place) }
      // What the customer asks about now goes before what the bot last spoke of with them.
      const spokenOf = named ?? last.product ?? readDialogState(place.state.dialogState).product?.id
      const name = spokenOf === undefined ? undefined : product(spokenOf)?.names[locale][0]
      const articles = topics.flatMap(({ topic, confidence }) => {
        const found = article(topic, locale)
        return found ? [{ id: found.id, version: found.version, title: found.title, text: found.body, confidence, ...judge(found.body) }] : []
      })
      return {
        language: locale, question, articles: articles.slice(0, mostArticles),
        replies: rankedReplies(locale, search, topics).map(({ reply, topical }) => {
          const { text, open } = filledReply(reply, locale, { agent: member.name, customer: addressed[locale], ...(name === undefined ? {} : { product: name }) })
          return { id: reply.id, version: reply.version, title: reply.title[locale], text, open, topical, ...judge(text) }
        }),
      }
    },
    /** What a conversation may have been about, best first. */
    async topicsFor(handover: Handover): Promise<string[]> {
      const place = await placeOf(handover, undefined)
      return place ? (await asked(place)).topics.map(({ topic }) => topic) : []
    },
    async check(handover: Handover, text: string, reader: Locale | undefined): Promise<DraftVerdict | undefined> {
      const place = await placeOf(handover, reader)
      if (!place) return undefined
      if (text.trim() === '') return { verdict: 'send', sends: '', added: [], reasons: [] }
      return (await judgeAt(place))(text.trim())
    },
  }
}
