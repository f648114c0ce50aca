import { featuresOf } from './features.ts'
import type { Language } from './understanding.ts'

export type Example = { text: string; intent: string }
type Vector = { ids: number[]; values: number[] }

/** One language's linear model: one weight vector an intent over tf-idf features, as plain data that can be saved. */
export type LinearModel = {
  language: Language
  intents: string[]
  vocabulary: Map<string, number>
  idf: Float32Array
  /** intents × features, row by row. */
  weights: Float32Array
  bias: Float32Array
  /** Sharpness of the softmax, chosen by cross-validation. */
  sharpness: number
}

function vectorOf(text: string, model: Pick<LinearModel, 'language' | 'vocabulary' | 'idf'>): Vector & { known: number } {
  const ids: number[] = []
  const values: number[] = []
  let seen = 0
  let all = 0
  const groups = featuresOf(text, model.language)
  for (const [index, group] of groups.entries()) {
    const counts = new Map<number, number>()
    for (const feature of group) {
      const id = model.vocabulary.get(feature)
      if (index === 0) all += 1
      if (id === undefined) continue
      if (index === 0) seen += 1
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    let norm = 0
    const from = values.length
    for (const [id, count] of counts) {
      const value = (1 + Math.log(count)) * (model.idf[id] ?? 0)
      ids.push(id)
      values.push(value)
      norm += value * value
    }
    const scale = norm > 0 ? 1 / Math.sqrt(norm * groups.length) : 0
    for (let at = from; at < values.length; at++) values[at] = (values[at] ?? 0) * scale
  }
  return { ids, values, known: all === 0 ? 0 : seen / all }
}

/** A fixed sequence of pseudo-random numbers, so that one corpus and seed give one model. */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Trains one-vs-rest L2-loss support vector machines by dual coordinate descent (Hsieh et al. 2008). */
export function trainLinear(examples: readonly Example[], language: Language, seed = 7): LinearModel {
  const intents = [...new Set(examples.map(example => example.intent))].sort()
  const frequency = new Map<string, number>()
  for (const { text } of examples) for (const feature of new Set(featuresOf(text, language).flat())) frequency.set(feature, (frequency.get(feature) ?? 0) + 1)
  const vocabulary = new Map<string, number>()
  const idfs: number[] = []
  for (const [feature, count] of frequency) {
    // A pair or long gram seen once teaches nothing about others.
    if (count < 2 && (feature.length > 3 || feature.startsWith('p '))) continue
    vocabulary.set(feature, vocabulary.size)
    idfs.push(Math.log(1 + examples.length / count))
  }
  const idf = Float32Array.from(idfs)
  const size = vocabulary.size
  const model: LinearModel = { language, intents, vocabulary, idf, weights: new Float32Array(size * intents.length), bias: new Float32Array(intents.length), sharpness: 6 }
  const vectors = examples.map(({ text }) => vectorOf(text, model))
  const squared = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  const cost = 2
  const random = sequence(seed)
  const order = vectors.map((_, index) => index)
  intents.forEach((intent, row) => {
    const weights = model.weights.subarray(row * size, (row + 1) * size)
    let bias = 0
    const alpha = new Float64Array(vectors.length)
    for (let round = 0; round < 12; round++) {
      for (let at = order.length - 1; at > 0; at--) {
        const other = Math.floor(random() * (at + 1))
        const kept = order[at] ?? 0
        order[at] = order[other] ?? 0
        order[other] = kept
      }
      let largest = 0
      for (const index of order) {
        const vector = vectors[index]
        if (!vector) continue
        const sign = examples[index]?.intent === intent ? 1 : -1
        const weight = sign > 0 ? cost * 4 : cost
        let score = bias
        for (let at = 0; at < vector.ids.length; at++) score += (weights[vector.ids[at] ?? 0] ?? 0) * (vector.values[at] ?? 0)
        const before = alpha[index] ?? 0
        const gradient = sign * score - 1 + before / (2 * weight)
        const next = Math.max(0, before - gradient / ((squared[index] ?? 1) + 1 / (2 * weight)))
        const step = (next - before) * sign
        if (step === 0) continue
        largest = Math.max(largest, Math.abs(step))
        alpha[index] = next
        bias += step
        for (let at = 0; at < vector.ids.length; at++) {
          const id = vector.ids[at] ?? 0
          weights[id] = (weights[id] ?? 0) + step * (vector.values[at] ?? 0)
        }
      }
      if (largest < 0.01) break
    }
    model.bias[row] = bias
  })
  return model
}

export type Scored = { intents: { intent: string; confidence: number; score: number }[]; known: number }

/** The best intents of an utterance, best first, and the share of its features that the corpus knows. */
export function score(model: LinearModel, text: string): Scored {
  const vector = vectorOf(text, model)
  const size = model.vocabulary.size
  const scores = model.intents.map((intent, row) => {
    let sum = model.bias[row] ?? 0
    const base = row * size
    for (let at = 0; at < vector.ids.length; at++) sum += (model.weights[base + (vector.ids[at] ?? 0)] ?? 0) * (vector.values[at] ?? 0)
    return { intent, score: sum, confidence: 0 }
  }).sort((a, b) => b.score - a.score)
  const top = scores[0]?.score ?? 0
  const total = scores.reduce((sum, each) => sum + Math.exp(model.sharpness * (each.score - top)), 0)
  return { known: vector.known, intents: scores.slice(0, 5).map(each => ({ ...each, confidence: Math.exp(model.sharpness * (each.score - top)) / total })) }
}
