import type { Kysely } from 'kysely'

export type WrapUpTables = {
  /** What an agent noted after a conversation; without one the conversation's wrap-up is still to be done. */
  wrap_ups: { handover_id: string; staff_id: string; at: string; topic: string; task_id: string | null }
  /** Something that is to be done for a customer; who and by when is on its clock. */
  tasks: { id: string; customer_id: string; enquiry_id: string; conversation_id: string; /** Masked; sealed in the log. */ what: string; set_by: string; at: string }
}

export async function createWrapUpTables<T extends WrapUpTables>(db: Kysely<T>): Promise<void> {
  const { schema } = db
  await schema.createTable('wrap_ups')
    .addColumn('handover_id', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).addColumn('topic', 'text', c => c.notNull())
    .addColumn('task_id', 'text').execute()
  await schema.createTable('tasks')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('customer_id', 'text', c => c.notNull()).addColumn('enquiry_id', 'text', c => c.notNull()).addColumn('conversation_id', 'text', c => c.notNull())
    .addColumn('what', 'text', c => c.notNull()).addColumn('set_by', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull()).execute()
  await schema.createIndex('tasks_by_customer').on('tasks').column('customer_id').execute()
  await schema.createIndex('handovers_by_agent').on('handovers').columns(['agent', 'status', 'closed_at']).execute()
}
