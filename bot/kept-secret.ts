import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error

/** The content of a file of secrets; undefined where there is none. Others on the machine lose the right to read it. */
function readSecret(path: string): string | undefined {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes a file for good: it is on the disk when this returns. */
function writeDurably(path: string, content: string): void {
  const written = openSync(path, 'w', 0o600)
  try {
    writeFileSync(written, content)
    fsyncSync(written)
  } finally {
    closeSync(written)
  }
}

/**
 * A secret of 64 hex digits kept in the data folder, made at the first start; readable by its owner only. Two processes
 * that start together get the same one, and it is on the disk before anything is encrypted under it. Throws the system's error where the folder
 * cannot be read or written; then there is none.
 */
export function keptSecret(dataDir: string, file: string): string {
  const path = join(dataDir, file)
  const kept = readSecret(path)
  if (kept !== undefined) return kept
  const secret = randomBytes(32).toString('hex')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const aside = join(dataDir, `${file}.${randomBytes(8).toString('hex')}`)
  try {
    writeDurably(aside, secret)
    // Whole or not there, and never in another's place.
    linkSync(aside, path)
    syncFolder(dataDir)
    return secret
  } catch (error) {
    const other = isSystemError(error) && error.code === 'EEXIST' ? readSecret(path) : undefined
    if (other === undefined) throw error
    return other
  } finally {
    rmSync(aside, { force: true })
  }
}

/** A secret kept in the data folder; undefined where there is none. */
export function keptSecretIfAny(dataDir: string, file: string): string | undefined {
  return readSecret(join(dataDir, file))
}

function syncFolder(dataDir: string): void {
  const folder = openSync(dataDir, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** Puts a secret in the place of the one that is kept: the file holds the one or the other at every moment, and this one for good when it returns. */
export function keepSecret(dataDir: string, file: string, secret: string): void {
  const [path, aside] = [join(dataDir, file), join(dataDir, `${file}.new`)]
  writeDurably(aside, secret)
  renameSync(aside, path)
  syncFolder(dataDir)
}

/** Removes a kept secret for good. */
export function dropSecret(dataDir: string, file: string): void {
  rmSync(join(dataDir, file), { force: true })
  syncFolder(dataDir)
}
