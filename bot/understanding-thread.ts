import { parentPort, workerData } from 'node:worker_threads'
import { openEmbedder } from '../nlp/embedding/embedder.ts'
import { cachedModel, corpusOf, prepareModel, understandingOf } from './understanding.ts'
import type { Answer, Asked, ThreadData, Told } from './understanding-messages.ts'

/** Runs in a thread beside the service: understands messages, so that a long one holds up no other customer's connection. */
const { catalogue, learnedFrom, cacheDir, embeddingDir }: ThreadData = workerData
const tell = (message: Told) => parentPort?.postMessage(message)

let now = Date.now()
const embedder = embeddingDir === undefined ? undefined : await openEmbedder(embeddingDir)
const meant = embedder && cachedModel(corpusOf(learnedFrom), cacheDir, embedder.id)
const model = meant ?? prepareModel(learnedFrom, cacheDir, progress => tell({ progress }))
const understand = understandingOf(catalogue, model, { now: () => new Date(now) }, embedder && { embedder, onProblem: problem => tell({ problem }) })

let done: Answer[] = []
/** What is understood in one round of the event loop is told together. */
function answer(each: Answer): void {
  if (done.length === 0) setImmediate(() => {
    tell({ answers: JSON.stringify(done) })
    done = []
  })
  done.push(each)
}

parentPort?.on('message', (asked: string) => {
  const { now: at, messages }: Asked = JSON.parse(asked)
  now = at
  for (const { number, text, context } of messages) {
    understand(text, context).then(understanding => answer({ number, understanding }), (error: unknown) => answer({ number, failed: error instanceof Error ? error.message : String(error) }))
  }
})
tell({ ready: true })
