import { call } from '../call/desk.ts'
import type { Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

const purposes = ['quality', 'training', 'marketing'] as const

/** What a member who serves can note of a customer: consents, and that another one is the same person. */
export function stepsOn(id: string, { say, inWords, onTaken }: { say: Saying<Word>['say']; inWords(value: string): string; onTaken(): Promise<void> }): Step[] {
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
