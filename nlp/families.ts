import type { Vector } from './vectors.ts'

/** What stands in the utterances of each class, as a vector of length 1 over the first group's features, by feature. */
function centresOf(vectors: readonly Vector[], labels: Int32Array, classes: number): Map<number, Map<number, number>> {
  const byFeature = new Map<number, Map<number, number>>()
  for (const [row, { columns, values, starts }] of vectors.entries()) {
    const label = labels[row]!
    if (label < 0) continue
    for (let at = 0; at < starts[1]!; at++) {
      const ofFeature = byFeature.get(columns[at]!) ?? new Map<number, number>()
      byFeature.set(columns[at]!, ofFeature.set(label, (ofFeature.get(label) ?? 0) + values[at]!))
    }
  }
  const squared = new Float64Array(classes)
  for (const ofFeature of byFeature.values()) for (const [label, value] of ofFeature) squared[label]! += value * value
  for (const ofFeature of byFeature.values()) for (const [label, value] of ofFeature) ofFeature.set(label, value / Math.sqrt(squared[label]!))
  return byFeature
}

function likenessOf(vectors: readonly Vector[], labels: Int32Array, classes: number): Float64Array[] {
  const likeness = Array.from({ length: classes }, () => new Float64Array(classes))
  for (const ofFeature of centresOf(vectors, labels, classes).values()) {
    for (const [a, ofA] of ofFeature) for (const [b, ofB] of ofFeature) likeness[a]![b]! += ofA * ofB
  }
  return likeness
}

/**
 * Puts classes whose utterances are alike together, at most `most` to a family: the two families that are the most alike on
 * average are joined, again and again, as long as two fit.
 */
export function familiesOf(vectors: readonly Vector[], labels: Int32Array, classes: number, most: number): number[][] {
  const likeness = likenessOf(vectors, labels, classes)
  const families = new Map(Array.from({ length: classes }, (_, of): [number, number[]] => [of, [of]]))
  for (;;) {
    let best = -1
    let pair: [number, number] | undefined
    for (const [a, ofA] of families) {
      for (const [b, ofB] of families) {
        if (b <= a || ofA.length + ofB.length > most || likeness[a]![b]! <= best) continue
        best = likeness[a]![b]!
        pair = [a, b]
      }
    }
    if (!pair) return [...families.values()]
    const [a, b] = pair
    const [ofA, ofB] = [families.get(a) ?? [], families.get(b) ?? []]
    for (const other of families.keys()) {
      const joined = (likeness[a]![other]! * ofA.length + likeness[b]![other]! * ofB.length) / (ofA.length + ofB.length)
      likeness[a]![other] = likeness[other]![a] = joined
    }
    families.set(a, [...ofA, ...ofB])
    families.delete(b)
  }
}
