import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

export type Folding = {
  /** Told after each commit how many statements have written so far; folds when there is something to gain. */
  committed(written: number): void
  /** Whether the log-ahead has grown so long that whoever writes must fold it before going on; they are told so once a folding. */
  isTooLong(): boolean
  close(): Promise<void>
}

/** Statements between two foldings: a page that many turns touch is written to the database once. */
const every = 4_000
/** Pages of the log-ahead (4 kB each) above which writing waits for the folding. */
const longest = 40_000

/**
 * Folds the log-ahead of a SQLite database into it in a thread of its own, which is started when there is enough to fold: on the thread that
 * writes it would hold up everything else for some ten milliseconds each time (docs/decisions/0010).
 */
export function foldBeside(path: string): Folding {
  let worker: Worker | undefined
  let busy = false
  let folded = 0
  let pages = 0

  function start(): Worker {
    const started = new Worker(new URL('folding-thread.ts', import.meta.url), { workerData: { path }, resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 } })
    // It alone keeps no process alive.
    started.unref()
    started.on('message', (length: unknown) => {
      pages = z.number().parse(length)
      busy = false
    })
    // A disk that takes nothing is found by the next commit as well, and told there; until then the log-ahead only grows.
    started.on('error', () => {
      worker = undefined
      busy = false
    })
    return started
  }

  return {
    committed(written) {
      if (busy || written - folded < every) return
      busy = true
      folded = written
      worker ??= start()
      worker.postMessage('fold')
    },
    isTooLong() {
      const tooLong = pages > longest
      pages = 0
      return tooLong
    },
    async close() {
      if (!worker) return
      const ended = once(worker, 'exit')
      worker.ref()
      worker.postMessage('close')
      await ended
    },
  }
}

/** For what is nowhere but in memory. */
export const noFolding: Folding = { committed: () => undefined, isTooLong: () => false, close: async () => undefined }
