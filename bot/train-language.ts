import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { saveClassifier, trainLanguage } from '../nlp/model.ts'
import { corpusOf } from './understanding.ts'
import type { TrainingMessage } from './training-message.ts'

/** Runs in a worker: trains one language of the content's model, tells how far it is, and gives the model as bytes. */
const { knowledgeDir, language } = z.object({ knowledgeDir: z.string(), language: z.enum(['zh', 'en']) }).parse(workerData)
const tell = (message: TrainingMessage) => parentPort?.postMessage(message)
const corpus = corpusOf(loadCatalogue(knowledgeDir, new Date().toISOString()))
tell({ model: new Uint8Array(saveClassifier(trainLanguage(corpus, language, (done, of) => tell({ done, of })))) })
