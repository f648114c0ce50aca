import type { Tables } from '../store/index.ts'
import type { ContactsDeps } from './deps.ts'
import { append } from './log.ts'
import type { Handover, StaffId } from './types.ts'

export type Handovers = ReturnType<typeof createHandovers>

function toHandover(row: Tables['handovers']): Handover {
  const locale = row.locale === 'zh-Hant' || row.locale === 'en' ? row.locale : 'zh-Hans'
  return {
    id: row.id, enquiry: row.enquiry_id, conversation: row.conversation_id, reason: row.reason, summary: row.summary, topic: row.topic,
    urgent: row.urgent === 1, locale, status: row.status, requestedAt: row.requested_at, agent: row.agent, takenAt: row.taken_at,
    closedAt: row.closed_at, outcome: row.outcome,
  }
}

/** Who waits for an agent, and who talks to one. The enquiry's owner stays its owner throughout (M1.1b). */
export function createHandovers(deps: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  const { store, clock } = deps
  const list = (status: 'waiting' | 'active') => store.db.selectFrom('handovers').selectAll().where('status', '=', status)
    .orderBy('urgent', 'desc').orderBy('requested_at').orderBy('id')

  async function note(kind: string, handover: Handover, staff: StaffId, change: Partial<Tables['handovers']>, from: 'waiting' | 'active', outcome?: string): Promise<boolean> {
    const changed = await store.write(async tx => {
      const result = await tx.updateTable('handovers').set(change).where('id', '=', handover.id).where('status', '=', from).executeTakeFirst()
      if (result.numUpdatedRows === 0n) return false
      const { customer_id, owner } = await tx.selectFrom('enquiries').select(['customer_id', 'owner']).where('id', '=', handover.enquiry).executeTakeFirstOrThrow()
      const at = clock.now().toISOString()
      if (outcome !== undefined) await tx.updateTable('enquiries').set({ status: 'closed', closed_at: at, updated_at: at, outcome }).where('id', '=', handover.enquiry).execute()
      await append(tx, store.engine, [{
        at, kind, customer: customer_id, enquiry: handover.enquiry, conversation: handover.conversation, actor: `agent:${staff}`,
        facts: { handover: handover.id, owner, ...(outcome === undefined ? {} : { outcome }) },
      }])
      return true
    })
    if (changed) deps.onQueue()
    return changed
  }

  async function get(id: string): Promise<Handover | undefined> {
    const row = await store.db.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toHandover(row)
  }

  return {
    /** Who waits: urgent ones first, then the longest wait. */
    async waiting(): Promise<Handover[]> {
      return (await list('waiting').limit(500).execute()).map(toHandover)
    },
    async activeOf(staff: StaffId): Promise<Handover[]> {
      return (await list('active').where('agent', '=', staff).execute()).map(toHandover)
    },
    get,
    /** Place in the queue, 1 for who is next; 0 when not waiting. */
    async placeOf(id: string): Promise<number> {
      return (await list('waiting').select('id').execute()).findIndex(row => row.id === id) + 1
    },
    async waitingCount(): Promise<number> {
      const { count } = await store.db.selectFrom('handovers').select(eb => eb.fn.countAll<number>().as('count')).where('status', '=', 'waiting').executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Gives the waiting customer to this agent, or says that somebody was quicker. */
    async take(id: string, staff: StaffId): Promise<Handover | 'taken'> {
      const handover = await get(id)
      if (!handover) return 'taken'
      const takenAt = clock.now().toISOString()
      const changed = await note('handover.taken', handover, staff, { status: 'active', agent: staff, taken_at: takenAt }, 'waiting')
      return changed ? { ...handover, status: 'active', agent: staff, takenAt } : 'taken'
    },
    /** Closes the hand-over and the enquiry with its outcome; false when it was not this agent's to close. */
    async close(id: string, staff: StaffId, outcome: string): Promise<boolean> {
      const handover = await get(id)
      if (!handover || handover.agent !== staff) return false
      return note('enquiry.closed', handover, staff, { status: 'closed', closed_at: clock.now().toISOString(), outcome }, 'active', outcome)
    },
    /** The customer no longer waits for a person; the bot speaks again. */
    async withdraw(id: string): Promise<boolean> {
      const handover = await get(id)
      return handover ? note('handover.withdrawn', handover, 'customer', { status: 'closed', closed_at: clock.now().toISOString(), outcome: 'withdrawn' }, 'waiting') : false
    },
  }
}
