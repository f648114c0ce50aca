import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import { notify } from '../clocks/notices.ts'
import type { ContactsDeps } from '../deps.ts'
import { enquiryColumns, enquiryOf, type OpenEnquiry } from '../enquiries/records.ts'
import { append } from '../log.ts'
import type { Handover, Instant, StaffId } from '../types.ts'

export function toHandover(row: Tables['handovers']): Handover {
  const locale = row.locale === 'zh-Hant' || row.locale === 'en' ? row.locale : 'zh-Hans'
  return {
    id: row.id, enquiry: row.enquiry_id, conversation: row.conversation_id, reason: row.reason, summary: row.summary, topic: row.topic,
    urgent: row.urgent === 1, locale, status: row.status, requestedAt: row.requested_at, agent: row.agent, takenAt: row.taken_at,
    closedAt: row.closed_at, outcome: row.outcome,
  }
}

/** What becomes of a hand-over, and what the log says of it. */
export type Move = {
  kind: string
  actor: string
  from: readonly Handover['status'][]
  change: Partial<Tables['handovers']>
  facts?: Record<string, unknown>
  /** Looked at before; where it is not so, nothing moves. */
  provided?: (tx: Kysely<Tables>, at: Instant) => Promise<boolean>
  /** What becomes of the enquiry with it; what the log says of that. */
  then?: (tx: Kysely<Tables>, enquiry: OpenEnquiry, at: Instant, customer: string) => Promise<{ kind: string; facts: Record<string, unknown> } | undefined>
  /** The enquiry's owner is told, unless the step is theirs (M1.1b). */
  tellsOwner?: true
}

type Hands = Pick<Tables['handovers'], 'taken_at' | 'first_agent' | 'first_taken_at' | 'served_ms'>

/** What is kept when a customer comes into other hands, or out of all: who had them first, and how long they were served until then. */
export function handsChanged({ taken_at: since, first_agent, first_taken_at, served_ms }: Hands, agent: StaffId | null, at: Instant): Omit<Hands, 'taken_at'> {
  const served = (served_ms ?? 0) + (since === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(since)))
  return { served_ms: served, ...(first_taken_at !== null || agent === null ? { first_agent, first_taken_at } : { first_agent: agent, first_taken_at: at }) }
}

export type MovesDeps = Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>

/** Takes steps of hand-overs: each in one unit of work with its entry in the log, and of two at once one wins. */
export function createMoves({ store, clock, onQueue }: MovesDeps) {
  return async function move(handover: Handover, { kind, actor, from, change, facts, provided, then, tellsOwner }: Move): Promise<boolean> {
    const changed = await store.write(async tx => {
      const at = clock.now().toISOString()
      if (provided && !await provided(tx, at)) return false
      const hands = change.taken_at === undefined ? undefined : await tx.selectFrom('handovers').select(['taken_at', 'first_agent', 'first_taken_at', 'served_ms']).where('id', '=', handover.id).executeTakeFirst()
      let moving = tx.updateTable('handovers').set({ ...change, ...(hands && handsChanged(hands, change.agent ?? null, at)) }).where('id', '=', handover.id).where('status', 'in', from)
      // Whoever has the customer meanwhile keeps them.
      moving = handover.agent === null ? moving.where('agent', 'is', null) : moving.where('agent', '=', handover.agent)
      const result = await moving.executeTakeFirst()
      if (result.numUpdatedRows === 0n) return false
      // Who was offered the customer or refused them counts anew from here; guests stay as long as somebody serves.
      await tx.deleteFrom('handover_offers').where('handover_id', '=', handover.id).execute()
      await tx.deleteFrom('handover_refusals').where('handover_id', '=', handover.id).execute()
      if (change.status === 'closed') await tx.deleteFrom('handover_guests').where('handover_id', '=', handover.id).execute()
      const row = await tx.selectFrom('enquiries').innerJoin('conversations', join => join.on('conversations.id', '=', handover.conversation))
        .select([...enquiryColumns, 'conversations.customer_id']).where('enquiries.id', '=', handover.enquiry).executeTakeFirstOrThrow()
      const enquiry = enquiryOf(row)
      if (!enquiry) throw new Error('The hand-over has no enquiry')
      const about = { at, customer: row.customer_id, enquiry: enquiry.id, conversation: handover.conversation, actor }
      const further = await then?.(tx, enquiry, at, row.customer_id)
      await append(tx, store.engine, [
        { ...about, kind, facts: { handover: handover.id, owner: enquiry.owner, ...facts } }, ...(further ? [{ ...about, ...further }] : []),
      ])
      if (tellsOwner && actor !== `agent:${enquiry.owner}`) {
        await notify(tx, at, [{ key: `${kind}:${handover.id}:${at}`, recipient: `member:${enquiry.owner}`, kind, subject: { kind: 'enquiry', id: enquiry.id }, facts: { handover: handover.id, rule: 'M1.1b' } }])
      }
      return true
    })
    if (changed) onQueue()
    return changed
  }
}

export type MoveHandover = ReturnType<typeof createMoves>
