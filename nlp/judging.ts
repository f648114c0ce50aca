import { classify, type Classifier } from './classifier.ts'
import { mostOffered } from './decision.ts'
import type { Judgement } from './metrics.ts'

/** What a classifier makes of an utterance that should be of this intent. */
export function judgementOf(classifier: Classifier, text: string, intent: string, read: (text: string) => string = same => same): Judgement {
  const { intents, outOfScope, rejected } = classify(classifier, read(text))
  const [best] = intents
  return {
    text, intent, outOfScope, rejected, predicted: best?.intent ?? '', confidence: best?.confidence ?? 0,
    offered: intents.slice(0, mostOffered).some(each => each.intent === intent),
  }
}
