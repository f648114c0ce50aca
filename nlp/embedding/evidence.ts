/** Examples by their meaning: unit vectors in 8 bits with a scale each, and their classes. */
export type MeaningIndex = { dimensions: number; rows: Int8Array; scales: Float32Array; labels: Uint16Array }

/** How near a text's meaning is to each class, as cosines: to its nearest example, and to the middle of its examples. */
export type Evidence = { nearest: Float32Array; centre: Float32Array }

/** Of a class without examples: as far away as can be. */
const nowhere = -1

export function indexOf(examples: readonly { meaning: Float32Array; label: number }[]): MeaningIndex {
  const dimensions = examples[0]?.meaning.length ?? 0
  const rows = new Int8Array(examples.length * dimensions)
  const scales = new Float32Array(examples.length)
  for (const [row, { meaning }] of examples.entries()) {
    const scale = Math.max(1e-9, ...meaning.map(Math.abs)) / 127
    scales[row] = scale
    for (let at = 0; at < dimensions; at++) rows[row * dimensions + at] = Math.round(meaning[at]! / scale)
  }
  return { dimensions, rows, scales, labels: Uint16Array.from(examples, ({ label }) => label) }
}

/** The middle of each class's examples, as unit vectors one after the other; `counts` tells which examples do. */
export function centresOf({ dimensions, rows, scales, labels }: MeaningIndex, classes: number, counts: (row: number) => boolean = () => true): Float32Array {
  const centres = new Float32Array(classes * dimensions)
  for (const [row, label] of labels.entries()) {
    if (counts(row)) for (let at = 0; at < dimensions; at++) centres[label * dimensions + at]! += rows[row * dimensions + at]! * scales[row]!
  }
  for (let of = 0; of < classes; of++) {
    const centre = centres.subarray(of * dimensions, (of + 1) * dimensions)
    const length = Math.hypot(...centre)
    if (length > 0) for (let at = 0; at < dimensions; at++) centre[at]! /= length
  }
  return centres
}

/** The cosine of a meaning with every example. */
export function cosinesOf({ dimensions, rows, scales }: MeaningIndex, meaning: Float32Array): Float32Array {
  const cosines = new Float32Array(scales.length)
  for (let row = 0; row < scales.length; row++) {
    let sum = 0
    const from = row * dimensions
    for (let at = 0; at < dimensions; at++) sum += meaning[at]! * rows[from + at]!
    cosines[row] = sum * scales[row]!
  }
  return cosines
}

/** What a meaning's cosines say for each class; `counts` tells which examples do. */
export function evidenceOf({ dimensions, labels }: MeaningIndex, centres: Float32Array, meaning: Float32Array, cosines: Float32Array, counts: (row: number) => boolean = () => true): Evidence {
  const classes = dimensions === 0 ? 0 : centres.length / dimensions
  const nearest = new Float32Array(classes).fill(nowhere)
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!
    if (cosines[row]! > nearest[label]! && counts(row)) nearest[label] = cosines[row]!
  }
  const centre = nearest.map((found, of) => {
    if (found === nowhere) return nowhere
    let sum = 0
    for (let at = 0; at < dimensions; at++) sum += meaning[at]! * centres[of * dimensions + at]!
    return sum
  })
  return { nearest, centre }
}
