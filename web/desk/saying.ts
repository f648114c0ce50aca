import type { Locale } from '../shared/locale.ts'
import { isWord, type Word, words } from './words.ts'

/** Says things in the page's language. */
export type Saying = {
  say(word: Word): string
  /** A word with a number in it. */
  count(word: Word, n: number): string
  /** A value of the API in words where we have them. */
  inWords(value: string): string
  /** How long ago something was. */
  since(instant: string): string
}

export function sayingIn(locale: Locale): Saying {
  const say = (word: Word) => words[locale][word]
  const count = (word: Word, n: number) => say(word).replace('{n}', String(n))
  return {
    say, count,
    inWords: value => isWord(value) ? say(value) : value,
    since(instant) {
      const minutes = Math.floor((Date.now() - Date.parse(instant)) / 60_000)
      if (minutes < 1) return say('justNow')
      if (minutes < 60) return count('minutes', minutes)
      return minutes < 1440 ? count('hours', Math.floor(minutes / 60)) : count('days', Math.floor(minutes / 1440))
    },
  }
}
