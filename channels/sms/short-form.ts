import type { Locale } from '../../knowledge/outgoing.ts'

/** The most of an answer that is sent by SMS, in characters: what two messages of the network hold in Chinese, and in Latin script. */
const most: Record<Locale, number> = { 'zh-Hans': 130, 'zh-Hant': 130, en: 300 }
const whole: Record<Locale, string> = { 'zh-Hans': '全文：', 'zh-Hant': '全文：', en: 'In full: ' }

const sentenceEnds = /(?<=[。！？；\n])|(?<=[.!?;])\s+/u

/**
 * A long answer in short form: its first sentences, whole, and where all of it can be read. Made before the gate judges,
 * which adds the wording that the short form needs; that is never shortened. A short answer, and one that the link would not make shorter, stays as it is.
 */
export function shortForm(text: string, link: string, locale: Locale): string {
  if (text.length <= most[locale]) return text
  const sentences = text.split(sentenceEnds)
  let short = ''
  for (const sentence of sentences) {
    // The first is kept however long it is: half a sentence can say the opposite.
    if (short !== '' && short.length + sentence.length > most[locale]) break
    short += (short === '' || /[\n。！？；]$/u.test(short) ? '' : ' ') + sentence
  }
  const shortened = `${short.trim()}\n${whole[locale]}${link}`
  return shortened.length < text.length ? shortened : text
}
