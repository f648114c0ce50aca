import { isDeepStrictEqual } from 'node:util'
import { deserialize } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { classify, type Example, trainClassifier } from './classifier.ts'
import { loadCorpus } from './corpus.ts'
import { foldsOf } from './folds.ts'
import { loadClassifier, saveClassifier } from './model.ts'
import { sequence } from './svm.ts'

const corpus = loadCorpus()
const topics = [...new Set(corpus.topics.filter(each => each.file.startsWith('topics/')).map(each => each.intent))].slice(0, 12)
const utterances = corpus.topics.filter(each => each.language === 'zh' && topics.includes(each.intent)).map(({ text, intent }): Example => ({ text, intent }))
const outside = corpus.outOfScope.filter(each => each.language === 'zh').map(({ text }) => text)
const foldOf = foldsOf(utterances, 4, 1)
const train = utterances.filter((_, at) => foldOf[at] !== 0)
const test = utterances.filter((_, at) => foldOf[at] === 0)
const share = <T>(all: readonly T[], holds: (each: T) => boolean) => all.filter(holds).length / all.length
const train12 = (examples: readonly Example[], seed = 7) => trainClassifier(examples, { language: 'zh', outOfScope: outside.filter((_, at) => at % 2 === 0), seed })
const classifier = train12(train)
const rightly = (of: typeof classifier) => share(test, ({ text, intent }) => classify(of, text).intents[0]?.intent === intent)

describe('a classifier', () => {
  it('is the same for the same examples and seed, to the last weight', () => {
    const kept = (of: typeof classifier): unknown => deserialize(saveClassifier(of))
    expect(isDeepStrictEqual(kept(train12(train)), kept(classifier))).toBe(true)
    expect(isDeepStrictEqual(kept(train12(train, 8)), kept(classifier))).toBe(false)
  })
  it('says the same after it was kept and loaded', () => {
    const loaded = loadClassifier(saveClassifier(classifier))
    for (const { text } of test.slice(0, 50)) expect(classify(loaded, text)).toEqual(classify(classifier, text))
  })
  it('keeps what is in scope and rejects what is foreign, of texts that it has not seen', () => {
    expect(share(test, ({ text }) => !classify(classifier, text).rejected)).toBeGreaterThan(0.95)
    expect(share(outside.filter((_, at) => at % 2 === 1), text => classify(classifier, text).rejected)).toBeGreaterThan(0.7)
  })
  it('tells what is foreign from what it knows after few examples, too', () => {
    const fees = ['what is the fee', 'how much do you charge', 'the cost please'].map(text => ({ text, intent: 'fees' }))
    const lost = ['i lost my card', 'my card is gone', 'cannot find my card'].map(text => ({ text, intent: 'lost' }))
    const small = trainClassifier([...fees, ...lost, { text: 'when do you open', intent: 'hours' }], { language: 'en', outOfScope: ['tell me a joke', 'sing a song'] })
    const rejected = (text: string) => classify(small, text).rejected
    expect(['what are the fees', 'i have lost my card', 'when do you open'].filter(rejected)).toEqual([])
    expect(['tell me a joke', 'who won the world cup'].filter(text => !rejected(text))).toEqual([])
  })
  it('is right as often as it is sure', () => {
    const judged = test.map(({ text, intent }) => {
      const best = classify(classifier, text).intents[0]
      return { confidence: best?.confidence ?? 0, right: best?.intent === intent }
    })
    expect(Math.abs(judged.reduce((sum, each) => sum + each.confidence, 0) / judged.length - share(judged, each => each.right))).toBeLessThan(0.05)
  })
  it('orders its intents by confidence, and shares out no more than 1', () => {
    for (const { text } of [...test.slice(0, 100), { text: '' }, { text: '？' }, { text: '卡'.repeat(5000) }]) {
      const confidences = classify(classifier, text, 12).intents.map(each => each.confidence)
      expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
      expect(confidences.every(each => each >= 0 && each <= 1)).toBe(true)
      expect(confidences.reduce((sum, each) => sum + each, 0)).toBeLessThan(1.001)
    }
  })
  it('finds wrong labels and learns in spite of them', () => {
    const random = sequence(3)
    const mislabelled = train.map(({ text, intent }) => ({ text, intent: random() < 0.35 ? topics[Math.floor(random() * topics.length)] ?? intent : intent }))
    const noisy = train12(mislabelled)
    expect(classifier.held.noise).toBe(0)
    expect(noisy.held.noise).toBeGreaterThan(0.15)
    expect(rightly(noisy)).toBeGreaterThan(rightly(classifier) - 0.08)
  })
})
