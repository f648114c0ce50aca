import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { EmbeddingError } from './folder.ts'
import { openSession } from './session.ts'

/** Runs in a worker of `openEmbedder`: says when it is ready or why not, then gives a vector for each text, in order. */
const { dir } = z.object({ dir: z.string() }).parse(workerData)
const asked = z.object({ number: z.number(), text: z.string() })

function problemOf(error: unknown): string {
  if (error instanceof EmbeddingError) return error.message
  throw error
}

try {
  const { id, dimensions, vectorise } = await openSession(dir)
  let before = Promise.resolve()
  parentPort?.on('message', (message: unknown) => {
    const { number, text } = asked.parse(message)
    before = before.then(async () => {
      try {
        parentPort?.postMessage({ number, vector: await vectorise(text) })
      } catch (error) {
        parentPort?.postMessage({ number, problem: problemOf(error) })
      }
    })
  })
  parentPort?.postMessage({ ready: { id, dimensions } })
} catch (error) {
  parentPort?.postMessage({ problem: problemOf(error) })
}
