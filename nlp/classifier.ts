import { type ConceptFinder, createConceptFinder, type Lexicon } from './concepts.ts'
import { type FeatureGroups, featuresOf } from './features.ts'
import { fitLinear, type Row } from './linear.ts'
import { fitLogistic, fitSharpness, type Judged, type Logistic, logisticOf, probabilitiesOf } from './probability.ts'
import { type SparseModel, scoresOf, sparseOf, supportOf } from './sparse.ts'
import { sequence } from './svm.ts'
import type { Language } from './understanding.ts'
import { type Vector, vectorOf } from './vectors.ts'

export type Example = { text: string; intent: string }

/** One language's intents, with calibrated confidences and the decision what is out of scope. */
export type Classifier = {
  language: Language
  intents: string[]
  lexicon: Lexicon
  /** Finds the lexicon's concepts. */
  conceptsIn: ConceptFinder
  model: SparseModel
  /** Sharpness of the softmax under which a confidence is the share of right answers. */
  sharpness: number
  outOfScope: Logistic
  /** Above this probability a message counts as out of scope. */
  threshold: number
  /** What cross-validation found while training. */
  held: HeldOut
}

export type HeldOut = {
  /** Share of right intents among held-out examples, without rejection. */
  accuracy: number
  /** Assumed share of wrong labels. */
  noise: number
  /** Share of in-scope examples kept, and of examples of intents left out that were rejected, at the threshold. */
  kept: number
  rejected: number
}

export type TrainOptions = {
  language: Language
  /** Words that say the same; what they say counts beside them. */
  lexicon?: Lexicon
  /** Utterances that belong to no intent. */
  outOfScope?: readonly string[]
  /** Share of in-scope messages that the threshold must keep. */
  keep?: number
  seed?: number
  onProgress?: (done: number, of: number) => void
}

const folds = 5
/** C of the support vector machines: with labels to be trusted, with noisy ones, and with mended ones. */
const usualCost = 1
const noisyCost = 0.1
const mendedCost = 0.3

/** What tells a message of no intent from one of the predicted intent. */
function strangeness(model: SparseModel, vector: Vector, scores: Float32Array, features: FeatureGroups, sharpness: number): number[] {
  let best = 0
  for (let of = 1; of < scores.length; of++) if (scores[of]! > scores[best]!) best = of
  let second = -Infinity
  for (let of = 0; of < scores.length; of++) if (of !== best && scores[of]! > second) second = scores[of]!
  const top = probabilitiesOf(scores, sharpness)[best] ?? 0
  return [scores[best] ?? 0, (scores[best] ?? 0) - second, vector.known, supportOf(model, vector, best), Math.log(1 + (features[0]?.length ?? 0)), Math.log(1e-3 + top)]
}

type Held = Judged & { row: number; model: SparseModel; vector: Vector }
type Prepared = { features: FeatureGroups; label: number; fold: number }

/** Every class belongs to one fold that leaves it out whole, and every example to another that leaves it out alone. */
function assignFolds(rows: readonly { features: FeatureGroups; label: number }[], classes: number, seed: number): { prepared: Prepared[]; leftOutIn: Int32Array } {
  const random = sequence(seed)
  const shuffled = Array.from({ length: classes }, (_, of) => ({ of, key: random() })).sort((a, b) => a.key - b.key)
  const leftOutIn = new Int32Array(classes)
  for (const [at, { of }] of shuffled.entries()) leftOutIn[of] = at % folds
  const next = new Map<number, number>()
  const order = rows.map((_, row) => ({ row, key: random() })).sort((a, b) => a.key - b.key)
  const fold = new Int32Array(rows.length)
  for (const { row } of order) {
    const { label } = rows[row]!
    const turn = next.get(label) ?? 0
    next.set(label, turn + 1)
    fold[row] = label < 0 ? turn % folds : (leftOutIn[label]! + 1 + turn % (folds - 1)) % folds
  }
  return { prepared: rows.map((row, at) => ({ ...row, fold: fold[at]! })), leftOutIn }
}

/** An intent's name, where it says something in the language: it is an example of its own. */
function nameOf(intent: string, language: Language): string[] {
  const words = intent.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return (language === 'zh' ? /\p{Script=Han}/u : /[a-z]{3}/i).test(words) ? [words] : []
}

type Validated = { inScope: Held[]; strangers: Held[] }

/** Fits without a part of the examples and without a part of the intents, in turn, and looks at what was left out. */
function crossValidate(prepared: readonly Prepared[], leftOutIn: Int32Array, belief: Float32Array, classes: number, cost: number, seed: number, onFold: () => void): Validated {
  const inScope: Held[] = []
  const strangers: Held[] = []
  for (let fold = 0; fold < folds; fold++) {
    const absent = (row: Prepared) => row.label >= 0 && leftOutIn[row.label] === fold
    const train: Row[] = []
    for (const [at, row] of prepared.entries()) if (row.fold !== fold && !absent(row)) train.push({ features: row.features, label: row.label, belief: belief[at]! })
    const model = sparseOf(fitLinear(train, { classes, cost, seed }))
    for (const [at, row] of prepared.entries()) {
      if (row.fold !== fold && !absent(row)) continue
      const vector = vectorOf(row.features, model.vocabulary)
      const scores = scoresOf(model, vector)
      if (absent(row) || row.label < 0) strangers.push({ scores, label: -1, row: at, model, vector })
      else inScope.push({ scores, label: row.label, row: at, model, vector })
    }
    onFold()
  }
  return { inScope, strangers }
}

function bestOf(scores: Float32Array): number {
  let best = 0
  for (let of = 1; of < scores.length; of++) if (scores[of]! > scores[best]!) best = of
  return best
}

const accuracyOf = (held: readonly Judged[]) => held.filter(each => bestOf(each.scores) === each.label).length / Math.max(1, held.length)

/**
 * The share of labels that are wrong: among the surest third of held-out predictions the model errs little,
 * so what disagrees there is mostly a wrong label.
 */
function noiseOf(held: readonly Judged[], sharpness: number): number {
  const judged = held.map(each => ({ right: bestOf(each.scores) === each.label, sure: Math.max(...probabilitiesOf(each.scores, sharpness)) })).sort((a, b) => b.sure - a.sure)
  const surest = judged.slice(0, Math.ceil(judged.length / 3))
  const wrong = surest.filter(each => !each.right).length / Math.max(1, surest.length)
  return wrong < 0.1 ? 0 : wrong
}

/** What a noisy label most probably should be, by the prediction of models that did not see it, and how sure that is. */
function believedLabel(probabilities: Float32Array, given: number, noise: number): { label: number; belief: number } {
  let total = 0
  let label = given
  let top = 0
  for (let of = 0; of < probabilities.length; of++) {
    const posterior = probabilities[of]! * ((of === given ? 1 - noise : 0) + noise / probabilities.length)
    total += posterior
    if (posterior > top) {
      top = posterior
      label = of
    }
  }
  return { label, belief: total > 0 ? top / total : 1 }
}

/** Trains a classifier; the same examples and seed give the same one. */
export function trainClassifier(examples: readonly Example[], { language, lexicon = {}, outOfScope = [], keep = 0.98, seed = 7, onProgress = () => undefined }: TrainOptions): Classifier {
  const intents = [...new Set(examples.map(example => example.intent))].sort()
  const labelOf = new Map(intents.map((intent, index) => [intent, index]))
  const classes = intents.length
  const conceptsIn = createConceptFinder(lexicon, language)
  const read = (text: string) => featuresOf(text, language, conceptsIn)
  const rows = [
    ...intents.flatMap((intent, label) => nameOf(intent, language).map(text => ({ features: read(text), label }))),
    ...examples.map(({ text, intent }) => ({ features: read(text), label: labelOf.get(intent) ?? -1 })),
    ...outOfScope.map(text => ({ features: read(text), label: -1 })),
  ]
  const { prepared, leftOutIn } = assignFolds(rows, classes, seed)
  const belief = new Float32Array(rows.length).fill(1)
  let steps = 0
  const step = () => onProgress(++steps, noise > 0 ? 3 * folds + 1 : folds + 1)
  let noise = 0
  let cost = usualCost
  let validated = crossValidate(prepared, leftOutIn, belief, classes, cost, seed, step)
  noise = noiseOf(validated.inScope, fitSharpness(validated.inScope))
  if (noise > 0) {
    // A softer model first finds the wrong labels, then one that trusts the mended labels more is fitted.
    validated = crossValidate(prepared, leftOutIn, belief, classes, noisyCost, seed, step)
    const sharpness = fitSharpness(validated.inScope, noise)
    for (const { row, scores, label } of validated.inScope) {
      const believed = believedLabel(probabilitiesOf(scores, sharpness), label, noise)
      prepared[row]!.label = believed.label
      belief[row] = believed.belief
    }
    cost = mendedCost
    validated = crossValidate(prepared, leftOutIn, belief, classes, cost, seed, step)
  }
  const sharpness = fitSharpness(validated.inScope)
  const judged = [...validated.inScope.map(held => ({ held, positive: false })), ...validated.strangers.map(held => ({ held, positive: true }))]
    .map(({ held, positive }) => ({ positive, features: strangeness(held.model, held.vector, held.scores, rows[held.row]!.features, sharpness) }))
  const logistic = fitLogistic(judged)
  const strange = judged.filter(each => !each.positive).map(each => logisticOf(each.features, logistic)).sort((a, b) => a - b)
  const threshold = strange[Math.min(strange.length - 1, Math.floor(strange.length * keep))] ?? 1
  const strangers = judged.filter(each => each.positive)
  const model = sparseOf(fitLinear(prepared.map((row, at) => ({ ...row, belief: belief[at]! })), { classes, cost, seed }))
  step()
  return {
    language, intents, lexicon, conceptsIn, model, sharpness, outOfScope: logistic, threshold,
    held: {
      accuracy: accuracyOf(validated.inScope), noise, kept: keep,
      rejected: strangers.filter(each => logisticOf(each.features, logistic) > threshold).length / Math.max(1, strangers.length),
    },
  }
}

export type Classified = {
  /** Best first. */
  intents: { intent: string; confidence: number }[]
  /** Probability that the message belongs to none. */
  outOfScope: number
  rejected: boolean
}

/** The likeliest intents of an utterance, at most `most`. */
export function classify(classifier: Classifier, text: string, most = 5): Classified {
  const { model, intents, sharpness } = classifier
  const features = featuresOf(text, classifier.language, classifier.conceptsIn)
  const vector = vectorOf(features, model.vocabulary)
  const scores = scoresOf(model, vector)
  const probabilities = probabilitiesOf(scores, sharpness)
  const outOfScope = logisticOf(strangeness(model, vector, scores, features, sharpness), classifier.outOfScope)
  const best: number[] = []
  for (let of = 0; of < scores.length; of++) {
    let at = best.length
    while (at > 0 && scores[best[at - 1]!]! < scores[of]!) at -= 1
    if (at < most) {
      best.splice(at, 0, of)
      if (best.length > most) best.pop()
    }
  }
  return { intents: best.map(of => ({ intent: intents[of] ?? '', confidence: probabilities[of] ?? 0 })), outOfScope, rejected: outOfScope > classifier.threshold }
}
