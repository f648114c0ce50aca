import { isExcused } from '../../knowledge/denial.ts'
import { fold } from '../../knowledge/folding.ts'

/** Whether a text has one of these words, whatever the case and script. */
export function hasAny(text: string, words: readonly string[]): boolean {
  const folded = fold(text)
  return words.some(word => folded.includes(fold(word)))
}

/** Whether a text says one of these words as its own: not denied, asked or quoted. */
export function saysAny(text: string, words: readonly string[]): boolean {
  const folded = fold(text)
  return words.map(fold).some(word => {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) if (!isExcused(folded, at, at + word.length, false)) return true
    return false
  })
}
