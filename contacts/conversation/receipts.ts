import type { ContactsDeps } from '../deps.ts'

/** What customers' pages got of what they fetch themselves. `onChanged` is called after a commit with the conversation. */
export function createReceiptNotes({ store, clock, onChanged }: Pick<ContactsDeps, 'store' | 'clock'> & { onChanged(conversation: string): void }) {
  return {
    /** Notes that messages were handed to a page that fetches them. */
    async handed(conversation: string, sequences: readonly number[]): Promise<void> {
      const fresh = await store.write(async tx => {
        const known = new Set((await tx.selectFrom('sent_parts').select('sequence').where('conversation_id', '=', conversation).where('sequence', 'in', sequences).execute()).map(({ sequence }) => sequence))
        const rows = sequences.filter(sequence => !known.has(sequence)).map(sequence => ({ conversation_id: conversation, sequence, part: 0, provider_key: null, status: 'sent' as const, at: clock.now().toISOString() }))
        if (rows.length > 0) await tx.insertInto('sent_parts').values(rows).onConflict(conflict => conflict.columns(['conversation_id', 'sequence', 'part']).doNothing()).execute()
        return rows.length
      })
      if (fresh > 0) onChanged(conversation)
    },

    /** Notes that the customer's page has got all that it was handed up to a place. */
    async got(conversation: string, upTo: number): Promise<void> {
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('sent_parts').set({ status: 'delivered', at: clock.now().toISOString() })
        .where('conversation_id', '=', conversation).where('sequence', '<=', upTo).where('provider_key', 'is', null).where('status', '=', 'sent').executeTakeFirstOrThrow())
      if (numUpdatedRows > 0n) onChanged(conversation)
    },
  }
}

export type ReceiptNotes = ReturnType<typeof createReceiptNotes>
