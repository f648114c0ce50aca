import { labelledLines, type Line } from './adversarial/lines.ts'
import type { Catalogue } from './catalogue.ts'
import { fold } from './folding.ts'
import { type Likeness, piecesOf } from './likeness.ts'
import type { CannedReply } from './replies.ts'

/** A sentence, whether it is a forbidden statement (1) or not (0), and how much it counts. */
export type Example = { pieces: readonly string[]; forbidden: 0 | 1; counts: number }

const example = (text: string, forbidden: 0 | 1, counts: number): Example => ({ pieces: [...piecesOf(fold(text))], forbidden, counts })

/** Labelled lines that speak for themselves: no answer to a question, no class of product that is forbidden by its name. */
export function tellingLines(lines: readonly Line[] = labelledLines()): Line[] {
  return lines.filter(line => line.file !== 'private.yaml' && line.question === undefined)
}

/** Labelled lines as examples. */
export function examplesOf(lines: readonly Line[]): Example[] {
  return lines.map(line => example(line.say, line.expect === 'stop' ? 1 : 0, 1))
}

/** There are ten times as many questions as statements: a few of them say what a customer's words look like, all would drown the statements. */
const everyNth = 8

const sentencesOf = (text: string): string[] => text.split(/[。.!?\n]+/).filter(sentence => sentence.trim().length > 4)

/** Sentences and questions of reviewed articles, and canned replies: what a bank says and is asked, none of it forbidden. */
export function reviewedExamples(catalogue: Catalogue, replies: readonly CannedReply[]): Example[] {
  const articles = [...catalogue.articles.values()].flatMap(versions => Object.values(versions))
  const ofArticles = articles.flatMap(({ body, questions }) => [
    ...sentencesOf(body).map(sentence => example(sentence, 0, 0.5)),
    ...questions.filter((_question, at) => at % everyNth === 0).map(question => example(question, 0, 0.1)),
  ])
  return [...ofArticles, ...replies.flatMap(({ text }) => Object.values(text).flatMap(sentencesOf)).map(sentence => example(sentence, 0, 1))]
}

const passes = 25
const step = 0.5
const pull = 3e-4

/** The examples with those pieces alone that two of them share: a piece seen once says more of its line than of the language. */
function shared(examples: readonly Example[]): Example[] {
  const seen = new Map<string, number>()
  for (const piece of examples.flatMap(({ pieces }) => pieces)) seen.set(piece, (seen.get(piece) ?? 0) + 1)
  return examples.map(each => ({ ...each, pieces: each.pieces.filter(piece => (seen.get(piece) ?? 0) > 1) }))
}

/** Fits the weights: logistic regression, one example at a time in a fixed order, each weight's step shrinking with its use. */
export function fit(given: readonly Example[]): Likeness {
  const examples = shared(given)
  const weights = new Map<string, number>()
  const used = new Map<string, number>()
  let bias = 0
  for (let pass = 0; pass < passes; pass += 1) {
    for (let at = 0; at < examples.length; at += 1) {
      // 7919 is prime: every pass meets every example, never in the order of the files.
      const one = examples[(at * 7919 + pass * 31) % examples.length]
      if (one === undefined) continue
      const scale = 1 / Math.sqrt(Math.max(1, one.pieces.length))
      const score = one.pieces.reduce((sum, piece) => sum + (weights.get(piece) ?? 0) * scale, bias)
      const error = (1 / (1 + Math.exp(-score)) - one.forbidden) * one.counts
      bias -= 0.05 * error
      for (const piece of one.pieces) {
        const weight = weights.get(piece) ?? 0
        const slope = error * scale + pull * weight
        const use = (used.get(piece) ?? 0) + slope * slope
        used.set(piece, use)
        weights.set(piece, weight - step * slope / Math.sqrt(use + 1e-6))
      }
    }
  }
  return { bias, weights }
}

/** The weights as they are kept: two decimals, in the order of their pieces. */
export function kept({ bias, weights }: Likeness): { bias: number; weights: Record<string, number> } {
  const rounded = (value: number) => Math.round(value * 100) / 100
  return { bias: rounded(bias), weights: Object.fromEntries([...weights].sort(([a], [b]) => a < b ? -1 : 1).map(([piece, weight]) => [piece, rounded(weight)])) }
}
