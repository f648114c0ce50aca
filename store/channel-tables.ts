import type { Kysely } from 'kysely'

export type ChannelTables = {
  /** What a provider took of a reply: one row a message of the provider's, by its id there. */
  sent_parts: {
    conversation_id: string
    sequence: number
    part: number
    /** Digest of the channel and the provider's id, which can hold a telephone number. */
    provider_key: string | null
    status: 'sent' | 'delivered' | 'read' | 'failed'
    at: string
  }
}

export async function createChannelTables<T extends ChannelTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('sent_parts')
    .addColumn('conversation_id', 'text', c => c.notNull()).addColumn('sequence', 'integer', c => c.notNull()).addColumn('part', 'integer', c => c.notNull())
    .addColumn('provider_key', 'text').addColumn('status', 'text', c => c.notNull()).addColumn('at', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('sent_parts_pk', ['conversation_id', 'sequence', 'part']).execute()
  await db.schema.createIndex('sent_parts_by_provider').on('sent_parts').column('provider_key').execute()
}
