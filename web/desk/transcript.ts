import { made } from '../shared/dom.ts'
import type { Entry } from './api.ts'
import type { Saying } from './saying.ts'

function item({ id, role, name, text, at, articles, wording }: Entry, saying: Saying): HTMLLIElement {
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
  const sources = [...articles.map(article => `${article.id} ${article.version}`), ...(wording.length > 0 && role === 'agent' ? [saying.say('wordingAdded').replace('{n}', wording.map(each => each.id).join(', '))] : [])]
  const element = made('li', role, made('span', 'who', `${name || saying.inWords(role)} · ${time}`), text, ...(sources.length > 0 ? [made('span', 'sources', sources.join(' · '))] : []))
  element.dataset['id'] = id
  return element
}

/** Adds what is not there yet, in order, and keeps the newest in view for who was at the end. */
export function drawTranscript(log: HTMLElement, list: HTMLOListElement, entries: readonly Entry[], saying: Saying): void {
  const known = new Set([...list.querySelectorAll('li')].map(element => element.dataset['id']))
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80 || known.size === 0
  for (const entry of entries.toSorted((a, b) => a.sequence - b.sequence)) if (!known.has(entry.id)) list.append(item(entry, saying))
  if (atEnd) log.scrollTop = log.scrollHeight
}
