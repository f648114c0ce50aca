import { isEnglish } from './mixed.ts'
import { scriptOf } from './normalise.ts'
import type { Language, Script, Understanding } from './understanding.ts'

export type Detected = { language: Language; script: Script; locale: Understanding['locale'] }

const chinese = (locale: 'zh-Hans' | 'zh-Hant'): Detected => ({ language: 'zh', script: locale === 'zh-Hant' ? 'Hant' : 'Hans', locale })
const english: Detected = { language: 'en', script: 'Latn', locale: 'en' }

/** Cantonese in characters that both scripts write alike. */
const cantoneseWords = /仲[未有可要會係]|[而依]家|[琴尋]日|搞掂/u
/** What follows is somebody's name, written as its bearer writes it. */
const names = /(?<=我叫|名叫|[转轉][给給]|[汇匯][给給]|(?:姓名|名字|[户戶]名|收款人)[是为為：: ])\p{Script=Han}{2,4}(?!\p{Script=Han})/gu

/** How many characters of a text are Simplified only, and how many Traditional only. */
function scriptsIn(text: string): { hans: number; hant: number } {
  let hans = 0
  let hant = 0
  for (const char of text) {
    const script = /\p{Script=Han}/u.test(char) ? scriptOf(char) : 'both'
    if (script === 'Hans') hans += 1
    else if (script === 'Hant') hant += 1
  }
  return { hans, hant: hans === 0 && cantoneseWords.test(text) ? hant + 1 : hant }
}

/** The script a Chinese text is written in; undefined where it could be either. */
function scriptWritten(text: string): 'Hans' | 'Hant' | undefined {
  const all = scriptsIn(text)
  const beside = all.hans > 0 && all.hant > 0 ? scriptsIn(text.replace(names, '')) : all
  const { hans, hant } = beside.hans === beside.hant ? all : beside
  return hans === hant ? undefined : hant > hans ? 'Hant' : 'Hans'
}

/** Language and script of a message, which may mix them. `fallback` decides where Chinese could be either script, or there are no words. */
export function detectLanguage(text: string, isPinyin: (text: string) => boolean, fallback: Understanding['locale'] = 'zh-Hans'): Detected {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[\p{Script=Latin}\p{M}]{2,}/gu)?.length ?? 0
  const chineseFallback = chinese(fallback === 'zh-Hant' ? 'zh-Hant' : 'zh-Hans')
  if (han === 0 && words === 0) return fallback === 'en' ? english : chineseFallback
  if (han === 0 && isPinyin(text)) return chineseFallback
  if (isEnglish(text, han, words)) return english
  const script = scriptWritten(text)
  return script === undefined ? chineseFallback : chinese(`zh-${script}`)
}
