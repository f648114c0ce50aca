import { type ConceptFinder, createConceptFinder, type Lexicon } from './concepts.ts'
import { cosinesOf, evidenceOf } from './embedding/evidence.ts'
import { fuse, meaningStrangenessOf } from './embedding/fusion.ts'
import { fitLayer, type MeaningLayer, unknownOf } from './embedding/layer.ts'
import { documentsOf } from './documents.ts'
import type { Meanings } from './embedding/meanings.ts'
import { featuresOf } from './features.ts'
import { dealOut, fits, type Held, leaveOut, type Learned, type LeftOut } from './leave-out.ts'
import { fitLinear, type Labelled } from './linear.ts'
import { believedLabel, noiseOf } from './noise.ts'
import { gistOf } from './normalise.ts'
import { fitScaling, fitSharpness, type Logistic, logisticOf, oddsOf, probabilitiesOf, type Scaling, scaled } from './probability.ts'
import { bestOf, scoresOf, type SparseModel, sparseOf } from './sparse.ts'
import { fitScope, strangenessOf } from './strangeness.ts'
import type { Language } from './understanding.ts'
import { vectorOf } from './vectors.ts'

export type Example = { text: string; intent: string }

/** One language's intents, with calibrated confidences and the decision what is out of scope. */
export type Classifier = {
  language: Language
  intents: string[]
  lexicon: Lexicon
  /** Finds the lexicon's concepts. */
  conceptsIn: ConceptFinder
  model: SparseModel
  /** Sharpness of the softmax, and what makes of its best probability the share of right answers. */
  sharpness: number
  scaling: Scaling
  outOfScope: Logistic
  /** Above this probability a message counts as out of scope. */
  threshold: number
  /** What meanings add, where it was trained with an embedding model. */
  meaning?: MeaningLayer | undefined
  /** What cross-validation found while training. */
  held: HeldOut
}

export type HeldOut = {
  /** Share of right intents among held-out examples, without rejection. */
  accuracy: number
  /** Assumed share of wrong labels. */
  noise: number
  /** Share of messages in scope that the threshold is to keep, and of examples of intents left out and of no intent that it rejected. */
  kept: number
  leftOutRejected: number
  strangersRejected: number
}

export type TrainOptions = {
  language: Language
  /** Words that say the same; what they say counts beside them. */
  lexicon?: Lexicon
  /** Texts on the intents that no customer writes so: learned from, but nothing is judged by them. */
  material?: readonly Example[]
  /** Utterances that belong to no intent. */
  outOfScope?: readonly string[]
  /** Share of in-scope messages that the threshold must keep. */
  keep?: number
  seed?: number
  /** What an embedding model makes of the texts, and which one; a text without a meaning is learned by its words. */
  embedding?: { id: string; meanings: Meanings } | undefined
  onProgress?: (done: number, of: number) => void
}

/** C of the support vector machines: with labels to be trusted, with noisy ones, and with mended ones (cross-validated on CIC118 and on BANKING77 with a third of its labels drawn by lot). */
const usualCost = 1
const noisyCost = 0.1
const mendedCost = 0.5

/** An intent's name, where it says something in the language: it is an example of its own. */
function nameOf(intent: string, language: Language): string[] {
  const words = intent.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return (language === 'zh' ? /\p{Script=Han}/u : /[a-z]{3}/i).test(words) ? [words] : []
}

const judgedOf = (held: LeftOut['inScope']) => held.map(({ scores, label }) => ({ scores: scores.total, label }))

/** Trains a classifier; the same examples and seed give the same one. */
export function trainClassifier(examples: readonly Example[], { language, lexicon = {}, material = [], outOfScope = [], keep = 0.98, seed = 7, embedding, onProgress = () => undefined }: TrainOptions): Classifier {
  const intents = [...new Set([...examples, ...material].map(example => example.intent))].sort()
  const labelOf = new Map(intents.map((intent, index) => [intent, index]))
  const classes = intents.length
  const conceptsIn = createConceptFinder(lexicon, language)
  const learned = (text: string, label: number, gist: string | undefined): Learned & { text: string } => ({ text, label, gist })
  // What reads like an example would let a model see what it is judged by.
  const gists = new Set(examples.map(({ text }) => gistOf(text)))
  const rows = [
    ...intents.flatMap((intent, label) => nameOf(intent, language).map(text => learned(text, label, undefined))),
    ...material.filter(({ text }) => !gists.has(gistOf(text))).map(({ text, intent }) => learned(text, labelOf.get(intent) ?? -1, undefined)),
    ...examples.map(({ text, intent }) => learned(text, labelOf.get(intent) ?? -1, gistOf(text))),
    ...outOfScope.map(text => learned(text, -1, gistOf(text))),
  ]
  const labelled: Labelled = {
    documents: documentsOf(rows.map(({ text }) => featuresOf(text, language, conceptsIn))), labels: Int32Array.from(rows, ({ label }) => label), belief: new Float32Array(rows.length).fill(1),
  }
  let steps = 0
  const step = () => onProgress(++steps, noise > 0 ? 4 * fits + 2 : fits + 1)
  let noise = 0
  const all = new Uint8Array(rows.length).fill(1)
  const fitAll = (cost: number) => {
    const fit = fitLinear(labelled, all, { classes, cost, seed })
    step()
    return fit
  }
  // The fits without a part start from the fit to all, which they are near.
  const without = (cost: number, from: readonly Float32Array[]) => leaveOut(rows, labelled, deal, { classes, cost, seed, from }, step)
  let whole = fitAll(usualCost)
  const deal = dealOut(rows, whole.vectors, classes, seed)
  let held = without(usualCost, whole.pressure)
  noise = noiseOf(judgedOf(held.inScope), fitSharpness(judgedOf(held.inScope)))
  if (noise > 0) {
    // A softer model finds the wrong labels; one that trusts those mended finds more.
    const given = labelled.labels.slice()
    for (const cost of [noisyCost, mendedCost]) {
      held = without(cost, whole.pressure)
      const sharpness = fitSharpness(held.inScope.map(({ row, scores }) => ({ scores: scores.total, label: given[row]! })), noise)
      for (const { row, scores } of held.inScope) {
        const believed = believedLabel(probabilitiesOf(scores.total, sharpness), given[row]!, noise)
        labelled.labels[row] = believed.label
        labelled.belief[row] = believed.belief
      }
    }
    whole = fitAll(mendedCost)
    held = without(mendedCost, whole.pressure)
  }
  const sharpness = fitSharpness(judgedOf(held.inScope))
  const predicted = held.inScope.map(({ scores, label }) => {
    const best = bestOf(scores.total)
    return { odds: oddsOf(probabilitiesOf(scores.total, sharpness), best), right: best === label }
  })
  const strangeness = ({ model, vector, scores }: Held) => strangenessOf(model, vector, scores, sharpness)
  const { logistic, threshold, leftOutRejected, strangersRejected } = fitScope(held, strangeness, keep)
  const meaning = embedding && fitLayer({
    embedder: embedding.id, held, deal, classes, sharpness, strangeness, keep, labels: [...labelled.labels], meanings: rows.map(({ text }) => embedding.meanings.get(text)),
  })
  const model = sparseOf(whole.model)
  return {
    language, intents, lexicon, conceptsIn, model, sharpness, scaling: fitScaling(predicted), outOfScope: logistic, threshold, meaning,
    held: { accuracy: predicted.filter(each => each.right).length / Math.max(1, predicted.length), noise, kept: keep, leftOutRejected, strangersRejected },
  }
}

export type Classified = {
  /** Best first. */
  intents: { intent: string; confidence: number }[]
  /** Probability that the message belongs to none. */
  outOfScope: number
  rejected: boolean
}

/** What a classifier makes of a text: a probability for each of its intents, by the words and, where it is known, the meaning. */
function judge(classifier: Classifier, text: string, meant: Float32Array | undefined): { scores: Float32Array; probabilities: Float32Array; outOfScope: number; rejected: boolean } {
  const { model, sharpness, scaling, meaning } = classifier
  const vector = vectorOf(featuresOf(text, classifier.language, classifier.conceptsIn), model.vocabulary)
  const scores = scoresOf(model, vector)
  const strangeness = strangenessOf(model, vector, scores, sharpness)
  if (!meaning || !meant) {
    const outOfScope = logisticOf(strangeness, classifier.outOfScope)
    return { scores: scores.total, probabilities: scaled(probabilitiesOf(scores.total, sharpness), bestOf(scores.total), scaling), outOfScope, rejected: outOfScope > classifier.threshold }
  }
  const evidence = evidenceOf(meaning.index, meaning.centres, meant, cosinesOf(meaning.index, meant))
  const fused = fuse({ words: scores.total, unknown: unknownOf(vector), evidence }, meaning.weights)
  const outOfScope = logisticOf([...strangeness, ...meaningStrangenessOf(fused, evidence)], meaning.outOfScope)
  return { scores: fused, probabilities: scaled(probabilitiesOf(fused, 1), bestOf(fused), meaning.scaling), outOfScope, rejected: outOfScope > meaning.threshold }
}

/** The likeliest intents of an utterance, at most `most`; its meaning counts where the classifier was trained with the same embedding model. */
export function classify(classifier: Classifier, text: string, most = 5, meaning?: Float32Array): Classified {
  const { intents } = classifier
  const { scores, probabilities, outOfScope, rejected } = judge(classifier, text, meaning)
  const best: number[] = []
  for (let of = 0; of < scores.length; of++) {
    let at = best.length
    while (at > 0 && scores[best[at - 1]!]! < scores[of]!) at -= 1
    if (at < most) {
      best.splice(at, 0, of)
      if (best.length > most) best.pop()
    }
  }
  return { intents: best.map(of => ({ intent: intents[of] ?? '', confidence: probabilities[of] ?? 0 })), outOfScope, rejected }
}
