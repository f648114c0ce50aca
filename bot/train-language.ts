import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { Corpus } from '../nlp/corpus.ts'
import { saveClassifier, trainLanguage } from '../nlp/model.ts'
import type { TrainingMessage } from './training-message.ts'

/** Runs in a worker: trains one language of the corpus that it is given, tells how far it is, and gives the model as bytes. */
const isCorpus = (value: unknown) => typeof value === 'object' && value !== null && 'topics' in value && 'outOfScope' in value && 'lexicon' in value
const { corpus, language } = z.object({ corpus: z.custom<Corpus>(isCorpus), language: z.enum(['zh', 'en']) }).parse(workerData)
const tell = (message: TrainingMessage) => parentPort?.postMessage(message)
tell({ model: new Uint8Array(saveClassifier(trainLanguage(corpus, language, (done, of) => tell({ done, of })))) })
