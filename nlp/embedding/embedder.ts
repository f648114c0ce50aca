import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { EmbeddingError } from './folder.ts'

/** An embedding model at work in a thread of its own. */
export type Embedder = {
  /** Changes whenever the same text might get another vector. */
  id: string
  dimensions: number
  /** The text's meaning as a vector of length 1; texts are taken in order. Rejects with EmbeddingError. */
  embed(text: string): Promise<Float32Array>
  close(): Promise<void>
}

const opened = z.union([z.object({ ready: z.object({ id: z.string(), dimensions: z.number() }) }), z.object({ problem: z.string() })])
const answered = z.object({ number: z.number(), vector: z.instanceof(Float32Array).optional(), problem: z.string().optional() })

/** Opens the embedding model of a folder. Rejects with EmbeddingError, which says what is wrong with it. */
export async function openEmbedder(dir: string): Promise<Embedder> {
  const worker = new Worker(new URL('embedder-worker.ts', import.meta.url), { workerData: { dir } })
  const [first]: unknown[] = await once(worker, 'message')
  const state = opened.parse(first)
  if ('problem' in state) {
    await worker.terminate()
    throw new EmbeddingError(state.problem)
  }
  // It alone keeps no process alive.
  worker.unref()
  const waiting = new Map<number, { resolve(vector: Float32Array): void; reject(error: Error): void }>()
  let ended: EmbeddingError | undefined
  let next = 0
  function end(why: string): void {
    ended ??= new EmbeddingError(why)
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('message', (message: unknown) => {
    const { number, vector, problem } = answered.parse(message)
    const asker = waiting.get(number)
    waiting.delete(number)
    if (waiting.size === 0) worker.unref()
    if (vector) asker?.resolve(vector)
    else asker?.reject(new EmbeddingError(problem ?? `${dir} gave no vector`))
  })
  worker.on('error', error => end(`the embedding model of ${dir} broke down: ${error instanceof Error ? error.message : String(error)}`))
  worker.on('exit', () => end(`the embedding model of ${dir} is closed`))
  return {
    ...state.ready,
    embed: text => new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      const number = next++
      waiting.set(number, { resolve, reject })
      worker.ref()
      worker.postMessage({ number, text })
    }),
    async close() {
      await worker.terminate()
    },
  }
}

/** The id of the embedding model of a folder. Rejects with EmbeddingError, as `openEmbedder` does. */
export async function embedderIdOf(dir: string): Promise<string> {
  const embedder = await openEmbedder(dir)
  await embedder.close()
  return embedder.id
}
