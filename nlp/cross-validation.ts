import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Corpus } from './corpus.ts'
import type { HeldOutPart } from './held-out.ts'
import type { Judgement } from './metrics.ts'
import type { Language } from './understanding.ts'

export type CrossValidation = {
  corpus: Corpus
  languages: readonly Language[]
  /** Texts that belong to no topic, to judge by beside the corpus's own. */
  strangers: Readonly<Record<Language, readonly string[]>>
  folds: number
  seed: number
  onProgress(done: number, of: number): void
}

function judgeInWorker(part: HeldOutPart): Promise<Judgement[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('held-out-worker.ts', import.meta.url), { workerData: part })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Judges every utterance of the corpus by a model that has not seen it; one fold a core at a time. The same corpus and seed give the same judgements. */
export async function crossValidate({ corpus, languages, strangers, folds, seed, onProgress }: CrossValidation): Promise<Record<Language, Judgement[]>> {
  const parts = languages.flatMap(language => Array.from({ length: folds }, (_, fold): HeldOutPart => ({ corpus, strangers: strangers[language], language, fold, folds, seed })))
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
