import type { FeatureGroups } from './features.ts'
import { HashTable } from './hash-table.ts'
import type { Rows } from './svm.ts'

/** Which features count, and how much each tells (inverse document frequency). */
export type Vocabulary = { columns: HashTable; idf: Float32Array; documents: number }

/** Collects the features that occur in at least `least` of the examples. */
export function vocabularyOf(examples: readonly FeatureGroups[], least: number): Vocabulary {
  const frequency = new Map<number, number>()
  const last = new Map<number, number>()
  for (const [at, groups] of examples.entries()) {
    for (const group of groups) {
      for (const feature of group) {
        if (last.get(feature) === at) continue
        last.set(feature, at)
        frequency.set(feature, (frequency.get(feature) ?? 0) + 1)
      }
    }
  }
  const hashes: number[] = []
  const idf: number[] = []
  for (const [feature, count] of frequency) {
    if (count < least) continue
    hashes.push(feature)
    idf.push(Math.log((1 + examples.length) / (1 + count)) + 1)
  }
  return { columns: new HashTable(Int32Array.from(hashes)), idf: Float32Array.from(idf), documents: examples.length }
}

export type Vector = {
  columns: number[]
  values: number[]
  /** Group `i` has the columns from `starts[i]` to `starts[i + 1]`. */
  starts: number[]
  /** Share of each group's features that the vocabulary knows, weighed by how rare they are. */
  known: number[]
}

/** Tf-idf with sublinear term frequency; every group has length 1 before they are put together. */
export function vectorOf(groups: FeatureGroups, { columns: known, idf, documents }: Vocabulary): Vector {
  const columns: number[] = []
  const values: number[] = []
  const starts = [0]
  const shares: number[] = []
  const rarest = Math.log(1 + documents) + 1
  for (const group of groups) {
    let knownWeight = 0
    let weight = 0
    const counts = new Map<number, number>()
    for (const feature of group) {
      const column = known.columnOf(feature)
      const share = column < 0 ? rarest : idf[column] ?? 0
      weight += share
      if (column < 0) continue
      knownWeight += share
      counts.set(column, (counts.get(column) ?? 0) + 1)
    }
    shares.push(weight === 0 ? 0 : knownWeight / weight)
    const from = values.length
    let squared = 0
    for (const [column, count] of counts) {
      const value = (1 + Math.log(count)) * (idf[column] ?? 0)
      columns.push(column)
      values.push(value)
      squared += value * value
    }
    const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0
    for (let at = from; at < values.length; at++) values[at] = (values[at] ?? 0) * scale
    starts.push(values.length)
  }
  return { columns, values, starts, known: shares }
}

/** Vectors as one block for the solver. */
export function rowsOf(vectors: readonly Vector[], width: number): Rows {
  const starts = new Int32Array(vectors.length + 1)
  for (const [row, vector] of vectors.entries()) starts[row + 1] = (starts[row] ?? 0) + vector.columns.length
  const columns = new Int32Array(starts.at(-1) ?? 0)
  const values = new Float32Array(columns.length)
  for (const [row, vector] of vectors.entries()) {
    columns.set(vector.columns, starts[row])
    values.set(vector.values, starts[row])
  }
  return { starts, columns, values, width }
}
