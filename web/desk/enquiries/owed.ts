import type { Schema } from '../call/desk.ts'
import { matterOf } from '../parts/due/due.tsx'

export type Clock = Schema<'Clock'>
export type Enquiry = Schema<'Enquiry'>
export type Listed = Enquiry & { due: Clock | null }
export type FollowUp = Schema<'FollowUp'>

/** Something that somebody has to do, by when that is known. */
export type Owed = {
  key: string
  subject: { kind: 'enquiry' | 'case'; id: string }
  /** What is to be done: a clock's matter, to confirm a close, or the steps of an enquiry. */
  what: string
  owner: { id: string; name: string }
  due: { at: string; overdue: boolean; provisional: boolean } | null
  /** Where the subject is an enquiry that was listed. */
  enquiry: Enquiry | undefined
  /** The member asks the customer themselves and reports what they said. */
  toReport: string | undefined
}

const isCase = (kind: string): kind is 'case' => kind === 'case'

/**
 * All that is owed, in the order in which it is due: clocks, follow-ups, and enquiries that only lack steps or the owner's word, last.
 * What is overdue is first by that.
 */
export function owed({ clocks, enquiries, followUps }: { clocks: readonly Clock[]; enquiries: readonly Listed[]; followUps: readonly FollowUp[] }, now: Date): Owed[] {
  const byId = new Map(enquiries.map(each => [each.id, each]))
  const ofClocks = clocks.map(({ subject, what, owner, dueAt, overdue, provisional }): Owed => ({
    key: `${subject.id}|${what}`, subject: { kind: isCase(subject.kind) ? 'case' : 'enquiry', id: subject.id }, what: matterOf(what), owner, due: { at: dueAt, overdue, provisional },
    enquiry: byId.get(subject.id), toReport: undefined,
  }))
  const ofFollowUps = followUps.map(({ id, subject, owner, dueAt, inChat }): Owed => ({
    key: id, subject, what: inChat ? 'ask-customer' : 'report-outcome', owner, due: { at: dueAt, overdue: !inChat && dueAt < now.toISOString(), provisional: false },
    enquiry: byId.get(subject.id), toReport: inChat ? undefined : id,
  }))
  const timed = new Set(clocks.map(({ subject }) => subject.id))
  const others = enquiries.filter(({ id, closeProposed }) => !timed.has(id) || closeProposed).map((enquiry): Owed => ({
    key: enquiry.id, subject: { kind: 'enquiry', id: enquiry.id }, what: enquiry.closeProposed ? 'confirm-close' : 'open', owner: enquiry.owner, due: null, enquiry, toReport: undefined,
  }))
  const place = ({ due, what }: Owed) => due ? `1${due.at}` : what === 'confirm-close' ? '2' : '3'
  return [...ofClocks, ...ofFollowUps, ...others].toSorted((one, other) => place(one).localeCompare(place(other)))
}

/** What of it is overdue or due on this day (`until` is its last instant). */
export const isPressing = ({ due }: Owed, until: string): boolean => due !== null && (due.overdue || due.at <= until)
