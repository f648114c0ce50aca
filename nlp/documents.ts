import type { FeatureGroups } from './features.ts'

/**
 * The features of many utterances, each feature by a number of its own, so that the vocabulary and vectors of every fold are
 * made without looking a hash up again. Group `g` of utterance `i` has the features from `starts[i * groups + g]` on.
 */
export type Documents = {
  count: number
  groups: number
  starts: Int32Array
  features: Int32Array
  /** How often each of them stands in its group. */
  counts: Int32Array
  /** The hash of each feature, by its number. */
  hashes: Int32Array
}

export function documentsOf(utterances: readonly FeatureGroups[]): Documents {
  const numberOf = new Map<number, number>()
  const starts = [0]
  const features: number[] = []
  const counts: number[] = []
  // Where each feature stood last: from the start of the present group on, it stands there again.
  const lastAt: number[] = []
  for (const groups of utterances) {
    for (const group of groups) {
      const from = features.length
      for (const hash of group) {
        let feature = numberOf.get(hash)
        if (feature === undefined) {
          feature = numberOf.size
          numberOf.set(hash, feature)
          lastAt.push(-1)
        }
        const at = lastAt[feature]!
        if (at >= from) counts[at]! += 1
        else {
          lastAt[feature] = features.length
          features.push(feature)
          counts.push(1)
        }
      }
      starts.push(features.length)
    }
  }
  return {
    count: utterances.length, groups: utterances[0]?.length ?? 0,
    starts: Int32Array.from(starts), features: Int32Array.from(features), counts: Int32Array.from(counts), hashes: Int32Array.from(numberOf.keys()),
  }
}
