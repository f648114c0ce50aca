import type { FeatureGroups } from './features.ts'
import { fitSvm, type Rows, sequence } from './svm.ts'
import { rowsOf, vectorOf, type Vocabulary, vocabularyOf } from './vectors.ts'

/** An example as the learner takes it: its features, its class (−1: none of them) and how much its label is believed (0 to 1). */
export type Row = { features: FeatureGroups; label: number; belief: number }

/** One weight a feature and class, feature by feature, and one bias a class. */
export type LinearModel = { classes: number; vocabulary: Vocabulary; weights: Float32Array; bias: Float32Array }

export type FitOptions = { classes: number; cost: number; seed: number; rounds?: number }

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

/** Fits one support vector machine a class against the rest. A class without examples keeps a score below all others. */
export function fitLinear(examples: readonly Row[], { classes, cost, seed, rounds = 30 }: FitOptions): LinearModel {
  const vocabulary = vocabularyOf(examples.map(example => example.features), examples.length < plenty ? 1 : 2)
  const width = vocabulary.idf.length
  const rows = rowsOf(examples.map(example => vectorOf(example.features, vocabulary)), width)
  const squared = squaredOf(rows, examples.length)
  const costs = Float32Array.from(examples, example => cost * example.belief)
  const random = sequence(seed)
  const weights = new Float32Array(width * classes)
  const bias = new Float32Array(classes).fill(-2)
  for (let of = 0; of < classes; of++) {
    const positive = Uint8Array.from(examples, example => example.label === of ? 1 : 0)
    if (!positive.includes(1)) continue
    const fit = fitSvm({ rows, squared, positive, cost: costs, random, rounds, tolerance: 0.1 })
    for (let column = 0; column < width; column++) weights[column * classes + of] = fit.weights[column]!
    bias[of] = fit.bias
  }
  return { classes, vocabulary, weights, bias }
}
