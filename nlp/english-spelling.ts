import { normalise } from './normalise.ts'

/** Words of an English corpus that are no slip, and in how many texts each stands. */
export type WordTable = [word: string, count: number][]

/** A word is a slip where a word one slip away stands in more than so many times as many texts. */
const slipBelow = 100
/** Shorter words are one slip away from too many others. */
const shortest = 4
/** Words seen less often mend no other. */
const seenFrom = 5

/** The word, and what is left of it when one letter is dropped: words one slip apart have one of these in common. */
const trimmed = (word: string): string[] => [word, ...Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1))]

/** Whether two words differ by one letter that is wrong, missing or too many, or by two neighbours that changed places. */
function oneSlipApart(first: string, second: string): boolean {
  let same = 0
  while (same < first.length && first[same] === second[same]) same += 1
  const [a, b] = [first.slice(same), second.slice(same)]
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || (a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
}

/** Finds the word meant by one that is written wrong: the most frequent one slip away with the same first letter, if frequent enough. */
function createFinder(words: WordTable): (word: string) => { word: string; count: number } | undefined {
  const byTrimmed = new Map<string, { word: string; count: number }[]>()
  for (const [word, count] of words) {
    if (count < seenFrom || word.length < shortest) continue
    for (const key of trimmed(word)) byTrimmed.set(key, [...byTrimmed.get(key) ?? [], { word, count }])
  }
  return written => {
    if (written.length < shortest) return undefined
    let best: { word: string; count: number } | undefined
    for (const key of trimmed(written)) {
      for (const other of byTrimmed.get(key) ?? []) {
        if (other.count > (best?.count ?? 0) && other.word !== written && other.word[0] === written[0] && oneSlipApart(other.word, written)) best = other
      }
    }
    return best
  }
}

/** Learns which words customers write. */
export function learnWords(texts: readonly string[]): WordTable {
  const counts = new Map<string, number>()
  for (const text of texts) for (const word of new Set(normalise(text).match(/[a-z]+/g) ?? [])) counts.set(word, (counts.get(word) ?? 0) + 1)
  const meant = createFinder([...counts])
  return [...counts].filter(([word, count]) => (meant(word)?.count ?? 0) <= slipBelow * count)
}

/** Writes misspelt English words of a normalised text as the corpus writes them: acount → account, recieved → received. */
export function createWordMender(words: WordTable): (normalised: string) => string {
  const known = new Set(words.map(([word]) => word))
  const meant = createFinder(words)
  return normalised => normalised.replace(/[a-z]+/g, word => known.has(word) ? word : meant(word)?.word ?? word)
}
