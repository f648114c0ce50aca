import type { Language } from './understanding.ts'
import { normalise } from './normalise.ts'

function stem(word: string): string {
  return word.replace(/(?:ing|ed|ly|es|s)$/, '') || word
}

/** Groups of features of an utterance; each group is weighed and normalised by itself. */
export function featuresOf(text: string, language: Language): string[][] {
  const plain = normalise(text)
  if (language === 'zh') {
    const chars = [...plain.replace(/[^\p{L}\p{N}]+/gu, '')]
    const grams: string[] = []
    for (let size = 1; size <= 4; size++) for (let at = 0; at + size <= chars.length; at++) grams.push(chars.slice(at, at + size).join(''))
    return [grams, pairs([...new Set(chars)])]
  }
  const words = plain.match(/[\p{L}\p{N}']+/gu) ?? []
  const grams = words.map(word => `w ${word}`)
  for (let at = 0; at + 1 < words.length; at++) grams.push(`w ${words[at]} ${words[at + 1]}`)
  const line = ` ${words.join(' ')} `
  const letters: string[] = []
  for (let size = 3; size <= 5; size++) for (let at = 0; at + size <= line.length; at++) letters.push(line.slice(at, at + size))
  return [grams, letters, pairs([...new Set(words.map(stem))])]
}

function pairs(parts: readonly string[]): string[] {
  const sorted = parts.slice(0, 30).sort()
  return sorted.flatMap((first, index) => sorted.slice(index + 1).map(second => `p ${first} ${second}`))
}
