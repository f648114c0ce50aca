import type { Effect } from '../contacts/effects.ts'
import type { TurnState } from '../contacts/turns.ts'
import type { Inbound } from '../contacts/types.ts'
import type { GateContext, Locale, Outgoing, ProductClass } from '../knowledge/outgoing.ts'
import type { Understanding } from '../nlp/understanding.ts'
import { z } from 'zod'
import { labels, message, phrases } from './phrases.ts'

/** Where a conversation stands; kept between turns, sealed. */
const dialogStateSchema = z.object({
  locale: z.enum(['zh-Hans', 'zh-Hant', 'en']).optional(),
  misses: z.number().default(0),
  flow: z.discriminatedUnion('name', [
    z.object({ name: z.literal('complaint'), what: z.string().optional(), when: z.string().optional() }),
    z.object({ name: z.literal('clarify'), choices: z.array(z.object({ title: z.string(), topic: z.string() })) }),
    z.object({ name: z.literal('offer-agent'), reason: z.string() }),
    z.object({ name: z.literal('leave-message') }),
    z.object({ name: z.literal('survey') }),
  ]).optional(),
  topic: z.string().optional(),
  product: z.object({ id: z.string().optional(), class: z.string() }).optional(),
  lastText: z.string().optional(),
})
export type DialogState = z.infer<typeof dialogStateSchema>

export type Article = { id: string; title: string; body: string; version: string; class: ProductClass | 'none'; next: readonly string[] }

export type DialogInput = { message: Inbound; state: TurnState; now: Date }
export type Reply = { outgoing: Outgoing; context: Omit<GateContext, 'author' | 'shown' | 'now'> }
export type Decision = {
  replies: Reply[]
  dialogState: DialogState
  effects: Effect[]
  /** For the log: what was understood, without personal data. */
  facts: Record<string, unknown>
  /** For the tester's Emulator. */
  trace: Record<string, unknown>
}

export type DialogDeps = {
  understand(text: string): Promise<Understanding>
  /** The article of a topic in this locale that is in force, if there is one. */
  article(topic: string, locale: Locale): Article | undefined
  waitingCount(): Promise<number>
  placeOf(handover: string): Promise<number>
  withdraw(handover: string): Promise<boolean>
  newId(): string
  /** A case number for a complaint taken now. */
  newCaseNumber(now: Date): string
}

const urgent = { 'dialog.fraud': 'fraud', 'dialog.stolen-card': 'stolen', 'dialog.takeover': 'takeover' } as const
const plain = {
  'dialog.greeting': 'greeting', 'dialog.help': 'help', 'dialog.are-you-a-bot': 'bot', 'dialog.promise-request': 'noPromise',
  'dialog.market-forecast': 'noForecast', 'dialog.attack': 'attack', 'dialog.abuse': 'abuse', 'dialog.thanks': 'thanks', 'dialog.praise': 'thanks',
} as const

function isKey<T extends object>(map: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(map, key)
}

/** Locale of a page or client language; undefined where it is none of ours. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  if (!tag) return undefined
  const lower = tag.toLowerCase()
  if (lower.startsWith('zh')) return /hant|-tw|-hk|-mo/.test(lower) ? 'zh-Hant' : 'zh-Hans'
  return lower.startsWith('en') ? 'en' : undefined
}

function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}

/** Picks or continues a flow. No flow traps a customer: a person, an emergency and cancelling are heard in every one. */
export function createConversation(deps: DialogDeps) {
  return async function decide({ message: inbound, state, now }: DialogInput): Promise<Decision> {
    const parsed = dialogStateSchema.safeParse(state.dialogState ?? {})
    const before: DialogState = parsed.success ? parsed.data : { misses: 0 }
    const text = inbound.text.trim()
    const pageLocale = localeOf(inbound.locale ?? state.locale)
    const understood = inbound.kind === 'message' && text !== '' && text.length <= 2000
      ? await deps.understand(text) : undefined
    const hasWords = /\p{L}{2,}/u.test(text)
    const locale: Locale = (understood && hasWords ? understood.locale : undefined) ?? before.locale ?? pageLocale ?? 'zh-Hans'
    const after: DialogState = { ...before, locale, misses: 0, lastText: text.slice(0, 500) }
    delete after.flow
    const replies: Reply[] = []
    const effects: Effect[] = []
    const best = understood?.intents[0]?.intent ?? 'none'

    const say = (words: string, buttons: readonly string[] = [], context: Partial<Reply['context']> = {}) =>
      replies.push({ outgoing: message(locale, words, buttons), context: { locale, articles: [], ...context } })
    const done = (): Decision => {
      const facts = {
        intent: best, confidence: understood?.intents[0]?.confidence ?? 0, decision: understood?.decision ?? 'none', language: understood?.language ?? '',
        script: understood?.script ?? '', locale,
      }
      return { replies, dialogState: after, effects, facts, trace: { understanding: understood, articles: replies.flatMap(reply => reply.context.articles), flow: after.flow?.name } }
    }

    async function handOver(reason: string, isUrgent: boolean): Promise<void> {
      if (state.handover) return
      const ahead = isUrgent ? 0 : await deps.waitingCount()
      effects.push({
        kind: 'handover', id: deps.newId(), reason, topic: state.enquiry.topic ?? after.topic ?? best, urgent: isUrgent, locale,
        summary: understood?.maskedText.slice(0, 300) ?? '',
      })
      if (!isUrgent) say(fill(phrases.queued[locale], { ahead }), [labels.leave[locale]])
    }

    function answer(topic: string): boolean {
      const article = deps.article(topic, locale)
      if (!article) return false
      const cite = fill(phrases.cite[locale], { id: article.id, version: article.version })
      const next = article.next.map(id => deps.article(id, locale)?.title).filter(title => title !== undefined).slice(0, 3)
      after.topic = topic
      if (article.class !== 'none') after.product = { class: article.class }
      else delete after.product
      say(`${article.body}\n\n${cite}`, next, { articles: [{ id: article.id, version: article.version, class: article.class }], question: understood?.maskedText ?? text })
      effects.push({ kind: 'topic', topic })
      return true
    }

    if (inbound.kind !== 'message') {
      if (inbound.kind === 'start') say(phrases.greeting[locale], [labels.agent[locale]])
      else after.misses = before.misses
      if (before.flow) after.flow = before.flow
      return done()
    }
    if (text.length > 2000) {
      say(phrases.tooLong[locale])
      if (before.flow) after.flow = before.flow
      return done()
    }
    if (text === '') {
      if (inbound.attachments.length > 0) say(phrases.attachment[locale], [labels.agent[locale]])
      if (before.flow) after.flow = before.flow
      return done()
    }

    // An emergency goes before everything, in whichever flow (M1.3b).
    const confident = understood !== undefined && understood.decision !== 'out-of-scope'
    if (isKey(urgent, best) && confident) {
      say(phrases[urgent[best]][locale])
      await handOver(best, true)
      return done()
    }

    const asksForPerson = (best === 'dialog.agent' && confident) || text === labels.agent[locale] || /^(转?人工(客服)?|轉?人工(客服)?|agent|human|真人)[!！。.]?$/i.test(text)
    const cancels = (best === 'dialog.cancel' && confident) || /^(取消|算了|不用了|cancel|never ?mind)[!！。.]?$/i.test(text)

    if (state.handover?.status === 'waiting') {
      if (cancels) {
        await deps.withdraw(state.handover.id)
        say(phrases.unqueued[locale])
        return done()
      }
      const place = await deps.placeOf(state.handover.id)
      if (text === labels.leave[locale] || (best === 'dialog.leave-message' && confident)) {
        after.flow = { name: 'leave-message' }
        say(phrases.leaveMessage[locale])
        return done()
      }
      if (before.flow?.name === 'leave-message') {
        effects.push({ kind: 'message-left', text })
        say(phrases.messageTaken[locale])
        return done()
      }
      say(fill(phrases.stillQueued[locale], { ahead: Math.max(0, place - 1) }), [labels.leave[locale]])
      return done()
    }
    if (asksForPerson) {
      await handOver('customer-asked', false)
      return done()
    }

    const { flow } = before
    if (flow && cancels) {
      say(phrases.cancelled[locale])
      return done()
    }
    if (flow?.name === 'complaint') {
      const topicAsked = understood?.decision === 'answer' && !best.startsWith('dialog.') && (understood.intents[0]?.confidence ?? 0) > 0.9 && /[?？吗呢么]$/.test(text)
      if (topicAsked && answer(best)) {
        // An interruption is answered, then the complaint goes on where it was.
        after.flow = flow
        say(flow.what === undefined ? phrases.complaintWhat[locale] : flow.when === undefined ? phrases.complaintWhen[locale] : phrases.complaintWish[locale])
        return done()
      }
      if (flow.what === undefined) {
        after.flow = { name: 'complaint', what: text }
        say(phrases.complaintWhen[locale])
      } else if (flow.when === undefined) {
        after.flow = { ...flow, when: text }
        say(phrases.complaintWish[locale])
      } else {
        const number = deps.newCaseNumber(now)
        effects.push({ kind: 'case', number, what: 'complaint', content: { what: flow.what, when: flow.when, wish: text } })
        after.flow = { name: 'offer-agent', reason: 'complaint' }
        say(fill(phrases.complaintTaken[locale], { number }), [labels.agent[locale], labels.no[locale]])
      }
      return done()
    }
    if (flow?.name === 'leave-message') {
      effects.push({ kind: 'message-left', text })
      say(phrases.messageTaken[locale])
      return done()
    }
    if (flow?.name === 'clarify') {
      const chosen = flow.choices.find(choice => choice.title === text) ?? flow.choices[Number(/^[1-3１-３]$/.test(text) ? text.normalize('NFKC') : 0) - 1]
      if (chosen && answer(chosen.topic)) return done()
      if (text === labels.neither[locale]) {
        after.flow = { name: 'offer-agent', reason: 'not-understood' }
        say(phrases.missedTwice[locale], [labels.agent[locale], labels.no[locale]])
        return done()
      }
    }
    if (flow?.name === 'offer-agent') {
      if (best === 'dialog.affirm' || /^(好|好的|是|是的|要|可以|嗯|行|yes|ok|sure|please)[!！。.]?$/i.test(text)) {
        await handOver(flow.reason, false)
        return done()
      }
      if (best === 'dialog.deny' || text === labels.no[locale]) {
        say(phrases.cancelled[locale])
        return done()
      }
    }
    if (flow?.name === 'survey') {
      const scores: Record<string, number> = { [labels.good[locale]]: 5, [labels.fair[locale]]: 3, [labels.poor[locale]]: 1 }
      const score = scores[text]
      if (score !== undefined) {
        effects.push({ kind: 'survey', score }, { kind: 'close', outcome: score > 1 ? 'answered-by-bot' : 'answered-by-bot-dissatisfied' })
        say(phrases.surveyThanks[locale])
        return done()
      }
    }

    if (!understood || !confident) return miss()
    if (best === 'dialog.complaint') {
      after.flow = { name: 'complaint' }
      say(phrases.complaintWhat[locale])
    } else if (best === 'dialog.goodbye') {
      after.flow = { name: 'survey' }
      say(phrases.survey[locale], [labels.good[locale], labels.fair[locale], labels.poor[locale]])
    } else if (best === 'dialog.case-status') {
      say(phrases.caseStatus[locale])
      await handOver('case-status', false)
    } else if (best === 'dialog.leave-message') {
      after.flow = { name: 'leave-message' }
      say(phrases.leaveMessage[locale])
    } else if (best === 'dialog.recommend') {
      after.flow = { name: 'offer-agent', reason: 'recommendation' }
      say(phrases.recommend[locale], [labels.agent[locale], labels.no[locale]])
    } else if (best === 'dialog.language') {
      const wanted: Locale = /英|english/i.test(text) ? 'en' : /繁|粵|粤|traditional/i.test(text) ? 'zh-Hant' : /简|簡|simplified|中文|chinese/i.test(text) ? 'zh-Hans' : locale
      after.locale = wanted
      replies.push({ outgoing: message(wanted, phrases.language[wanted]), context: { locale: wanted, articles: [] } })
    } else if (best === 'dialog.repeat' && before.topic && answer(before.topic)) {
      return done()
    } else if (isKey(plain, best)) {
      say(phrases[plain[best]][locale], best === 'dialog.greeting' || best === 'dialog.help' ? [labels.agent[locale]] : [])
    } else if (understood.decision === 'clarify') {
      const choices = understood.intents.slice(0, 3).map(({ intent }) => ({ topic: intent, title: deps.article(intent, locale)?.title ?? '' })).filter(choice => choice.title !== '')
      if (choices.length === 0) return miss()
      after.flow = { name: 'clarify', choices }
      say(phrases.clarify[locale], [...choices.map(choice => choice.title), labels.neither[locale]])
    } else if (!answer(best)) {
      return miss()
    }
    return done()

    function miss(): Decision {
      after.misses = before.misses + 1
      if (after.misses >= 2) {
        after.flow = { name: 'offer-agent', reason: 'not-understood' }
        say(phrases.missedTwice[locale], [labels.agent[locale], labels.no[locale]])
      } else {
        say(phrases.missed[locale], [labels.agent[locale]])
      }
      return done()
    }
  }
}
