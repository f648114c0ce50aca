import { type Clocks, createClocks } from '../clocks/clocks.ts'
import { loadWorkingCalendar, type WorkingCalendar } from '../clocks/working-days.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { reopen } from '../enquiries/subject.ts'
import { append } from '../log.ts'
import { type Cases, createCases } from './cases.ts'
import { createFollowUps, type FollowUps } from './follow-ups.ts'
import { type CaseIntake, createIntake } from './intake.ts'
import { type CaseRules, standardRules } from './rules.ts'
import { createStatusInquiry } from './status-inquiry.ts'

/** How an institution counts and treats complaints. */
export type ComplaintSettings = {
  rules: CaseRules
  calendar(): WorkingCalendar
  /** Within how many working days what was left for an owner, or is to be followed up, is answered. */
  answerDays: number
}

let kept: WorkingCalendar | undefined
/** The manual's values on the kept calendar, where an institution has set nothing. */
export const standardSettings: ComplaintSettings = { rules: standardRules, calendar: () => kept ??= loadWorkingCalendar(), answerDays: 1 }

export type Complaints = { clocks: Clocks; cases: Cases; intake: CaseIntake; followUps: FollowUps; statusFor: ReturnType<typeof createStatusInquiry> }

/** Complaints with their clocks, follow-ups and what customers are told of them. */
export function createComplaints(deps: ContactsDeps, seal: CustomerSeal, { rules, calendar }: Pick<ComplaintSettings, 'rules' | 'calendar'>): Complaints {
  const clocks = createClocks({ ...deps, calendar })
  const cases = createCases({ ...deps, seal, clocks, rules })
  const followUps = createFollowUps({
    ...deps, cases, calendar,
    async reopenEnquiry(tx, id) {
      const row = await tx.selectFrom('enquiries').select(['id', 'owner', 'topic', 'status', 'customer_id']).where('id', '=', id).executeTakeFirst()
      if (row?.status !== 'closed') return
      const now = deps.clock.now().toISOString()
      const owner = await reopen(tx, row, now, deps.dutyOwner)
      await append(tx, deps.store.engine, [{ at: now, kind: 'enquiry.reopened', customer: row.customer_id, enquiry: id, conversation: '', actor: 'system', facts: { owner, why: 'not-solved', rule: 'M2.3a' } }])
    },
  })
  return { clocks, cases, intake: createIntake({ ...deps, seal, cases }), followUps, statusFor: createStatusInquiry({ ...deps, clocks }) }
}
