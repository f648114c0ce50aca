import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { NotOpenedError, whyNotOpened } from './opening.ts'
import { ownDatabase } from './own-files.ts'

/** Another process works on the same data folder. */
export class NotAloneError extends Error {
  override readonly name = 'NotAloneError'
}

/** How long a process that is just ending may still hold the folder, in milliseconds. */
const patience = 3000

/** Stands beside the records for as long as they are open. */
const openMark = 'shouwen.db-open'

/** Throws NotOpenedError where the file that SQLite writes to first is gone though nobody closed the records: what was accepted last was in it. */
export function checkLogAhead(dataDir: string): void {
  const records = join(dataDir, 'shouwen.db')
  if (!existsSync(join(dataDir, openMark)) || !existsSync(records) || existsSync(`${records}-wal`)) return
  throw new NotOpenedError(`DATA_DIR: shouwen.db-wal is missing in ${dataDir}, though the service was not stopped properly: what was written last was in it. Put it back; or, where it is lost, a backup takes its place or a program other than Shouwen's has folded it in, remove ${openMark} and start again`)
}

/** Notes that whoever closed the records last, service or command, folded that file in: nothing is missing then. */
export function noteFolded(dataDir: string): void {
  if (!existsSync(join(dataDir, 'shouwen.db-wal'))) rmSync(join(dataDir, openMark), { force: true })
}

export type Alone = {
  /** The records are open now. */
  opened(): void
  /** They are closed: another process may have the folder. */
  letGo(): void
}

/**
 * Takes a data folder for this process alone. The system lets it go when the process dies,
 * however it dies: nothing is left over that would stop the next start. Throws NotAloneError, and NotOpenedError where a part of the records is gone.
 */
export function takeAlone(dataDir: string): Alone {
  const path = join(dataDir, 'instance.lock')
  // Whoever may read it could hold it.
  ownDatabase(path)
  const lock = new DatabaseSync(path)
  try {
    lock.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE`)
    checkLogAhead(dataDir)
  } catch (error) {
    lock.close()
    if (error instanceof Error && /locked/.test(error.message)) throw new NotAloneError(`another process works on ${dataDir}`)
    throw whyNotOpened(error, { dataDir })
  }
  return {
    opened() { writeFileSync(join(dataDir, openMark), '', { mode: 0o600 }) },
    letGo() {
      // Where the disk is full, what was written last is still in the file that SQLite writes to first.
      noteFolded(dataDir)
      lock.close()
    },
  }
}
