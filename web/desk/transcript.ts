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

/** Logs whose newest entry is in view; when other things take room from one, it stays so. */
const following = new WeakSet<HTMLElement>()

/** Adds what is not there yet, in order, and keeps the newest in view for who was at the end. */
export function drawTranscript(log: HTMLElement, list: HTMLOListElement, entries: readonly Entry[], saying: Saying): void {
  const known = new Set([...list.querySelectorAll('li')].map(element => element.dataset['id']))
  const atEnd = following.has(log) || known.size === 0
  for (const entry of entries.toSorted((a, b) => a.sequence - b.sequence)) if (!known.has(entry.id)) list.append(item(entry, saying))
  if (atEnd) {
    following.add(log)
    log.scrollTo({ top: log.scrollHeight, behavior: 'instant' })
  }
}

/** Follows the newest entry for who scrolls to the end, and lets those who scroll back read in peace. */
export function followEnd(log: HTMLElement): void {
  log.addEventListener('scroll', () => {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < 80) following.add(log)
    else following.delete(log)
  })
}
