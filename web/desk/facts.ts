import { made } from '../shared/dom.ts'
import type { Detail } from './api.ts'
import type { Saying } from './saying.ts'
import type { Word } from './words.ts'

/** Draws what is known of the customer's enquiry beside the conversation. */
export function drawFacts(list: HTMLDListElement, { handover, customer }: Detail, saying: Saying): void {
  const rows: [Word, string | Node][] = [
    ['reason', saying.inWords(handover.reason)],
    ['summary', handover.summary || saying.say('nothing')],
    ['owner', customer.owner.name],
    ['language', saying.inWords(customer.language)],
    ['channel', saying.inWords(customer.channel)],
    ['topic', customer.topic ?? saying.say('nothing')],
    ['since', new Date(customer.enquirySince).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })],
    ['understanding', several(customer.understanding.map(({ intent, confidence }) => `${intent} · ${Math.round(confidence * 100)}%`), saying)],
    ['articles', several(customer.articles.map(({ id, version }) => `${id} ${version}`), saying)],
  ]
  list.replaceChildren(...rows.flatMap(([word, value]) => [made('dt', '', saying.say(word)), made('dd', '', value)]))
}

function several(lines: readonly string[], saying: Saying): string | Node {
  return lines.length === 0 ? saying.say('nothing') : made('ul', '', ...lines.map(line => made('li', '', line)))
}
