import { kept } from './kept.ts'
import { isLocale, type Locale, localeOf } from './locale.ts'

const key = 'shouwen.locale'

/** The language chosen here before, else the one that the site around asks for (`?lang=`), else the browser's. */
export function currentLocale(): Locale {
  const chosen = kept.get(key)
  return isLocale(chosen) ? chosen : localeOf(new URLSearchParams(location.search).get('lang') || navigator.language)
}

export function keepLocale(locale: Locale): void {
  kept.set(key, locale)
}

/** Calls `onChoose` when one of the switch's buttons (`data-locale`) is pressed. */
export function onLanguageChosen(languages: HTMLElement, onChoose: (locale: Locale) => void): void {
  languages.addEventListener('click', event => {
    const chosen = event.target instanceof HTMLElement ? event.target.dataset['locale'] : undefined
    if (isLocale(chosen)) onChoose(chosen)
  })
}

/** Says which language the page is in: to assistive technology and on the switch. */
export function showLanguage(languages: HTMLElement, locale: Locale): void {
  document.documentElement.lang = locale
  for (const button of languages.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset['locale'] === locale))
}
