import { answerWith } from './answer.ts'
import type { Flow } from './dialog.ts'
import { labels, phrases } from './phrases.ts'

/** The bot asks which of the likeliest was meant rather than guess (M2.2a). */
export const clarify: Flow = dialog => {
  const { understood, locale, deps, after } = dialog
  if (understood?.decision !== 'clarify') return false
  const choices = understood.intents.flatMap(({ intent: topic }) => {
    const article = deps.article(topic, locale)
    return article ? [{ topic, title: article.title }] : []
  }).slice(0, 3)
  if (choices.length === 0) return false
  after.flow = { name: 'clarify', choices }
  dialog.say(phrases.clarify[locale], [...choices.map(choice => choice.title), labels.neither[locale]])
  return true
}

/** The customer chose one of the offered meanings, by its words or its number, or none of them. */
export const clarified: Flow = dialog => {
  const { before, after, text, locale } = dialog
  if (before.flow?.name !== 'clarify') return false
  if (text === labels.neither[locale]) {
    after.flow = { name: 'offer-agent', reason: 'not-understood' }
    dialog.say(phrases.missedTwice[locale], [labels.agent[locale], labels.no[locale]])
    return true
  }
  const number = /^[1-3１-３]$/.test(text) ? Number(text.normalize('NFKC')) : 0
  const chosen = before.flow.choices.find(choice => choice.title === text) ?? before.flow.choices[number - 1]
  return chosen !== undefined && answerWith(dialog, chosen.topic)
}
