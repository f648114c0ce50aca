import { byId } from '../shared/dom.ts'
import { currentLocale, keepLocale, onLanguageChosen, showLanguage } from '../shared/language.ts'
import type { Locale } from '../shared/locale.ts'

const page = { title: byId('title', HTMLElement), languages: byId('languages', HTMLElement) }

// Without this script all three stand one below the other.
function show(locale: Locale): void {
  showLanguage(page.languages, locale)
  for (const article of document.querySelectorAll('article')) {
    article.hidden = article.lang !== locale
    if (article.hidden) continue
    const { title = '', languages = '' } = article.dataset
    document.title = title
    page.title.textContent = title
    page.languages.setAttribute('aria-label', languages)
  }
}

onLanguageChosen(page.languages, chosen => {
  keepLocale(chosen)
  show(chosen)
})
show(currentLocale())
