import { familiesOf } from './families.ts'
import { fitLinear, type FitOptions, type Labelled } from './linear.ts'
import { type Scores, scoresOf, sparseOf, type SparseModel } from './sparse.ts'
import { sequence } from './svm.ts'
import type { Vector } from './vectors.ts'

/** An example to learn from: its class (−1: none) and, where it is judged too, what it reads like. */
export type Learned = { label: number; gist: string | undefined }

/** What a model makes of an example that it has not seen. */
export type Held = { row: number; label: number; fold: number; model: SparseModel; vector: Vector; scores: Scores }

export type LeftOut = {
  /** Judged by a model that knows their class. */
  inScope: Held[]
  /** Judged by a model that was fitted without their whole class. */
  leftOut: Held[]
  /** Of no class. */
  strangers: Held[]
}

const folds = 5
export const fits = folds

/** In which fold each row is left out alone (−1: in none), and in which each class is left out whole; never the same. */
export type LeaveOut = { foldOf: Int32Array; classFold: Int32Array }

/** So many families of classes there are at least: two or so in each fold. */
const leastFamilies = 10

/** Deals families of like classes out to folds, the largest first, each to the fold with the fewest classes. */
function dealFamilies(families: readonly (readonly number[])[], classes: number): Int32Array {
  const classFold = new Int32Array(classes)
  const sizes = new Array<number>(folds).fill(0)
  for (const family of families.toSorted((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold]! += family.length
    for (const of of family) classFold[of] = fold
  }
  return classFold
}

/**
 * Deals rows and classes out to folds; examples of a class that read the same share one. Classes that are alike are left out
 * together: a message of no class is as far from all of them as such a class is from the others.
 */
export function dealOut(rows: readonly Learned[], vectors: readonly Vector[], classes: number, seed: number): LeaveOut {
  const random = sequence(seed)
  const labels = Int32Array.from(rows, ({ label }) => label)
  const classFold = dealFamilies(familiesOf(vectors, labels, classes, Math.ceil(classes / leastFamilies)), classes)
  const turns = new Map<number, number>()
  const dealt = new Map<string, number>()
  const foldOf = new Int32Array(rows.length).fill(-1)
  const order = rows.map((_, row) => ({ row, key: random() })).sort((a, b) => a.key - b.key)
  for (const { row } of order) {
    const { label, gist } = rows[row]!
    if (gist === undefined) continue
    const turn = turns.get(label) ?? 0
    const fold = dealt.get(`${label} ${gist}`) ?? (label < 0 ? turn % folds : (classFold[label]! + 1 + turn % (folds - 1)) % folds)
    if (!dealt.has(`${label} ${gist}`)) turns.set(label, turn + 1)
    dealt.set(`${label} ${gist}`, fold)
    foldOf[row] = fold
  }
  return { foldOf, classFold }
}

/** Whether an example was learned from in a fold. */
export const learnedIn = ({ foldOf, classFold }: LeaveOut, fold: number, row: number, label: number) => foldOf[row] !== fold && (label < 0 || classFold[label] !== fold)

/** Fits without a part of the examples and without a part of the classes, in turn, and looks at what was left out. */
export function leaveOut(rows: readonly Learned[], labelled: Labelled, deal: LeaveOut, options: FitOptions, onFold: () => void): LeftOut {
  const held: LeftOut = { inScope: [], leftOut: [], strangers: [] }
  for (let fold = 0; fold < folds; fold++) {
    const included = Uint8Array.from(labelled.labels, (label, row) => learnedIn(deal, fold, row, label) ? 1 : 0)
    const { model: fitted, vectors } = fitLinear(labelled, included, options)
    const model = sparseOf(fitted)
    for (const [row, { gist }] of rows.entries()) {
      if (gist === undefined || included[row]) continue
      const label = labelled.labels[row]!
      const vector = vectors[row]!
      const into = label < 0 ? held.strangers : deal.classFold[label] === fold ? held.leftOut : held.inScope
      into.push({ row, label, fold, model, vector, scores: scoresOf(model, vector) })
    }
    onFold()
  }
  return held
}
