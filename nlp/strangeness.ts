import type { Held, LeftOut } from './leave-out.ts'
import { evenly, fitLogistic, type Logistic, logisticOf, probabilitiesOf } from './probability.ts'
import { bestOf, type Scores, type SparseModel, supportOf } from './sparse.ts'
import type { Vector } from './vectors.ts'

/** What tells a message of no intent from one of the predicted intent, whatever the number of intents. */
export function strangenessOf(model: SparseModel, vector: Vector, { total, groups }: Scores, sharpness: number): number[] {
  const best = bestOf(total)
  let second = -Infinity
  for (let of = 0; of < total.length; of++) if (of !== best && total[of]! > second) second = total[of]!
  const top = probabilitiesOf(total, sharpness)[best] ?? 0
  const { ofKnown, ofGroups } = supportOf(model, vector, best)
  return [
    total[best] ?? 0, (total[best] ?? 0) - second, ofKnown, Math.log(1 + vector.length), Math.log(1e-3 + top),
    ...vector.known, ...ofGroups,
    ...groups.flatMap(scores => [scores[best] ?? 0, bestOf(scores) === best ? 1 : 0]),
  ]
}

export type ScopeDecision = {
  logistic: Logistic
  /** Above this probability a message counts as out of scope. */
  threshold: number
  /** Share of held-out examples of left-out intents, and of those that belong to none, above it. */
  leftOutRejected: number
  strangersRejected: number
}

/** So many of each kind settle the few weights of the logistic. */
const enough = 4000
/** Pull of the weights towards none: what fits left-out intents too closely knows foreign ones less (cross-validated on CLINC150), and few examples prove little. */
const ridge = 30
/**
 * Of what is known less well, for a fold has a fifth of the examples less, more is rejected than by the whole model: by so much
 * (1.65 against 2 % on BANKING77, 1.75 % on CLINC150).
 */
const rejectedByFolds = 1.2
/** From so many utterances of no intent on they count as much as left-out intents do. */
const tellingFrom = 20

/**
 * Learns from held-out examples what is out of scope. Left-out intents teach what a question near the known ones looks like,
 * utterances of no intent what a foreign one does; the threshold lets the model of all examples keep the share `keep` of messages in scope.
 */
export function fitScope({ inScope, leftOut, strangers }: LeftOut, strangeness: (held: Held) => number[], keep: number): ScopeDecision {
  const [inside, near, foreign] = [inScope.map(strangeness), evenly(leftOut, enough).map(strangeness), strangers.map(strangeness)]
  const [a, b, c] = [evenly(inside, enough), near, evenly(foreign, enough)]
  const foreignShare = c.length >= tellingFrom ? 0.5 : c.length / (b.length + c.length)
  const weigh = (part: readonly number[][], positive: boolean, share: number) => part.map(features => ({ features, positive, weight: share * Math.min(enough, inside.length) / part.length }))
  const logistic = fitLogistic([...weigh(a, false, 1), ...weigh(b, true, 1 - foreignShare), ...weigh(c, true, foreignShare)], ridge)
  const probability = (features: readonly number[]) => logisticOf(features, logistic)
  const sorted = inside.map(probability).sort((x, y) => x - y)
  const keptByFolds = Math.max(0, 1 - rejectedByFolds * (1 - keep))
  const threshold = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * keptByFolds))] ?? 1
  const rejected = (part: readonly number[][]) => part.filter(features => probability(features) > threshold).length / Math.max(1, part.length)
  return { logistic, threshold, leftOutRejected: rejected(near), strangersRejected: rejected(foreign) }
}
