import type { Dialog, Flow } from './dialog.ts'
import { labels, phrases } from './phrases.ts'

/** What a tap says, 1 to 5, in whichever language it was asked. */
const scores = new Map<string, number>(([['good', 5], ['fair', 3], ['poor', 1]] as const).flatMap(([label, score]) => Object.values(labels[label]).map(words => [words, score] as const)))

function rate(dialog: Dialog, score: number): void {
  dialog.effect({ kind: 'survey', score })
  dialog.say(phrases.surveyThanks[dialog.locale])
}

/** The customer says goodbye: one tap says how it was (M2.3a). */
export const goodbye: Flow = dialog => {
  const { intent, confident, after, locale } = dialog
  if (intent !== 'dialog.goodbye' || !confident) return false
  after.flow = { name: 'survey' }
  dialog.say(phrases.survey[locale], [labels.good[locale], labels.fair[locale], labels.poor[locale]])
  return true
}

/**
 * A rating while the bot waits for something else, such as the details of a complaint: an agent, or the answer to the complaint, has asked how it was meanwhile.
 * What was waited for is over.
 */
export const ratedMeanwhile: Flow = async dialog => {
  const { before, text, state, deps } = dialog
  const score = scores.get(text)
  if (score === undefined || before.flow === undefined || before.flow.name === 'survey') return false
  const choices = await deps.lastChoices(state.conversation)
  if (!choices.some(each => scores.has(each))) return false
  rate(dialog, score)
  return true
}

/** A rating, whenever it is tapped: asked for by the bot it closes the enquiry; asked for by an agent it belongs to what the agent closed. Anything else is a new question. */
export const surveyed: Flow = dialog => {
  const { before, text } = dialog
  const score = scores.get(text)
  if (score === undefined) return false
  rate(dialog, score)
  if (before.flow?.name === 'survey') dialog.effect({ kind: 'close', outcome: score > 1 ? 'answered-by-bot' : 'answered-by-bot-dissatisfied' })
  return true
}
