import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Article, Catalogue } from '../knowledge/catalogue.ts'
import { createRetrieval } from '../knowledge/retrieval.ts'
import { loadBroadQuestions } from '../nlp/broad.ts'
import { type Corpus, loadCorpus } from '../nlp/corpus.ts'
import type { Embedder } from '../nlp/embedding/embedder.ts'
import { createMeaningsInTime } from '../nlp/embedding/in-time.ts'
import type { Subject } from '../nlp/follow-up.ts'
import { tokensOf } from '../nlp/features.ts'
import { corpusHash, type CorpusMeanings, loadModel, type Model, saveModel, trainModel } from '../nlp/model.ts'
import { createUnderstanding, type Understand } from '../nlp/understand.ts'
import type { Language } from '../nlp/understanding.ts'

function sentencesOf(body: string): string[] {
  return body.split(/[。；！？\n]|[.;!?]\s/).map(sentence => sentence.trim()).filter(sentence => sentence.length > 3)
}

/** What an article says and how it is asked for, piece by piece. */
const passagesOf = (article: Article): { text: string; asked: boolean }[] => [
  ...article.questions.map(text => ({ text, asked: true })), ...[article.title, ...sentencesOf(article.body)].map(text => ({ text, asked: false })),
]
/** The locale whose articles stand for a language; Traditional Chinese is understood after conversion. */
const localeOfLanguage = { zh: 'zh-Hans', en: 'en' } as const satisfies Record<Language, string>
const languages = ['zh', 'en'] as const

/** What the model is trained on: the articles' questions and bodies, and the corpus of what customers write. */
export function corpusOf(catalogue: Catalogue): Corpus {
  const corpus = loadCorpus()
  for (const [intent, versions] of catalogue.articles) {
    for (const language of languages) {
      const article = versions[localeOfLanguage[language]]
      // The body's sentences are examples too: they bring words of the subject that no question has.
      if (article) for (const passage of passagesOf(article)) corpus.topics.push({ intent, language, ...passage, file: `articles/${intent}.${article.locale}.md` })
    }
  }
  return corpus
}

const cachePath = (corpus: Corpus, cacheDir: string, embedding: string | undefined) => join(cacheDir, `model-${corpusHash(corpus, embedding).slice(0, 16)}.bin`)

/** Where the model of this corpus is kept, trained before (with the embedding model of this id, if any); undefined where there is none that can be read. */
export function keptModel(corpus: Corpus, cacheDir: string, embedding?: string): string | undefined {
  const path = cachePath(corpus, cacheDir, embedding)
  if (!existsSync(path)) return undefined
  try {
    readModel(path)
    return path
  } catch {
    return undefined
  }
}

/** Throws where the file is no model of this version. */
export const readModel = (path: string): Model => loadModel(readFileSync(path))

/** Keeps a model for the next start; gives where. */
export function keepModel(model: Model, corpus: Corpus, cacheDir: string, embedding?: string): string {
  mkdirSync(cacheDir, { recursive: true })
  // Renamed when whole: another process never reads a half-written model.
  const path = cachePath(corpus, cacheDir, embedding)
  const aside = `${path}.${randomUUID()}`
  writeFileSync(aside, saveModel(model))
  renameSync(aside, path)
  return path
}

/** Where the model of this content is kept; one that is not is trained first. */
export function prepareModel(catalogue: Catalogue, cacheDir: string, onProgress: (message: string) => void, embedding?: CorpusMeanings): string {
  const corpus = corpusOf(catalogue)
  return keptModel(corpus, cacheDir, embedding?.id) ?? keepModel(trainModel(corpus, onProgress, embedding), corpus, cacheDir, embedding?.id)
}

/** An embedding model at work, and who is told of its problems. */
export type Embedding = { embedder: Embedder; onProblem(why: string): void }
/** How long a message waits for an embedding model. */
const meaningWithinMs = 200

/** Understanding over this content: intents by the model, answers by retrieval, products and subjects from the catalogue. */
export function understandingOf(catalogue: Catalogue, model: Model, clock: { now(): Date }, embedding?: Embedding): Understand {
  const meant = embedding && [model.zh, model.en].every(({ meaning }) => meaning?.embedder === embedding.embedder.id) ? embedding : undefined
  const subjects = new Map<string, Subject>()
  const passages: Record<Language, { topic: string; text: string }[]> = { zh: [], en: [] }
  for (const [topic, { 'zh-Hans': zh, en }] of catalogue.articles) {
    if (zh && en) subjects.set(topic, { word: { zh: zh.subject, en: en.subject }, title: { zh: zh.title, en: en.title } })
    for (const [language, article] of [['zh', zh], ['en', en]] as const) if (article) passages[language].push(...passagesOf(article).map(({ text }) => ({ topic, text })))
  }
  const retrieval = {
    zh: createRetrieval(passages.zh, text => tokensOf(text, 'zh')),
    en: createRetrieval(passages.en, text => tokensOf(text, 'en')),
  }
  return createUnderstanding({
    model, subjects, clock, broad: loadBroadQuestions(), meanings: meant && createMeaningsInTime(meant.embedder, { limitMs: meaningWithinMs, onProblem: meant.onProblem }), retrieve: (text, language) => retrieval[language].search(text),
    products: catalogue.products.map(product => ({ id: product.id, class: product.class, names: Object.values(product.names).flat() })),
  })
}
