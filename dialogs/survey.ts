import type { Flow } from './dialog.ts'
import { labels, phrases } from './phrases.ts'

/** The customer says goodbye: one tap says how it was (M2.3a). */
export const goodbye: Flow = dialog => {
  const { intent, confident, after, locale } = dialog
  if (intent !== 'dialog.goodbye' || !confident) return false
  after.flow = { name: 'survey' }
  dialog.say(phrases.survey[locale], [labels.good[locale], labels.fair[locale], labels.poor[locale]])
  return true
}

/** A rating, whenever it is tapped: asked for by the bot it closes the enquiry; asked for by an agent it belongs to what the agent closed. Anything else is a new question. */
export const surveyed: Flow = dialog => {
  const { before, text, locale } = dialog
  const scores = new Map<string, number>([[labels.good[locale], 5], [labels.fair[locale], 3], [labels.poor[locale], 1]])
  const score = scores.get(text)
  if (score === undefined) return false
  dialog.effect({ kind: 'survey', score })
  if (before.flow?.name === 'survey') dialog.effect({ kind: 'close', outcome: score > 1 ? 'answered-by-bot' : 'answered-by-bot-dissatisfied' })
  dialog.say(phrases.surveyThanks[locale])
  return true
}
