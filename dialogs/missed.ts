import type { Dialog } from './dialog.ts'
import { labels, phrases } from './phrases.ts'

/** Nothing was understood: once the customer is asked to put it another way, the second time a person is offered. */
export function missed({ before, after, locale, say }: Dialog): void {
  after.misses = before.misses + 1
  if (after.misses < 2) return say(phrases.missed[locale], [labels.agent[locale]])
  after.flow = { name: 'offer-agent', reason: 'not-understood' }
  say(phrases.missedTwice[locale], [labels.agent[locale], labels.no[locale]])
}
