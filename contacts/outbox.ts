import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { restoreSealed, type Sealed } from '../knowledge/sealed.ts'
import type { Tables } from '../store/index.ts'
import { conversationKey } from './acceptance.ts'
import type { ContactsDeps } from './deps.ts'
import type { Transcript } from './transcript.ts'
import type { LoggedActivity } from './types.ts'

/** A reply that waits for its delivery by push. */
export type OutboxItem = {
  activity: LoggedActivity
  sealed: Sealed
  reference: unknown
  /** The provider's own id of the message that this answers, where it answers one. */
  answers: string | undefined
  attempts: number
}

/** The channel did not take a reply; `retryAfterMs` when it said when to try again. */
export class NotTakenError extends Error {
  override readonly name = 'NotTakenError'
  readonly retryAfterMs: number | undefined
  constructor(why: string, retryAfterMs?: number) {
    super(why)
    this.retryAfterMs = retryAfterMs
  }
}

/** A reply that was given up: an operator looks at it and has it sent again. */
export type DeadLetter = { enquiry: string; conversation: string; sequence: number; attempts: number; lastError: string | null; masked: string; at: string }

/** How long a claim outlives an instance that died; one that lives renews it. */
export const claimMs = 10_000
/** The longest pause before a delivery is tried again. */
export const longestPauseMs = 300_000
/** The most replies of one conversation that are claimed at once. */
export const mostClaimed = 50

/** The place in its conversation that an activity's id names. */
function sequenceOf(id: unknown): number | undefined {
  const [, digits] = typeof id === 'string' ? /\|(\d+)$/.exec(id) ?? [] : []
  return digits === undefined ? undefined : Number(digits)
}

const isoIn = (now: Date, ms: number) => new Date(now.getTime() + ms).toISOString()

function rowOf(tx: Kysely<Tables>, { channel, conversation, sequence }: LoggedActivity) {
  return tx.updateTable('outbox').where('conversation_id', '=', conversationKey(channel, conversation)).where('sequence', '=', sequence)
}

/**
 * Due and claimed by nobody. A time that lies further ahead than any that is ever set was set by a clock that has since
 * gone back: it holds nothing up.
 */
const isFree = (now: Date) => (eb: ExpressionBuilder<{ o: Tables['outbox'] }, 'o'>) => eb.and([
  eb('o.status', '=', 'pending'),
  eb.or([eb('o.next_at', '<=', now.toISOString()), eb('o.next_at', '>', isoIn(now, 2 * longestPauseMs))]),
  eb.or([eb('o.claimed_until', 'is', null), eb('o.claimed_until', '<=', now.toISOString()), eb('o.claimed_until', '>', isoIn(now, 2 * claimMs))]),
])

/** What still has to be delivered, by whom, and what became of it. */
export function createOutbox({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>, { toActivity }: Pick<Transcript, 'toActivity'>) {
  /** Conversations whose oldest waiting reply is free; it stands for those behind it. */
  function freeConversations(tx: Kysely<Tables>, now: Date, limit: number) {
    const heads = tx.selectFrom('outbox as o').select(['o.conversation_id', 'o.sequence']).where(isFree(now))
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('outbox as before').select(sql.lit(1).as('one'))
        .whereRef('before.conversation_id', '=', 'o.conversation_id').whereRef('before.sequence', '<', 'o.sequence').where('before.status', '=', 'pending'))))
      .orderBy('o.next_at').limit(limit)
    return store.engine === 'postgres' ? heads.forUpdate('o').skipLocked() : heads
  }

  /** The conversation's reference tells of its latest message only; while that waits, earlier ones are answered. */
  async function answeredBy({ channel, conversation, content }: LoggedActivity): Promise<string | undefined> {
    const question = sequenceOf(content['replyToId'])
    if (question === undefined) return undefined
    const row = await store.db.selectFrom('log').selectAll().where('conversation_id', '=', conversationKey(channel, conversation)).where('conversation_seq', '=', question).executeTakeFirst()
    const asked = row && (await toActivity(row)).content
    return asked?.['kind'] === 'message' && typeof asked['dedupeKey'] === 'string' ? asked['dedupeKey'] : undefined
  }

  const rowsWithLog = () => store.db.selectFrom('outbox').innerJoin('log', join => join.onRef('log.conversation_id', '=', 'outbox.conversation_id').onRef('log.conversation_seq', '=', 'outbox.sequence'))
    .innerJoin('conversations', 'conversations.id', 'outbox.conversation_id').selectAll('log').select(['outbox.attempts', 'conversations.reference'])

  async function toItem({ attempts, reference, ...row }: Tables['log'] & { attempts: number; reference: string | null }): Promise<OutboxItem> {
    const activity = await toActivity(row)
    return { activity, sealed: restoreSealed(activity.content), reference: reference ? JSON.parse(reference) : undefined, answers: await answeredBy(activity), attempts }
  }

  return {
    /**
     * Claims what waits in up to `limit` conversations, those due first, and gives the conversations: nobody else gets it
     * until it is given back or `claimMs` have passed.
     */
    async claim(instance: string, limit: number): Promise<string[]> {
      // Most of the time nothing waits; finding that out needs no writing.
      if ((await freeConversations(store.db, clock.now(), 1).execute()).length === 0) return []
      return store.write(async tx => {
        const now = clock.now()
        const heads = await freeConversations(tx, now, limit).execute()
        for (const { conversation_id, sequence } of heads) {
          await tx.updateTable('outbox').set({ claimed_by: instance, claimed_until: isoIn(now, claimMs) }).where('conversation_id', '=', conversation_id)
            .where('status', '=', 'pending').where('sequence', '>=', sequence).where('sequence', '<', sequence + mostClaimed).execute()
        }
        return heads.map(head => head.conversation_id)
      })
    },

    /** What is claimed of a conversation, in order. */
    async claimed(conversation: string, instance: string): Promise<OutboxItem[]> {
      const rows = await rowsWithLog().where('outbox.conversation_id', '=', conversation).where('outbox.status', '=', 'pending').where('outbox.claimed_by', '=', instance)
        .orderBy('outbox.sequence').limit(mostClaimed).execute()
      return Promise.all(rows.map(toItem))
    },

    /** The reply at this place of a conversation, whatever became of it. */
    async itemAt(conversation: string, sequence: number): Promise<OutboxItem | undefined> {
      const row = await rowsWithLog().where('outbox.conversation_id', '=', conversation).where('outbox.sequence', '=', sequence).executeTakeFirst()
      return row && toItem(row)
    },

    /** Keeps everything that is claimed for another `claimMs`. */
    async renewClaims(instance: string): Promise<void> {
      await store.write(async tx => {
        await tx.updateTable('outbox').set({ claimed_until: isoIn(clock.now(), claimMs) }).where('status', '=', 'pending').where('claimed_by', '=', instance).execute()
      })
    },

    /** Frees every claim: where this process is the only one, they are those of the one before. */
    async freeClaims(): Promise<void> {
      await store.write(async tx => { await tx.updateTable('outbox').set({ claimed_by: null, claimed_until: null }).where('status', '=', 'pending').where('claimed_by', 'is not', null).execute() })
    },

    /** Gives back what of a claim was not delivered. */
    async giveBack(conversation: string, instance: string): Promise<void> {
      await store.write(async tx => {
        await tx.updateTable('outbox').set({ claimed_by: null, claimed_until: null }).where('conversation_id', '=', conversation).where('claimed_by', '=', instance).where('status', '=', 'pending').execute()
      })
    },

    async delivered(activity: LoggedActivity): Promise<void> {
      await store.write(async tx => { await rowOf(tx, activity).set({ status: 'delivered', claimed_by: null, claimed_until: null }).execute() })
    },

    /** Notes a failed delivery: tried again at `retryAt`, or, without it, moved to the dead letters. */
    async undelivered(activity: LoggedActivity, why: string, retryAt: Date | undefined): Promise<void> {
      await store.write(async tx => {
        await rowOf(tx, activity).where('status', '=', 'pending').set(eb => ({
          attempts: eb('attempts', '+', 1), last_error: why.slice(0, 200),
          ...(retryAt ? { next_at: retryAt.toISOString() } : { status: 'dead' as const }),
        })).execute()
      })
    },

    /** The replies that were given up, oldest first, with their masked text. */
    async deadLetters(limit: number): Promise<DeadLetter[]> {
      return store.db.selectFrom('outbox').innerJoin('log', join => join.onRef('log.conversation_id', '=', 'outbox.conversation_id').onRef('log.conversation_seq', '=', 'outbox.sequence'))
        .select(['log.enquiry_id as enquiry', 'outbox.conversation_id as conversation', 'outbox.sequence', 'outbox.attempts', 'outbox.last_error as lastError', 'log.masked', 'log.at'])
        .where('outbox.status', '=', 'dead').orderBy('log.seq').limit(limit).execute()
    },

    /** Has dead letters delivered again under their ids: this one, those of this conversation, or all. Gives how many. */
    async resend({ conversation, sequence }: { conversation?: string | undefined; sequence?: number | undefined }): Promise<number> {
      return store.write(async tx => {
        let rows = tx.updateTable('outbox').set({ status: 'pending', attempts: 0, next_at: clock.now().toISOString(), claimed_by: null, claimed_until: null }).where('status', '=', 'dead')
        if (conversation !== undefined) rows = rows.where('conversation_id', '=', conversation)
        if (sequence !== undefined) rows = rows.where('sequence', '=', sequence)
        return Number((await rows.executeTakeFirst()).numUpdatedRows)
      })
    },

    /** Since when the oldest reply that is not yet delivered waits. */
    async oldestPending(): Promise<Date | undefined> {
      const { at } = await store.db.selectFrom('outbox').innerJoin('log', join => join.onRef('log.conversation_id', '=', 'outbox.conversation_id').onRef('log.conversation_seq', '=', 'outbox.sequence'))
        .select(eb => eb.fn.min<string | null>('log.at').as('at')).where('outbox.status', '=', 'pending').executeTakeFirstOrThrow()
      return at === null ? undefined : new Date(at)
    },

    /** How many replies wait for delivery and how many were given up. */
    async outboxDepth(): Promise<{ pending: number; dead: number }> {
      const rows = await store.db.selectFrom('outbox').select(['status', eb => eb.fn.countAll<number>().as('count')]).where('status', 'in', ['pending', 'dead']).groupBy('status').execute()
      const count = (status: string) => Number(rows.find(row => row.status === status)?.count ?? 0)
      return { pending: count('pending'), dead: count('dead') }
    },
  }
}
