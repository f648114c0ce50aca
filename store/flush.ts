import { type FileHandle, open } from 'node:fs/promises'

export type Flush = {
  /** Resolves when all that was written to the file so far is on the disk. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * Flushes a file that another writes, beside whatever else the process does meanwhile. The file is opened when there is
 * something to flush, and must stay the same file from then on: SQLite keeps its log-ahead while a connection is open.
 */
export function createFlush(path: string): Flush {
  let opened: FileHandle | undefined
  return {
    async flush() {
      opened ??= await open(path, 'r+')
      await opened.datasync()
    },
    async close() {
      await opened?.close()
    },
  }
}

/** For what is nowhere but in memory. */
export const noFlush: Flush = { flush: async () => undefined, close: async () => undefined }
