import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'

/** Runs in a thread: folds the log-ahead of a SQLite database into it each time it is asked to. */
const { path } = z.object({ path: z.string() }).parse(workerData)
const database = new DatabaseSync(path)
for (const setting of ['synchronous = NORMAL', 'busy_timeout = 1000', 'cache_size = -1000']) database.exec(`PRAGMA ${setting}`)
const fold = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')
const state = z.object({ log: z.number(), checkpointed: z.number() })
/** While others write there is always a rest. Once there is none the log-ahead begins anew with the next commit. */
const mostRounds = 8

function foldAll(): number {
  for (let round = 1; ; round++) {
    const { log, checkpointed } = state.parse(fold.get())
    if (log === checkpointed || round === mostRounds) return log
  }
}

parentPort?.on('message', (asked: 'fold' | 'close') => {
  if (asked === 'fold') return parentPort?.postMessage(foldAll())
  database.close()
  parentPort?.close()
})
