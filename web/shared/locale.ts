export const locales = ['zh-Hans', 'zh-Hant', 'en'] as const
export type Locale = typeof locales[number]

export function isLocale(tag: unknown): tag is Locale {
  return locales.some(locale => locale === tag)
}

/** Our locale for a language tag of a browser or page: `zh-TW` → `zh-Hant`; every language but Chinese → `en`. */
export function localeOf(tag: string): Locale {
  const lower = tag.toLowerCase()
  if (!/^zh\b/.test(lower)) return 'en'
  // An explicit script goes before the region: zh-Hans-HK is Simplified.
  return /-hans\b/.test(lower) || !/-(hant|tw|hk|mo)\b/.test(lower) ? 'zh-Hans' : 'zh-Hant'
}
