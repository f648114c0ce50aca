/** A passage that answers a question: one of an article's questions, its title, or a sentence of its body. */
export type Passage = { topic: string; text: string }

export type Found = {
  topic: string
  /** BM25 of the topic's best passage: for ranking, not comparable between texts. */
  score: number
  /** How much of the text and of that passage is the other's, by weight of their tokens: 1 says the same, 0 has nothing in common. */
  likeness: number
}

export type Retrieval = {
  /** The best topics for a text, best first, each by its best passage. */
  search(text: string, most?: number): Found[]
}

// Robertson and Zaragoza (2009), the usual values for short texts.
const k1 = 1.2
const b = 0.5

/** An index of passages by BM25. `tokensOf` gives a text's tokens as numbers: best the same that the classifier of intents sees. */
export function createRetrieval(passages: readonly Passage[], tokensOf: (text: string) => readonly number[]): Retrieval {
  const counts = passages.map(({ text }) => countOf(tokensOf(text)))
  const frequency = new Map<number, number>()
  for (const count of counts) for (const token of count.keys()) frequency.set(token, (frequency.get(token) ?? 0) + 1)
  const idfOf = (token: number) => {
    const found = frequency.get(token) ?? 0
    return Math.log(1 + (passages.length - found + 0.5) / (found + 0.5))
  }
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
  const lengths = counts.map(count => sum(count.values()))
  const weights = counts.map(count => sum([...count.keys()].map(idfOf)))
  const mean = sum(lengths) / Math.max(1, passages.length)

  type Posting = { passage: number; score: number }
  const postings = new Map<number, Posting[]>()
  for (const [passage, count] of counts.entries()) {
    for (const [token, times] of count) {
      const score = idfOf(token) * times * (k1 + 1) / (times + k1 * (1 - b + b * (lengths[passage] ?? 0) / mean))
      const list = postings.get(token)
      if (list) list.push({ passage, score })
      else postings.set(token, [{ passage, score }])
    }
  }

  return {
    search(text, most = 5) {
      const tokens = [...new Set(tokensOf(text))]
      const weight = sum(tokens.map(idfOf))
      const scores = new Map<number, { score: number; common: number }>()
      for (const token of tokens) {
        const idf = idfOf(token)
        for (const { passage, score } of postings.get(token) ?? []) {
          const known = scores.get(passage)
          if (known) {
            known.score += score
            known.common += idf
          } else scores.set(passage, { score, common: idf })
        }
      }
      const best = new Map<string, Found>()
      for (const [passage, { score, common }] of scores) {
        const topic = passages[passage]?.topic ?? ''
        const likeness = 2 * common / (weight + (weights[passage] ?? 0))
        const known = best.get(topic)
        if (!known) best.set(topic, { topic, score, likeness })
        else {
          known.score = Math.max(known.score, score)
          known.likeness = Math.max(known.likeness, likeness)
        }
      }
      return [...best.values()].sort((x, y) => y.score - x.score).slice(0, most)
    },
  }
}

function countOf(tokens: readonly number[]): Map<number, number> {
  const count = new Map<number, number>()
  for (const token of tokens) count.set(token, (count.get(token) ?? 0) + 1)
  return count
}
