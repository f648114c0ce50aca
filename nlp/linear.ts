import type { Documents } from './documents.ts'
import { fitSvm, type Rows, sequence } from './svm.ts'
import { type Vector, vectorsOf, type Vocabulary, vocabularyOf } from './vectors.ts'

/** What is learned from: utterances, the class of each (−1: none of them), and how much its label is believed (0 to 1). */
export type Labelled = { documents: Documents; labels: Int32Array; belief: Float32Array }

/** One weight a feature, and one bias, for every class. */
export type LinearModel = { classes: number; vocabulary: Vocabulary; weights: Float32Array[]; bias: Float32Array }

/** A model, all utterances as it sees them, and how much each presses on the margin of each class. */
export type LinearFit = { model: LinearModel; vectors: Vector[]; pressure: Float32Array[] }

export type FitOptions = {
  classes: number
  cost: number
  seed: number
  /** The pressures of a fit of nearly the same utterances, to start from: the same model in a fraction of the time. */
  from?: readonly Float32Array[] | undefined
  rounds?: number
}

/** From this many examples on a feature must occur in two of them to count: fewer weights, the same decisions. */
const plenty = 6000

function squaredOf(rows: Rows, count: number): Float32Array {
  const squared = new Float32Array(count)
  for (let row = 0; row < count; row++) {
    let sum = 1
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) sum += rows.values[at]! ** 2
    squared[row] = sum
  }
  return squared
}

/**
 * Fits one support vector machine a class against the rest, to the utterances included (1, not 0). A class without any of them
 * keeps a score below all others.
 */
export function fitLinear({ documents, labels, belief }: Labelled, included: Uint8Array, { classes, cost, seed, from, rounds = 30 }: FitOptions): LinearFit {
  const examples = included.reduce((sum, each) => sum + each, 0)
  const vocabulary = vocabularyOf(documents, included, examples < plenty ? 1 : 2)
  const { vectors, rows } = vectorsOf(documents, vocabulary)
  const squared = squaredOf(rows, documents.count)
  const costs = belief.map((each, row) => included[row] ? cost * each : 0)
  const rowsOf = Array.from({ length: classes }, (): number[] => [])
  for (let row = 0; row < documents.count; row++) if (included[row] && labels[row]! >= 0) rowsOf[labels[row]!]!.push(row)
  const random = sequence(seed)
  const weights: Float32Array[] = []
  const pressure: Float32Array[] = []
  const bias = new Float32Array(classes).fill(-2)
  const positive = new Uint8Array(documents.count)
  for (const [of, own] of rowsOf.entries()) {
    for (const row of own) positive[row] = 1
    const fit = own.length > 0 ? fitSvm({ rows, squared, positive, cost: costs, random, rounds, tolerance: 0.1, from: from?.[of] }) : undefined
    for (const row of own) positive[row] = 0
    weights.push(fit?.weights ?? new Float32Array(rows.width))
    pressure.push(fit?.alpha ?? new Float32Array(documents.count))
    if (fit) bias[of] = fit.bias
  }
  return { model: { classes, vocabulary, weights, bias }, vectors, pressure }
}
