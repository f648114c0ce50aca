import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

/** What a file system says that lets nobody change rights, such as a share: whoever set it up has decided who reads it. */
const notOursToSay = new Set(['EPERM', 'ENOTSUP', 'EROFS'])
const codeOf = (error: unknown) => error instanceof Error && 'code' in error ? String(error.code) : ''

/** Takes from everybody else on the machine the rights to the file or folder at `path`, if there is one. */
export function keepToOwner(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || (found.mode & 0o077) === 0) return
  try {
    chmodSync(path, found.mode & 0o700)
  } catch (error) {
    if (!notOursToSay.has(codeOf(error))) throw error
  }
}

/** Files that a database of SQLite consists of; it gives those it makes the rights of the first. */
const partsOfDatabase = ['', '-wal', '-shm', '-journal']

/** Makes the file of a database before SQLite does, which would let everybody read it, and takes that right back where it was given. */
export function ownDatabase(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  for (const part of partsOfDatabase) keepToOwner(path + part)
}
