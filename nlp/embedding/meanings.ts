import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import type { Embedder } from './embedder.ts'

/** The meaning of each text, by the text as it is written. */
export type Meanings = ReadonlyMap<string, Float32Array>

const kept = z.map(z.string(), z.instanceof(Float32Array))
const keyOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)

function keptMeanings(path: string): Map<string, Float32Array> {
  if (!existsSync(path)) return new Map()
  try {
    return kept.parse(deserialize(readFileSync(path)))
  } catch {
    // Half written, or of another version: made anew.
    return new Map()
  }
}

/** So many texts are on their way to the model at once. */
const together = 32

/** The meanings of these texts; those that were found before come from a file in `cacheDir`, where one is given. Rejects with EmbeddingError. */
export async function meaningsOf(texts: Iterable<string>, embedder: Embedder, cacheDir?: string, onProgress: (done: number, of: number) => void = () => undefined): Promise<Meanings> {
  const path = cacheDir === undefined ? undefined : join(cacheDir, `meanings-${embedder.id}.bin`)
  const before = path === undefined ? new Map<string, Float32Array>() : keptMeanings(path)
  const all = [...new Set(texts)]
  const missing = all.filter(text => !before.has(keyOf(text)))
  const meanings = new Map<string, Float32Array>()
  for (const text of all) {
    const vector = before.get(keyOf(text))
    if (vector) meanings.set(text, vector)
  }
  for (let from = 0; from < missing.length; from += together) {
    await Promise.all(missing.slice(from, from + together).map(async text => meanings.set(text, await embedder.embed(text))))
    onProgress(Math.min(missing.length, from + together), missing.length)
  }
  if (path !== undefined && cacheDir !== undefined && missing.length > 0) {
    mkdirSync(cacheDir, { recursive: true })
    // Renamed when whole: another process never reads half of it.
    const aside = `${path}.${randomUUID()}`
    writeFileSync(aside, serialize(new Map([...before, ...missing.map(text => [keyOf(text), meanings.get(text)!] as const)])))
    renameSync(aside, path)
  }
  return meanings
}
