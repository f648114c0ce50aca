import type { ContactsDeps } from '../deps.ts'
import type { Handover, Instant } from '../types.ts'
import { tellOf } from './told.ts'

/** A customer's message in an agent's hands that nobody has replied to. */
export type Unanswered = { since: Instant; sequence: number }

/** How far back the last reply is looked for, in messages. */
const lookBack = 50

/** Customers whose agent does not reply. */
export function createUnanswered({ store, clock, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  return {
    /** The first message that waits for a reply in a conversation with an agent; undefined where all are answered. */
    async of({ conversation, takenAt }: Pick<Handover, 'conversation' | 'takenAt'>): Promise<Unanswered | undefined> {
      const rows = await store.db.selectFrom('log').select(['kind', 'at', 'conversation_seq as sequence']).where('conversation_id', '=', conversation).where('conversation_seq', 'is not', null)
        .where('kind', 'in', ['customer.message', 'agent.message']).orderBy('conversation_seq', 'desc').limit(lookBack).execute()
      const [last] = rows
      // Who has said nothing but that they are there has not replied yet, whatever was asked before they came.
      if (takenAt !== null && last && rows.filter(({ kind, at }) => kind === 'agent.message' && at >= takenAt).length <= 1) return { since: takenAt, sequence: last.sequence ?? 0 }
      const replied = rows.findIndex(({ kind }) => kind === 'agent.message')
      const waiting = (replied === -1 ? rows : rows.slice(0, replied)).at(-1)
      return waiting && { since: waiting.at, sequence: waiting.sequence ?? 0 }
    },
    /** Tells the agent and the supervisors, once for each message. */
    async remind(handover: Handover, { sequence, since }: Unanswered): Promise<void> {
      const told = await store.write(async tx => {
        const before = await tx.selectFrom('handover_reminders').select('sequence').where('handover_id', '=', handover.id).executeTakeFirst()
        if (before && before.sequence >= sequence) return false
        const at = clock.now().toISOString()
        await tx.insertInto('handover_reminders').values({ handover_id: handover.id, sequence, at }).onConflict(conflict => conflict.column('handover_id').doUpdateSet({ sequence, at })).execute()
        return tellOf(tx, store.engine, at, handover, { key: `unanswered:${handover.id}:${sequence}`, kind: 'handover.unanswered', facts: { since, rule: 'M1.1b' } })
      })
      if (told) onQueue()
    },
  }
}

export type UnansweredMessages = ReturnType<typeof createUnanswered>
