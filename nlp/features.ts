import type { ConceptFinder } from './concepts.ts'
import { normalise } from './normalise.ts'
import type { Language } from './understanding.ts'

/** Features of an utterance as 32-bit hashes, in groups that are weighed and normalised each by itself. */
export type FeatureGroups = readonly (readonly number[])[]

const prime = 16_777_619

/** Spreads a running hash over all 32 bits (the last step of MurmurHash3). */
function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85eb_ca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2_ae35)
  // Signed: V8 keeps such a number without a box.
  return (mixed ^ (mixed >>> 16)) | 0
}

function hashOf(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime)
  return finish(hash)
}

/** Both orders give one hash: what stands together counts, not which comes first. */
function pairsOf(parts: readonly number[], seed: number): number[] {
  const pairs: number[] = []
  const most = Math.min(parts.length, 40)
  for (let first = 0; first < most; first++) {
    for (let second = first + 1; second < most; second++) {
      const a = parts[first] ?? 0
      const b = parts[second] ?? 0
      pairs.push(a < b ? finish(Math.imul(a ^ seed, prime) ^ b) : finish(Math.imul(b ^ seed, prime) ^ a))
    }
  }
  return pairs
}

/** Every run of `least` to `most` characters. */
function runsOf(line: string, least: number, most: number, seed: number): number[] {
  const runs: number[] = []
  for (let from = 0; from < line.length; from++) {
    let hash = seed
    const end = Math.min(line.length, from + most)
    for (let at = from; at < end; at++) {
      hash = Math.imul(hash ^ line.charCodeAt(at), prime)
      if (at - from + 1 >= least) runs.push(finish(hash))
    }
  }
  return runs
}

/** A light stem: endings that change a word's form, not its meaning. */
function stemOf(word: string): string {
  if (word.length < 4) return word
  return word.replace(/(?:'s|ies|ing|ed|es|s|e|y)$/, '') || word
}

/** So much of a message the classifier reads, in characters. */
export const mostRead = 600

/** The words and runs of characters of an utterance: the first group of its features, without concepts. */
export function tokensOf(text: string, language: Language): number[] {
  const plain = normalise(text.length > mostRead ? text.slice(0, mostRead) : text)
  return language === 'zh' ? runsOf(lettersOf(plain), 1, 4, 12) : gramsOf(wordsOf(plain))
}

const lettersOf = (plain: string): string => plain.replace(/[^\p{L}\p{N}]+/gu, '')
const wordsOf = (plain: string): readonly string[] => plain.match(/[\p{L}\p{N}']+|[£$€%?]/gu) ?? []

/** Words, and the pairs of neighbours among them. */
function gramsOf(words: readonly string[]): number[] {
  const hashes = words.map(word => hashOf(word, 21))
  const grams = [...hashes]
  for (let at = 0; at + 1 < hashes.length; at++) grams.push(finish(Math.imul((hashes[at] ?? 0) ^ 22, prime) ^ (hashes[at + 1] ?? 0)))
  return grams
}

/**
 * The features of an utterance; a message of any length costs no more than its first 600 characters. The concepts that it
 * speaks of stand beside its words, alone and in pairs.
 */
export function featuresOf(text: string, language: Language, conceptsIn?: ConceptFinder): FeatureGroups {
  const plain = normalise(text.length > mostRead ? text.slice(0, mostRead) : text)
  const concepts = conceptsIn ? [...conceptsIn(plain)].map(concept => hashOf(concept, 31)) : []
  if (language === 'zh') {
    const line = lettersOf(plain)
    const chars = [...new Set(line)].map(char => hashOf(char, 11))
    return [[...runsOf(line, 1, 4, 12), ...concepts], [...pairsOf(chars, 13), ...pairsOf(concepts, 13), ...concepts]]
  }
  const words = wordsOf(plain)
  const stems = [...new Set(words.map(stemOf))].map(stem => hashOf(stem, 23))
  return [[...gramsOf(words), ...concepts], [...runsOf(` ${words.join(' ')} `, 3, 5, 24), ...concepts], [...pairsOf(stems, 25), ...pairsOf(concepts, 25)]]
}
