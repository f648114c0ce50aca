/** Sparse rows, one after the other: row `i` has the columns and values from `starts[i]` to `starts[i + 1]`. */
export type Rows = { starts: Int32Array; columns: Int32Array; values: Float32Array; width: number }

export type Fit = { weights: Float32Array; bias: number; alpha: Float32Array }

/** A fixed sequence of pseudo-random numbers in [0, 1), so that one corpus and seed give one model (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type SvmOptions = {
  rows: Rows
  squared: Float32Array
  positive: Uint8Array
  cost: Float32Array
  random: () => number
  rounds: number
  tolerance: number
  /** The alphas of a fit to nearly the same rows, to start from. */
  from?: Float32Array | undefined
}

/** Against one class nearly all rows are of others and on the right side: there the score begins (where it ends on average). */
const offset = -1.3
/** A fit begins with the rows of the class and every so many others. */
const sampled = 8

/**
 * One binary support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008). It settles a
 * sample first, then looks once at all rows: nearly all are on the right side and put aside at once, not by and by as usual;
 * the others are settled. Looking again changes no decision (cross-validated) and doubles the time.
 * `cost` is C of each row; 0 leaves the row out. `squared` is each row's squared length plus 1 for the bias.
 */
export function fitSvm({ rows, squared, positive, cost, random, rounds, tolerance, from: start }: SvmOptions): Fit {
  const { starts, columns, values, width } = rows
  const count = positive.length
  const weights = new Float32Array(width)
  const alpha = new Float32Array(count)
  const active = new Int32Array(count)
  let all = 0
  for (let row = 0; row < count; row++) if ((cost[row] ?? 0) > 0) active[all++] = row
  // Those that pressed come first, or else a sample; the others are put aside until all are looked at.
  let size = 0
  let bias = 0
  for (let at = 0; at < all; at++) {
    const row = active[at]!
    const pressed = start?.[row] ?? 0
    if (start ? pressed === 0 : !positive[row] && at % sampled !== 0) continue
    active[at] = active[size]!
    active[size++] = row
    if (pressed === 0) continue
    alpha[row] = pressed
    const step = positive[row] ? pressed : -pressed
    bias += step
    for (let index = starts[row]!; index < starts[row + 1]!; index++) weights[columns[index]!]! += step * values[index]!
  }
  let looked = false
  for (let round = 0; round < rounds; round++) {
    let largest = -Infinity
    let least = Infinity
    for (let at = size - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      const kept = active[at]!
      active[at] = active[other]!
      active[other] = kept
    }
    for (let at = 0; at < size; at++) {
      const row = active[at]!
      const sign = positive[row] ? 1 : -1
      const slack = 0.5 / cost[row]!
      const from = starts[row]!
      const to = starts[row + 1]!
      let score = offset + bias
      for (let index = from; index < to; index++) score += weights[columns[index]!]! * values[index]!
      const before = alpha[row]!
      const gradient = sign * score - 1 + before * slack
      if (before === 0 && gradient > 0) {
        // On the right side: put aside.
        active[at] = active[--size]!
        active[size] = row
        at -= 1
        continue
      }
      if (gradient > largest) largest = gradient
      if (gradient < least) least = gradient
      if (gradient > 1e-9 || gradient < -1e-9) {
        const next = Math.max(0, before - gradient / (squared[row]! + slack))
        const step = (next - before) * sign
        alpha[row] = next
        bias += step
        for (let index = from; index < to; index++) weights[columns[index]!]! += step * values[index]!
      }
    }
    if (looked && largest - least < tolerance) break
    if (!looked && (largest - least < tolerance || round >= rounds / 2)) {
      size = all
      looked = true
    }
  }
  return { weights, bias: offset + bias, alpha }
}
