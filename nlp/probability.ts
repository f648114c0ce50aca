/** At most `most` of all, taken at even distances. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most)
  return Array.from({ length: Math.min(all.length, most) }, (_, at) => all[Math.floor(at * step)]!)
}

/** Softmax of the scores at this sharpness. */
export function probabilitiesOf(scores: Float32Array, sharpness: number): Float32Array {
  let top = -Infinity
  for (const score of scores) if (score > top) top = score
  const probabilities = new Float32Array(scores.length)
  let total = 0
  for (let of = 0; of < scores.length; of++) total += probabilities[of] = Math.exp(sharpness * (scores[of]! - top))
  for (let of = 0; of < scores.length; of++) probabilities[of]! /= total
  return probabilities
}

export type Judged = { scores: Float32Array; label: number }

/** Held-out examples enough to settle one number. */
const telling = 4000

/** The probability of one class under the softmax of the scores. */
function probabilityOf(scores: Float32Array, label: number, sharpness: number): number {
  let total = 0
  for (let of = 0; of < scores.length; of++) total += Math.exp(sharpness * (scores[of]! - scores[label]!))
  return 1 / total
}

/**
 * The sharpness under which held-out examples are likeliest (golden-section search on their log-loss).
 * A share `noise` of the labels is taken to be any class.
 */
export function fitSharpness(held: readonly Judged[], noise = 0): number {
  const judged = evenly(held, telling)
  const loss = (logSharpness: number) => {
    let sum = 0
    for (const { scores, label } of judged) sum -= Math.log(Math.max(1e-9, (1 - noise) * probabilityOf(scores, label, Math.exp(logSharpness)) + noise / scores.length))
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [from, to] = [Math.log(0.5), Math.log(40)]
  let [a, b] = [to - golden * (to - from), from + golden * (to - from)]
  let [lossA, lossB] = [loss(a), loss(b)]
  for (let step = 0; step < 17; step++) {
    if (lossA < lossB) {
      to = b
      b = a
      lossB = lossA
      a = to - golden * (to - from)
      lossA = loss(a)
    } else {
      from = a
      a = b
      lossA = lossB
      b = from + golden * (to - from)
      lossB = loss(b)
    }
  }
  return Math.exp((from + to) / 2)
}

/** How the log-odds that the likeliest class is right follow from those of the softmax. */
export type Scaling = { slope: number; shift: number }

const surest = 12
/** Log-odds of the best class under the softmax, within ±12. */
export function oddsOf(probabilities: Float32Array, best: number): number {
  let others = 0
  for (let of = 0; of < probabilities.length; of++) if (of !== best) others += probabilities[of]!
  return Math.max(-surest, Math.min(surest, Math.log(Math.max(probabilities[best]!, 1e-9) / Math.max(others, 1e-9))))
}

type Guess = { odds: number; right: boolean }

/** Log-loss, with a weak pull towards the softmax as it is, for corpora with few examples. */
function lossOf({ slope, shift }: Scaling, judged: readonly Guess[]): number {
  let loss = ((slope - 1) ** 2 + shift ** 2) / 2
  for (const { odds, right } of judged) {
    const against = (right ? -1 : 1) * (slope * odds + shift)
    loss += against > 30 ? against : Math.log1p(Math.exp(against))
  }
  return loss
}

function newtonStep({ slope, shift }: Scaling, judged: readonly Guess[]): Scaling {
  let [gradientSlope, gradientShift, curveSlope, curveBoth, curveShift] = [1 - slope, -shift, 1, 0, 1]
  for (const { odds, right } of judged) {
    const probability = 1 / (1 + Math.exp(-slope * odds - shift))
    const error = (right ? 1 : 0) - probability
    const curve = probability * (1 - probability)
    gradientSlope += error * odds
    gradientShift += error
    curveSlope += curve * odds * odds
    curveBoth += curve * odds
    curveShift += curve
  }
  const determinant = curveSlope * curveShift - curveBoth ** 2
  return { slope: (gradientSlope * curveShift - gradientShift * curveBoth) / determinant, shift: (gradientShift * curveSlope - gradientSlope * curveBoth) / determinant }
}

/**
 * Fits the scaling to held-out predictions (Platt 1999): a confidence is then the share of right answers. Newton's steps are
 * halved until they help: far out, a whole one leaps over the best scaling and never comes back.
 */
export function fitScaling(judged: readonly Guess[]): Scaling {
  let scaling: Scaling = { slope: 1, shift: 0 }
  let loss = lossOf(scaling, judged)
  for (let round = 0; round < 30; round++) {
    const step = newtonStep(scaling, judged)
    let next = scaling
    for (let size = 1; size > 1e-3; size /= 2) {
      const tried = { slope: scaling.slope + size * step.slope, shift: scaling.shift + size * step.shift }
      if (lossOf(tried, judged) >= loss) continue
      next = tried
      break
    }
    if (next === scaling) break
    scaling = next
    loss = lossOf(scaling, judged)
  }
  // The surer must not be the less right.
  return { slope: Math.max(0.05, scaling.slope), shift: scaling.shift }
}

/** The probabilities with the best one scaled, the others sharing what is left. */
export function scaled(probabilities: Float32Array, best: number, { slope, shift }: Scaling): Float32Array {
  const confidence = 1 / (1 + Math.exp(-slope * oddsOf(probabilities, best) - shift))
  // Summed, not 1 less the best: near 1 a 32-bit number has not the digits for that.
  let rest = 0
  for (let of = 0; of < probabilities.length; of++) if (of !== best) rest += probabilities[of]!
  const others = (1 - confidence) / Math.max(1e-9, rest)
  // None of the others is likelier than the best, whatever is left for them.
  return probabilities.map((probability, of) => of === best ? confidence : Math.min(confidence, probability * others))
}

/** A logistic regression over few features and all their products; weights for the standardised features. */
export type Logistic = { mean: number[]; scale: number[]; weights: number[] }

const standardOf = (features: readonly number[], { mean, scale }: Pick<Logistic, 'mean' | 'scale'>) =>
  features.map((value, index) => Math.max(-4, Math.min(4, (value - mean[index]!) / scale[index]!)))

function expand(features: readonly number[], scaling: Pick<Logistic, 'mean' | 'scale'>): number[] {
  const standard = standardOf(features, scaling)
  const all = [1, ...standard]
  for (let a = 0; a < standard.length; a++) for (let b = a; b < standard.length; b++) all.push(standard[a]! * standard[b]!)
  return all
}

export function logisticOf(features: readonly number[], { mean, scale, weights }: Logistic): number {
  const standard = standardOf(features, { mean, scale })
  let at = 0
  let sum = weights[at++]!
  for (const value of standard) sum += value * weights[at++]!
  // In the order of `expand`, without the list of all products.
  for (let a = 0; a < standard.length; a++) for (let b = a; b < standard.length; b++) sum += standard[a]! * standard[b]! * weights[at++]!
  return 1 / (1 + Math.exp(-sum))
}

/** Solves a·x = b for a symmetric positive matrix by Cholesky decomposition. */
export function solve(a: number[][], b: readonly number[]): number[] {
  const size = b.length
  const lower = a.map(row => row.map(() => 0))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = a[row]![column]!
      for (let at = 0; at < column; at++) sum -= lower[row]![at]! * lower[column]![at]!
      lower[row]![column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[column]![column]!
    }
  }
  const forward: number[] = []
  for (let row = 0; row < size; row++) {
    let sum = b[row]!
    for (let at = 0; at < row; at++) sum -= lower[row]![at]! * forward[at]!
    forward.push(sum / lower[row]![row]!)
  }
  const solution = new Array<number>(size).fill(0)
  for (let row = size - 1; row >= 0; row--) {
    let sum = forward[row]!
    for (let at = row + 1; at < size; at++) sum -= lower[at]![row]! * solution[at]!
    solution[row] = sum / lower[row]![row]!
  }
  return solution
}

/** Fits by Newton's method with a small ridge, each step shortened until it leads downhill; an example counts as much as its weight. */
export function fitLogistic(examples: readonly { features: readonly number[]; positive: boolean; weight: number }[], ridge = 1): Logistic {
  const width = examples[0]?.features.length ?? 0
  const mean: number[] = []
  const scale: number[] = []
  for (let index = 0; index < width; index++) {
    const values = examples.map(example => example.features[index]!)
    const average = values.reduce((sum, value) => sum + value, 0) / values.length
    mean.push(average)
    scale.push(Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length) || 1)
  }
  const rows = examples.map(example => Float64Array.from(expand(example.features, { mean, scale })))
  const size = rows[0]?.length ?? 1
  let weights = new Array<number>(size).fill(0)
  let here = newton(rows, examples, weights, ridge)
  for (let round = 0; round < mostRounds && Math.max(...here.step.map(Math.abs)) > 1e-4; round++) {
    const { step, loss } = here
    let share = 2
    do {
      share /= 2
      const tried = weights.map((weight, index) => weight + share * step[index]!)
      const there = newton(rows, examples, tried, ridge)
      if (there.loss <= loss) [weights, here] = [tried, there]
    } while (here.step === step && share > shortest)
    if (here.step === step) break
  }
  return { mean, scale, weights }
}

const mostRounds = 12
/** A step is not shortened further than to this share. */
const shortest = 1e-3

/** How bad these weights are, and Newton's step from them. */
function newton(rows: readonly Float64Array[], examples: readonly { positive: boolean; weight: number }[], weights: readonly number[], ridge: number): { step: number[]; loss: number } {
  const size = weights.length
  const gradient = Float64Array.from(weights, (weight, index) => index === 0 ? 0 : -ridge * weight)
  const hessian = weights.map((_, a) => Float64Array.from(weights, (_, b) => a === b ? (a === 0 ? 1e-6 : ridge) : 0))
  let loss = weights.reduce((sum, weight, index) => index === 0 ? 0 : sum + ridge * weight * weight / 2, 0)
  for (const [at, row] of rows.entries()) {
    const { positive, weight } = examples[at]!
    let sum = 0
    for (let index = 0; index < size; index++) sum += weights[index]! * row[index]!
    const probability = 1 / (1 + Math.exp(-sum))
    loss += weight * (Math.max(0, positive ? -sum : sum) + Math.log1p(Math.exp(-Math.abs(sum))))
    const error = weight * ((positive ? 1 : 0) - probability)
    const curve = weight * Math.max(1e-6, probability * (1 - probability))
    for (let a = 0; a < size; a++) {
      gradient[a]! += error * row[a]!
      const product = curve * row[a]!
      const line = hessian[a]!
      for (let b = 0; b <= a; b++) line[b]! += product * row[b]!
    }
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) hessian[b]![a] = hessian[a]![b]!
  return { step: solve(hessian.map(line => [...line]), [...gradient]), loss }
}
