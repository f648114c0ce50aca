import { parentPort, workerData } from 'node:worker_threads'
import { openEmbedder } from '../nlp/embedding/embedder.ts'
import { releaseStartUpMemory } from './start-up-memory.ts'
import { readModel, understandingOf } from './understanding.ts'
import type { Answer, Asked, ThreadData, Told } from './understanding-messages.ts'

/** Runs in a thread beside the service: understands messages, so that a long one holds up no other customer's connection. */
const { catalogue, modelPath, embeddingDir }: ThreadData = workerData
const tell = (message: Told) => parentPort?.postMessage(message)

let now = Date.now()
const embedding = embeddingDir === undefined ? undefined : { embedder: await openEmbedder(embeddingDir), onProblem: (problem: string) => tell({ problem }) }
const understand = understandingOf(catalogue, readModel(modelPath), { now: () => new Date(now) }, embedding)

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
releaseStartUpMemory()
tell({ ready: true })
