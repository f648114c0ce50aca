import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { Clock, Clocks } from '../clocks/clocks.ts'
import type { Term } from '../clocks/term.ts'
import { notify } from '../clocks/notices.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { append, type NewEntry } from '../log.ts'
import type { Instant, StaffId } from '../types.ts'
import { missingSteps, OpenLoopError, type Step } from './closed-loop.ts'
import { closeEnquiry } from './closing.ts'
import { enquiryColumns, enquiryOf, noteSteps, type OpenEnquiry } from './records.ts'
import { reopen } from './subject.ts'

/** An enquiry as those see it who answer for it. */
export type EnquiryRecord = OpenEnquiry & {
  customer: string
  status: 'open' | 'closed'
  updatedAt: Instant
  closedAt: Instant | null
  outcome: string | null
  continuedBy: string | null
  /** Who thinks that it can be closed. */
  closeProposed: { by: string; at: Instant; outcome: string } | null
  missing: readonly Step[]
}

export type Succession = { id: string; enquiry: string; from: StaffId; to: StaffId; reason: string; by: StaffId; status: Tables['successions']['status']; at: Instant; decidedAt: Instant | null }

/** What was asked of an enquiry cannot be done; the message says why. */
export class EnquiryRefusedError extends Error {
  override readonly name = 'EnquiryRefusedError'
}

export type EnquiriesDeps = Pick<ContactsDeps, 'store' | 'clock' | 'mask' | 'dutyOwner' | 'onQueue'> & {
  seal: CustomerSeal
  clocks: Clocks
  /** Within how many working days what was left for an owner is answered. */
  answerDays: number
}

const columns = [...enquiryColumns, 'enquiries.customer_id', 'enquiries.status', 'enquiries.updated_at', 'enquiries.closed_at', 'enquiries.outcome', 'enquiries.continued_by', 'enquiries.close_proposed'] as const
type Row = Parameters<typeof enquiryOf>[0] & Pick<Tables['enquiries'], 'customer_id' | 'status' | 'updated_at' | 'closed_at' | 'outcome' | 'continued_by' | 'close_proposed'>

function toRecord(row: Row): EnquiryRecord {
  const enquiry = enquiryOf(row)
  if (!enquiry) throw new Error('The enquiry is not whole')
  return {
    ...enquiry, customer: row.customer_id, status: row.status, updatedAt: row.updated_at, closedAt: row.closed_at, outcome: row.outcome, continuedBy: row.continued_by,
    closeProposed: row.close_proposed === null ? null : JSON.parse(row.close_proposed), missing: missingSteps(enquiry.kind, enquiry.steps),
  }
}

function toSuccession(row: Tables['successions']): Succession {
  return { id: row.id, enquiry: row.enquiry_id, from: row.from_owner, to: row.to_owner, reason: row.reason, by: row.by, status: row.status, at: row.at, decidedAt: row.decided_at }
}

/** Steps that are taken outside the chat and said by a member; the others are taken by doing them. */
export const saidSteps = ['identified', 'handled'] as const
export type SaidStep = (typeof saidSteps)[number]

/** Enquiries from the side of those who answer for them (M1.1b, M1.1c). */
export function createEnquiries({ store, clock, mask, dutyOwner, onQueue, seal, clocks, answerDays }: EnquiriesDeps) {
  const { db } = store
  const now = () => clock.now().toISOString()
  const subject = (id: string) => ({ kind: 'enquiry', id })

  async function read(id: string, from: Kysely<Tables> = db): Promise<EnquiryRecord> {
    const row = await from.selectFrom('enquiries').select(columns).where('id', '=', id).executeTakeFirst()
    if (!row) throw new EnquiryRefusedError('There is no such enquiry')
    return toRecord(row)
  }
  async function isActive(tx: Kysely<Tables>, staff: StaffId): Promise<boolean> {
    return (await tx.selectFrom('staff').select('disabled').where('id', '=', staff).executeTakeFirst())?.disabled === 0
  }
  async function lastConversation(tx: Kysely<Tables>, id: string): Promise<string> {
    return (await tx.selectFrom('conversations').select('id').where('enquiry_id', '=', id).orderBy('updated_at', 'desc').limit(1).executeTakeFirst())?.id ?? ''
  }

  /** Changes an open enquiry in one unit of work; what the change gives is written to the log. */
  async function change(id: string, by: StaffId, work: (tx: Kysely<Tables>, enquiry: EnquiryRecord, at: Instant) => Promise<{ kind: string; facts: Record<string, unknown>; text?: string } | undefined>): Promise<void> {
    await store.write(async tx => {
      const enquiry = await read(id, tx)
      const at = now()
      const noted = await work(tx, enquiry, at)
      if (!noted) return
      const { text = '', ...entry } = noted
      const personal: Pick<NewEntry, 'masked' | 'sealed'> = text === '' ? {} : { masked: mask(text), sealed: await seal.seal(enquiry.customer, { text }) }
      await append(tx, store.engine, [{ at, ...entry, customer: enquiry.customer, enquiry: id, conversation: await lastConversation(tx, id), actor: `agent:${by}`, ...personal }])
    })
    onQueue()
  }
  function mustBeOpen({ status }: EnquiryRecord): void {
    if (status !== 'open') throw new EnquiryRefusedError('The enquiry is closed; open it again first')
  }

  return {
    read,

    /** Open enquiries of an owner or of all: those with something due first, in its order, then the ones that are open longest. */
    async list({ owner, limit }: { owner: StaffId | undefined; limit: number }): Promise<{ enquiry: EnquiryRecord; due: Clock | undefined }[]> {
      let oldest = db.selectFrom('enquiries').select(columns).where('status', '=', 'open').orderBy('opened_at').limit(limit)
      if (owner !== undefined) oldest = oldest.where('owner', '=', owner)
      const due = new Map<string, Clock>()
      for (const each of await clocks.dueList({ owner, limit })) if (!due.has(each.about.enquiry)) due.set(each.about.enquiry, each)
      // What is due of a member may be for another's enquiry.
      const timed = due.size === 0 ? [] : (await db.selectFrom('enquiries').select(columns).where('id', 'in', [...due.keys()]).execute()).filter(each => owner === undefined || each.owner === owner)
      // Asked for the open ones, a database without figures of its own would go through all of them.
      const first = timed.filter(({ status }) => status === 'open').map(toRecord).sort((a, b) => (due.get(a.id)?.dueAt ?? '').localeCompare(due.get(b.id)?.dueAt ?? ''))
      const rest = (await oldest.execute()).map(toRecord).filter(each => !due.has(each.id))
      return [...first, ...rest].slice(0, limit).map(enquiry => ({ enquiry, due: due.get(enquiry.id) }))
    },

    /** The conversation it was last spoken of in; undefined where that was not in the chat. */
    async conversationOf(id: string): Promise<string | undefined> {
      return await lastConversation(db, id) || undefined
    },

    /** All enquiries of these customers, the newest first. */
    async ofCustomers(customers: readonly string[], limit: number): Promise<EnquiryRecord[]> {
      if (customers.length === 0) return []
      return (await db.selectFrom('enquiries').select(columns).where('customer_id', 'in', customers).orderBy('opened_at', 'desc').limit(limit).execute()).map(toRecord)
    },

    /** Notes a step that a member took outside the chat, and how. Throws EnquiryRefusedError. */
    async take(id: string, step: SaidStep, how: string, by: StaffId): Promise<void> {
      await change(id, by, async (tx, enquiry, at) => {
        mustBeOpen(enquiry)
        await noteSteps(tx, enquiry, [step], at)
        return { kind: `enquiry.${step}`, facts: { rule: step === 'identified' ? 'M2.1a' : 'M1.1c' }, text: how }
      })
    },

    /** Writes down what was promised and by when; its clock runs from now (M1.1c). A promise before it is over with that. `tx` where it is told in the same unit of work. */
    async promise(tx: Kysely<Tables>, id: string, what: string, term: Term, by: StaffId): Promise<Clock> {
      const enquiry = await read(id, tx)
      mustBeOpen(enquiry)
      const at = now()
      const conversation = await lastConversation(tx, id)
      await clocks.finish(tx, { ...subject(id), what: 'promise' }, `agent:${by}`)
      const started = await clocks.start(tx, { subject: subject(id), what: 'promise', owner: enquiry.owner, about: { customer: enquiry.customer, enquiry: id, conversation }, rule: 'M1.1c', term })
      await noteSteps(tx, enquiry, ['promised'], at)
      await append(tx, store.engine, [{ at, kind: 'enquiry.promised', customer: enquiry.customer, enquiry: id, conversation, actor: `agent:${by}`, facts: { due: started.dueAt, owner: enquiry.owner, rule: 'M1.1c' }, masked: mask(what), sealed: await seal.seal(enquiry.customer, { text: what }) }])
      return started
    },

    answerDays,

    /** Something is left for its owner: from now on a clock runs for the answer, unless one does (M1.1c). */
    async awaitAnswer(tx: Kysely<Tables>, { id, owner }: Pick<OpenEnquiry, 'id' | 'owner'>, { customer, conversation }: { customer: string; conversation: string }): Promise<void> {
      const running = (await clocks.of(subject(id), tx)).some(each => each.what === 'answer' && each.status !== 'done')
      if (!running) await clocks.start(tx, { subject: subject(id), what: 'answer', owner, about: { customer, enquiry: id, conversation }, rule: 'M1.1c', term: { workingDays: answerDays } })
    },

    /** Somebody has answered. */
    async answered(tx: Kysely<Tables>, id: string, actor: string): Promise<void> {
      await clocks.finish(tx, { ...subject(id), what: 'answer' }, actor)
    },

    /** Closes it; only its owner may (M1.1b). Throws OpenLoopError where a step is missing, EnquiryRefusedError else. */
    async close(id: string, outcome: string, by: StaffId): Promise<void> {
      await change(id, by, async (tx, enquiry, at) => {
        mustBeOpen(enquiry)
        if (enquiry.owner !== by) throw new EnquiryRefusedError('Only its owner closes an enquiry (M1.1b); ask them, or for a succession')
        if (enquiry.missing.length > 0) throw new OpenLoopError(enquiry.missing)
        const waits = await tx.selectFrom('handovers').select('id').where('enquiry_id', '=', id).where('status', 'in', ['waiting', 'active', 'left']).executeTakeFirst()
        if (waits) throw new EnquiryRefusedError('The customer still waits for an agent or talks to one, or left a message')
        return closeEnquiry(tx, enquiry, outcome, at)
      })
    },

    /** The owner does not agree that it can be closed. */
    async keepOpen(id: string, why: string, by: StaffId): Promise<void> {
      await change(id, by, async (tx, enquiry) => {
        if (enquiry.owner !== by) throw new EnquiryRefusedError('Only its owner decides whether an enquiry is closed (M1.1b)')
        if (!enquiry.closeProposed) throw new EnquiryRefusedError('Nobody proposed to close it')
        await tx.updateTable('enquiries').set({ close_proposed: null }).where('id', '=', id).execute()
        return { kind: 'enquiry.kept-open', facts: { proposedBy: enquiry.closeProposed.by, rule: 'M1.1b' }, text: why }
      })
    },

    /** Opens it again, with the owner it had. Throws EnquiryRefusedError. */
    async reopen(id: string, why: string, by: StaffId): Promise<void> {
      await change(id, by, async (tx, enquiry, at) => {
        if (enquiry.status === 'open') throw new EnquiryRefusedError('The enquiry is open')
        if (enquiry.continuedBy !== null) throw new EnquiryRefusedError('The enquiry goes on in another')
        const owner = await reopen(tx, enquiry, at, dutyOwner)
        return { kind: 'enquiry.reopened', facts: { owner, why: 'by-staff', rule: 'M1.1b' }, text: why }
      })
    },

    /** Names a successor for its owner, who stays answerable until the successor accepts (M1.1b). Gives the proposal's id. */
    async propose(id: string, to: StaffId, reason: string, by: StaffId): Promise<string> {
      const proposal = randomUUID()
      await change(id, by, async (tx, enquiry, at) => {
        mustBeOpen(enquiry)
        if (to === enquiry.owner) throw new EnquiryRefusedError('They own it already')
        if (!await isActive(tx, to)) throw new EnquiryRefusedError('The successor is no active member of staff')
        await tx.updateTable('successions').set({ status: 'overtaken', decided_at: at }).where('enquiry_id', '=', id).where('status', '=', 'proposed').execute()
        await tx.insertInto('successions').values({ id: proposal, enquiry_id: id, from_owner: enquiry.owner, to_owner: to, reason: mask(reason), by, status: 'proposed', at, decided_at: null }).execute()
        await notify(tx, at, [{ key: `succession:${proposal}`, recipient: `member:${to}`, kind: 'succession.proposed', subject: subject(id), facts: { succession: proposal, from: enquiry.owner } }])
        return { kind: 'succession.proposed', facts: { succession: proposal, owner: enquiry.owner, to, rule: 'M1.1b' }, text: reason }
      })
      return proposal
    },

    /** The successor accepts, and owns it from this moment, or declines, and nothing changes. Throws EnquiryRefusedError. */
    async decide(proposal: string, accepted: boolean, by: StaffId): Promise<void> {
      const row = await db.selectFrom('successions').selectAll().where('id', '=', proposal).executeTakeFirst()
      if (!row || row.to_owner !== by) throw new EnquiryRefusedError('There is no such proposal for you')
      await change(row.enquiry_id, by, async (tx, enquiry, at) => {
        const { numUpdatedRows } = await tx.updateTable('successions').set({ status: accepted ? 'accepted' : 'declined', decided_at: at }).where('id', '=', proposal).where('status', '=', 'proposed').executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n || enquiry.status !== 'open' || enquiry.owner !== row.from_owner) throw new EnquiryRefusedError('The proposal is over')
        if (accepted) {
          await tx.updateTable('enquiries').set({ owner: by, updated_at: at }).where('id', '=', enquiry.id).execute()
          await clocks.reassign(tx, subject(enquiry.id), by)
        }
        await notify(tx, at, [{ key: `succession-decided:${proposal}`, recipient: `member:${row.from_owner}`, kind: accepted ? 'succession.accepted' : 'succession.declined', subject: subject(enquiry.id), facts: { succession: proposal, to: by } }])
        return accepted ? { kind: 'enquiry.owner-named', facts: { owner: by, before: row.from_owner, why: 'succession', succession: proposal, proposedBy: row.by, rule: 'M1.1b' } }
          : { kind: 'succession.declined', facts: { succession: proposal, owner: enquiry.owner, to: by } }
      })
    },

    /** What awaits this member's word, and what they await of others. */
    async successions(member: StaffId): Promise<Succession[]> {
      const rows = await db.selectFrom('successions').selectAll().where('status', '=', 'proposed').where(eb => eb.or([eb('to_owner', '=', member), eb('by', '=', member), eb('from_owner', '=', member)])).orderBy('at').limit(500).execute()
      return rows.map(toSuccession)
    },
  }
}

export type Enquiries = ReturnType<typeof createEnquiries>
