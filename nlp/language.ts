import { isEnglish } from './mixed.ts'
import { scriptOf } from './normalise.ts'
import type { Language, Script, Understanding } from './understanding.ts'

export type Detected = { language: Language; script: Script; locale: Understanding['locale'] }

const chinese = (locale: 'zh-Hans' | 'zh-Hant'): Detected => ({ language: 'zh', script: locale === 'zh-Hant' ? 'Hant' : 'Hans', locale })
const english: Detected = { language: 'en', script: 'Latn', locale: 'en' }

/** Language and script of a message, which may mix them. `fallback` decides where Chinese could be either script, or there are no words. */
export function detectLanguage(text: string, isPinyin: (text: string) => boolean, fallback: Understanding['locale'] = 'zh-Hans'): Detected {
  let han = 0
  let hans = 0
  let hant = 0
  for (const char of text) {
    if (!/\p{Script=Han}/u.test(char)) continue
    han += 1
    const script = scriptOf(char)
    if (script === 'Hans') hans += 1
    else if (script === 'Hant') hant += 1
  }
  const words = text.match(/[\p{Script=Latin}\p{M}]{2,}/gu)?.length ?? 0
  const chineseFallback = chinese(fallback === 'zh-Hant' ? 'zh-Hant' : 'zh-Hans')
  if (han === 0 && words === 0) return fallback === 'en' ? english : chineseFallback
  if (han === 0 && isPinyin(text)) return chineseFallback
  if (isEnglish(text, han, words)) return english
  return hans === hant ? chineseFallback : chinese(hant > hans ? 'zh-Hant' : 'zh-Hans')
}
