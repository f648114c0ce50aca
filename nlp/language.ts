import { scriptOf } from './normalise.ts'
import type { Language, Script, Understanding } from './understanding.ts'

/** Language and script of a message, which may mix them. `fallback` decides where Chinese could be either script. */
export function detectLanguage(text: string, isPinyin: (text: string) => boolean, fallback: Understanding['locale'] = 'zh-Hans'): { language: Language; script: Script; locale: Understanding['locale'] } {
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
  const words = text.match(/[A-Za-z]{2,}/g)?.length ?? 0
  // A Chinese sentence may carry English names; an English one seldom carries more than a Chinese word.
  if (han === 0 && words === 0) return { language: fallback === 'en' ? 'en' : 'zh', script: fallback === 'en' ? 'Latn' : fallback === 'zh-Hant' ? 'Hant' : 'Hans', locale: fallback }
  if (han === 0 && isPinyin(text)) return { language: 'zh', script: 'Hans', locale: fallback === 'en' ? 'zh-Hans' : fallback }
  if (han === 0 || words > han) return { language: 'en', script: 'Latn', locale: 'en' }
  const isHant = hant > hans || (hant === hans && fallback === 'zh-Hant')
  return { language: 'zh', script: isHant ? 'Hant' : 'Hans', locale: isHant ? 'zh-Hant' : 'zh-Hans' }
}
