import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** An embedding model that cannot be used; the message names the file and says what is wrong with it. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError'
}

const settings = z.looseObject({
  /** How the vectors of the tokens become one: their mean, or that of the first token. */
  pooling: z.enum(['mean', 'cls']).default('mean'),
  /** As many tokens of a text are read. */
  maxLength: z.int().min(4).max(8192).optional(),
  /** What the model wants before each text, such as "query: ". */
  prefix: z.string().default(''),
  /** As Hugging Face's own files say it: places of tokens that the model knows. */
  max_position_embeddings: z.int().min(8).optional(),
})

export type EmbeddingFolder = {
  model: Uint8Array
  tokenizer: Record<string, unknown>
  /** `tokenizer_config.json`, where it is given. */
  tokenizerConfig: Record<string, unknown>
  pooling: 'mean' | 'cls'
  maxLength: number
  prefix: string
  /** Changes whenever the same text might get another vector. */
  id: string
}

/** A customer's message is short; more tokens cost time and say little more. */
const usualLength = 128

function read(dir: string, name: string): Buffer {
  try {
    return readFileSync(join(dir, name))
  } catch {
    throw new EmbeddingError(`${join(dir, name)} is missing or cannot be read; an embedding model is a folder with model.onnx and tokenizer.json`)
  }
}

function readJson(dir: string, name: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(read(dir, name).toString('utf8')))
  } catch (error) {
    if (error instanceof EmbeddingError) throw error
    throw new EmbeddingError(`${join(dir, name)} is not a JSON object; copy it again from where the model comes from`)
  }
}

const optionalJson = (dir: string, name: string) => statSync(join(dir, name), { throwIfNoEntry: false }) ? readJson(dir, name) : {}

/** Reads the folder of an embedding model. Throws EmbeddingError naming the first file that is wrong. */
export function readEmbeddingFolder(dir: string): EmbeddingFolder {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new EmbeddingError(`${dir} is not a folder; give the folder with model.onnx and tokenizer.json`)
  const model = read(dir, 'model.onnx')
  const tokenizer = readJson(dir, 'tokenizer.json')
  const tokenizerConfig = optionalJson(dir, 'tokenizer_config.json')
  const parsed = settings.safeParse(optionalJson(dir, 'config.json'))
  if (!parsed.success) throw new EmbeddingError(`${join(dir, 'config.json')}: ${parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`)
  const { pooling, prefix, max_position_embeddings: places = Infinity } = parsed.data
  // RoBERTa's kind counts its places from 2 on.
  const maxLength = parsed.data.maxLength ?? Math.min(usualLength, places - 2)
  const id = createHash('sha256').update(model).update(JSON.stringify([tokenizer, tokenizerConfig, pooling, maxLength, prefix])).digest('hex').slice(0, 16)
  return { model, tokenizer, tokenizerConfig, pooling, maxLength, prefix, id }
}
