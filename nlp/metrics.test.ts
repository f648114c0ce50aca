import { expect, it } from 'vitest'
import { type Judgement, metricsOf } from './metrics.ts'

const judgement = (intent: string, predicted: string, confidence: number, more: Partial<Judgement> = {}): Judgement =>
  ({ text: `${intent} as ${predicted}`, intent, predicted, confidence, offered: intent === predicted, outOfScope: 1 - confidence, rejected: false, ...more })

const metrics = metricsOf([
  judgement('a', 'a', 0.9), judgement('a', 'a', 0.9, { rejected: true }), judgement('a', 'b', 0.5, { offered: true }), judgement('b', 'b', 0.7),
  judgement('oos', 'a', 0.8), judgement('oos', 'b', 0.3, { rejected: true }),
])

it('counts accuracy without rejection and in-scope accuracy with it', () => {
  expect(metrics.accuracy).toBe(0.75)
  expect(metrics.inScopeAccuracy).toBe(0.5)
  expect(metrics.oosRecall).toBe(0.5)
  expect(metrics.oosAnswered).toBe(0.5)
  expect(metrics.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2)
})
it('says what customers would see', () => {
  expect(metrics.outcomes).toEqual({ answeredRight: 0.5, answeredWrong: 0, askedBackWithRight: 0.25, askedBackWithout: 0, rejected: 0.25 })
})
it('names confusions with their utterances', () => {
  expect(metrics.confusions).toEqual([{ intent: 'a', predicted: 'b', count: 1, examples: ['a as b'] }])
})
it('measures calibration as the mean distance of confidence and accuracy', () => {
  expect(metricsOf(Array.from({ length: 10 }, (_, at) => judgement('a', at < 6 ? 'a' : 'b', 0.85))).calibrationError).toBeCloseTo(0.25)
})
it('gives no figure where there is nothing to count', () => {
  const none = metricsOf([judgement('oos', 'a', 0.8)])
  expect([none.accuracy, none.macroF1, none.inScopeAccuracy, none.calibrationError, none.outcomes]).toEqual([null, null, null, null, null])
})
