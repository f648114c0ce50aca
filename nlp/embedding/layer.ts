import { type Held, learnedIn, type LeaveOut, type LeftOut } from '../leave-out.ts'
import { fitScaling, type Logistic, oddsOf, probabilitiesOf, type Scaling } from '../probability.ts'
import { bestOf } from '../sparse.ts'
import { fitScope } from '../strangeness.ts'
import type { Vector } from '../vectors.ts'
import { centresOf, cosinesOf, type Evidence, evidenceOf, indexOf, type MeaningIndex } from './evidence.ts'
import { fitWeights, fuse, meaningStrangenessOf, type Weights } from './fusion.ts'

/** What meanings add to a classifier of words: used for a text whose meaning is known, in place of the words' own confidence and threshold. */
export type MeaningLayer = {
  /** The embedding model that it was made with. */
  embedder: string
  index: MeaningIndex
  centres: Float32Array
  weights: Weights
  scaling: Scaling
  outOfScope: Logistic
  threshold: number
}

export type LayerOptions = {
  embedder: string
  held: LeftOut
  deal: LeaveOut
  /** The class of each example (−1: none), and its meaning where that is known. */
  labels: readonly number[]
  meanings: readonly (Float32Array | undefined)[]
  classes: number
  /** Of the words' own softmax. */
  sharpness: number
  /** What tells by the words that a message is foreign. */
  strangeness(held: Held): number[]
  keep: number
}

/** Share of a text's words that a classifier does not know. */
export const unknownOf = ({ known }: Vector) => 1 - (known[0] ?? 0)

type Example = { row: number; label: number; meaning: Float32Array }

/** The evidence for each held-out example, by the meanings of the examples that its fold learned from. */
function heldEvidence(all: readonly Held[], examples: readonly Example[], index: MeaningIndex, { deal, meanings, classes }: LayerOptions): Map<Held, Evidence> {
  const learned = (fold: number) => (at: number) => learnedIn(deal, fold, examples[at]!.row, examples[at]!.label)
  const centres = new Map<number, Float32Array>()
  const found = new Map<Held, Evidence>()
  // What is left out twice, by itself and with its whole class, is compared once.
  let last = -1
  let cosines: Float32Array = new Float32Array()
  for (const held of all.toSorted((a, b) => a.row - b.row)) {
    const meaning = meanings[held.row]
    if (!meaning) continue
    if (held.row !== last) cosines = cosinesOf(index, meaning)
    last = held.row
    const counts = learned(held.fold)
    const ofFold = centres.get(held.fold) ?? centresOf(index, classes, counts)
    centres.set(held.fold, ofFold)
    found.set(held, evidenceOf(index, ofFold, meaning, cosines, counts))
  }
  return found
}

/** Learns from the held-out examples how much meanings count beside words. Undefined where no example has a meaning. */
export function fitLayer(options: LayerOptions): MeaningLayer | undefined {
  const { embedder, held, labels, meanings, classes, sharpness, strangeness, keep } = options
  const examples = labels.flatMap((label, row): Example[] => {
    const meaning = meanings[row]
    return meaning && label >= 0 ? [{ row, label, meaning }] : []
  })
  const index = indexOf(examples)
  const evidence = heldEvidence([...held.inScope, ...held.leftOut, ...held.strangers], examples, index, options)
  const meant = (part: readonly Held[]) => part.filter(each => evidence.has(each))
  const known: LeftOut = { inScope: meant(held.inScope), leftOut: meant(held.leftOut), strangers: meant(held.strangers) }
  if (known.inScope.length === 0) return undefined
  const bothOf = (each: Held) => ({ words: each.scores.total, unknown: unknownOf(each.vector), evidence: evidence.get(each)!, label: each.label })
  const weights = fitWeights(known.inScope.map(bothOf), sharpness)
  const predicted = known.inScope.map(each => {
    const fused = fuse(bothOf(each), weights)
    const best = bestOf(fused)
    return { odds: oddsOf(probabilitiesOf(fused, 1), best), right: best === each.label }
  })
  const { logistic, threshold } = fitScope(known, each => [...strangeness(each), ...meaningStrangenessOf(fuse(bothOf(each), weights), evidence.get(each)!)], keep)
  return { embedder, index, centres: centresOf(index, classes), weights, scaling: fitScaling(predicted), outOfScope: logistic, threshold }
}
