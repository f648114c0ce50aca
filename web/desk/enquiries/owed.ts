import type { Schema } from '../call/desk.ts'
import { matterOf } from '../parts/due/due.tsx'

export type Clock = Schema<'Clock'>
export type Enquiry = Schema<'Enquiry'>
export type Listed = Enquiry & { due: Clock | null }
export type FollowUp = Schema<'FollowUp'>

/** Something that somebody has to do, by when that is known. */
export type Owed = {
  key: string
  subject: { kind: 'enquiry' | 'case' | 'task'; id: string }
  /** Where it is shown, below /desk; nothing where the member cannot know. */
  place: string | undefined
  /** What was promised or is to be done, masked, where that is known. */
  text: string
  /** What is to be done: a clock's matter, to confirm a close, or the steps of an enquiry. */
  what: string
  owner: { id: string; name: string }
  due: { at: string; overdue: boolean; provisional: boolean } | null
  /** Where the subject is an enquiry that was listed. */
  enquiry: Enquiry | undefined
  /** What the member says is done here: the customer was asked by themselves, or a task. */
  toReport: { kind: 'follow-up' | 'task'; id: string } | undefined
}

/** What `/mine` knows of the member's own things beside their clocks. */
export type Known = Pick<Schema<'DueItem'>, 'subject' | 'kind' | 'enquiry' | 'text'>

const kindOf = (kind: string) => kind === 'case' || kind === 'task' ? kind : 'enquiry'
const placeOf = (kind: string, id: string, enquiry = '') => kind === 'case' ? `/cases/${id}` : kind === 'enquiry' ? `/enquiries/${id}` : enquiry === '' ? undefined : `/enquiries/${enquiry}`

/**
 * All that is owed, in the order in which it is due: clocks, follow-ups, and enquiries that only lack steps or the owner's word, last.
 * What is overdue is first by that.
 */
export function owed({ clocks, enquiries, followUps, known = [] }: { clocks: readonly Clock[]; enquiries: readonly Listed[]; followUps: readonly FollowUp[]; known?: readonly Known[] }, now: Date): Owed[] {
  const byId = new Map(enquiries.map(each => [each.id, each]))
  const ofClocks = clocks.map(({ subject, what, owner, dueAt, overdue, provisional }): Owed => {
    const more = known.find(each => each.subject.id === subject.id && each.kind === what)
    return {
      key: `${subject.id}|${what}`, subject: { kind: kindOf(subject.kind), id: subject.id }, place: placeOf(subject.kind, subject.id, more?.enquiry), what: matterOf(what), text: more?.text ?? '', owner,
      due: { at: dueAt, overdue, provisional }, enquiry: byId.get(more?.enquiry ?? subject.id), toReport: subject.kind === 'task' && more ? { kind: 'task', id: subject.id } : undefined,
    }
  })
  const ofFollowUps = followUps.map(({ id, subject, owner, dueAt, inChat }): Owed => ({
    key: id, subject, place: placeOf(subject.kind, subject.id), text: '', what: inChat ? 'ask-customer' : 'report-outcome', owner, due: { at: dueAt, overdue: !inChat && dueAt < now.toISOString(), provisional: false },
    enquiry: byId.get(subject.id), toReport: inChat ? undefined : { kind: 'follow-up', id },
  }))
  const timed = new Set([...clocks.map(({ subject }) => subject.id), ...known.map(each => each.enquiry)])
  const others = enquiries.filter(({ id, closeProposed }) => !timed.has(id) || closeProposed).map((enquiry): Owed => ({
    key: enquiry.id, subject: { kind: 'enquiry', id: enquiry.id }, place: `/enquiries/${enquiry.id}`, text: '', what: enquiry.closeProposed ? 'confirm-close' : 'open', owner: enquiry.owner, due: null, enquiry, toReport: undefined,
  }))
  const place = ({ due, what }: Owed) => due ? `1${due.at}` : what === 'confirm-close' ? '2' : '3'
  return [...ofClocks, ...ofFollowUps, ...others].toSorted((one, other) => place(one).localeCompare(place(other)))
}

/** What of it is overdue or due on this day (`until` is its last instant). */
export const isPressing = ({ due }: Owed, until: string): boolean => due !== null && (due.overdue || due.at <= until)
