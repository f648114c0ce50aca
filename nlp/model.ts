import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import type { Corpus } from './corpus.ts'
import { detectLanguage } from './language.ts'
import { type LinearModel, score, trainLinear } from './learner.ts'
import { findEntities, type KnownProduct, maskPersonalData } from './entities.ts'
import type { Language, Understanding } from './understanding.ts'

export type Model = Record<Language, LinearModel>

const outOfScopeIntent = 'out-of-scope'

/** A text's identity for caching: the same corpus gives the same model. */
export function corpusHash(corpus: Corpus): string {
  return createHash('sha256').update(JSON.stringify(['model-1', corpus])).digest('hex')
}

/** Trains both languages; the same corpus gives the same model. */
export function trainModel(corpus: Corpus, onProgress: (message: string) => void = () => undefined): Model {
  const train = (language: Language) => {
    const examples = [
      ...corpus.topics.filter(each => each.language === language).map(({ text, intent }) => ({ text, intent })),
      ...corpus.outOfScope.filter(each => each.language === language).map(({ text }) => ({ text, intent: outOfScopeIntent })),
    ]
    onProgress(`training ${language}: ${examples.length} examples`)
    return trainLinear(examples, language)
  }
  return { zh: train('zh'), en: train('en') }
}

export function saveModel(model: Model): Uint8Array {
  return serialize(model)
}

const linear = z.object({
  language: z.enum(['zh', 'en']), intents: z.array(z.string()), vocabulary: z.map(z.string(), z.number()), idf: z.instanceof(Float32Array),
  weights: z.instanceof(Float32Array), bias: z.instanceof(Float32Array), sharpness: z.number(),
})

/** Throws when the bytes are not a model of this version. */
export function loadModel(bytes: Uint8Array): Model {
  return z.object({ zh: linear, en: linear }).parse(deserialize(bytes))
}

/** Below this share of known features a message is about something else, however it scores. */
const leastKnown = { zh: 0.25, en: 0.34 } as const
const sureFrom = 0.55
const likelyFrom = 0.16

/** Understands one message at a time; fast enough for the turn (well under a millisecond). */
export function createUnderstanding({ model, products }: { model: Model; products: readonly KnownProduct[] }) {
  return function understand(text: string, context: { fallback?: Understanding['locale']; previousTopic?: string } = {}): Understanding {
    const detected = detectLanguage(text, context.fallback)
    const scored = score(model[detected.language], text)
    const off = scored.intents.find(each => each.intent === outOfScopeIntent)?.confidence ?? 0
    const intents = scored.intents.filter(each => each.intent !== outOfScopeIntent).map(({ intent, confidence }) => ({ intent, confidence }))
    const best = intents[0]?.confidence ?? 0
    const second = intents[1]?.confidence ?? 0
    const strange = scored.known < leastKnown[detected.language]
    const outOfScope = Math.min(1, strange ? Math.max(off, 0.8) : off)
    const decision = strange || off > best || best < likelyFrom ? 'out-of-scope' : best >= sureFrom || best > 2.5 * second ? 'answer' : 'clarify'
    return { ...detected, intents, outOfScope, decision, entities: findEntities(text, products), maskedText: maskPersonalData(text) }
  }
}
