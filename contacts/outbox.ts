import type { Kysely } from 'kysely'
import { restoreSealed, type Sealed } from '../knowledge/gate.ts'
import type { Tables } from '../store/index.ts'
import { conversationKey } from './acceptance.ts'
import type { ContactsDeps } from './deps.ts'
import type { Transcript } from './transcript.ts'
import type { LoggedActivity } from './types.ts'

/** A reply that waits for its delivery by push. */
export type OutboxItem = { activity: LoggedActivity; sealed: Sealed; reference: unknown; attempts: number }

function rowOf(tx: Kysely<Tables>, { channel, conversation, sequence }: LoggedActivity) {
  return tx.updateTable('outbox').where('conversation_id', '=', conversationKey(channel, conversation)).where('sequence', '=', sequence)
}

/** What still has to be delivered, and what became of it. */
export function createOutbox({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>, { toActivity }: Pick<Transcript, 'toActivity'>) {
  return {
    /** What still has to be delivered by push and is due, oldest first. */
    async due(limit: number): Promise<OutboxItem[]> {
      const rows = await store.db.selectFrom('outbox').innerJoin('log', join => join.onRef('log.conversation_id', '=', 'outbox.conversation_id').onRef('log.conversation_seq', '=', 'outbox.sequence'))
        .innerJoin('conversations', 'conversations.id', 'outbox.conversation_id')
        .selectAll('log').select(['outbox.attempts', 'conversations.reference'])
        .where('outbox.status', '=', 'pending').where('outbox.next_at', '<=', clock.now().toISOString())
        .orderBy('log.seq').limit(limit).execute()
      return Promise.all(rows.map(async row => {
        const activity = await toActivity(row)
        return { activity, sealed: restoreSealed(activity.content), reference: row.reference ? JSON.parse(row.reference) : undefined, attempts: row.attempts }
      }))
    },

    async delivered(activity: LoggedActivity): Promise<void> {
      await store.write(async tx => { await rowOf(tx, activity).set({ status: 'delivered' }).execute() })
    },

    /** Notes a failed delivery: tried again at `retryAt`, or, without it, moved to the dead letters. */
    async undelivered(activity: LoggedActivity, why: string, retryAt: Date | undefined): Promise<void> {
      await store.write(async tx => {
        await rowOf(tx, activity).set(eb => ({
          attempts: eb('attempts', '+', 1), last_error: why.slice(0, 200),
          ...(retryAt ? { next_at: retryAt.toISOString() } : { status: 'dead' as const }),
        })).execute()
      })
    },
  }
}
