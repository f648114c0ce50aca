import type { Understanding } from './understanding.ts'

/** From this confidence on the bot answers; below it, it asks which of the likeliest was meant (M2.2a). */
export const sureFrom = 0.6
/** An intent below this is not worth a question back. */
export const likelyFrom = 0.12
/** As many meanings a question back offers. */
export const mostOffered = 3

/** What the bot does with a message of this confidence. */
export function decisionOf(confidence: number, rejected: boolean): Understanding['decision'] {
  return rejected || confidence < likelyFrom ? 'out-of-scope' : confidence >= sureFrom ? 'answer' : 'clarify'
}
