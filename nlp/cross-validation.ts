import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Corpus } from './corpus.ts'
import type { Embedder } from './embedding/embedder.ts'
import { meaningsOf } from './embedding/meanings.ts'
import type { HeldOutPart } from './held-out.ts'
import type { Judgement } from './metrics.ts'
import { type CorpusMeanings, spellingOf } from './model.ts'
import { createSpelling, readable } from './spelling.ts'
import type { Language } from './understanding.ts'

export type CrossValidation = {
  corpus: Corpus
  languages: readonly Language[]
  /** Texts that belong to no topic, to judge by beside the corpus's own. */
  strangers: Readonly<Record<Language, readonly string[]>>
  folds: number
  seed: number
  /** Whose meanings count beside the words, if any. */
  embedder?: Embedder | undefined
  onProgress(done: number, of: number): void
}

/** The meanings of all texts of these languages, as they are written and as they are read. */
async function embeddingOf({ corpus, languages, strangers }: CrossValidation, embedder: Embedder): Promise<CorpusMeanings> {
  const spelling = createSpelling(spellingOf(corpus))
  const texts = languages.flatMap(language => [...[...corpus.topics, ...corpus.outOfScope].filter(each => each.language === language).map(({ text }) => text), ...strangers[language]]
    .flatMap(text => [text, readable(text, language, spelling)]))
  return { id: embedder.id, meanings: await meaningsOf(texts, embedder) }
}

function judgeInWorker(part: HeldOutPart): Promise<Judgement[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('held-out-worker.ts', import.meta.url), { workerData: part })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Judges every utterance of the corpus by a model that has not seen it; one fold a core at a time. The same corpus and seed give the same judgements. */
export async function crossValidate(options: CrossValidation): Promise<Record<Language, Judgement[]>> {
  const { corpus, languages, strangers, folds, seed, embedder, onProgress } = options
  const embedding = embedder && await embeddingOf(options, embedder)
  const parts = languages.flatMap(language => Array.from({ length: folds }, (_, fold): HeldOutPart => ({ corpus, strangers: strangers[language], language, fold, folds, seed, embedding })))
  const judged: Judgement[][] = parts.map(() => [])
  let next = 0
  let done = 0
  const work = async () => {
    while (next < parts.length) {
      const at = next++
      judged[at] = await judgeInWorker(parts[at]!)
      onProgress(++done, parts.length)
    }
  }
  onProgress(0, parts.length)
  await Promise.all(Array.from({ length: Math.min(parts.length, availableParallelism()) }, work))
  const of = (language: Language) => parts.flatMap((part, at) => part.language === language ? judged[at]! : [])
  return { zh: of('zh'), en: of('en') }
}
