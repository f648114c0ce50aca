import { classify, type Classifier } from './classifier.ts'
import { mostOffered } from './decision.ts'
import type { Meanings } from './embedding/meanings.ts'
import type { Judgement } from './metrics.ts'

/** What a classifier makes of an utterance that should be of this intent. */
export function judgementOf(classifier: Classifier, text: string, intent: string, read: (text: string) => string = same => same, meanings?: Meanings): Judgement {
  const readable = read(text)
  const { intents, outOfScope, rejected } = classify(classifier, readable, undefined, meanings?.get(readable) ?? meanings?.get(text))
  const [best] = intents
  return {
    text, intent, outOfScope, rejected, predicted: best?.intent ?? '', confidence: best?.confidence ?? 0,
    offered: intents.slice(0, mostOffered).some(each => each.intent === intent),
  }
}
