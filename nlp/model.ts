import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import { type Classifier, trainClassifier } from './classifier.ts'
import { createConceptFinder } from './concepts.ts'
import type { Corpus } from './corpus.ts'
import type { Meanings } from './embedding/meanings.ts'
import { HashTable } from './hash-table.ts'
import { learnSpelling, type SpellingTable } from './spelling.ts'
import type { Language } from './understanding.ts'

/** What was learned of a corpus: its intents in each language, and how its Chinese is spelt. */
export type Model = Record<Language, Classifier> & { spelling: SpellingTable }

/** Changes whenever the same corpus would give another model: features, learner or file. */
const format = 'shouwen-model-16'

/** A corpus's identity for caching: the same corpus, with the same embedding model if any, gives the same model. */
export function corpusHash(corpus: Corpus, embedding?: string): string {
  return createHash('sha256').update(JSON.stringify([format, corpus, ...embedding === undefined ? [] : [embedding]])).digest('hex')
}

const textsOf = (of: readonly { language: Language; text: string }[], language: Language) => of.filter(each => each.language === language).map(({ text }) => text)

/** What an embedding model makes of a corpus's texts, and which one it is. */
export type CorpusMeanings = { id: string; meanings: Meanings }

/** All texts of a corpus that are learned from. */
export const corpusTexts = ({ topics, outOfScope }: Corpus): string[] => [...topics, ...outOfScope].map(({ text }) => text)

/** Trains one language's classifier. */
export function trainLanguage(corpus: Corpus, language: Language, onProgress?: (done: number, of: number) => void, embedding?: CorpusMeanings): Classifier {
  const texts = corpus.topics.filter(each => each.language === language)
  return trainClassifier(texts.filter(each => each.asked), {
    language, material: texts.filter(each => !each.asked), lexicon: corpus.lexicon[language], outOfScope: textsOf(corpus.outOfScope, language), embedding, ...(onProgress && { onProgress }),
  })
}

/** How a corpus writes its Chinese, and which of its English is not pinyin. */
export function spellingOf({ topics, outOfScope }: Corpus): SpellingTable {
  const texts = [...topics, ...outOfScope]
  return learnSpelling(textsOf(texts, 'zh'), textsOf(texts, 'en'))
}

/** Trains both languages; the same corpus gives the same model. */
export function trainModel(corpus: Corpus, onProgress: (message: string) => void = () => undefined, embedding?: CorpusMeanings): Model {
  const train = (language: Language) => {
    onProgress(`training ${language} on ${textsOf(corpus.topics, language).length} examples`)
    return trainLanguage(corpus, language, (done, of) => onProgress(`training ${language}: step ${done} of ${of}`), embedding)
  }
  return { zh: train('zh'), en: train('en'), spelling: spellingOf(corpus) }
}

const numbers = z.array(z.number())
const scaling = z.object({ slope: z.number(), shift: z.number() })
const logistic = z.object({ mean: numbers, scale: numbers, weights: numbers })
const meaning = z.object({
  embedder: z.string(),
  index: z.object({ dimensions: z.number(), rows: z.instanceof(Int8Array), scales: z.instanceof(Float32Array), labels: z.instanceof(Uint16Array) }),
  centres: z.instanceof(Float32Array),
  weights: z.object({ words: z.number(), nearest: z.number(), centre: z.number(), unfamiliar: z.number() }),
  scaling,
  outOfScope: logistic,
  threshold: z.number(),
})
const classifierFile = z.object({
  language: z.enum(['zh', 'en']),
  intents: z.array(z.string()),
  lexicon: z.record(z.string(), z.array(z.string())),
  features: z.instanceof(Int32Array),
  documents: z.number(),
  idf: z.instanceof(Float32Array),
  counts: z.instanceof(Uint16Array),
  classOf: z.instanceof(Uint8Array).or(z.instanceof(Uint16Array)),
  weights: z.instanceof(Int8Array),
  scale: z.instanceof(Float32Array),
  bias: z.instanceof(Float32Array),
  sharpness: z.number(),
  scaling,
  outOfScope: logistic,
  threshold: z.number(),
  meaning: meaning.optional(),
  held: z.object({ accuracy: z.number(), noise: z.number(), kept: z.number(), leftOutRejected: z.number(), strangersRejected: z.number() }),
})

/** One classifier in few bytes: feature hashes, 8-bit weights. */
export function saveClassifier({ model, language, intents, lexicon, sharpness, scaling, outOfScope, threshold, meaning, held }: Classifier): Uint8Array {
  const { vocabulary, starts, classOf, weights, scale, bias } = model
  const file = {
    language, intents, lexicon, sharpness, scaling, outOfScope, threshold, meaning, held, weights, scale, bias,
    features: vocabulary.columns.hashes(), documents: vocabulary.documents, idf: vocabulary.idf,
    counts: Uint16Array.from(starts.subarray(1), (end, column) => end - starts[column]!),
    classOf: model.classes <= 256 ? Uint8Array.from(classOf) : classOf,
  } satisfies Record<keyof z.infer<typeof classifierFile>, unknown>
  return serialize(file)
}

/** Throws when the bytes are not a classifier of this version. */
export function loadClassifier(bytes: Uint8Array): Classifier {
  const { features, documents, idf, counts, classOf, weights, scale, bias, ...rest } = classifierFile.parse(deserialize(bytes))
  const starts = new Uint32Array(counts.length + 1)
  for (let column = 0; column < counts.length; column++) starts[column + 1] = starts[column]! + counts[column]!
  return { ...rest, conceptsIn: createConceptFinder(rest.lexicon, rest.language), model: { classes: rest.intents.length, vocabulary: { columns: new HashTable(features), idf, documents }, starts, classOf: Uint16Array.from(classOf), weights, scale, bias } }
}

export function saveModel(model: Model): Uint8Array {
  return serialize({ zh: saveClassifier(model.zh), en: saveClassifier(model.en), spelling: model.spelling })
}

const modelFile = z.object({
  zh: z.instanceof(Uint8Array), en: z.instanceof(Uint8Array), spelling: z.object({ sounds: z.array(z.tuple([z.string(), z.string(), z.number()])), pairs: z.string(), english: z.array(z.string()), words: z.array(z.tuple([z.string(), z.number()])) }),
})

/** Throws when the bytes are not a model of this version. */
export function loadModel(bytes: Uint8Array): Model {
  const parts = modelFile.parse(deserialize(bytes))
  return { zh: loadClassifier(parts.zh), en: loadClassifier(parts.en), spelling: parts.spelling }
}
