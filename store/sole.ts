import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process works on the same data folder. */
export class NotAloneError extends Error {
  override readonly name = 'NotAloneError'
}

/** How long a process that is just ending may still hold the folder, in milliseconds. */
const patience = 3000

/**
 * Takes a data folder for this process alone and gives what lets it go. The system lets it go when the process dies,
 * however it dies: nothing is left over that would stop the next start. Throws NotAloneError.
 */
export function takeAlone(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'instance.lock'))
  try {
    lock.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE`)
  } catch (error) {
    lock.close()
    if (error instanceof Error && /locked/.test(error.message)) throw new NotAloneError(`another process works on ${dataDir}`)
    throw error
  }
  return () => lock.close()
}
