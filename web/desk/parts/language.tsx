import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { currentLocale, keepLocale } from '../../shared/language.ts'
import type { Locale } from '../../shared/locale.ts'
import { nowThere } from '../call/clock.ts'
import { common, type CommonWord } from '../words.ts'

type Chosen = { locale: Locale; choose(locale: Locale): void }
const Language = createContext<Chosen>({ locale: 'zh-Hans', choose: () => undefined })

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(currentLocale)
  useEffect(() => { document.documentElement.lang = locale }, [locale])
  const chosen = useMemo(() => ({
    locale,
    choose(next: Locale) {
      keepLocale(next)
      setLocale(next)
    },
  }), [locale])
  return <Language value={chosen}>{children}</Language>
}

export const useLanguage = (): Chosen => use(Language)

/** A folder's words: one table a locale, all with the same keys. */
export type Words<Key extends string> = Record<Locale, Record<Key, string>>

export type Saying<Key extends string> = {
  locale: Locale
  /** A word or sentence, with `{name}` filled in from `given`. */
  say(word: Key | CommonWord, given?: Record<string, string | number>): string
  /** A value of the API in words, where there are words for it; otherwise as it is. */
  inWords(value: string): string
  /** Several such values. */
  all(values: readonly string[]): string
  /** When something was: date and time in Asia/Shanghai. */
  time(instant: string): string
  /** Only the time of day. */
  clock(instant: string): string
  day(instant: string): string
  /** How long ago something was. */
  since(instant: string): string
}

/** Times of a work screen are of 24 hours in every language: none is taken for another, and all are of one width. */
const zone = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const

/** Says things in the page's language, by the words of a folder and those that all share. */
export function useSaying<Key extends string>(words: Words<Key>): Saying<Key> {
  const { locale } = useLanguage()
  return useMemo(() => {
    const table: Record<string, string> = { ...common[locale], ...words[locale] }
    const tag = locale === 'en' ? 'en-GB' : locale
    const say = (word: Key | CommonWord, given: Record<string, string | number> = {}) => (table[word] ?? word).replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole))
    const inWords = (value: string) => table[value] ?? value
    const clock = (instant: string) => new Date(instant).toLocaleTimeString(tag, { ...zone, hour: '2-digit', minute: '2-digit' })
    const day = (instant: string) => new Date(instant).toLocaleDateString(tag, { ...zone, dateStyle: 'medium' })
    return {
      locale, say, inWords,
      all: values => values.map(inWords).join(locale === 'en' ? ', ' : '、'),
      // The date as it stands alone: a language's own form of both may write it otherwise.
      time: instant => `${day(instant)}${locale === 'en' ? ',' : ''} ${clock(instant)}`,
      clock, day,
      since(instant) {
        const minutes = Math.floor((nowThere() - Date.parse(instant)) / 60_000)
        if (minutes < 1) return say('justNow')
        if (minutes < 60) return say('minutes', { n: minutes })
        return minutes < 1440 ? say('hours', { n: Math.floor(minutes / 60) }) : say('days', { n: Math.floor(minutes / 1440) })
      },
    }
  }, [locale, words])
}
