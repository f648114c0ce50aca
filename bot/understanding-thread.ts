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

/** Understands what was handed over together and tells it together, as far as it is there: nobody waits for a meaning that another's words have to wait for. */
function answerAll(messages: Asked['messages']): void {
  let done: Answer[] = []
  let left = messages.length
  function tellDone(): void {
    if (done.length > 0) tell({ answers: JSON.stringify(done) })
    done = []
  }
  function answer(each: Answer): void {
    left -= 1
    if (done.length === 0 && left > 0) setImmediate(tellDone)
    done.push(each)
    if (left === 0) tellDone()
  }
  for (const { number, text, context } of messages) {
    understand(text, context).then(understanding => answer({ number, understanding }), (error: unknown) => answer({ number, failed: error instanceof Error ? error.message : String(error) }))
  }
}

parentPort?.on('message', (asked: string) => {
  const { now: at, messages }: Asked = JSON.parse(asked)
  now = at
  answerAll(messages)
})
releaseStartUpMemory()
tell({ ready: true })
