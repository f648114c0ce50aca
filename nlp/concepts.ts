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
  /** What each phrase says; the beginnings of phrases say nothing yet. */
  const concepts = new Map<string, string[]>()
  for (const [concept, phrases] of Object.entries(lexicon)) {
    for (const phrase of phrases) {
      const units = unitsOf(normalise(phrase), language)
      for (let length = 1; length <= units.length; length++) {
        const run = units.slice(0, length).join(glue)
        concepts.set(run, [...concepts.get(run) ?? [], ...length === units.length ? [concept] : []])
      }
    }
  }
  return normalised => {
    const found = new Set<string>()
    const units = unitsOf(normalised, language)
    for (let from = 0; from < units.length; from++) {
      let run = units[from]!
      for (let next = from + 1, says = concepts.get(run); says; says = concepts.get(run)) {
        for (const concept of says) found.add(concept)
        if (next === units.length) break
        run += glue + units[next++]!
      }
    }
    return found
  }
}
