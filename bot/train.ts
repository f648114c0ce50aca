import { z } from 'zod'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import type { Corpus } from '../nlp/corpus.ts'
import { openEmbedder } from '../nlp/embedding/embedder.ts'
import { meaningsOf } from '../nlp/embedding/meanings.ts'
import { type CorpusMeanings, corpusTexts } from '../nlp/model.ts'
import type { TrainingTold } from './training-message.ts'
import { corpusOf, prepareModel } from './understanding.ts'

/** Runs as a process beside the service: trains the model of the present content into the cache, and tells how far it is. */
const { knowledgeDir, cacheDir, embeddingDir } = z.object({ knowledgeDir: z.string(), cacheDir: z.string(), embeddingDir: z.string().optional() }).parse(JSON.parse(process.argv[2] ?? ''))
const tell = (told: TrainingTold) => process.send?.(told)
process.on('disconnect', () => process.exit())

async function meaningsBy(dir: string, corpus: Corpus): Promise<CorpusMeanings> {
  const embedder = await openEmbedder(dir)
  const meanings = await meaningsOf(corpusTexts(corpus), embedder, cacheDir)
  await embedder.close()
  return { id: embedder.id, meanings }
}

try {
  const catalogue = loadCatalogue(knowledgeDir, new Date().toISOString())
  prepareModel(catalogue, cacheDir, progress => tell({ progress }), embeddingDir === undefined ? undefined : await meaningsBy(embeddingDir, corpusOf(catalogue)))
} catch (error) {
  tell({ problem: error instanceof Error ? error.stack ?? error.message : String(error) })
}
process.disconnect()
