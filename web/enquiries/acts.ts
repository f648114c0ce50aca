import type { Whole } from './api.ts'
import type { Word } from './words.ts'

type Field = { name: string; kind: 'text' | 'days' | 'outcome' | 'colleague' }
/** A step that can be taken here: what it asks for, and what of the API it is. */
export type Act = { word: Word; fields: readonly Field[]; path: string; body(given: (name: string) => string): unknown }

const how: Field = { name: 'how', kind: 'text' }
const why: Field = { name: 'why', kind: 'text' }
const whileOpen: readonly Act[] = [
  { word: 'promise', fields: [{ name: 'what', kind: 'text' }, { name: 'days', kind: 'days' }], path: 'promises', body: given => ({ what: given('what'), by: { workingDays: Number(given('days')) } }) },
  { word: 'noteIdentified', fields: [how], path: 'steps', body: given => ({ step: 'identified', how: given('how') }) },
  { word: 'noteHandled', fields: [how], path: 'steps', body: given => ({ step: 'handled', how: given('how') }) },
  { word: 'successor', fields: [{ name: 'to', kind: 'colleague' }, { name: 'reason', kind: 'text' }], path: 'successions', body: given => ({ to: given('to'), reason: given('reason') }) },
]
const close: Act = { word: 'close', fields: [{ name: 'outcome', kind: 'outcome' }], path: 'close', body: given => ({ outcome: given('outcome') }) }
const keepOpen: Act = { word: 'keepOpen', fields: [why], path: 'keep-open', body: given => ({ why: given('why') }) }
const reopen: Act = { word: 'reopen', fields: [why], path: 'reopen', body: given => ({ why: given('why') }) }

/** What a member can do with an enquiry as it stands: only its owner closes it or keeps it open (M1.1b). */
export function actsOn({ status, closeProposed, owner }: Whole['enquiry'], member: string): readonly Act[] {
  if (status === 'closed') return [reopen]
  if (owner.id !== member) return whileOpen
  return closeProposed === null ? [...whileOpen, close] : [close, keepOpen, ...whileOpen]
}
