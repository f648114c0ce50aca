import type { MeaningOf } from '../pipeline.ts'
import type { Embedder } from './embedder.ts'

export type InTimeOptions = {
  /** How long one message may wait for meanings, all its parts together. */
  limitMs: number
  /** Told of each problem of the embedding model, the same one once. */
  onProblem(why: string): void
}

/**
 * Meanings for one message after the other: each call begins a message. What does not come in time goes without, and while the
 * model is behind nobody waits for it.
 */
export function createMeaningsInTime(embedder: Pick<Embedder, 'embed'>, { limitMs, onProblem }: InTimeOptions): () => MeaningOf {
  let behind = 0
  let told = ''

  async function vectorOf(text: string): Promise<Float32Array | undefined> {
    try {
      return await embedder.embed(text)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== told) onProblem(why)
      told = why
      return undefined
    }
  }

  function inTime(asked: Promise<Float32Array | undefined>, left: number): Promise<Float32Array | undefined> {
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        behind += 1
        void asked.finally(() => { behind -= 1 })
        resolve(undefined)
      }, left)
      void asked.then(vector => {
        clearTimeout(timer)
        resolve(vector)
      })
    })
  }

  return () => {
    const until = performance.now() + limitMs
    const found = new Map<string, Promise<Float32Array | undefined>>()
    return async text => {
      const left = until - performance.now()
      const before = found.get(text)
      if (before) return before
      if (left <= 0 || behind > 0) return undefined
      const asked = inTime(vectorOf(text), left)
      found.set(text, asked)
      return asked
    }
  }
}
