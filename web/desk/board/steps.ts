import { call, type Schema } from '../call/desk.ts'
import type { Choice, Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

export type StepsDeps = { say: Saying<Word>['say']; colleagues: readonly Choice[]; member: string; onTaken(): Promise<void>; onMine(handover: string): void }

/** What a supervisor can do with a customer who waits or is served by a colleague. */
export function stepsOn({ id, status, agent }: Schema<'Handover'>, { say, colleagues, member, onTaken, onMine }: StepsDeps): Step[] {
  const at = { params: { path: { id } } }
  const talks = status === 'active'
  const whisper: Step = {
    title: say('whisper'), explained: say('whisperExplained'), fields: [{ name: 'text', label: say('text'), kind: 'text' }],
    async take(given) {
      await call.POST('/api/desk/handovers/{id}/notes', { ...at, body: { text: given.one('text') } })
      await onTaken()
    },
  }
  const join: Step = {
    title: say('join'), explained: say('joinExplained'), fields: [],
    async take() {
      await call.POST('/api/desk/handovers/{id}/join', at)
      onMine(id)
    },
  }
  const takeOver: Step = {
    title: say('takeOver'), explained: say('takeOverExplained'), fields: [],
    async take() {
      await call.POST('/api/desk/handovers/{id}/take-over', at)
      onMine(id)
    },
  }
  const reassign: Step = {
    title: say('reassign'), explained: say('reassignExplained'), fields: [{ name: 'to', label: say('to'), kind: 'choice', choices: colleagues.filter(({ value }) => value !== agent) }, { name: 'note', label: say('note'), kind: 'text' }],
    async take(given) {
      await call.POST('/api/desk/handovers/{id}/transfer', { ...at, body: { to: { member: given.one('to') }, note: given.one('note') } })
      await onTaken()
    },
  }
  if (agent === member) return [reassign]
  return talks ? [whisper, join, takeOver, reassign] : [takeOver, reassign]
}
