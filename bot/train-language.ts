import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { saveClassifier, trainLanguage } from '../nlp/model.ts'
import { corpusOf } from './understanding.ts'

/** Runs in a worker: trains one language of the content's model and gives it as bytes. */
const { knowledgeDir, language } = z.object({ knowledgeDir: z.string(), language: z.enum(['zh', 'en']) }).parse(workerData)
parentPort?.postMessage(saveClassifier(trainLanguage(corpusOf(loadCatalogue(knowledgeDir, new Date().toISOString())), language)))
