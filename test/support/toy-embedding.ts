import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Protocol-buffer fields, as far as an ONNX file needs them. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left > 127; left = Math.floor(left / 128)) bytes.push(left % 128 | 128)
  return Buffer.from([...bytes, left])
}
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)])
const bytes = (field: number, ...parts: Uint8Array[]) => {
  const whole = Buffer.concat(parts)
  return Buffer.concat([varint(field * 8 + 2), varint(whole.length), whole])
}
const text = (field: number, value: string) => bytes(field, Buffer.from(value))

const float = 1
const int64 = 7
const value = (name: string, type: number, shape: readonly (string | number)[]) => [
  text(1, name), bytes(2, bytes(1, number(1, type), bytes(2, ...shape.map(size => bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)))))),
]
const node = (operator: string, inputs: readonly string[], output: string) => [...inputs.map(name => text(1, name)), text(2, output), text(4, operator)]

export type ToyModel = {
  /** A vector for each token. */
  table: readonly (readonly number[])[]
  input?: string
  /** `tokens` gives a vector a token, `mean` their mean, `ids` the numbers it was given. */
  gives?: 'tokens' | 'mean' | 'ids'
}

/** An ONNX model that looks tokens up in a table, byte by byte. */
export function toyModel({ table, input = 'input_ids', gives = 'tokens' }: ToyModel): Buffer {
  const width = table[0]?.length ?? 0
  const output = gives === 'mean' ? value('sentence_embedding', float, [1, width]) : gives === 'ids' ? value('last_hidden_state', int64, [1, 'tokens']) : value('last_hidden_state', float, [1, 'tokens', width])
  const nodes = gives === 'ids' ? [node('Identity', [input], 'last_hidden_state')]
    : gives === 'tokens' ? [node('Gather', ['table', input], 'last_hidden_state')]
      : [node('Gather', ['table', input], 'found'), [...node('ReduceMean', ['found'], 'sentence_embedding'), bytes(5, text(1, 'axes'), number(8, 1), number(20, 7)), bytes(5, text(1, 'keepdims'), number(3, 0), number(20, 2))]]
  const weights = bytes(5, number(1, table.length), number(1, width), number(2, float), text(8, 'table'), bytes(9, Buffer.from(Float32Array.from(table.flat()).buffer)))
  const graph = bytes(7, ...nodes.map(each => bytes(1, ...each)), text(2, 'toy'), weights, bytes(11, ...value(input, int64, [1, 'tokens'])), bytes(12, ...output))
  return Buffer.concat([number(1, 8), graph, bytes(8, text(1, ''), number(2, 13))])
}

/** A WordPiece tokenizer of whole words, as Hugging Face writes it down. */
export const toyTokenizer = (words: readonly string[]): object => ({
  version: '1.0', truncation: null, padding: null,
  added_tokens: ['[UNK]', '[CLS]', '[SEP]'].map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null, decoder: null,
  model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(['[UNK]', '[CLS]', '[SEP]', ...words].map((word, id) => [word, id])) },
})

/** A folder with these files, below the system's folder for such. */
export function embeddingFolder(files: Readonly<Record<string, string | Uint8Array | object>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'shouwen-embedding-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content))
  return dir
}

/** A folder with a model in which words of one group mean the same and all others mean nothing. */
export function synonyms(groups: readonly (readonly string[])[], model: Pick<ToyModel, 'gives'> = {}): string {
  const words = groups.flat()
  const meaning = (group: number) => groups.map((_, at) => at === group ? 1 : 0)
  const table = [...Array.from({ length: 3 }, () => meaning(-1)), ...groups.flatMap((group, at) => group.map(() => meaning(at)))]
  return embeddingFolder({ 'model.onnx': toyModel({ table, ...model }), 'tokenizer.json': toyTokenizer(words) })
}
