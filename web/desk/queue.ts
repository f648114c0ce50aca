import { made } from '../shared/dom.ts'
import type { Handover } from './api.ts'
import type { Saying } from './saying.ts'
import type { Word } from './words.ts'

function button(handover: Handover, saying: Saying, chosen: string | undefined, hasNews: boolean): HTMLButtonElement {
  const { id, urgent, reason, topic, summary, requestedAt, language } = handover
  const title = made('span', 'row', made('span', '', saying.inWords(reason)), made('span', 'small', saying.since(requestedAt)))
  if (hasNews) title.prepend(made('span', 'new'))
  const line = made('span', 'small', [saying.inWords(language), topic === 'none' || topic.startsWith('dialog.') ? '' : topic].filter(Boolean).join(' · '))
  if (urgent) line.prepend(made('span', 'tag', saying.say('urgent')), ' ')
  const element = made('button', urgent ? 'urgent' : '', title, line, ...(summary ? [made('span', 'small', summary)] : []))
  element.type = 'button'
  element.dataset['id'] = id
  element.setAttribute('aria-current', String(id === chosen))
  return element
}

/** Draws one of the lists; who is on one of its buttons stays on it. */
export function drawList(into: HTMLUListElement, count: HTMLElement, handovers: readonly Handover[], empty: Word, saying: Saying, chosen: string | undefined, news: ReadonlySet<string>): void {
  const focused = document.activeElement instanceof HTMLElement && into.contains(document.activeElement) ? document.activeElement.dataset['id'] : undefined
  const buttons = handovers.map(handover => button(handover, saying, chosen, news.has(handover.id)))
  into.replaceChildren(...(buttons.length === 0 ? [made('li', '', saying.say(empty))] : buttons.map(each => made('li', '', each))))
  count.textContent = handovers.length === 0 ? '' : String(handovers.length)
  buttons.find(each => each.dataset['id'] === focused)?.focus()
}
