import { RefusedError } from './desk-call.ts'
import type { Locale } from './locale.ts'
import { showLanguage } from './language.ts'

/** Does something on a page of the desk, and says in its status line what kept it from being done. `say` gives the page's own words. */
export function attemptOn(status: HTMLElement, say: (word: 'signInFirst' | 'failed') => string) {
  return async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      status.textContent = ''
      await work()
    } catch (error) {
      status.textContent = error instanceof RefusedError && error.status !== 401 ? error.message : say(error instanceof RefusedError ? 'signInFirst' : 'failed')
    }
  }
}

/** Puts the page's own words in their places, in this language. */
export function sayAllOn(languages: HTMLElement, locale: Locale, inWords: (word: string) => string): void {
  document.title = inWords('title')
  for (const element of document.querySelectorAll<HTMLElement>('[data-say]')) element.textContent = inWords(element.dataset['say'] ?? '')
  languages.setAttribute('aria-label', inWords('languages'))
  showLanguage(languages, locale)
}
