import { classify, type Classifier, type Example, trainClassifier } from './classifier.ts'
import type { Lexicon } from './concepts.ts'
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

function timesOf(classifier: Classifier, texts: readonly string[]): number[] {
  return texts.map(text => {
    const from = performance.now()
    classify(classifier, text)
    return (performance.now() - from) * 1000
  }).sort((a, b) => a - b)
}

/** Trains on one set of utterances and judges another; those labelled `oos` belong to no intent in either. */
export function judgeForeign(train: readonly Example[], test: readonly Example[], language: Language, lexicon: Lexicon, onProgress: (done: number, of: number) => void): ForeignResult {
  const started = performance.now()
  const classifier = trainClassifier(train.filter(each => each.intent !== outOfScopeLabel), {
    language, lexicon, onProgress, outOfScope: train.filter(each => each.intent === outOfScopeLabel).map(each => each.text),
  })
  const trainSeconds = (performance.now() - started) / 1000
  const judged = test.map(({ text, intent }) => judgementOf(classifier, text, intent))
  const times = timesOf(classifier, test.map(({ text }) => text))
  const atShare = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { judged, trainSeconds, p50Microseconds: atShare(0.5), p99Microseconds: atShare(0.99), modelBytes: saveClassifier(classifier).byteLength }
}
