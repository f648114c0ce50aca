import { call, type Schema } from '../call/desk.ts'
import type { Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

const purposes = ['quality', 'training', 'marketing'] as const

const tiers = ['ordinary', 'vip', 'high-risk', 'potential'] as const
type Deps = { say: Saying<Word>['say']; inWords(value: string): string; onTaken(): Promise<void> }

/** Grades the customer, for a reason (M2.1b). */
export function grading(id: string, now: Schema<'CustomerJourney'>['tier'], { say, inWords, onTaken }: Deps): Step {
  return {
    title: say('grade'), explained: say('gradeExplained'),
    fields: [{ name: 'tier', label: say('tier'), kind: 'choice', choices: tiers.filter(value => value !== now).map(value => ({ value, label: inWords(value) })) }, { name: 'why', label: say('why'), kind: 'text' }],
    async take(filled) {
      await call.PUT('/api/desk/customers/{id}/tier', { params: { path: { id } }, body: { tier: tiers.find(each => each === filled.one('tier')) ?? 'ordinary', why: filled.one('why') } })
      await onTaken()
    },
  }
}

/** What a member who serves can note of a customer: consents, and that another one is the same person. */
export function stepsOn(id: string, { say, inWords, onTaken }: Deps): Step[] {
  const at = { params: { path: { id } } }
  const consent = (given: boolean): Step => ({
    title: say(given ? 'keepConsent' : 'withdrawConsent'),
    fields: [{ name: 'purpose', label: say('purpose'), kind: 'choice', choices: purposes.map(value => ({ value, label: inWords(value) })) }, { name: 'wording', label: say('wording'), kind: 'line' }],
    async take(filled) {
      await call.POST('/api/desk/customers/{id}/consents', { ...at, body: { purpose: purposes.find(each => each === filled.one('purpose')) ?? 'quality', given, wording: filled.one('wording') } })
      await onTaken()
    },
  })
  return [consent(true), consent(false), {
    title: say('merge'), explained: say('mergeExplained'),
    fields: [{ name: 'other', label: say('other'), kind: 'line' }, { name: 'how', label: say('how'), kind: 'text' }, { name: 'confirmed', label: say('confirmed'), kind: 'confirmation' }],
    async take(filled) {
      await call.POST('/api/desk/customers/{id}/merges', { ...at, body: { other: filled.one('other'), how: filled.one('how'), confirmed: true } })
      await onTaken()
    },
  }]
}
