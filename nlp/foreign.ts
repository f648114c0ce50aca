import { classify, type Classifier, type Example, trainClassifier } from './classifier.ts'
import type { Lexicon } from './concepts.ts'
import type { Embedder } from './embedding/embedder.ts'
import { meaningsOf } from './embedding/meanings.ts'
import { judgementOf } from './judging.ts'
import { type Judgement, outOfScopeLabel } from './metrics.ts'
import { saveClassifier } from './model.ts'
import type { Language } from './understanding.ts'

export type ForeignResult = {
  judged: Judgement[]
  trainSeconds: number
  /** What one utterance takes, from its text to its intents. */
  p50Microseconds: number
  p99Microseconds: number
  modelBytes: number
}

async function timesOf(classifier: Classifier, texts: readonly string[], embedder: Embedder | undefined): Promise<number[]> {
  const times: number[] = []
  for (const text of texts) {
    const from = performance.now()
    classify(classifier, text, undefined, embedder && await embedder.embed(text))
    times.push((performance.now() - from) * 1000)
  }
  return times.sort((a, b) => a - b)
}

export type Foreign = {
  train: readonly Example[]
  test: readonly Example[]
  language: Language
  lexicon: Lexicon
  /** Whose meanings count beside the words, if any; finding them is part of the times. */
  embedder?: Embedder | undefined
  onProgress(done: number, of: number): void
}

/** Trains on one set of utterances and judges another; those labelled `oos` belong to no intent in either. */
export async function judgeForeign({ train, test, language, lexicon, embedder, onProgress }: Foreign): Promise<ForeignResult> {
  const started = performance.now()
  const embedding = embedder && { id: embedder.id, meanings: await meaningsOf(train.map(({ text }) => text), embedder) }
  const classifier = trainClassifier(train.filter(each => each.intent !== outOfScopeLabel), {
    language, lexicon, embedding, onProgress, outOfScope: train.filter(each => each.intent === outOfScopeLabel).map(each => each.text),
  })
  const trainSeconds = (performance.now() - started) / 1000
  const texts = test.map(({ text }) => text)
  const meanings = embedder && await meaningsOf(texts, embedder)
  const judged = test.map(({ text, intent }) => judgementOf(classifier, text, intent, undefined, meanings))
  const times = await timesOf(classifier, texts, embedder)
  const atShare = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { judged, trainSeconds, p50Microseconds: atShare(0.5), p99Microseconds: atShare(0.99), modelBytes: saveClassifier(classifier).byteLength }
}
