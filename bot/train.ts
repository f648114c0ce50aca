import { workerData } from 'node:worker_threads'
import { z } from 'zod'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { prepareModel } from './understanding.ts'

/** Runs in a worker beside the service: trains the model of the present content into the cache. */
const { knowledgeDir, cacheDir } = z.object({ knowledgeDir: z.string(), cacheDir: z.string() }).parse(workerData)
prepareModel(loadCatalogue(knowledgeDir, new Date().toISOString()), cacheDir, () => undefined)
