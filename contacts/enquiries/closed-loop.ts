import type { Tables } from '../../store/index.ts'
import type { Instant } from '../types.ts'

/** The steps of a service (M1.1c): identify, risk notice, promise of what will be done by when, handling, answer, feedback. */
export const steps = ['identified', 'risk-noticed', 'promised', 'handled', 'answered', 'feedback'] as const
export type Step = (typeof steps)[number]
export type StepsTaken = Partial<Record<Step, Instant>>
export type EnquiryKind = Tables['enquiries']['kind']

/**
 * What each kind of enquiry needs before it may be closed. Reviewed answers bring their risk wording with them, through the gate; who
 * asks for public information need not say who they are (M2.1a).
 */
const needed: Record<EnquiryKind, readonly Step[]> = {
  /** Answered from reviewed articles. */
  information: ['answered'],
  /** A person was asked for. */
  assistance: ['answered', 'feedback'],
  /** Something is to be done after the talk. */
  request: ['promised', 'handled', 'answered', 'feedback'],
  complaint: ['identified', 'promised', 'handled', 'answered', 'feedback'],
}
const strictness: readonly EnquiryKind[] = ['information', 'assistance', 'request', 'complaint']

/** The steps that are missing, in the order in which they are taken. Where a product was spoken of, the risk notice is one (M4.3a). */
export function missingSteps(kind: EnquiryKind, taken: StepsTaken, { product = false }: { product?: boolean } = {}): Step[] {
  const all = new Set<Step>([...needed[kind], ...(product ? ['risk-noticed' as const] : [])])
  return steps.filter(step => all.has(step) && taken[step] === undefined)
}

/** The kind that an enquiry of one kind becomes by what was asked of it: it never needs less than before. */
export function stricter(before: EnquiryKind, asked: EnquiryKind): EnquiryKind {
  return strictness.indexOf(asked) > strictness.indexOf(before) ? asked : before
}

/** What stays taken when more is asked of an enquiry than before: it is not handled, answered or rated any more. */
export function stillTaken({ handled: _handled, answered: _answered, feedback: _feedback, ...kept }: StepsTaken): StepsTaken {
  return kept
}

/** The steps taken now for the first time. */
export function newlyTaken(taken: StepsTaken, now: readonly Step[]): Step[] {
  return [...new Set(now)].filter(step => taken[step] === undefined)
}

/** An enquiry cannot be closed yet; the message names what is missing (M1.1c). */
export class OpenLoopError extends Error {
  override readonly name = 'OpenLoopError'
  readonly missing: readonly Step[]
  constructor(missing: readonly Step[]) {
    super(`The enquiry cannot be closed: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing (M1.1c)`)
    this.missing = missing
  }
}
