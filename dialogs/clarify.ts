import type { Understanding } from '../nlp/understanding.ts'
import { answerWith } from './answer.ts'
import { chosenOf, saysYes, wantsNone } from './choice.ts'
import type { Dialog, Flow } from './dialog.ts'
import { labels, phrases } from './phrases.ts'

/** A meaning that much less likely than the likeliest is not worth a choice. */
const worthOffering = 0.2
const aloneFrom = 0.3
/** What is that surely none of the bank's business is not answered by the only topic it resembles. */
const strangeFrom = 0.8

type Choice = { topic: string; title: string }

function ask({ after, locale, say }: Dialog, choices: Choice[]): void {
  after.flow = { name: 'clarify', choices }
  say(phrases.clarify[locale], [...choices.map(choice => choice.title), labels.neither[locale]])
}

/** Asks which of these topics was meant; false where there is nothing to choose from. */
export function askWhich(dialog: Dialog, intents: Understanding['intents']): boolean {
  const { locale, deps } = dialog
  const articles = intents.flatMap(({ intent: topic, confidence }) => {
    const article = deps.article(topic, locale)
    return article ? [{ topic, title: article.title, confidence }] : []
  })
  const likeliest = articles[0]?.confidence ?? 0
  const choices = articles.filter(({ confidence }) => confidence >= likeliest * worthOffering).slice(0, 3).map(({ topic, title }) => ({ topic, title }))
  const [only] = choices
  if (!only) return false
  // One choice is no choice: said with some confidence it is the answer.
  if (choices.length === 1 && likeliest >= aloneFrom) return (dialog.understood?.outOfScope ?? 0) < strangeFrom && answerWith(dialog, only.topic)
  ask(dialog, choices)
  return true
}

/** The bot asks which of the likeliest was meant rather than guess (M2.2a). */
export const clarify: Flow = dialog => dialog.understood?.decision === 'clarify' && askWhich(dialog, dialog.understood.intents)

/** The customer chose one of the offered meanings, by its words or its number, or none of them; a plain yes is asked which. */
export const clarified: Flow = dialog => {
  const { before, after, text, locale, understood, intent } = dialog
  if (before.flow?.name !== 'clarify') return false
  const { choices } = before.flow
  if (text === labels.neither[locale] || wantsNone(text)) {
    after.flow = { name: 'offer-agent', reason: 'not-understood' }
    dialog.say(phrases.missedTwice[locale], [labels.agent[locale], labels.no[locale]])
    return true
  }
  const chosen = chosenOf(text, choices, understood)
  if (chosen) return answerWith(dialog, chosen.topic)
  if (!saysYes(text) && !(intent === 'dialog.affirm' && dialog.confident)) return false
  const [only] = choices
  if (only && choices.length === 1) return answerWith(dialog, only.topic)
  ask(dialog, choices)
  return true
}
