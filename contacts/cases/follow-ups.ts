import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import { deadlineAfter, defaultZone } from '../clocks/deadlines.ts'
import { type LocalDate, timeOfDay } from '../clocks/local-date.ts'
import { notify } from '../clocks/notices.ts'
import type { WorkingCalendar } from '../clocks/working-days.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Instant, StaffId } from '../types.ts'
import type { Cases } from './cases.ts'

/** The customer is asked some time after the answer whether it is really solved (回访, M2.3a). */
export type FollowUp = {
  id: string
  subject: { kind: 'case' | 'enquiry'; id: string }
  about: { customer: string; enquiry: string; conversation: string }
  owner: StaffId
  locale: 'zh-Hans' | 'zh-Hant' | 'en'
  dueAt: Instant
  status: Tables['follow_ups']['status']
  askedAt: Instant | null
  endedAt: Instant | null
}

/** Another instance has done it, or it is over. */
export class FollowUpTakenError extends Error {
  override readonly name = 'FollowUpTakenError'
}

export type FollowUpsDeps = Pick<ContactsDeps, 'store' | 'clock' | 'onQueue' | 'dutyOwner'> & {
  cases: Cases
  calendar(): WorkingCalendar
  /** Opens a closed enquiry again, with the owner it had. */
  reopenEnquiry(tx: Kysely<Tables>, enquiry: string): Promise<void>
}

function toFollowUp(row: Tables['follow_ups']): FollowUp {
  return {
    id: row.id, subject: { kind: row.subject_kind, id: row.subject_id }, about: { customer: row.customer_id, enquiry: row.enquiry_id, conversation: row.conversation_id },
    owner: row.owner, locale: row.locale === 'zh-Hant' || row.locale === 'en' ? row.locale : 'zh-Hans', dueAt: row.due_at, status: row.status, askedAt: row.asked_at, endedAt: row.ended_at,
  }
}

/** Customers are asked from ten in the morning on. */
const askedFrom = '10:00:00'

export function createFollowUps({ store, clock, cases, calendar, reopenEnquiry, onQueue }: FollowUpsDeps) {
  const now = () => clock.now().toISOString()
  /** The morning of the working day that lies so many days ahead. */
  const morningIn = (days: number): Instant => new Date(timeOfDay(deadlineAfter(clock.now(), days, calendar()).end, askedFrom, defaultZone)).toISOString()

  const note = (tx: Kysely<Tables>, of: FollowUp, kind: string, actor: string, facts: Record<string, unknown>) => append(tx, store.engine, [{
    at: now(), kind, customer: of.about.customer, enquiry: of.about.enquiry, conversation: of.about.conversation, actor,
    facts: { followUp: of.id, subject: of.subject.kind, of: of.subject.id, ...facts, rule: 'M2.3a' },
  }])
  const tellOwner = (tx: Kysely<Tables>, of: FollowUp, kind: string) =>
    notify(tx, now(), [{ key: `${kind}|${of.id}`, recipient: `member:${of.owner}`, kind, subject: of.subject, facts: { followUp: of.id, rule: 'M2.3a' } }])

  /** Moves a follow-up on; of two who do so one wins. */
  async function move(tx: Kysely<Tables>, id: string, from: readonly FollowUp['status'][], change: Partial<Tables['follow_ups']>): Promise<FollowUp> {
    const row = await tx.updateTable('follow_ups').set(change).where('id', '=', id).where('status', 'in', from).returningAll().executeTakeFirst()
    if (!row) throw new FollowUpTakenError('This follow-up is over, or somebody else has it')
    return toFollowUp(row)
  }

  async function plan(tx: Kysely<Tables>, given: Pick<FollowUp, 'subject' | 'about' | 'owner' | 'locale'>, dueAt: Instant, by: string): Promise<FollowUp> {
    const row = {
      id: randomUUID(), subject_kind: given.subject.kind, subject_id: given.subject.id, customer_id: given.about.customer, enquiry_id: given.about.enquiry,
      conversation_id: given.about.conversation, owner: given.owner, locale: given.locale, planned_by: by, due_at: dueAt, status: 'planned' as const, asked_at: null, wait_until: null, ended_at: null,
    }
    await tx.insertInto('follow_ups').values(row).execute()
    const planned = toFollowUp(row)
    await note(tx, planned, 'follow-up.planned', by, { due: dueAt })
    return planned
  }

  /** What the customer said. "No" opens it again, with the same owner. Throws FollowUpTakenError. */
  async function answered(tx: Kysely<Tables>, id: string, solved: boolean, actor: string): Promise<void> {
    const of = await move(tx, id, ['planned', 'asked', 'no-answer'], { status: solved ? 'solved' : 'not-solved', ended_at: now() })
    await note(tx, of, 'follow-up.answered', actor, { solved, owner: of.owner })
    if (of.subject.kind === 'case') {
      if (solved) await cases.feedbackOver(tx, of.subject.id, true)
      // What is in the archive is not opened again; its owner hears of it.
      else if (!await cases.notSolved(tx, of.subject.id)) await tellOwner(tx, of, 'follow-up.not-solved')
      return
    }
    if (solved) return
    await reopenEnquiry(tx, of.subject.id)
    await tellOwner(tx, of, 'follow-up.not-solved')
  }

  return {
    /** Plans a follow-up on an enquiry for the morning of a day; the enquiry's owner answers for it. */
    planForEnquiry({ enquiry, conversation, locale, day, by }: { enquiry: string; conversation: string; locale: FollowUp['locale']; day: LocalDate; by: string }): Promise<FollowUp> {
      return store.write(async tx => {
        const { customer_id, owner } = await tx.selectFrom('enquiries').select(['customer_id', 'owner']).where('id', '=', enquiry).executeTakeFirstOrThrow()
        const given = { subject: { kind: 'enquiry' as const, id: enquiry }, about: { customer: customer_id, enquiry, conversation }, owner, locale }
        return plan(tx, given, new Date(timeOfDay(day, askedFrom, defaultZone)).toISOString(), by)
      })
    },

    /** Plans the follow-up of an answered case; one that was still to come is dropped. */
    async planAfterAnswer(tx: Kysely<Tables>, number: string): Promise<void> {
      await tx.updateTable('follow_ups').set({ status: 'dropped', ended_at: now() }).where('subject_kind', '=', 'case').where('subject_id', '=', number).where('status', 'in', ['planned', 'asked']).execute()
      const of = await tx.selectFrom('cases').selectAll().where('number', '=', number).executeTakeFirstOrThrow()
      const locale = of.locale === 'zh-Hant' || of.locale === 'en' ? of.locale : 'zh-Hans'
      await plan(tx, { subject: { kind: 'case', id: number }, about: { customer: of.customer_id, enquiry: of.enquiry_id, conversation: of.conversation_id }, owner: of.owner, locale }, morningIn(cases.rules.followUpDays), 'system')
    },

    /** Those whose time has come. */
    async due(limit: number): Promise<FollowUp[]> {
      return (await store.db.selectFrom('follow_ups').selectAll().where('status', '=', 'planned').where('due_at', '<=', now()).orderBy('due_at').limit(limit).execute()).map(toFollowUp)
    },

    /** Notes that the customer is asked now, in the unit of work that sends the question. Throws FollowUpTakenError where another instance asks. */
    async asked(tx: Kysely<Tables>, id: string): Promise<void> {
      const of = await move(tx, id, ['planned'], { status: 'asked', asked_at: now(), wait_until: morningIn(cases.rules.feedbackDays) })
      await note(tx, of, 'follow-up.asked', 'system', {})
    },

    /** The customer cannot be asked in a conversation: the owner does so by phone or letter, and reports it. */
    async leaveToOwner(id: string): Promise<void> {
      await store.write(async tx => {
        const of = await move(tx, id, ['planned'], { status: 'asked', asked_at: now(), wait_until: morningIn(cases.rules.feedbackDays) })
        await note(tx, of, 'follow-up.left-to-owner', 'system', { owner: of.owner })
        await tellOwner(tx, of, 'follow-up.to-do')
      })
      onQueue()
    },

    /** The question that waits for an answer in a conversation, if there is one. */
    async waitingIn(conversation: string): Promise<FollowUp | undefined> {
      const row = await store.db.selectFrom('follow_ups').selectAll().where('conversation_id', '=', conversation).where('status', '=', 'asked').orderBy('asked_at', 'desc').limit(1).executeTakeFirst()
      return row && toFollowUp(row)
    },

    answered,
    /** What an owner reports of a customer whom they asked themselves. Throws FollowUpTakenError. */
    async report(id: string, solved: boolean, actor: string): Promise<void> {
      await store.write(tx => answered(tx, id, solved, actor))
      onQueue()
    },

    /** Ends the waiting for customers who did not answer; gives for how many. */
    async endWaiting(): Promise<number> {
      const late = await store.db.selectFrom('follow_ups').select('id').where('status', '=', 'asked').where('wait_until', '<=', now()).limit(100).execute()
      let ended = 0
      for (const { id } of late) {
        ended += await store.write(async tx => {
          const of = await move(tx, id, ['asked'], { status: 'no-answer', ended_at: now() })
          await note(tx, of, 'follow-up.no-answer', 'system', {})
          await tellOwner(tx, of, 'follow-up.no-answer')
          if (of.subject.kind === 'case') await cases.feedbackOver(tx, of.subject.id, false)
          return 1
        }).catch((error: unknown) => {
          if (error instanceof FollowUpTakenError) return 0
          throw error
        })
      }
      return ended
    },

    async get(id: string): Promise<FollowUp | undefined> {
      const row = await store.db.selectFrom('follow_ups').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toFollowUp(row)
    },
    /** What is planned or waits for the customer, first what is due first: of an owner, of a subject, or all. */
    async list({ owner, subject, limit }: { owner?: StaffId | undefined; subject?: FollowUp['subject'] | undefined; limit: number }): Promise<FollowUp[]> {
      let query = store.db.selectFrom('follow_ups').selectAll().orderBy('due_at').limit(limit)
      query = subject === undefined ? query.where('status', 'in', ['planned', 'asked']) : query.where('subject_kind', '=', subject.kind).where('subject_id', '=', subject.id)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      return (await query.execute()).map(toFollowUp)
    },
  }
}

export type FollowUps = ReturnType<typeof createFollowUps>
