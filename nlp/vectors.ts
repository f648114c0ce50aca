import { type Documents, documentsOf } from './documents.ts'
import type { FeatureGroups } from './features.ts'
import { HashTable } from './hash-table.ts'
import type { Rows } from './svm.ts'

/** Which features count, and how much each tells (inverse document frequency). */
export type Vocabulary = { columns: HashTable; idf: Float32Array; documents: number }

/** Collects the features that occur in at least `least` of the utterances included (1, not 0). */
export function vocabularyOf({ count, groups, starts, features, hashes }: Documents, included: Uint8Array, least: number): Vocabulary {
  const frequency = new Int32Array(hashes.length)
  const last = new Int32Array(hashes.length).fill(-1)
  let documents = 0
  for (let of = 0; of < count; of++) {
    if (!included[of]) continue
    documents += 1
    for (let at = starts[of * groups]!; at < starts[(of + 1) * groups]!; at++) {
      const feature = features[at]!
      // What stands in two groups counts once.
      if (last[feature] === of) continue
      last[feature] = of
      frequency[feature]! += 1
    }
  }
  const kept = hashes.filter((_, feature) => frequency[feature]! >= least)
  const idf = Float32Array.from(frequency.filter(count => count >= least), count => Math.log((1 + documents) / (1 + count)) + 1)
  return { columns: new HashTable(kept), idf, documents }
}

export type Vector = {
  columns: Int32Array
  values: Float32Array
  /** Group `i` has the columns from `starts[i]` to `starts[i + 1]`. */
  starts: number[]
  /** Share of each group's features that the vocabulary knows, weighed by how rare they are. */
  known: number[]
  /** How many features the first group has, known or not. */
  length: number
}

/** Utterances as vectors, and the same as one block for the solver. */
export type Vectors = { vectors: Vector[]; rows: Rows }

/** Tf-idf with sublinear term frequency; every group has length 1 before they are put together. */
export function vectorsOf({ count, groups, starts, features, counts, hashes }: Documents, { columns: known, idf, documents }: Vocabulary): Vectors {
  const columnOf = hashes.map(hash => known.columnOf(hash))
  const rarest = Math.log(1 + documents) + 1
  const rows: Rows = { starts: new Int32Array(count + 1), columns: new Int32Array(features.length), values: new Float32Array(features.length), width: idf.length }
  const vectors: Vector[] = []
  let size = 0
  for (let of = 0; of < count; of++) {
    const begin = size
    const groupStarts = [0]
    const shares: number[] = []
    let length = 0
    for (let group = 0; group < groups; group++) {
      const from = size
      let knownWeight = 0
      let weight = 0
      let squared = 0
      for (let at = starts[of * groups + group]!; at < starts[of * groups + group + 1]!; at++) {
        const column = columnOf[features[at]!]!
        const times = counts[at]!
        if (group === 0) length += times
        if (column < 0) {
          weight += times * rarest
          continue
        }
        const share = idf[column]!
        weight += times * share
        knownWeight += times * share
        const value = (1 + Math.log(times)) * share
        rows.columns[size] = column
        rows.values[size++] = value
        squared += value * value
      }
      const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0
      for (let at = from; at < size; at++) rows.values[at]! *= scale
      shares.push(weight === 0 ? 0 : knownWeight / weight)
      groupStarts.push(size - begin)
    }
    rows.starts[of + 1] = size
    vectors.push({ columns: rows.columns.subarray(begin, size), values: rows.values.subarray(begin, size), starts: groupStarts, known: shares, length })
  }
  return { vectors, rows }
}

/** One utterance as a vector. */
export const vectorOf = (groups: FeatureGroups, vocabulary: Vocabulary): Vector => vectorsOf(documentsOf([groups]), vocabulary).vectors[0]!
