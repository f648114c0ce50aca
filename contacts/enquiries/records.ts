import type { Kysely } from 'kysely'
import { type Given, prepare, type Tables } from '../../store/index.ts'
import type { Instant, StaffId } from '../types.ts'
import { type EnquiryKind, newlyTaken, type Step, type StepsTaken, stillTaken, stricter } from './closed-loop.ts'

/** An enquiry as a turn knows it. */
export type OpenEnquiry = {
  id: string
  owner: StaffId
  topic: string | null
  matter: string | null
  kind: EnquiryKind
  steps: StepsTaken
  openedAt: Instant
  wordingShown: Record<string, Instant>
}

/** What every reading of a turn's enquiry selects. */
export const enquiryColumns = ['enquiries.id as enquiry_id', 'enquiries.owner', 'enquiries.topic', 'enquiries.matter', 'enquiries.kind', 'enquiries.steps', 'enquiries.opened_at', 'enquiries.wording_shown'] as const

type Nullable<T> = { [Key in keyof T]: T[Key] | null }

/** The enquiry of a joined row; undefined where the join found none. */
export function enquiryOf(row: Nullable<Pick<Tables['enquiries'], 'owner' | 'topic' | 'matter' | 'kind' | 'steps' | 'opened_at' | 'wording_shown'> & { enquiry_id: string }>): OpenEnquiry | undefined {
  const { enquiry_id, owner, kind, steps, opened_at, wording_shown } = row
  if (enquiry_id === null || owner === null || kind === null || steps === null || opened_at === null || wording_shown === null) return undefined
  return { id: enquiry_id, owner, topic: row.topic, matter: row.matter, kind, steps: JSON.parse(steps), openedAt: opened_at, wordingShown: JSON.parse(wording_shown) }
}

const insertEnquiry = prepare((db, given: Given<{ id: string; customer: string; owner: string; topic: string | null; matter: string | null; now: string }>) => db.insertInto('enquiries').values({
  id: given('id'), customer_id: given('customer'), owner: given('owner'), status: 'open', topic: given('topic'), opened_at: given('now'), updated_at: given('now'), closed_at: null, outcome: null,
  wording_shown: '{}', kind: 'information', steps: '{}', matter: given('matter'), continued_by: null, close_proposed: null,
}))

/** Opens an enquiry, with its owner from its first second (M1.1b). */
export async function openEnquiry(tx: Kysely<Tables>, id: string, { customer, owner, topic = null, matter = null }: { customer: string; owner: StaffId; topic?: string | null; matter?: string | null }, now: Instant): Promise<OpenEnquiry> {
  await insertEnquiry(tx, { id, customer, owner, topic, matter, now })
  return { id, owner, topic, matter, kind: 'information', steps: {}, openedAt: now, wordingShown: {} }
}

/** Makes an enquiry the one its conversation goes on with. By itself: the enquiry stands in an index, which would be written anew with each message. */
export const continueIn = prepare((db, given: Given<{ conversation: string; enquiry: string }>) => db.updateTable('conversations').set({ enquiry_id: given('enquiry') }).where('id', '=', given('conversation')))

const writeSteps = prepare((db, given: Given<{ enquiry: string; kind: EnquiryKind; steps: string; now: string }>) => db.updateTable('enquiries')
  .set({ kind: given('kind'), steps: given('steps'), updated_at: given('now') }).where('id', '=', given('enquiry')))

/**
 * Notes the steps that are taken now for the first time, and what more is asked of the enquiry (M1.1c); gives it as it stands
 * then, with the new steps. Writes nothing where nothing is new.
 */
export async function noteSteps(tx: Kysely<Tables>, enquiry: OpenEnquiry, taken: readonly Step[], now: Instant, asked: EnquiryKind = enquiry.kind): Promise<{ enquiry: OpenEnquiry; fresh: Step[] }> {
  const kind = stricter(enquiry.kind, asked)
  const before = kind === enquiry.kind ? enquiry.steps : stillTaken(enquiry.steps)
  const fresh = newlyTaken(before, taken)
  if (fresh.length === 0 && kind === enquiry.kind) return { enquiry, fresh }
  const steps: StepsTaken = { ...before, ...Object.fromEntries(fresh.map(step => [step, now])) }
  await writeSteps(tx, { enquiry: enquiry.id, kind, steps: JSON.stringify(steps), now })
  return { enquiry: { ...enquiry, kind, steps }, fresh }
}
