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

/** So often all rows are looked at again once those that press on the margin have settled; more changes no decision (cross-validated). */
const looksAgain = 1

/**
 * One binary support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008). Against one class
 * nearly all rows are far on the right side: they are put aside at once, not by and by as usual, which halves the time.
 * `cost` is C of each row; 0 leaves the row out. `squared` is each row's squared length plus 1 for the bias.
 */
export function fitSvm({ rows, squared, positive, cost, random, rounds, tolerance, from: start }: SvmOptions): Fit {
  const { starts, columns, values, width } = rows
  const count = positive.length
  const weights = new Float32Array(width)
  const alpha = new Float32Array(count)
  const active = new Int32Array(count)
  let size = 0
  for (let row = 0; row < count; row++) if ((cost[row] ?? 0) > 0) active[size++] = row
  const all = size
  let bias = 0
  if (start) {
    let pressing = 0
    for (let at = 0; at < size; at++) {
      const row = active[at]!
      const pressed = start[row]!
      if (pressed === 0) continue
      alpha[row] = pressed
      // Those that pressed come first; the others are put aside until all are looked at again.
      active[at] = active[pressing]!
      active[pressing++] = row
      const step = positive[row] ? pressed : -pressed
      bias += step
      for (let index = starts[row]!; index < starts[row + 1]!; index++) weights[columns[index]!]! += step * values[index]!
    }
    size = pressing
  }
  let looks = 0
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
      let score = bias
      for (let index = from; index < to; index++) score += weights[columns[index]!]! * values[index]!
      const before = alpha[row]!
      const gradient = sign * score - 1 + before * slack
      let projected = gradient
      if (before === 0) {
        if ((round > 0 || start) && gradient > 0) {
          // On the right side: put aside until all are looked at again.
          active[at] = active[--size]!
          active[size] = row
          at -= 1
          continue
        }
        if (gradient > 0) projected = 0
      }
      if (projected > largest) largest = projected
      if (projected < least) least = projected
      if (projected > 1e-9 || projected < -1e-9) {
        const next = Math.max(0, before - gradient / (squared[row]! + slack))
        const step = (next - before) * sign
        alpha[row] = next
        bias += step
        for (let index = from; index < to; index++) weights[columns[index]!]! += step * values[index]!
      }
    }
    if (largest - least < tolerance) {
      if (size === all || looks === looksAgain) break
      size = all
      looks += 1
    }
  }
  return { weights, bias, alpha }
}
