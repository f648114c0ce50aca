import type { CustomerSeal } from '../customer-seal.ts'
import { conversationKey } from '../acceptance.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { OutboxItem } from '../outbox.ts'
import { queue, replyEntries } from '../replies.ts'
import type { Turns } from '../turns.ts'

/** Another conversation of the same customer. */
export type OtherWay = { conversation: string; channel: string; reference: unknown }

/** What a reply waits for where its channel takes none until the customer writes. */
export const waitsForCustomer = 'waits for the customer to write'

/** Replies that do not get through where they were to go. */
export function createRerouting({ store, clock, onLogged }: Pick<ContactsDeps, 'store' | 'clock' | 'onLogged'>, { turnState }: Pick<Turns, 'turnState'>, seal: CustomerSeal) {
  const { db } = store
  const rowOf = ({ activity }: Pick<OutboxItem, 'activity'>) => ({ conversation: conversationKey(activity.channel, activity.conversation), sequence: activity.sequence })

  return {
    /** The customer's other conversations, the one used last first. */
    async otherWays(conversation: string): Promise<OtherWay[]> {
      // Customers who proved to be one person are one.
      const rows = await db.selectFrom('conversations as this').innerJoin('customers as me', 'me.id', 'this.customer_id').innerJoin('customers as same', 'same.person', 'me.person')
        .innerJoin('conversations as other', 'other.customer_id', 'same.id').select(['other.id as conversation', 'other.channel', 'other.reference']).where('this.id', '=', conversation).whereRef('other.id', '<>', 'this.id')
        .orderBy('other.updated_at', 'desc').limit(50).execute()
      return rows.map(({ reference, ...row }) => ({ ...row, reference: reference ? JSON.parse(reference) : undefined }))
    },

    /** Says a reply in another conversation of the customer in its stead, and notes that; all of it or nothing (M2.3a). */
    async moveReply(item: OutboxItem, to: OtherWay, push: boolean, why: string): Promise<void> {
      const from = rowOf(item)
      const state = await turnState(to.conversation)
      if (!state) throw new Error('The conversation does not exist')
      const { activity, sealed } = item
      await store.write(async tx => {
        const now = clock.now().toISOString()
        const { numUpdatedRows } = await tx.updateTable('outbox').set({ status: 'moved', last_error: why.slice(0, 200), claimed_by: null, claimed_until: null })
          .where('conversation_id', '=', from.conversation).where('sequence', '=', from.sequence).where('status', 'in', ['pending', 'delivered']).executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return
        const { next_sequence } = await tx.updateTable('conversations').set(eb => ({ next_sequence: eb('next_sequence', '+', 1), updated_at: now })).where('id', '=', to.conversation).returning('next_sequence').executeTakeFirstOrThrow()
        const actor = activity.from.role === 'agent' ? activity.from.id : 'bot'
        const { entries, outbox } = await replyEntries(seal, state, next_sequence - 1, now, {
          replies: [{ sealed, masked: activity.maskedText, facts: { movedFrom: from, rule: 'M2.3a' } }], actor, push, senderName: activity.from.name,
        })
        await append(tx, store.engine, [...entries, {
          at: now, kind: 'reply.moved', customer: state.customer, enquiry: state.enquiry.id, conversation: from.conversation, actor: 'system',
          facts: { sequence: from.sequence, from: activity.channel, to: to.channel, why, rule: 'M2.3a' },
        }])
        await queue(tx, outbox)
      })
      onLogged(to.conversation)
    },

    /**
     * Leaves a reply for later without counting it as a failure. Where the customer has written since it was read for its delivery, that
     * is now: nobody would tell of that message again.
     */
    async postpone(item: OutboxItem, { until, readAt }: { until: Date; readAt: Date }): Promise<void> {
      const { conversation, sequence } = rowOf(item)
      await store.write(async tx => {
        const written = await tx.selectFrom('log').select('seq').where('conversation_id', '=', conversation).where('conversation_seq', '>', sequence).where('actor', '=', 'customer').where('at', '>=', readAt.toISOString()).limit(1).executeTakeFirst()
        await tx.updateTable('outbox').set({ next_at: (written ? clock.now() : until).toISOString(), last_error: waitsForCustomer }).where('conversation_id', '=', conversation).where('sequence', '=', sequence).where('status', '=', 'pending').execute()
      })
    },

    /** The customer wrote: what waits for that is due. Gives whether anything is. */
    async dueNow(conversation: string): Promise<boolean> {
      const waiting = () => db.selectFrom('outbox').select('sequence').where('conversation_id', '=', conversation).where('status', '=', 'pending').where('last_error', '=', waitsForCustomer).limit(1)
      if ((await waiting().execute()).length === 0) return false
      await store.write(async tx => {
        await tx.updateTable('outbox').set({ next_at: clock.now().toISOString() }).where('conversation_id', '=', conversation).where('status', '=', 'pending').where('last_error', '=', waitsForCustomer).execute()
      })
      return true
    },

    /** A reply that the provider had taken and then could not deliver is a dead letter. */
    async failLater(item: OutboxItem, why: string): Promise<void> {
      const { conversation, sequence } = rowOf(item)
      await store.write(async tx => {
        const { numUpdatedRows } = await tx.updateTable('outbox').set({ status: 'dead', last_error: why.slice(0, 200) }).where('conversation_id', '=', conversation).where('sequence', '=', sequence).where('status', '=', 'delivered').executeTakeFirstOrThrow()
        // What is sent again is sent whole.
        if (numUpdatedRows > 0n) await tx.deleteFrom('sent_parts').where('conversation_id', '=', conversation).where('sequence', '=', sequence).execute()
      })
    },
  }
}

export type Rerouting = ReturnType<typeof createRerouting>
