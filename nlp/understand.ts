import { type KnownProduct, maskPersonalData } from './entities.ts'
import { detectLanguage } from './language.ts'
import type { Model } from './model.ts'
import { createPipeline } from './pipeline.ts'
import type { Understanding } from './understanding.ts'

/** From this confidence on the bot answers; below it, it asks which of the likeliest was meant (M2.2a). */
const sureFrom = 0.6
/** An intent below this is not worth a question back. */
const likelyFrom = 0.12

export type Understand = (text: string, context?: { fallback?: Understanding['locale'] }) => Promise<Understanding>

/** Understands one message at a time; fast enough for the turn (well under a millisecond). */
export function createUnderstanding({ model, products }: { model: Model; products: readonly KnownProduct[] }): Understand {
  const read = createPipeline({ model, products })
  return async (text, context = {}) => {
    const detected = detectLanguage(text, context.fallback)
    const { classified, entities } = await read(detected.language, text)
    const [best] = classified.intents
    const confidence = best?.confidence ?? 0
    const decision = classified.rejected || confidence < likelyFrom ? 'out-of-scope' : confidence >= sureFrom ? 'answer' : 'clarify'
    return {
      ...detected, intents: classified.intents, outOfScope: classified.outOfScope, decision, entities, maskedText: maskPersonalData(text),
    }
  }
}
