import { z } from 'zod'
import type { ContactsDeps } from '../deps.ts'

export type Place = { conversation: string; sequence: number }
const statuses = ['sent', 'delivered', 'read', 'failed'] as const
export type SentStatus = (typeof statuses)[number]

const rank = (status: SentStatus) => statuses.indexOf(status)

/** What providers took of each reply, and what they reported of it. */
export function createSentParts({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>) {
  return {
    /** How many parts of a reply were taken; they are taken in order. */
    async taken({ conversation, sequence }: Place): Promise<number> {
      const { parts } = await store.db.selectFrom('sent_parts').select(eb => eb.fn.countAll().as('parts'))
        .where('conversation_id', '=', conversation).where('sequence', '=', sequence).executeTakeFirstOrThrow()
      return z.coerce.number().parse(parts)
    },

    async note({ conversation, sequence }: Place, part: number, providerKey: string | undefined): Promise<void> {
      const at = clock.now().toISOString()
      await store.write(async tx => {
        await tx.insertInto('sent_parts').values({ conversation_id: conversation, sequence, part, provider_key: providerKey ?? null, status: 'sent', at })
          .onConflict(conflict => conflict.columns(['conversation_id', 'sequence', 'part']).doNothing()).execute()
      })
    },

    /** Notes a report and gives which reply it is of; undefined where the id is unknown or nothing is new. Reports can come late and in any order: what was read stays read. */
    async report(providerKey: string, status: SentStatus): Promise<Place | undefined> {
      return store.write(async tx => {
        const row = await tx.selectFrom('sent_parts').selectAll().where('provider_key', '=', providerKey).executeTakeFirst()
        if (!row || rank(row.status) >= rank(status)) return undefined
        await tx.updateTable('sent_parts').set({ status, at: clock.now().toISOString() }).where('provider_key', '=', providerKey).execute()
        return { conversation: row.conversation_id, sequence: row.sequence }
      })
    },
  }
}

export type SentParts = ReturnType<typeof createSentParts>
