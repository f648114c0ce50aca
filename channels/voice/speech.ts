import type { Locale } from '../../knowledge/outgoing.ts'

/** How the customer's language is spoken: Cantonese or Mandarin for Traditional Chinese, as the institution sets it. */
export type HantVoice = 'zh-HK' | 'zh-TW'

/** The language of `<Say>` (twilio.com/docs/voice/twiml/say); which voice reads it is set at the provider. */
export function sayLanguage(locale: Locale, hant: HantVoice): string {
  return locale === 'en' ? 'en-US' : locale === 'zh-Hant' ? hant : 'zh-CN'
}

/** The language in which `<Gather>` listens (twilio.com/docs/voice/twiml/gather, "languagetags"). */
export function hearLanguage(locale: Locale, hant: HantVoice): string {
  return locale === 'en' ? 'en-US' : locale === 'zh-Hans' ? 'cmn-Hans-CN' : hant === 'zh-HK' ? 'yue-Hant-HK' : 'cmn-Hant-TW'
}

/** The most that one `<Say>` reads, in characters. */
export const longestSay = 4_000

/**
 * What is said aloud of a text made for reading: no addresses, marks of a list read as what they stand for, no bare
 * reference to a source. Nothing else is left out.
 */
export function spokenOf(text: string): string {
  return text
    .replace(/^(?:依据|依據|Source)[:：].*$/gmu, '')
    .replace(/\[([^\]]+)\]\(https?:[^)\s]+\)/gu, '$1')
    .replace(/https?:\/\/[^\s，。；、）)]+/gu, '')
    .replace(/^\s*[-*•·]\s+/gmu, '')
    .replace(/[*_#`]{1,3}(?=\S)|(?<=\S)[*_#`]{1,3}/gu, '')
    .replace(/\n{2,}/gu, '\n')
    .trim()
}

/** A speech in pieces of at most `most` characters, parted between sentences where it can be; together they are all of it. */
export function inBreaths(speech: string, most = longestSay): string[] {
  const pieces: string[] = []
  let rest = speech
  while (rest.length > most) {
    const window = rest.slice(0, most)
    const sentence = Math.max(...['。', '！', '？', '；', '. ', '! ', '? ', '; ', '\n'].map(end => window.lastIndexOf(end) + (window.includes(end) ? end.length : 0)))
    const word = window.lastIndexOf(' ') + 1
    let at = sentence > 0 ? sentence : word > 0 ? word : most
    // A character of two units is not torn apart.
    if (/[\ud800-\udbff]/.test(rest.charAt(at - 1))) at -= 1
    pieces.push(rest.slice(0, at))
    rest = rest.slice(at)
  }
  return [...pieces, rest].filter(piece => piece.trim() !== '')
}
