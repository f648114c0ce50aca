import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isSignedBy, type LogKey } from './log-key.ts'

/** A signed head of the log as a witness keeps it: a line of JSON, `{"checkpoint":{…},"signature":"…"}`. */
export const checkpointFormat = 'shouwen-checkpoint-1'

const headSchema = z.strictObject({
  format: z.literal(checkpointFormat), seq: z.number().int().positive(), head: z.string().regex(/^[0-9a-f]{64}$/), at: z.string(),
  /** Ed25519, SPKI in base64: whose signature it is. */
  publicKey: z.string(),
})
const lineSchema = z.strictObject({ checkpoint: headSchema, signature: z.string() })
export type SignedHead = z.infer<typeof headSchema>

/** What is signed of a head, and the signature over it. */
export function signHead(key: LogKey, { seq, hash, at }: { seq: number; hash: string; at: string }): { text: string; signature: string } {
  const text = JSON.stringify({ format: checkpointFormat, seq, head: hash, at, publicKey: key.publicKey } satisfies SignedHead)
  return { text, signature: key.sign(text) }
}

/** A checkpoint as it is handed to a witness. */
export function witnessLine({ text, signature }: { text: string; signature: string }): string {
  return `{"checkpoint":${text},"signature":"${signature}"}\n`
}

/** The name of a checkpoint's file; names sort as the places do. */
export function witnessFile(seq: number): string {
  return `checkpoint-${String(seq).padStart(12, '0')}.json`
}

/** What a witness keeps cannot be read or was not signed; the message names file and line. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError'
}

/** Parses a checkpoint and checks its signature. Throws WitnessError that names `where`. */
export function readHead(line: string, where: string): SignedHead {
  let parsed: z.infer<typeof lineSchema>
  try {
    parsed = lineSchema.parse(JSON.parse(line))
  } catch {
    throw new WitnessError(`${where}: this is not a checkpoint of the log`)
  }
  const { checkpoint, signature } = parsed
  if (!isSignedBy(checkpoint.publicKey, JSON.stringify(checkpoint), signature)) throw new WitnessError(`${where}: the signature of checkpoint ${checkpoint.seq} does not hold`)
  return checkpoint
}

/** All that a witness keeps: a folder of checkpoint files, or one file with a checkpoint a line. Throws WitnessError. */
export function readWitness(path: string): SignedHead[] {
  if (!existsSync(path)) throw new WitnessError(`${path}: there is no such file or folder`)
  const files = statSync(path).isDirectory() ? readdirSync(path).filter(name => /\.jsonl?$/.test(name)).sort().map(name => join(path, name)) : [path]
  return files.flatMap(file => readFileSync(file, 'utf8').split('\n').flatMap((line, index) => line.trim() === '' ? [] : [readHead(line, `${file}:${index + 1}`)]))
}

/** The hash that a witness has seen in each place. Throws WitnessError where two checkpoints contradict each other. */
export function seenBy(heads: readonly SignedHead[]): Map<number, string> {
  const seen = new Map<number, string>()
  for (const { seq, head } of heads) {
    const known = seen.get(seq)
    if (known !== undefined && known !== head) throw new WitnessError(`the witness has two checkpoints of entry ${seq} that contradict each other: one of them is of another past`)
    seen.set(seq, head)
  }
  return seen
}
