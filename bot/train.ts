import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import type { Corpus } from '../nlp/corpus.ts'
import { openEmbedder } from '../nlp/embedding/embedder.ts'
import { meaningsOf } from '../nlp/embedding/meanings.ts'
import { type CorpusMeanings, corpusTexts } from '../nlp/model.ts'
import { corpusOf, prepareModel } from './understanding.ts'

/** Runs in a worker beside the service: trains the model of the present content into the cache, and tells how far it is. */
const { knowledgeDir, cacheDir, embeddingDir } = z.object({ knowledgeDir: z.string(), cacheDir: z.string(), embeddingDir: z.string().optional() }).parse(workerData)

async function meaningsBy(dir: string, corpus: Corpus): Promise<CorpusMeanings> {
  const embedder = await openEmbedder(dir)
  const meanings = await meaningsOf(corpusTexts(corpus), embedder, cacheDir)
  await embedder.close()
  return { id: embedder.id, meanings }
}

const catalogue = loadCatalogue(knowledgeDir, new Date().toISOString())
prepareModel(catalogue, cacheDir, progress => parentPort?.postMessage(progress), embeddingDir === undefined ? undefined : await meaningsBy(embeddingDir, corpusOf(catalogue)))
