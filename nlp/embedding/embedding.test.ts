import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddingFolder, synonyms, toyModel, toyTokenizer } from '../../test/support/toy-embedding.ts'
import { classify, type Classifier, type Example, trainClassifier } from '../classifier.ts'
import { loadClassifier, saveClassifier } from '../model.ts'
import { sequence } from '../svm.ts'
import { type Embedder, openEmbedder } from './embedder.ts'
import { createMeaningsInTime } from './in-time.ts'
import { meaningsOf } from './meanings.ts'

/** Words that share no more than chance gives. */
const random = sequence(5)
const word = () => Array.from({ length: 7 }, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(random() * 26)]).join('')
/** Each word of a group means the same; those written out stand in no example. */
const groups = [['plastic'], ['vanished'], ['tariff'], ['schedule'], ['premises'], ['yield'], ['mortgage'], ['sandwich'], ['remittance']].map(group => [...group, ...Array.from({ length: 30 }, word)])
const asked = { lost: [0, 1], fees: [2, 8], hours: [3, 4], loans: [5, 6] }
const fillers = ['please', 'hello', 'the', 'my', 'now']
/** Half of the examples have words that others have, half have their own. */
const examples = Object.entries(asked).flatMap(([intent, [first = 0, second = 0]]) => Array.from({ length: 40 }, (_, at): Example => {
  const pick = (group: number) => groups[group]![at < 20 ? 1 + at % 3 : at - 16]!
  const said = `${pick(first)} ${pick(second)}`
  return { intent, text: at % 2 === 0 ? said : `${fillers[at % 5]} ${said}` }
}))
const strangers = Array.from({ length: 25 }, (_, at) => at % 2 === 0 ? groups[7]![at + 1]! : `${fillers[at % 5]} ${groups[7]![at + 1]}`)
const dirs: string[] = []
const folder = (files: Parameters<typeof embeddingFolder>[0]) => dirs[dirs.push(embeddingFolder(files)) - 1]!

let embedder: Embedder
let withMeaning: Classifier
let byWords: Classifier
beforeAll(async () => {
  const dir = synonyms(groups)
  dirs.push(dir)
  embedder = await openEmbedder(dir)
  const meanings = await meaningsOf([...examples.map(({ text }) => text), ...strangers], embedder)
  byWords = trainClassifier(examples, { language: 'en', outOfScope: strangers })
  withMeaning = trainClassifier(examples, { language: 'en', outOfScope: strangers, embedding: { id: embedder.id, meanings } })
})
afterAll(async () => {
  await embedder.close()
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

describe('a classifier with an embedding model', () => {
  const foreignWords = [['plastic vanished', 'lost'], ['tariff remittance', 'fees'], ['schedule premises', 'hours'], ['yield mortgage', 'loans']] as const
  it.each(foreignWords)('understands "%s", of which no word was learned', async (text, intent) => {
    const meant = classify(withMeaning, text, 5, await embedder.embed(text))
    expect(meant.intents[0]?.intent).toBe(intent)
    expect(meant.intents[0]?.confidence).toBeGreaterThan(0.6)
    expect(meant.rejected).toBe(false)
    const read = classify(byWords, text)
    expect(read.rejected || (read.intents[0]?.confidence ?? 0) < 0.6 || read.intents[0]?.intent !== intent).toBe(true)
  })
  it('still rejects what is foreign in other words', async () => {
    expect(classify(withMeaning, 'my sandwich', 5, await embedder.embed('my sandwich')).rejected).toBe(true)
  })
  it('reads a text whose meaning is not known by its words, to the last digit', () => {
    for (const { text } of [...examples.slice(0, 30), { text: 'plastic vanished' }, { text: '' }]) expect(classify(withMeaning, text)).toEqual(classify(byWords, text))
  })
  it('says the same after it was kept and loaded', async () => {
    const loaded = loadClassifier(saveClassifier(withMeaning))
    for (const [text] of foreignWords) {
      const meaning = await embedder.embed(text)
      expect(classify(loaded, text, 5, meaning)).toEqual(classify(withMeaning, text, 5, meaning))
    }
  })
  it('learns by the words alone where no example has a meaning', () => {
    expect(trainClassifier(examples, { language: 'en', embedding: { id: 'none', meanings: new Map() } }).meaning).toBeUndefined()
  })
})

describe('an embedding model', () => {
  it('gives vectors of length 1, by token or whole, of one text like of another', async () => {
    const dir = synonyms(groups, { gives: 'mean' })
    dirs.push(dir)
    const whole = await openEmbedder(dir)
    const text = 'my plastic, my plastic tariff'
    const vector = await embedder.embed(text)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 6)
    expect(await whole.embed(text)).toEqual(vector)
    expect(whole.id).not.toBe(embedder.id)
    await whole.close()
  })
  it('reads no more of a text than it was made for', async () => {
    const files = { 'model.onnx': toyModel({ table: [[0, 0], [0, 0], [0, 0], [1, 0], [0, 1]] }), 'tokenizer.json': toyTokenizer(['card', 'fee']) }
    const short = await openEmbedder(folder({ ...files, 'config.json': { maxLength: 4 } }))
    expect([...await short.embed(`${'card '.repeat(2000)}fee`)]).toEqual([...await short.embed('card card card fee')])
    await short.close()
    const first = await openEmbedder(folder({ ...files, 'config.json': { pooling: 'cls' } }))
    expect([...await first.embed('fee card card')]).toEqual([0, 1])
    await first.close()
  })
  it('answers to the end, and says so when it is closed', async () => {
    const dir = synonyms(groups)
    dirs.push(dir)
    const closed = await openEmbedder(dir)
    expect(await Promise.all(['plastic', 'tariff', 'plastic'].map(text => closed.embed(text).then(vector => vector.indexOf(1))))).toEqual([0, 2, 0])
    await closed.close()
    await expect(closed.embed('plastic')).rejects.toThrow(/is closed/)
  })
  it('keeps what it found, and is asked only for what is new', async () => {
    const cacheDir = folder({})
    const texts: string[] = []
    const counted = { ...embedder, embed: (text: string) => { texts.push(text); return embedder.embed(text) } }
    const first = await meaningsOf(['card', 'fee', 'card'], counted, cacheDir)
    const second = await meaningsOf(['fee', 'open', 'card'], counted, cacheDir)
    expect(texts).toEqual(['card', 'fee', 'open'])
    expect(second.get('card')).toEqual(first.get('card'))
    await meaningsOf(['card'], { ...counted, id: 'another' }, cacheDir)
    expect(texts).toHaveLength(4)
  })

  const table = [[0, 0], [0, 0], [0, 0], [1, 0], [0, 1]]
  const tokenizer = toyTokenizer(['card', 'fee'])
  it.each([
    ['no model', { 'tokenizer.json': tokenizer }, /model\.onnx is missing.*folder with model\.onnx and tokenizer\.json/],
    ['no tokenizer', { 'model.onnx': toyModel({ table }) }, /tokenizer\.json is missing/],
    ['a model of other bytes', { 'model.onnx': '<html>not found</html>', 'tokenizer.json': tokenizer }, /model\.onnx is no ONNX model that can be loaded/],
    ['half a model', { 'model.onnx': toyModel({ table }).subarray(0, 60), 'tokenizer.json': tokenizer }, /model\.onnx is no ONNX model that can be loaded/],
    ['an empty model', { 'model.onnx': '', 'tokenizer.json': tokenizer }, /model\.onnx is no ONNX model that can be loaded/],
    ['a tokenizer that is no JSON', { 'model.onnx': toyModel({ table }), 'tokenizer.json': '[UNK]\n' }, /tokenizer\.json is not a JSON object/],
    ['JSON that is no tokenizer', { 'model.onnx': toyModel({ table }), 'tokenizer.json': { words: 3 } }, /tokenizer\.json is no fast tokenizer/],
    ['another input', { 'model.onnx': toyModel({ table, input: 'pixel_values' }), 'tokenizer.json': tokenizer }, /model\.onnx takes pixel_values; .* takes input_ids/],
    ['numbers of another kind', { 'model.onnx': toyModel({ table, gives: 'ids' }), 'tokenizer.json': tokenizer }, /gives BigInt64Array of shape \[1, \d+\].*must give 32-bit floats/],
    ['a tokenizer of a larger model', { 'model.onnx': toyModel({ table: [[1, 0]] }), 'tokenizer.json': toyTokenizer(['hello', '你', '好']) }, /cannot be run on what .*tokenizer\.json gives; do both belong to one model/],
    ['numbers that are none', { 'model.onnx': toyModel({ table: [[NaN, 0], [0, 0], [0, 0]] }), 'tokenizer.json': tokenizer }, /numbers that are not finite/],
    ['another pooling', { 'model.onnx': toyModel({ table }), 'tokenizer.json': tokenizer, 'config.json': { pooling: 'max' } }, /config\.json: pooling: /],
  ])('says in a sentence what is wrong with %s', async (_, files, message) => {
    const why = await openEmbedder(folder(files)).then(() => 'it opened', (error: unknown) => error instanceof Error ? `${error.name}: ${error.message}` : '')
    expect(why).toMatch(/^EmbeddingError: /)
    expect(why).toMatch(message)
    expect(why).not.toContain('\n')
  })
  it('says that there is no folder', async () => {
    await expect(openEmbedder(join(folder({}), 'none'))).rejects.toThrow(/none is not a folder; give the folder with model\.onnx/)
  })
})

describe('meanings in time', () => {
  const never = () => new Promise<Float32Array>(() => undefined)
  it('lets a message go without what does not come, and asks nothing more of a model that is behind', async () => {
    let asked = 0
    const next = createMeaningsInTime({ embed: () => { asked += 1; return never() } }, { limitMs: 20, onProblem: () => undefined })
    const meaningOf = next()
    expect(await meaningOf('one')).toBeUndefined()
    expect(await meaningOf('two')).toBeUndefined()
    expect(await next()('three')).toBeUndefined()
    expect(asked).toBe(1)
  })
  it('asks again when the model has caught up', async () => {
    let answer = (_vector: Float32Array) => undefined as void
    const late = createMeaningsInTime({ embed: text => text === 'late' ? new Promise(resolve => { answer = resolve }) : embedder.embed(text) }, { limitMs: 500, onProblem: () => undefined })
    expect(await late()('late')).toBeUndefined()
    answer(new Float32Array(8))
    await new Promise(resolve => setImmediate(resolve))
    expect(await late()('plastic')).toEqual(await embedder.embed('plastic'))
  })
  it('tells of a problem once, and lets the messages go without', async () => {
    const told: string[] = []
    const broken = createMeaningsInTime({ embed: () => Promise.reject(new Error('it broke')) }, { limitMs: 500, onProblem: why => told.push(why) })
    for (const text of ['one', 'two']) expect(await broken()(text)).toBeUndefined()
    expect(told).toEqual(['it broke'])
  })
})
