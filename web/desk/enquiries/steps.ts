import { call, type Schema } from '../call/desk.ts'
import type { Choice, Given, Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

type Enquiry = Schema<'Enquiry'>
export type StepsDeps = { say: Saying<Word>['say']; colleagues: readonly Choice[]; member: { id: string; role: string }; onTaken(): Promise<void> }

const outcomes = ['resolved', 'referred', 'not-resolved'] as const
const isOutcome = (value: string): value is (typeof outcomes)[number] => outcomes.some(each => each === value)

/** What a member can do with an enquiry as it stands: only its owner closes it or keeps it open (M1.1b). */
export function stepsOn({ id, status, closeProposed, owner, missing }: Enquiry, { say, colleagues, member, onTaken }: StepsDeps): { next: Step[]; others: Step[] } {
  const at = { params: { path: { id } } }
  const then = (work: (given: Given) => Promise<unknown>) => async (given: Given) => {
    await work(given)
    await onTaken()
  }
  const text = (name: 'how' | 'why' | 'what' | 'reason', hint?: string) => ({ name, label: say(name), kind: 'text' as const, hint })
  const promise: Step = {
    title: say('promise'), explained: say('promiseExplained'), fields: [text('what'), { name: 'days', label: say('days'), kind: 'number', from: 1, to: 60, value: 2 }],
    take: then(given => call.POST('/api/desk/enquiries/{id}/promises', { ...at, body: { what: given.one('what'), by: { workingDays: Number(given.one('days')) } } })),
  }
  const note = (step: 'identified' | 'handled'): Step => ({
    title: say(step === 'identified' ? 'noteIdentified' : 'noteHandled'), explained: say(`do-${step}`), fields: [text('how')],
    take: then(given => call.POST('/api/desk/enquiries/{id}/steps', { ...at, body: { step, how: given.one('how') } })),
  })
  const succession: Step = {
    title: say('successor'), explained: say('successorExplained'), fields: [{ name: 'to', label: say('to'), kind: 'choice', choices: colleagues.filter(({ value }) => value !== owner.id) }, text('reason')],
    take: then(given => call.POST('/api/desk/enquiries/{id}/successions', { ...at, body: { to: given.one('to'), reason: given.one('reason') } })),
  }
  const close: Step = {
    title: say(closeProposed ? 'confirmClose' : 'close'), explained: missing.length === 0 ? undefined : say('closeLacks'),
    fields: [{ name: 'outcome', label: say('outcome'), kind: 'choice', choices: outcomes.map(value => ({ value, label: say(value) })) }],
    take: then(given => {
      const outcome = given.one('outcome')
      return call.POST('/api/desk/enquiries/{id}/close', { ...at, body: { outcome: isOutcome(outcome) ? outcome : 'resolved' } })
    }),
  }
  const keepOpen: Step = { title: say('keepOpen'), fields: [text('why')], take: then(given => call.POST('/api/desk/enquiries/{id}/keep-open', { ...at, body: { why: given.one('why') } })) }
  const reopen: Step = { title: say('reopen'), fields: [text('why')], take: then(given => call.POST('/api/desk/enquiries/{id}/reopen', { ...at, body: { why: given.one('why') } })) }

  if (status === 'closed') return { next: [reopen], others: [] }
  const isOwner = owner.id === member.id
  const maySucceed = isOwner || member.role === 'supervisor' || member.role === 'admin'
  const others = [note('identified'), note('handled'), ...(maySucceed ? [succession] : [])]
  if (!isOwner) return { next: [promise], others }
  return closeProposed ? { next: [close, keepOpen, promise], others } : { next: [promise, close], others }
}
