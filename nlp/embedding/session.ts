import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import type { InferenceSession, Tensor } from 'onnxruntime-web'
import { z } from 'zod'
import { EmbeddingError, type EmbeddingFolder, readEmbeddingFolder } from './folder.ts'

/** A text's meaning as a vector of length 1; of length 0 where the model says nothing. */
export type Vectorise = (text: string) => Promise<Float32Array>

export type Session = { id: string; dimensions: number; vectorise: Vectorise }

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? ''
const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'

async function runtime() {
  try {
    const onnx = await import('onnxruntime-web')
    // This runs in a thread of its own already; more would take the cores from the service.
    onnx.env.wasm.numThreads = 1
    return onnx
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new EmbeddingError('an embedding model needs the package onnxruntime-web, which is not installed; run "npm install --no-save onnxruntime-web@1.30.0" in the project\'s folder')
  }
}

// The package's own types cannot be resolved by its consumers.
const encoding = z.object({ ids: z.array(z.int().nonnegative()) })

/** The numbers of a text's tokens. */
function tokenizerOf({ tokenizer, tokenizerConfig, prefix }: EmbeddingFolder, dir: string): (text: string) => number[] {
  try {
    const made = new Tokenizer(tokenizer, tokenizerConfig)
    const idsOf = (text: string) => encoding.parse(made.encode(prefix + text)).ids
    idsOf('你好 hello')
    return idsOf
  } catch (error) {
    throw new EmbeddingError(`${join(dir, 'tokenizer.json')} is no fast tokenizer of Hugging Face that can be used: ${error instanceof z.ZodError ? 'it gives tokens without a number' : reason(error)}`)
  }
}

const known = ['input_ids', 'attention_mask', 'token_type_ids']

function pooled({ data, dims }: Tensor, pooling: 'mean' | 'cls', tokens: number, path: string): Float32Array {
  const [batch, second, third] = dims
  const isPooled = dims.length === 2 && batch === 1
  const isByToken = dims.length === 3 && batch === 1 && second === tokens
  if (!(data instanceof Float32Array) || !(isPooled || isByToken)) {
    throw new EmbeddingError(`${path} gives ${data.constructor.name} of shape [${dims.join(', ')}] for a text of ${tokens} tokens; it must give 32-bit floats of shape [1, tokens, dimensions] or [1, dimensions]`)
  }
  if (isPooled) return data.slice()
  const width = third ?? 0
  const sum = data.slice(0, width)
  if (pooling === 'mean') for (let at = width; at < data.length; at++) sum[at % width]! += data[at]!
  return sum
}

function unit(vector: Float32Array, path: string): Float32Array {
  let squared = 0
  for (const value of vector) squared += value * value
  if (!Number.isFinite(squared)) throw new EmbeddingError(`${path} gives numbers that are not finite; convert it again, with 32-bit floats`)
  const length = Math.sqrt(squared)
  return length > 1e-9 ? vector.map(value => value / length) : new Float32Array(vector.length)
}

/**
 * Loads the embedding model of a folder and tries it on a text. Throws EmbeddingError for what is missing, cannot be read or
 * gives something else than vectors.
 */
export async function openSession(dir: string): Promise<Session> {
  const folder = readEmbeddingFolder(dir)
  const path = join(dir, 'model.onnx')
  const onnx = await runtime()
  const idsOf = tokenizerOf(folder, dir)
  let session: InferenceSession
  try {
    session = await onnx.InferenceSession.create(folder.model, { logSeverityLevel: 4 })
  } catch (error) {
    throw new EmbeddingError(`${path} is no ONNX model that can be loaded: ${reason(error)}`)
  }
  const unknown = session.inputNames.filter(name => !known.includes(name))
  if (unknown.length > 0 || !session.inputNames.includes('input_ids')) {
    throw new EmbeddingError(`${path} takes ${session.inputNames.join(', ')}; an embedding model of text takes input_ids, with attention_mask and token_type_ids where it needs them`)
  }
  const output = ['sentence_embedding', 'last_hidden_state'].find(name => session.outputNames.includes(name)) ?? session.outputNames[0] ?? ''

  const vectorise: Vectorise = async text => {
    const ids = idsOf(text)
    // The last token is the one that ends a text.
    if (ids.length > folder.maxLength) ids.splice(folder.maxLength - 1, ids.length - folder.maxLength)
    if (ids.length === 0) return new Float32Array(dimensions)
    const tensor = (value: (at: number) => number) => new onnx.Tensor('int64', BigInt64Array.from(ids, (_, at) => BigInt(value(at))), [1, ids.length])
    const feeds = { input_ids: tensor(at => ids[at]!), attention_mask: tensor(() => 1), token_type_ids: tensor(() => 0) }
    let results: InferenceSession.OnnxValueMapType
    try {
      results = await session.run(Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputNames.includes(name))), { logSeverityLevel: 4 })
    } catch (error) {
      throw new EmbeddingError(`${path} cannot be run on what ${join(dir, 'tokenizer.json')} gives; do both belong to one model? ${reason(error)}`)
    }
    const result = results[output]
    if (!result || !('dims' in result)) throw new EmbeddingError(`${path} gives no tensor named ${output}`)
    const vector = unit(pooled(result, folder.pooling, ids.length, path), path)
    if (dimensions > 0 && vector.length !== dimensions) throw new EmbeddingError(`${path} gives ${vector.length} numbers for one text and ${dimensions} for another`)
    return vector
  }

  let dimensions = 0
  dimensions = (await vectorise('你好 hello')).length
  if (dimensions === 0) throw new EmbeddingError(`${path} gives no numbers for a text; does ${join(dir, 'tokenizer.json')} belong to it?`)
  return { id: folder.id, dimensions, vectorise }
}
