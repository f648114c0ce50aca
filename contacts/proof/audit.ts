import type { Store } from '../../store/index.ts'
import { append, type NewEntry } from '../log.ts'
import { createRecent } from '../recent.ts'
import type { Instant, StaffId } from '../types.ts'
import { customersOfPerson } from '../customers/persons.ts'

/** What a person did or looked at, as the log holds it (M5.3a). */
export type Act = { seq: number; at: Instant; person: string; kind: string; customer: string; enquiry: string; conversation: string; facts: Record<string, unknown> }

/** What is asked of the audit trail; `to` is the first instant that is not in it, `before` the last act already seen. */
export type AuditQuery = { person?: string | undefined; customer?: string | undefined; kind?: string | undefined; from?: Instant | undefined; to?: Instant | undefined; before?: number | undefined; limit: number; /** A complaint concerns this member: of its enquiries they see nothing (M3.3a). */ notOf?: ReadonlySet<string> }

export type About = { customer: string; enquiry?: string; conversation?: string }

/** A page that shows a customer asks again whenever something is new: that is one look, for so long. */
const oneLookMs = 10 * 60_000

/**
 * The audit trail: who looked at or changed what. Its entries stand in the contact log, chained and signed like all others; `acts` says where, for
 * people's entries alone, so that it is found quickly and a customer's turn pays nothing.
 */
export function createAudit({ store, clock }: { store: Store; clock: { now(): Date } }) {
  const { db } = store
  const looks = createRecent<string, number>(10_000)

  /** Writes down what a person did outside the log's own happenings; durable when resolved. `actor` is `agent:ID` or `operator:NAME`. */
  async function note(act: Pick<NewEntry, 'actor' | 'kind' | 'facts' | 'masked'> & Partial<About>): Promise<void> {
    const { customer = '', enquiry = '', conversation = '', ...rest } = act
    await store.write(tx => append(tx, store.engine, [{ at: clock.now().toISOString(), customer, enquiry, conversation, ...rest }]))
  }

  return {
    note,

    /** Notes that a member of staff was shown something of a customer, before it is shown; looking again soon after is the same look. */
    async looked(member: StaffId, what: string, about: About): Promise<void> {
      const key = [member, what, about.customer, about.enquiry, about.conversation].join('|')
      const now = clock.now().getTime()
      const last = looks.get(key)
      if (last !== undefined && now - last < oneLookMs) return
      await note({ actor: `agent:${member}`, kind: 'customer.viewed', facts: { what, rule: 'M5.3a' }, ...about })
      looks.set(key, now)
    },

    /** Notes that a member of staff was shown a list of customers' matters; showing it again soon after is the same look. */
    async listed(member: StaffId, what: string): Promise<void> {
      const key = [member, what].join('|')
      const now = clock.now().getTime()
      const last = looks.get(key)
      if (last !== undefined && now - last < oneLookMs) return
      await note({ actor: `agent:${member}`, kind: 'customers.listed', facts: { what, rule: 'M5.3a' } })
      looks.set(key, now)
    },

    /** Acts, the latest first. A customer's are found by any of the customers that are one person with them. */
    async search({ person, customer, kind, from, to, before, limit, notOf }: AuditQuery): Promise<Act[]> {
      let query = db.selectFrom('acts').innerJoin('log', 'log.seq', 'acts.seq').select(['acts.seq', 'acts.at', 'acts.person', 'acts.kind', 'acts.customer_id as customer', 'log.enquiry_id as enquiry', 'log.conversation_id as conversation', 'log.facts'])
        .orderBy('acts.seq', 'desc').limit(limit)
      if (person !== undefined) query = query.where('acts.person', '=', person)
      if (customer !== undefined) {
        const same = await customersOfPerson(store.db, customer)
        query = query.where('acts.customer_id', 'in', same.length > 0 ? same : [customer])
      }
      if (kind !== undefined) query = query.where('acts.kind', '=', kind)
      if (from !== undefined) query = query.where('acts.at', '>=', from)
      if (to !== undefined) query = query.where('acts.at', '<', to)
      if (notOf && notOf.size > 0) query = query.where('log.enquiry_id', 'not in', [...notOf])
      if (before !== undefined) query = query.where('acts.seq', '<', before)
      return (await query.execute()).map(row => ({ ...row, seq: Number(row.seq), facts: JSON.parse(row.facts) }))
    },
  }
}

export type Audit = ReturnType<typeof createAudit>
