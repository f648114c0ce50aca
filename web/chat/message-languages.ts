import type { Locale } from '../shared/locale.ts'

/** What of a text is left of it on the page, where Web Chat sets marks and quotes in its own way. */
export function wordsIn(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * Says of each message in which language it is, in the transcript and in what is read out: a conversation can mix them,
 * and Web Chat does not say. `localeOf` gives the locale of a message by its words.
 */
export function tellLanguages(chat: HTMLElement, localeOf: (words: string) => Locale | undefined): void {
  const tell = (element: Element) => {
    const locale = localeOf(wordsIn(element.textContent))
    if (locale && element instanceof HTMLElement) element.lang = locale
  }
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue
        tell(node)
        for (const element of node.querySelectorAll('p, div, span')) tell(element)
      }
    }
  }).observe(chat, { childList: true, subtree: true })
}
