import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Handover, Instant, StaffId } from '../types.ts'
import { createMoves, type MovesDeps } from './moves.ts'

export type Offer = { handover: string; to: StaffId; offeredAt: Instant; until: Instant; why: Tables['handover_offers']['why']; by: StaffId | null }

const toOffer = (row: Tables['handover_offers']): Offer => ({ handover: row.handover_id, to: row.staff_id, offeredAt: row.offered_at, until: row.until, why: row.why, by: row.by_staff })

/** How a customer comes from one pair of hands into another; the enquiry's owner stays its owner through all of it (M1.1b). */
export function createPassing(deps: MovesDeps & Pick<ContactsDeps, 'store'>) {
  const { store, clock, onQueue } = deps
  const { db } = store
  const move = createMoves(deps)
  const now = () => clock.now().toISOString()

  async function about(handover: Handover) {
    const { owner, customer_id } = await db.selectFrom('enquiries').select(['owner', 'customer_id']).where('id', '=', handover.enquiry).executeTakeFirstOrThrow()
    return { customer: customer_id, enquiry: handover.enquiry, conversation: handover.conversation, owner }
  }

  return {
    /** Offers that have not been answered, over or not. */
    async offers(): Promise<Offer[]> {
      return (await db.selectFrom('handover_offers').selectAll().execute()).map(toOffer)
    },
    async offersTo(staff: StaffId): Promise<Offer[]> {
      return (await db.selectFrom('handover_offers').selectAll().where('staff_id', '=', staff).where('until', '>', now()).orderBy('offered_at').execute()).map(toOffer)
    },
    async offerOf(handover: string): Promise<Offer | undefined> {
      const row = await db.selectFrom('handover_offers').selectAll().where('handover_id', '=', handover).where('until', '>', now()).executeTakeFirst()
      return row && toOffer(row)
    },
    /** Who was offered each of the customers in vain. */
    async refusals(): Promise<ReadonlyMap<string, ReadonlySet<StaffId>>> {
      const rows = await db.selectFrom('handover_refusals').select(['handover_id', 'staff_id']).execute()
      return new Map([...Map.groupBy(rows, row => row.handover_id)].map(([id, list]) => [id, new Set(list.map(row => row.staff_id))]))
    },

    /**
     * Offers a customer who waits, or who is passed on by the agent they are with, to one member; false where they are offered to
     * another already, or are not there any more.
     */
    async offer(handover: Handover, to: StaffId, { until, why, by = null }: { until: Instant; why: Offer['why']; by?: StaffId | null }): Promise<boolean> {
      const { owner, ...place } = await about(handover)
      const offered = await store.write(async tx => {
        const at = now()
        const standing = await tx.selectFrom('handovers').select(['status', 'agent']).where('id', '=', handover.id).executeTakeFirst()
        if (!standing || standing.status !== handover.status || standing.agent !== handover.agent) return false
        await tx.deleteFrom('handover_offers').where('handover_id', '=', handover.id).where('until', '<=', at).execute()
        const [made] = await tx.insertInto('handover_offers').values({ handover_id: handover.id, staff_id: to, offered_at: at, until, why, by_staff: by }).onConflict(conflict => conflict.column('handover_id').doNothing()).returning('handover_id').execute()
        if (!made) return false
        await append(tx, store.engine, [{ at, kind: 'handover.offered', ...place, actor: by === null ? 'system' : `agent:${by}`, facts: { handover: handover.id, to, until, why, owner } }])
        return true
      })
      if (offered) onQueue()
      return offered
    },

    /** Takes an offer back: its member does not want it, or has not answered in time. Gives it where it stood. */
    async endOffer(handover: Handover, staff: StaffId, how: 'declined' | 'timed-out'): Promise<Offer | undefined> {
      const { owner, ...place } = await about(handover)
      const ended = await store.write(async tx => {
        const at = now()
        const [row] = await tx.deleteFrom('handover_offers').where('handover_id', '=', handover.id).where('staff_id', '=', staff).returningAll().execute()
        if (!row) return undefined
        await tx.insertInto('handover_refusals').values({ handover_id: handover.id, staff_id: staff, at }).onConflict(conflict => conflict.columns(['handover_id', 'staff_id']).doNothing()).execute()
        await append(tx, store.engine, [{ at, kind: 'handover.offer-ended', ...place, actor: how === 'declined' ? `agent:${staff}` : 'system', facts: { handover: handover.id, to: staff, how, owner } }])
        return row
      })
      if (ended) onQueue()
      return ended && toOffer(ended)
    },

    /** Everybody who could be asked was: they are asked again from the first, once nobody has refused since `before`. */
    async askAllAgain(handover: string, before: Instant): Promise<void> {
      await store.write(async tx => {
        const lately = await tx.selectFrom('handover_refusals').select('staff_id').where('handover_id', '=', handover).where('at', '>', before).executeTakeFirst()
        if (lately === undefined) await tx.deleteFrom('handover_refusals').where('handover_id', '=', handover).execute()
      })
    },

    /** Takes what was offered: the customer is in this member's hands from now on; false where the offer is over. */
    accept(handover: Handover, staff: StaffId): Promise<boolean> {
      return move(handover, {
        kind: handover.agent === null ? 'handover.taken' : 'handover.transferred', actor: `agent:${staff}`, from: [handover.status], change: { status: 'active', agent: staff, taken_at: now() }, tellsOwner: true,
        ...(handover.agent === null ? {} : { facts: { before: handover.agent, rule: 'M1.1b' } }),
        provided: async (tx, at) => await tx.selectFrom('handover_offers').select('staff_id').where('handover_id', '=', handover.id).where('staff_id', '=', staff).where('until', '>', at).executeTakeFirst() !== undefined,
      })
    },

    /** Passes a customer on to whoever serves a topic: they wait with the time they have waited, and the agent is not asked again. */
    toTopic(handover: Handover, topic: string, by: StaffId): Promise<boolean> {
      return move(handover, {
        kind: 'handover.transferred', actor: `agent:${by}`, from: ['active', 'waiting'], change: { status: 'waiting', agent: null, taken_at: null, topic, told_ahead: -1 }, facts: { before: handover.agent, topic, rule: 'M1.1b' }, tellsOwner: true,
        async then(tx) {
          if (handover.agent !== null) await tx.insertInto('handover_refusals').values({ handover_id: handover.id, staff_id: handover.agent, at: now() }).execute()
          return undefined
        },
      })
    },

    /** A supervisor takes the customer out of a colleague's hands, or out of the queue. */
    takeOver(handover: Handover, staff: StaffId): Promise<boolean> {
      return move(handover, {
        kind: 'handover.taken-over', actor: `agent:${staff}`, from: ['active', 'waiting'], change: { status: 'active', agent: staff, taken_at: now() }, facts: { before: handover.agent, rule: 'M1.1b' }, tellsOwner: true,
        async then(tx) {
          await tx.deleteFrom('handover_guests').where('handover_id', '=', handover.id).where('staff_id', '=', staff).execute()
          return undefined
        },
      })
    },

    /** Gives the customer back to the bot; their enquiry stays open with its owner. */
    giveBack(handover: Handover, staff: StaffId): Promise<boolean> {
      return move(handover, { kind: 'handover.given-back', actor: `agent:${staff}`, from: ['active'], change: { status: 'closed', closed_at: now(), outcome: 'given-back' }, facts: { outcome: 'given-back' }, tellsOwner: true })
    },

    /** How long customers were in anybody's hands lately, in milliseconds, newest first. */
    async handlingTimes(since: Instant, limit: number): Promise<number[]> {
      const rows = await db.selectFrom('handovers').select(['taken_at', 'closed_at', 'served_ms']).where('status', '=', 'closed').where('taken_at', 'is not', null).where('closed_at', '>', since).orderBy('closed_at', 'desc').limit(limit).execute()
      return rows.flatMap(({ taken_at, closed_at, served_ms }) => taken_at && closed_at ? (served_ms ?? 0) + Math.max(0, Date.parse(closed_at) - Date.parse(taken_at)) : [])
    },
  }
}

export type Passing = ReturnType<typeof createPassing>
