import { type Judged, probabilitiesOf } from './probability.ts'
import { bestOf } from './sparse.ts'

/**
 * The share of labels that are wrong: among the surest third of held-out predictions the model errs little,
 * so what disagrees there is mostly a wrong label.
 */
export function noiseOf(held: readonly Judged[], sharpness: number): number {
  const judged = held.map(each => ({ right: bestOf(each.scores) === each.label, sure: Math.max(...probabilitiesOf(each.scores, sharpness)) })).sort((a, b) => b.sure - a.sure)
  const surest = judged.slice(0, Math.ceil(judged.length / 3))
  const wrong = surest.filter(each => !each.right).length / Math.max(1, surest.length)
  return wrong < 0.1 ? 0 : wrong
}

/** What a noisy label most probably should be, by the prediction of models that did not see it, and how sure that is. */
export function believedLabel(probabilities: Float32Array, given: number, noise: number): { label: number; belief: number } {
  let total = 0
  let label = given
  let top = 0
  for (let of = 0; of < probabilities.length; of++) {
    const posterior = probabilities[of]! * ((of === given ? 1 - noise : 0) + noise / probabilities.length)
    total += posterior
    if (posterior > top) {
      top = posterior
      label = of
    }
  }
  return { label, belief: total > 0 ? top / total : 1 }
}
