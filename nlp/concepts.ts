import { normalise } from './normalise.ts'
import type { Language } from './understanding.ts'

/** What a customer means → the words and phrases that say it: a message that uses one is understood like one that uses another. */
export type Lexicon = Readonly<Record<string, readonly string[]>>

/** The concepts that a normalised text speaks of, each once. */
export type ConceptFinder = (normalised: string) => ReadonlySet<string>

/** What phrases are made of: characters in Chinese, words in English. */
export function unitsOf(normalised: string, language: Language): string[] {
  return language === 'zh' ? [...normalised.replace(/[^\p{L}\p{N}]+/gu, '')] : normalised.match(/[\p{L}\p{N}']+/gu) ?? []
}

export function createConceptFinder(lexicon: Lexicon, language: Language): ConceptFinder {
  const glue = language === 'zh' ? '' : ' '
  const concepts = new Map<string, string[]>()
  let longest = 0
  for (const [concept, phrases] of Object.entries(lexicon)) {
    for (const phrase of phrases) {
      const units = unitsOf(normalise(phrase), language)
      const key = units.join(glue)
      longest = Math.max(longest, units.length)
      concepts.set(key, [...concepts.get(key) ?? [], concept])
    }
  }
  return normalised => {
    const found = new Set<string>()
    const units = unitsOf(normalised, language)
    for (let from = 0; from < units.length; from++) {
      let run = ''
      for (let length = 1; length <= longest && from + length <= units.length; length++) {
        run += (length > 1 ? glue : '') + (units[from + length - 1] ?? '')
        for (const concept of concepts.get(run) ?? []) found.add(concept)
      }
    }
    return found
  }
}
