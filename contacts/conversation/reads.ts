import type { ContactsDeps } from '../deps.ts'
import type { Instant } from '../types.ts'

/** How far members of staff have read. */
export function createReads({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>) {
  return {
    /** Notes that a member has read a conversation up to a place; what was read stays read. */
    async note(staff: string, conversation: string, sequence: number): Promise<void> {
      const at = clock.now().toISOString()
      await store.write(async tx => {
        await tx.insertInto('staff_reads').values({ staff_id: staff, conversation_id: conversation, sequence, at })
          .onConflict(conflict => conflict.columns(['staff_id', 'conversation_id']).doUpdateSet({ sequence, at }).where('staff_reads.sequence', '<', sequence)).execute()
      })
    },
    /** How far a member has read in each of these conversations, how many of the customer's messages came after, and since when the customer has had no answer of an agent. */
    async of(staff: string, conversations: readonly string[]): Promise<{ conversation: string; sequence: number; unread: number; awaitingSince: Instant | null }[]> {
      if (conversations.length === 0) return []
      const reads = await store.db.selectFrom('staff_reads').select(['conversation_id', 'sequence']).where('staff_id', '=', staff).where('conversation_id', 'in', conversations).execute()
      return Promise.all(conversations.map(async conversation => {
        const sequence = reads.find(each => each.conversation_id === conversation)?.sequence ?? 0
        const { count } = await store.db.selectFrom('log').select(eb => eb.fn.countAll().as('count')).where('conversation_id', '=', conversation).where('conversation_seq', '>', sequence).where('kind', '=', 'customer.message').executeTakeFirstOrThrow()
        const { answered } = await store.db.selectFrom('log').select(eb => eb.fn.max('conversation_seq').as('answered')).where('conversation_id', '=', conversation).where('kind', '=', 'agent.message').executeTakeFirstOrThrow()
        const open = await store.db.selectFrom('log').select('at').where('conversation_id', '=', conversation).where('conversation_seq', '>', Number(answered ?? 0)).where('kind', '=', 'customer.message').orderBy('conversation_seq').limit(1).executeTakeFirst()
        return { conversation, sequence, unread: Number(count), awaitingSince: open?.at ?? null }
      }))
    },
  }
}

export type Reads = ReturnType<typeof createReads>
