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

/** A token in more than this share of the passages is common. */
const commonFrom = 0.05
/** … and in more than this many: in a small index nothing is. */
const least = 20

/** An index of passages by BM25. `tokensOf` gives a text's tokens as numbers: best the same that the classifier of intents sees. */
export function createRetrieval(passages: readonly Passage[], tokensOf: (text: string) => readonly number[]): Retrieval {
  const texts = passages.map(({ text }) => tokensOf(text))
  const counts = texts.map(countOf)
  const { columns, starts } = columnsOf(counts)
  const idfFor = (found: number) => Math.log(1 + (passages.length - found + 0.5) / (found + 0.5))
  const idf = Float64Array.from({ length: columns.size }, (_, column) => idfFor(starts[column + 1]! - starts[column]!))
  const unknown = idfFor(0)
  // What stands everywhere tells passages apart by little and has the longest postings: nothing is read of it.
  for (let column = 0; column < idf.length; column++) if (starts[column + 1]! - starts[column]! > Math.max(least, passages.length * commonFrom)) idf[column] = 0

  // The postings of all tokens, one token after the other: which passage has it, and what that counts.
  const passageAt = new Uint32Array(starts.at(-1) ?? 0)
  const scoreAt = new Float32Array(passageAt.length)
  const weights = new Float64Array(passages.length)
  const mean = texts.reduce((total, tokens) => total + tokens.length, 0) / Math.max(1, passages.length)
  const next = starts.slice()
  for (const [passage, count] of counts.entries()) {
    for (const [token, times] of count) {
      const column = columns.get(token)!
      const at = next[column]!++
      passageAt[at] = passage
      scoreAt[at] = idf[column]! * times * (k1 + 1) / (times + k1 * (1 - b + b * texts[passage]!.length / mean))
      weights[passage]! += idf[column]!
    }
  }

  const topics = [...new Set(passages.map(({ topic }) => topic))]
  const numberOf = new Map(topics.map((topic, number) => [topic, number]))
  const topicAt = Uint32Array.from(passages, ({ topic }) => numberOf.get(topic)!)

  // Scratch of a search, zero between two: a search runs to its end at once.
  const scores = new Float64Array(passages.length)
  const common = new Float64Array(passages.length)
  const topicScores = new Float64Array(topics.length)
  const topicLikeness = new Float64Array(topics.length)

  return {
    search(text, most = 5) {
      let weight = 0
      const met: number[] = []
      for (const token of new Set(tokensOf(text))) {
        const column = columns.get(token)
        weight += column === undefined ? unknown : idf[column]!
        if (column === undefined || idf[column] === 0) continue
        for (let at = starts[column]!; at < starts[column + 1]!; at++) {
          const passage = passageAt[at]!
          if (scores[passage] === 0) met.push(passage)
          scores[passage]! += scoreAt[at]!
          common[passage]! += idf[column]!
        }
      }
      const metTopics: number[] = []
      for (const passage of met) {
        const topic = topicAt[passage]!
        const score = scores[passage]!
        const likeness = 2 * common[passage]! / (weight + weights[passage]!)
        scores[passage] = common[passage] = 0
        if (topicScores[topic] === 0) metTopics.push(topic)
        if (score > topicScores[topic]!) topicScores[topic] = score
        if (likeness > topicLikeness[topic]!) topicLikeness[topic] = likeness
      }
      const found = metTopics.map(topic => ({ topic: topics[topic]!, score: topicScores[topic]!, likeness: topicLikeness[topic]! }))
      for (const topic of metTopics) topicScores[topic] = topicLikeness[topic] = 0
      return found.sort((x, y) => y.score - x.score).slice(0, most)
    },
  }
}

function countOf(tokens: readonly number[]): Map<number, number> {
  const count = new Map<number, number>()
  for (const token of tokens) count.set(token, (count.get(token) ?? 0) + 1)
  return count
}

/** A column for each token, and where the postings of each begin. */
function columnsOf(counts: readonly Map<number, number>[]): { columns: Map<number, number>; starts: Uint32Array } {
  const columns = new Map<number, number>()
  const frequency: number[] = []
  for (const count of counts) {
    for (const token of count.keys()) {
      const column = columns.get(token) ?? columns.size
      columns.set(token, column)
      frequency[column] = (frequency[column] ?? 0) + 1
    }
  }
  const starts = new Uint32Array(columns.size + 1)
  for (const [column, found] of frequency.entries()) starts[column + 1] = starts[column]! + found
  return { columns, starts }
}
