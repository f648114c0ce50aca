import { probabilitiesOf, solve } from '../probability.ts'
import { bestOf } from '../sparse.ts'
import type { Evidence } from './evidence.ts'

/**
 * How much each source counts in the scores that a softmax makes probabilities of. `unfamiliar` is what the nearest example
 * counts more where no word is known: there the words' classifier guesses.
 */
export type Weights = { words: number; nearest: number; centre: number; unfamiliar: number }

/** What the words' classifier and the meaning say of one text. */
export type Both = {
  words: Float32Array
  /** Share of the text's words that the words' classifier does not know. */
  unknown: number
  evidence: Evidence
}

export function fuse({ words, unknown, evidence: { nearest, centre } }: Both, weights: Weights): Float32Array {
  const ofNearest = weights.nearest + weights.unfamiliar * unknown
  return words.map((score, of) => weights.words * score + ofNearest * nearest[of]! + weights.centre * centre[of]!)
}

/** A weak pull towards the words alone, for corpora with few examples. */
const pull = 0.01
const named = ([words = 0, nearest = 0, centre = 0, unfamiliar = 0]: readonly number[]): Weights => ({ words, nearest, centre, unfamiliar })
const sourcesOf = ({ words, unknown, evidence: { nearest, centre } }: Both) => [words, nearest, centre, nearest.map(cosine => cosine * unknown)]

/** The weights under which held-out labels are likeliest (conditional logit by Newton's method), from the words alone on. */
export function fitWeights(held: readonly (Both & { label: number })[], sharpness: number): Weights {
  const start = [sharpness, 0, 0, 0]
  const loss = (tried: readonly number[]) => held.reduce(
    (sum, each) => sum - Math.log(Math.max(1e-12, probabilitiesOf(fuse(each, named(tried)), 1)[each.label]!)),
    pull / 2 * tried.reduce((sum, weight, at) => sum + (weight - start[at]!) ** 2, 0),
  )
  let weights = start
  let reached = loss(weights)
  for (let round = 0; round < 20; round++) {
    const step = newtonStep(held, weights, start)
    // Halved until it helps.
    let size = 1
    const tried = () => weights.map((weight, at) => weight + size * step[at]!)
    while (size > 1e-3 && loss(tried()) >= reached) size /= 2
    if (size <= 1e-3) break
    weights = tried()
    const before = reached
    reached = loss(weights)
    if (before - reached < 1e-6 * held.length) break
  }
  return named(weights)
}

function newtonStep(held: readonly (Both & { label: number })[], weights: readonly number[], start: readonly number[]): number[] {
  const gradient = weights.map((weight, at) => pull * (start[at]! - weight))
  const curve = weights.map((_, a) => weights.map((_, b) => a === b ? pull : 0))
  for (const each of held) {
    const sources = sourcesOf(each)
    const probabilities = probabilitiesOf(fuse(each, named(weights)), 1)
    const mean = sources.map(source => source.reduce((sum, value, of) => sum + value * probabilities[of]!, 0))
    for (let a = 0; a < sources.length; a++) {
      gradient[a]! += sources[a]![each.label]! - mean[a]!
      for (let b = 0; b <= a; b++) {
        let product = 0
        for (let of = 0; of < probabilities.length; of++) product += probabilities[of]! * sources[a]![of]! * sources[b]![of]!
        curve[a]![b]! += product - mean[a]! * mean[b]!
      }
    }
  }
  for (let a = 0; a < curve.length; a++) for (let b = 0; b < a; b++) curve[b]![a] = curve[a]![b]!
  return solve(curve, gradient)
}

/** What the meaning adds to telling a message of no intent from one of the best intent. */
export function meaningStrangenessOf(fused: Float32Array, { nearest, centre }: Evidence): number[] {
  const best = bestOf(fused)
  let second = -Infinity
  let closest = -1
  for (let of = 0; of < fused.length; of++) {
    if (of !== best && fused[of]! > second) second = fused[of]!
    if (nearest[of]! > closest) closest = nearest[of]!
  }
  return [Math.log(1e-3 + (probabilitiesOf(fused, 1)[best] ?? 0)), Number.isFinite(second) ? fused[best]! - second : 0, nearest[best] ?? 0, centre[best] ?? 0, closest]
}
