import { on } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { loadClassifier, spellingOf } from '../nlp/model.ts'
import type { Corpus } from '../nlp/corpus.ts'
import type { Language } from '../nlp/understanding.ts'
import { buildPages } from '../web/build.ts'
import { startFailure } from './start-failure.ts'
import { trainingMessage } from './training-message.ts'
import { corpusOf, keepModel, keptModel } from './understanding.ts'

/** `npm ci` runs this: the pages are built and the default model is trained beforehand, so that start is quick. */
const root = join(import.meta.dirname, '..')
const knowledgeDir = join(root, 'knowledge')
const cacheDir = join(root, 'dist')
const say = (message: string) => console.log(message)

/** Each language in a thread of its own: on two cores in little more than half the time. */
async function train(corpus: Corpus, language: Language) {
  const worker = new Worker(new URL('train-language.ts', import.meta.url), { workerData: { corpus, language } })
  for await (const [told] of on(worker, 'message', { close: ['exit'] })) {
    const message = trainingMessage.parse(told)
    if ('model' in message) return loadClassifier(message.model)
    say(`training ${language}: step ${message.done} of ${message.of}`)
  }
  throw new Error(`The thread that trains ${language} ended without a model`)
}

async function prepareModel(): Promise<void> {
  const corpus = corpusOf(loadCatalogue(knowledgeDir, new Date().toISOString()))
  if (keptModel(corpus, cacheDir)) return
  say('training the model of both languages')
  const languages = [train(corpus, 'zh'), train(corpus, 'en')] as const
  const spelling = spellingOf(corpus)
  const [zh, en] = await Promise.all(languages)
  keepModel({ zh, en, spelling }, corpus, cacheDir)
}

try {
  await Promise.all([prepareModel(), buildPages(root, say)])
} catch (error) {
  const why = startFailure(error, undefined)
  if (why === undefined) throw error
  console.error(why)
  process.exitCode = 1
}
