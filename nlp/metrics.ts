import { decisionOf } from './decision.ts'

/** One held-out utterance: what it should be, what was predicted, how surely, and whether it was taken for out of scope. */
export type Judgement = {
  text: string
  intent: string
  predicted: string
  confidence: number
  /** Whether the right intent is among the few likeliest, which a question back would offer. */
  offered: boolean
  outOfScope: number
  rejected: boolean
}

/** The label of utterances that belong to no intent. */
export const outOfScopeLabel = 'oos'

export type IntentReport = { intent: string; support: number; precision: number; recall: number; f1: number }
export type Confusion = { intent: string; predicted: string; count: number; examples: string[] }
export type CalibrationBin = { from: number; to: number; count: number; confidence: number; accuracy: number }
export type ScopePoint = { keep: number; inScopeAccuracy: number; outOfScopeRecall: number }
/** What customers would see, as shares of the in-scope utterances that add up to 1. */
export type Outcomes = { answeredRight: number; answeredWrong: number; askedBackWithRight: number; askedBackWithout: number; rejected: number }

export type Metrics = {
  /** Shares of in-scope utterances: right without rejection; right and not rejected. Null where there are none. */
  accuracy: number | null
  macroF1: number | null
  inScopeAccuracy: number | null
  /** Share of out-of-scope utterances that were rejected at the chosen threshold. */
  oosRecall: number | null
  intents: IntentReport[]
  confusions: Confusion[]
  calibration: CalibrationBin[]
  /** Mean distance between confidence and accuracy over the bins, weighed by their size (expected calibration error). */
  calibrationError: number | null
  outcomes: Outcomes | null
  /** Share of out-of-scope utterances that would be answered as if they were in scope. */
  oosAnswered: number | null
  /** What other thresholds would give: to keep this share in scope. */
  scopeCurve: ScopePoint[]
}

const share = (count: number, of: number) => of === 0 ? null : count / of
const right = (each: Judgement) => each.predicted === each.intent

function intentReports(inScope: readonly Judgement[]): IntentReport[] {
  const intents = [...new Set(inScope.map(each => each.intent))].sort()
  return intents.map(intent => {
    const support = inScope.filter(each => each.intent === intent).length
    const predicted = inScope.filter(each => each.predicted === intent).length
    const hits = inScope.filter(each => each.intent === intent && right(each)).length
    return { intent, support, precision: predicted === 0 ? 0 : hits / predicted, recall: hits / support, f1: 2 * hits / (support + predicted) }
  })
}

function confusionsOf(inScope: readonly Judgement[]): Confusion[] {
  const pairs = new Map<string, Confusion>()
  for (const { intent, predicted, text } of inScope.filter(each => !right(each))) {
    const key = `${intent}\n${predicted}`
    const pair = pairs.get(key) ?? { intent, predicted, count: 0, examples: [] }
    pair.count += 1
    if (pair.examples.length < 5) pair.examples.push(text)
    pairs.set(key, pair)
  }
  return [...pairs.values()].sort((a, b) => b.count - a.count)
}

const bins = 10
function calibrationOf(inScope: readonly Judgement[]): CalibrationBin[] {
  return Array.from({ length: bins }, (_, at) => {
    const from = at / bins
    const to = (at + 1) / bins
    const within = inScope.filter(each => each.confidence >= from && (each.confidence < to || at === bins - 1))
    const mean = within.reduce((sum, each) => sum + each.confidence, 0) / Math.max(1, within.length)
    return { from, to, count: within.length, confidence: mean, accuracy: within.filter(right).length / Math.max(1, within.length) }
  })
}

function scopeCurveOf(inScope: readonly Judgement[], outside: readonly Judgement[]): ScopePoint[] {
  const strangeness = inScope.map(each => each.outOfScope).sort((a, b) => a - b)
  return [0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 1].map(keep => {
    const threshold = strangeness[Math.min(strangeness.length - 1, Math.floor(strangeness.length * keep))] ?? 1
    return {
      keep, inScopeAccuracy: inScope.filter(each => right(each) && each.outOfScope <= threshold).length / Math.max(1, inScope.length),
      outOfScopeRecall: outside.filter(each => each.outOfScope > threshold).length / Math.max(1, outside.length),
    }
  })
}

const decided = (each: Judgement) => decisionOf(each.confidence, each.rejected)

function outcomesOf(inScope: readonly Judgement[]): Outcomes {
  const of = (holds: (each: Judgement) => boolean) => inScope.filter(holds).length / inScope.length
  return {
    answeredRight: of(each => decided(each) === 'answer' && right(each)), answeredWrong: of(each => decided(each) === 'answer' && !right(each)),
    askedBackWithRight: of(each => decided(each) === 'clarify' && each.offered), askedBackWithout: of(each => decided(each) === 'clarify' && !each.offered),
    rejected: of(each => decided(each) === 'out-of-scope'),
  }
}

/** What a set of held-out judgements says of a model. */
export function metricsOf(judged: readonly Judgement[]): Metrics {
  const inScope = judged.filter(each => each.intent !== outOfScopeLabel)
  const outside = judged.filter(each => each.intent === outOfScopeLabel)
  const intents = intentReports(inScope)
  const calibration = calibrationOf(inScope)
  return {
    accuracy: share(inScope.filter(right).length, inScope.length),
    macroF1: share(intents.reduce((sum, each) => sum + each.f1, 0), intents.length),
    inScopeAccuracy: share(inScope.filter(each => right(each) && !each.rejected).length, inScope.length),
    oosRecall: share(outside.filter(each => each.rejected).length, outside.length),
    intents, confusions: confusionsOf(inScope), calibration,
    calibrationError: share(calibration.reduce((sum, bin) => sum + bin.count * Math.abs(bin.confidence - bin.accuracy), 0), inScope.length),
    outcomes: inScope.length === 0 ? null : outcomesOf(inScope),
    oosAnswered: share(outside.filter(each => decided(each) === 'answer').length, outside.length),
    scopeCurve: outside.length === 0 ? [] : scopeCurveOf(inScope, outside),
  }
}
