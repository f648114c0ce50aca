/** A passage that answers a question: one of an article's questions, its title, or a sentence of its body. */
export type Passage = { topic: string; text: string }

export type Retrieval = {
  /** The best topics for a text, best first, each by its best passage: 1 is a passage that says the same, 0 none in common. */
  search(text: string, most?: number): { topic: string; score: number }[]
}

// Robertson and Zaragoza (2009), the usual values for short texts.
const k1 = 1.2
const b = 0.5

/** An index of passages by BM25. `tokensOf` gives a text's tokens as numbers: best the same that the classifier of intents sees. */
export function createRetrieval(passages: readonly Passage[], tokensOf: (text: string) => readonly number[]): Retrieval {
  const lengths = new Float32Array(passages.length)
  const counts: Map<number, number>[] = []
  const frequency = new Map<number, number>()
  for (const [at, { text }] of passages.entries()) {
    const count = new Map<number, number>()
    for (const token of tokensOf(text)) count.set(token, (count.get(token) ?? 0) + 1)
    for (const token of count.keys()) frequency.set(token, (frequency.get(token) ?? 0) + 1)
    lengths[at] = [...count.values()].reduce((sum, each) => sum + each, 0)
    counts.push(count)
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, passages.length)
  const idfOf = (token: number) => {
    const found = frequency.get(token) ?? 0
    return Math.log(1 + (passages.length - found + 0.5) / (found + 0.5))
  }
  const postings = new Map<number, { passage: number; weight: number }[]>()
  for (const [passage, count] of counts.entries()) {
    for (const [token, times] of count) {
      const weight = idfOf(token) * times * (k1 + 1) / (times + k1 * (1 - b + b * lengths[passage]! / mean))
      const list = postings.get(token)
      if (list) list.push({ passage, weight })
      else postings.set(token, [{ passage, weight }])
    }
  }
  return {
    search(text, most = 5) {
      const tokens = new Set(tokensOf(text))
      const scores = new Map<number, number>()
      let whole = 0
      for (const token of tokens) {
        // A text that says the same would score this; so scores of long and short texts can be compared.
        whole += idfOf(token)
        for (const { passage, weight } of postings.get(token) ?? []) scores.set(passage, (scores.get(passage) ?? 0) + weight)
      }
      const best = new Map<string, number>()
      for (const [passage, score] of scores) {
        const { topic } = passages[passage]!
        const share = Math.min(1, score / whole)
        if (share > (best.get(topic) ?? 0)) best.set(topic, share)
      }
      return [...best].map(([topic, score]) => ({ topic, score })).sort((x, y) => y.score - x.score).slice(0, most)
    },
  }
}
