import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import type * as NlpJs from '@nlpjs/basic'
import { type Classified, classify } from './classifier.ts'
import { findEntities, type KnownProduct } from './entities/entities.ts'
import type { Model } from './model.ts'
import { readable, type Spelling } from './spelling.ts'
import type { Entity, Language } from './understanding.ts'

const require = createRequire(import.meta.url)

/** The meaning of a text, where an embedding model gives it in time. */
export type MeaningOf = (text: string) => Promise<Float32Array | undefined>

/** Reads one utterance: its intents by our classifier, its entities by our recogniser. */
export type Pipeline = (language: Language, utterance: string, meaningOf?: MeaningOf) => Promise<{ classified: Classified; entities: Entity[] }>

/**
 * nlp.js as the pipeline, with our learner as its NLU and our recogniser as its entity extractor. Its own learner and its
 * table of remembered sentences are not used (docs/decisions/0002).
 */
export function createPipeline({ model, spelling, products, clock }: { model: Model; spelling: Spelling; products: readonly KnownProduct[]; clock: { now(): Date } }): Pipeline {
  // The logger of nlp.js warns of its own options on standard error unless it takes this for production.
  process.env['NODE_ENV'] ??= 'production'
  const { containerBootstrap, LangEn, Nlp }: typeof NlpJs = require('@nlpjs/basic')
  const container = containerBootstrap({}, false)
  container.use(LangEn)

  // nlp.js hands the learner an utterance and nothing else.
  const meant = new AsyncLocalStorage<Float32Array>()

  class LinearNlu {
    readonly language: Language
    constructor({ locale }: { locale: string }) {
      this.language = locale === 'zh' ? 'zh' : 'en'
    }
    process(utterance: string): Classified & { classifications: { intent: string; score: number }[] } {
      const classified = classify(model[this.language], readable(utterance, this.language, spelling), undefined, meant.getStore())
      return { ...classified, classifications: classified.intents.map(({ intent, confidence }) => ({ intent, score: confidence })) }
    }
  }
  container.register('LinearNlu', LinearNlu, false)
  container.register('extract-builtin-??', {
    extract: ({ text }: { text: string }) => ({
      edges: findEntities(text, products, clock.now()).map(entity => ({
        start: entity.start, end: entity.end - 1, len: entity.end - entity.start, accuracy: 1, sourceText: entity.text, utteranceText: entity.text,
        entity: entity.kind, resolution: entity,
      })),
    }),
  }, true)

  const nlp = new Nlp({ container, autoSave: false, autoLoad: false, forceNER: true, calculateSentiment: false, threshold: 0 })
  const languages = ['zh', 'en'] as const
  for (const language of languages) nlp.useNlu('LinearNlu', language)
  nlp.addLanguage(languages)
  for (const language of languages) {
    const manager = nlp.nluManager.domainManagers[language]
    if (manager) manager.settings.useStemDict = false
  }

  return async (language, utterance, meaningOf) => {
    const meaning = await meaningOf?.(readable(utterance, language, spelling))
    const process = () => nlp.process(language, utterance, {})
    const { nluAnswer, entities } = await (meaning ? meant.run(meaning, process) : process())
    if (!isClassified(nluAnswer)) throw new Error('nlp.js gave no classification')
    return { classified: nluAnswer, entities: entities.map(edge => edge.resolution).filter(isEntity) }
  }
}

function isClassified(value: unknown): value is Classified {
  return typeof value === 'object' && value !== null && 'intents' in value && 'outOfScope' in value && 'rejected' in value
}

function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && 'kind' in value && 'personal' in value
}
