import type { LinearModel } from './linear.ts'
import type { Vector, Vocabulary } from './vectors.ts'

/**
 * A linear model as it is kept and used: weights in 8 bits with a scale a class, small ones dropped.
 * Column `i` has the classes and weights from `starts[i]` to `starts[i + 1]`.
 */
export type SparseModel = {
  classes: number
  vocabulary: Vocabulary
  starts: Uint32Array
  classOf: Uint16Array
  weights: Int8Array
  scale: Float32Array
  bias: Float32Array
}

/** A weight below this share of the class's largest changes no decision that matters (0.1 points on BANKING77). */
const dropBelow = 0.012

/** Drops small weights and keeps the others in 8 bits. */
export function sparseOf({ classes, vocabulary, weights, bias }: LinearModel): SparseModel {
  const width = vocabulary.idf.length
  const starts = new Uint32Array(width + 1)
  const scale = new Float32Array(classes)
  const columnsOf: Int32Array[] = []
  const large = new Int32Array(width)
  for (const [of, ofClass] of weights.entries()) {
    let largest = 0
    for (const weight of ofClass) if (weight > largest) largest = weight
    else if (-weight > largest) largest = -weight
    scale[of] = Math.max(largest, 1e-9) / 127
    const least = dropBelow * 127 * scale[of]
    let size = 0
    for (let column = 0; column < width; column++) {
      const weight = ofClass[column]!
      if (weight < least && weight > -least) continue
      large[size++] = column
      starts[column + 1]! += 1
    }
    columnsOf.push(large.slice(0, size))
  }
  for (let column = 0; column < width; column++) starts[column + 1]! += starts[column]!
  const next = starts.slice()
  const classOf = new Uint16Array(starts[width]!)
  const kept = new Int8Array(starts[width]!)
  for (const [of, columns] of columnsOf.entries()) {
    const ofClass = weights[of]!
    for (const column of columns) {
      const at = next[column]!++
      classOf[at] = of
      kept[at] = Math.round(ofClass[column]! / scale[of]!)
    }
  }
  return { classes, vocabulary, starts, classOf, weights: kept, scale, bias }
}

export type Scores = {
  /** The score of every class. */
  total: Float32Array
  /** What each group of features adds to it. */
  groups: Float32Array[]
}

export function scoresOf({ classes, starts, classOf, weights, scale, bias }: SparseModel, vector: Vector): Scores {
  const groups = vector.known.map(() => new Float32Array(classes))
  const total = bias.slice()
  const { columns, values } = vector
  for (const [group, scores] of groups.entries()) {
    const end = vector.starts[group + 1]!
    for (let at = vector.starts[group]!; at < end; at++) {
      const column = columns[at]!
      const value = values[at]!
      const to = starts[column + 1]!
      for (let index = starts[column]!; index < to; index++) scores[classOf[index]!]! += weights[index]! * value
    }
    for (let of = 0; of < classes; of++) total[of]! += scores[of]! *= scale[of]!
  }
  return { total, groups }
}

/** The class with the highest score. */
export function bestOf(scores: Float32Array): number {
  let best = 0
  for (let of = 1; of < scores.length; of++) if (scores[of]! > scores[best]!) best = of
  return best
}

/** Whether a column has a positive weight for a class; a column's classes ascend. */
function speaksFor({ starts, classOf, weights }: SparseModel, column: number, of: number): boolean {
  const end = starts[column + 1]!
  let from = starts[column]!
  let to = end
  while (from < to) {
    const middle = (from + to) >>> 1
    if (classOf[middle]! < of) from = middle + 1
    else to = middle
  }
  return from < end && classOf[from] === of && weights[from]! > 0
}

/**
 * Share of the utterance that speaks for a class: of the squared length of what is known, and of each group of features, known
 * or not.
 */
export function supportOf(model: SparseModel, { columns, values, starts, known }: Vector, of: number): { ofKnown: number; ofGroups: number[] } {
  let [squared, allSquared] = [0, 0]
  const ofGroups = known.map((share, group) => {
    let [speaks, all] = [0, 0]
    for (let at = starts[group]!; at < starts[group + 1]!; at++) {
      const value = values[at]!
      all += value
      allSquared += value * value
      if (!speaksFor(model, columns[at]!, of)) continue
      speaks += value
      squared += value * value
    }
    return all === 0 ? 0 : share * speaks / all
  })
  return { ofKnown: allSquared === 0 ? 0 : squared / allSquared, ofGroups }
}
