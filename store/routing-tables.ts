import type { Kysely } from 'kysely'

export type RoutingTables = {
  /** Whether a member takes customers; who is not in it does not. */
  staff_availability: { staff_id: string; status: 'available' | 'away' | 'wrap-up'; since: string; /** When a wrap-up ends by itself. */ until: string | null }
  /** A customer who waits, or is to be passed on, is offered to one member at a time. */
  handover_offers: { handover_id: string; staff_id: string; offered_at: string; until: string; why: 'routed' | 'owner' | 'transfer' | 'certificate'; /** Who passes the customer on. */ by_staff: string | null }
  /** Who was offered a customer in vain since they last were in somebody's hands. */
  handover_refusals: { handover_id: string; staff_id: string; at: string }
  /** Colleagues beside the agent: consulted in private, or a supervisor who speaks too. */
  handover_guests: { handover_id: string; staff_id: string; part: 'consulted' | 'joined'; by_staff: string; since: string }
  /** That the agent was told of a customer's message that waits for a reply; the message's place. */
  handover_reminders: { handover_id: string; sequence: number; at: string }
  /** How a customer is graded (M2.1b); who is not in it is an ordinary one. */
  customer_tiers: { customer_id: string; tier: 'vip' | 'ordinary' | 'high-risk' | 'potential'; by_staff: string; at: string }
}

export async function createRoutingTables<T extends RoutingTables>(db: Kysely<T>): Promise<void> {
  const { schema } = db
  await schema.createTable('staff_availability').addColumn('staff_id', 'text', c => c.primaryKey()).addColumn('status', 'text', c => c.notNull()).addColumn('since', 'text', c => c.notNull()).addColumn('until', 'text').execute()
  await schema.createTable('handover_offers').addColumn('handover_id', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull())
    .addColumn('offered_at', 'text', c => c.notNull()).addColumn('until', 'text', c => c.notNull()).addColumn('why', 'text', c => c.notNull()).addColumn('by_staff', 'text').execute()
  await schema.createTable('handover_refusals').addColumn('handover_id', 'text', c => c.notNull()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('handover_refusals_pk', ['handover_id', 'staff_id']).execute()
  await schema.createTable('handover_guests').addColumn('handover_id', 'text', c => c.notNull()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('part', 'text', c => c.notNull())
    .addColumn('by_staff', 'text', c => c.notNull()).addColumn('since', 'text', c => c.notNull()).addPrimaryKeyConstraint('handover_guests_pk', ['handover_id', 'staff_id']).execute()
  await schema.createIndex('handover_guests_by_staff').on('handover_guests').column('staff_id').execute()
  await schema.createTable('handover_reminders').addColumn('handover_id', 'text', c => c.primaryKey()).addColumn('sequence', 'integer', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).execute()
  await schema.createTable('customer_tiers').addColumn('customer_id', 'text', c => c.primaryKey()).addColumn('tier', 'text', c => c.notNull()).addColumn('by_staff', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).execute()
}
