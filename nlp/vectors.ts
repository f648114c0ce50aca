import type { Documents } from './documents.ts'
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

/** The idf of what no document has. */
const rarest = (documents: number) => Math.log(1 + documents) + 1

/**
 * Gives the columns from `from` to `to` of a group their values: tf-idf with sublinear term frequency, of length 1 together. Returns how
 * much what stands there tells.
 */
function weigh(columns: Int32Array, counts: Int32Array, values: Float32Array, from: number, to: number, idf: Float32Array): number {
  let weight = 0
  let squared = 0
  for (let at = from; at < to; at++) {
    const times = counts[at]!
    const share = idf[columns[at]!]!
    const value = (1 + Math.log(times)) * share
    weight += times * share
    values[at] = value
    squared += value * value
  }
  const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0
  for (let at = from; at < to; at++) values[at]! *= scale
  return weight
}

/** Share of a group that is known: by what tells so much, beside so many features that tell most. */
const shareOf = (known: number, unknown: number, documents: number) => known === 0 ? 0 : known / (known + unknown * rarest(documents))

/** Utterances as vectors; every group has length 1 before they are put together. */
export function vectorsOf({ count, groups, starts, features, counts, hashes }: Documents, { columns: known, idf, documents }: Vocabulary): Vectors {
  const columnOf = hashes.map(hash => known.columnOf(hash))
  const rows: Rows = { starts: new Int32Array(count + 1), columns: new Int32Array(features.length), values: new Float32Array(features.length), width: idf.length }
  const kept = new Int32Array(features.length)
  const vectors: Vector[] = []
  let size = 0
  for (let of = 0; of < count; of++) {
    const begin = size
    const groupStarts = [0]
    const shares: number[] = []
    let length = 0
    for (let group = 0; group < groups; group++) {
      const from = size
      let unknown = 0
      for (let at = starts[of * groups + group]!; at < starts[of * groups + group + 1]!; at++) {
        const column = columnOf[features[at]!]!
        const times = counts[at]!
        if (group === 0) length += times
        if (column < 0) {
          unknown += times
          continue
        }
        kept[size] = times
        rows.columns[size++] = column
      }
      shares.push(shareOf(weigh(rows.columns, kept, rows.values, from, size, idf), unknown, documents))
      groupStarts.push(size - begin)
    }
    rows.starts[of + 1] = size
    vectors.push({ columns: rows.columns.subarray(begin, size), values: rows.values.subarray(begin, size), starts: groupStarts, known: shares, length })
  }
  return { vectors, rows }
}

/** Where each column stood last in the utterance at hand: valid only where that one has the column there, so it is never cleared. */
let placeOf = new Int32Array(0)

/** One utterance as a vector, as it would be among many: without numbering its features first. */
export function vectorOf(groups: FeatureGroups, { columns: known, idf, documents }: Vocabulary): Vector {
  if (placeOf.length < idf.length) placeOf = new Int32Array(idf.length)
  const most = groups.reduce((sum, group) => sum + group.length, 0)
  const columns = new Int32Array(most)
  const counts = new Int32Array(most)
  const values = new Float32Array(most)
  const starts = [0]
  const shares: number[] = []
  let size = 0
  for (const group of groups) {
    const from = size
    let unknown = 0
    for (const hash of group) {
      const column = known.columnOf(hash)
      if (column < 0) {
        unknown += 1
        continue
      }
      const at = placeOf[column]!
      if (at >= from && at < size && columns[at] === column) {
        counts[at]! += 1
        continue
      }
      placeOf[column] = size
      counts[size] = 1
      columns[size++] = column
    }
    shares.push(shareOf(weigh(columns, counts, values, from, size, idf), unknown, documents))
    starts.push(size)
  }
  return { columns: columns.subarray(0, size), values: values.subarray(0, size), starts, known: shares, length: groups[0]?.length ?? 0 }
}
