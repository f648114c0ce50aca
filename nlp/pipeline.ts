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

/** Reads one utterance: its intents by our classifier, its entities by our recogniser; `plain` is the text as the classifier saw it. */
export type Pipeline = (language: Language, utterance: string, meaningOf?: MeaningOf) => Promise<{ classified: Classified; entities: Entity[]; plain: string }>

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

  /** The utterances that are being read: nlp.js asks for the entities of each twice. */
  const underWay = new Map<string, { plain: string; entities?: Entity[] }>()
  const keyOf = (language: string, utterance: string) => `${language} ${utterance}`

  class LinearNlu {
    readonly language: Language
    constructor({ locale }: { locale: string }) {
      this.language = locale === 'zh' ? 'zh' : 'en'
    }
    process(utterance: string): Classified & { classifications: { intent: string; score: number }[] } {
      const plain = underWay.get(keyOf(this.language, utterance))?.plain ?? readable(utterance, this.language, spelling)
      const classified = classify(model[this.language], plain, undefined, meant.getStore())
      return { ...classified, classifications: classified.intents.map(({ intent, confidence }) => ({ intent, score: confidence })) }
    }
  }
  container.register('LinearNlu', LinearNlu, false)
  function entitiesIn(text: string, locale: string): Entity[] {
    const reading = underWay.get(keyOf(locale, text))
    if (!reading) return findEntities(text, products, clock.now())
    return reading.entities ??= findEntities(text, products, clock.now())
  }
  container.register('extract-builtin-??', {
    extract: ({ text, locale }: { text: string; locale: string }) => ({
      edges: entitiesIn(text, locale).map(entity => ({
        start: entity.start, end: entity.end - 1, len: entity.end - entity.start, accuracy: 1, sourceText: entity.text, utteranceText: entity.text,
        entity: entity.kind, resolution: entity,
      })),
    }),
  }, true)

  // Those that nlp.js brings with it have nothing to look for and go through the words all the same.
  for (const kind of ['enum', 'regex', 'trim']) container.register(`extract-${kind}-??`, { extract: (input: unknown) => input }, true)

  const nlp = new Nlp({ container, autoSave: false, autoLoad: false, forceNER: true, calculateSentiment: false, threshold: 0 })
  const languages = ['zh', 'en'] as const
  for (const language of languages) nlp.useNlu('LinearNlu', language)
  nlp.addLanguage(languages)
  for (const language of languages) {
    const manager = nlp.nluManager.domainManagers[language]
    if (manager) manager.settings.useStemDict = false
  }

  return async (language, utterance, meaningOf) => {
    const plain = readable(utterance, language, spelling)
    const meaning = await meaningOf?.(plain)
    const key = keyOf(language, utterance)
    underWay.set(key, { plain })
    const process = () => nlp.process(language, utterance, {})
    try {
      const { nluAnswer, entities } = await (meaning ? meant.run(meaning, process) : process())
      if (!isClassified(nluAnswer)) throw new Error('nlp.js gave no classification')
      return { classified: nluAnswer, entities: entities.map(edge => edge.resolution).filter(isEntity), plain }
    } finally {
      underWay.delete(key)
    }
  }
}

function isClassified(value: unknown): value is Classified {
  return typeof value === 'object' && value !== null && 'intents' in value && 'outOfScope' in value && 'rejected' in value
}

function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && 'kind' in value && 'personal' in value
}
