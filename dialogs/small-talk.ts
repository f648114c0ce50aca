import { z } from 'zod'
import type { Locale } from '../knowledge/outgoing.ts'
import { answerWith } from './answer.ts'
import type { Dialog, Flow } from './dialog.ts'
import { goesOnIn } from './handover.ts'
import { localeOf } from './locale.ts'
import { labels, phrases } from './phrases.ts'

/** What is answered by one reviewed sentence. */
const sentences = new Map<string, Record<Locale, string>>([
  ['dialog.greeting', phrases.greeting], ['dialog.help', phrases.help], ['dialog.are-you-a-bot', phrases.bot], ['dialog.promise-request', phrases.noPromise],
  ['dialog.market-forecast', phrases.noForecast], ['dialog.attack', phrases.attack], ['dialog.abuse', phrases.abuse], ['dialog.thanks', phrases.thanks], ['dialog.praise', phrases.thanks],
  // Said outside of a flow these ask for nothing.
  ['dialog.affirm', phrases.anythingElse], ['dialog.deny', phrases.anythingElse], ['dialog.cancel', phrases.anythingElse], ['dialog.repeat', phrases.help],
])
/** Asked of a product, which what comes next may go on about. */
const ofProducts = new Set(['dialog.promise-request', 'dialog.market-forecast'])
const withAgent = new Set(['dialog.greeting', 'dialog.help', 'dialog.abuse'])

export const smallTalk: Flow = dialog => {
  const { intent, confident, locale } = dialog
  const sentence = sentences.get(intent)
  if (!sentence || !confident) return false
  if (ofProducts.has(intent)) keepSubject(dialog)
  dialog.say(sentence[locale], withAgent.has(intent) ? [labels.agent[locale]] : [])
  return true
}

/** Keeps in mind the topic whose subject the message names, where no article answers it: 那手续费呢 after 哪只基金好 is about funds. */
function keepSubject({ understood, text, locale, deps, after }: Dialog): void {
  const topic = understood?.intents.find(({ intent }) => {
    const subject = deps.article(intent, locale)?.subject
    return subject !== undefined && text.toLowerCase().includes(subject.toLowerCase())
  })?.intent
  if (topic !== undefined) after.spokenOf = topic
}

/** A recommendation is for a certified person with a valid assessment at hand (M4.1a). */
export const recommend: Flow = dialog => {
  const { intent, confident, after, locale } = dialog
  if (intent !== 'dialog.recommend' || !confident) return false
  keepSubject(dialog)
  after.flow = { name: 'offer-agent', reason: 'recommendation' }
  dialog.say(phrases.recommend[locale], [labels.agent[locale], labels.no[locale]])
  return true
}

/** The customer asks for another language or script; it stays until they ask again. */
export const chooseLanguage: Flow = dialog => {
  const { intent, confident, text, after } = dialog
  if (intent !== 'dialog.language' || !confident) return false
  const wanted: Locale = /英|english/i.test(text) ? 'en' : /繁|粵|粤|traditional/i.test(text) ? 'zh-Hant' : /简|簡|simplified|中文|chinese/i.test(text) ? 'zh-Hans' : dialog.locale
  after.locale = wanted
  after.chosen = wanted
  dialog.sayIn(wanted, phrases.language[wanted])
  return true
}

/** What the chat page tells when its language is switched. */
export const languageEvent = z.object({ kind: z.literal('event'), name: z.literal('shouwen/language'), value: z.object({ locale: z.string() }) })

/** The customer switches their page to another language: what comes next is in it, whatever they write in. */
export const switchLanguage: Flow = dialog => {
  const { inbound, after, before } = dialog
  const event = languageEvent.safeParse(inbound)
  const wanted = localeOf(event.data?.value.locale)
  if (!wanted) return false
  if (before.flow) after.flow = before.flow
  after.misses = before.misses
  after.locale = wanted
  after.chosen = wanted
  goesOnIn(dialog, wanted)
  dialog.sayIn(wanted, phrases.language[wanted])
  return true
}

/** The last answer once more. */
export const repeat: Flow = dialog => {
  const { intent, confident, before } = dialog
  return intent === 'dialog.repeat' && confident && before.topic !== undefined && answerWith(dialog, before.topic)
}
