import type { ContactsDeps } from './deps.ts'
import { missingSteps, OpenLoopError, type Step } from './enquiries/closed-loop.ts'
import { closeEnquiry, proposeClose } from './enquiries/closing.ts'
import type { Enquiries } from './enquiries/enquiries.ts'
import { noteSteps } from './enquiries/records.ts'
import { createMoves, toHandover } from './serving/moves.ts'
import type { Handover, StaffId } from './types.ts'

export type Handovers = ReturnType<typeof createHandovers>

/** How a hand-over may end. With `follow-up` the enquiry stays open with its owner. */
export const outcomes = ['resolved', 'follow-up', 'referred', 'not-resolved'] as const
export type Outcome = (typeof outcomes)[number]

/** Who waits for an agent, who talks to one, and who left a message. The enquiry's owner stays its owner throughout (M1.1b). */
export function createHandovers(deps: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>, enquiries: Pick<Enquiries, 'awaitAnswer'>) {
  const { store, clock } = deps
  const move = createMoves(deps)
  const list = (status: Handover['status']) => store.db.selectFrom('handovers').selectAll('handovers').where('handovers.status', '=', status)
    .orderBy('urgent', 'desc').orderBy('requested_at').orderBy('handovers.id')

  async function get(id: string): Promise<Handover | undefined> {
    const row = await store.db.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toHandover(row)
  }

  return {
    get,
    /** Who waits: urgent ones first (M1.3b), then the longest wait. */
    async waiting(): Promise<Handover[]> {
      return (await list('waiting').limit(5_000).execute()).map(toHandover)
    },
    async activeOf(staff: StaffId): Promise<Handover[]> {
      return (await list('active').where('agent', '=', staff).execute()).map(toHandover)
    },
    /** Messages that customers left, in the enquiries that this member owns. */
    async leftFor(owner: StaffId): Promise<Handover[]> {
      return (await list('left').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').where('enquiries.owner', '=', owner).limit(500).execute()).map(toHandover)
    },
    /** All that are not closed, in any state. */
    async open(): Promise<Handover[]> {
      return (await store.db.selectFrom('handovers').selectAll().where('status', 'in', ['waiting', 'active', 'left']).execute()).map(toHandover)
    },
    /** All who are in somebody's hands. */
    async active(): Promise<Handover[]> {
      return (await list('active').execute()).map(toHandover)
    },
    /** Those in these conversations that are not closed, in any state. */
    async openIn(conversations: readonly string[]): Promise<Handover[]> {
      if (conversations.length === 0) return []
      return (await store.db.selectFrom('handovers').selectAll().where('conversation_id', 'in', conversations).where('status', 'in', ['waiting', 'active', 'left']).execute()).map(toHandover)
    },
    /** The one under way in a conversation. */
    async inConversation(conversation: string): Promise<Handover | undefined> {
      const row = await store.db.selectFrom('handovers').selectAll().where('conversation_id', '=', conversation).where('status', 'in', ['waiting', 'active']).executeTakeFirst()
      return row && toHandover(row)
    },
    /** Place in the queue, 1 for who is next; 0 when not waiting. */
    async placeOf(id: string): Promise<number> {
      return (await list('waiting').select('handovers.id').execute()).findIndex(row => row.id === id) + 1
    },
    /** Since when the one who has waited longest waits. */
    async longestWaiting(): Promise<Date | undefined> {
      const row = await store.db.selectFrom('handovers').select('requested_at').where('status', '=', 'waiting').orderBy('requested_at').limit(1).executeTakeFirst()
      return row && new Date(row.requested_at)
    },
    async waitingCount(): Promise<number> {
      const { count } = await store.db.selectFrom('handovers').select(eb => eb.fn.countAll<number>().as('count')).where('status', '=', 'waiting').executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Waiting customers in their order, with what they were last told of it. */
    async places(): Promise<{ handover: Handover; ahead: number; told: number; toldAt: string }[]> {
      return (await list('waiting').execute()).map((row, ahead) => ({ handover: toHandover(row), ahead, told: row.told_ahead, toldAt: row.told_at }))
    },
    /** Notes a place that is about to be told; false where another instance does so. */
    async noteTold(id: string, told: number, ahead: number): Promise<boolean> {
      const { numUpdatedRows } = await store.write(tx => tx.updateTable('handovers').set({ told_ahead: ahead, told_at: clock.now().toISOString() })
        .where('id', '=', id).where('status', '=', 'waiting').where('told_ahead', '=', told).executeTakeFirstOrThrow())
      return numUpdatedRows > 0n
    },
    /** Gives the customer who waits or left a message to this agent, or says that somebody was quicker. */
    async take(id: string, staff: StaffId): Promise<Handover | 'taken'> {
      const handover = await get(id)
      if (!handover || handover.agent !== null) return 'taken'
      const takenAt = clock.now().toISOString()
      const changed = await move(handover, {
        kind: 'handover.taken', actor: `agent:${staff}`, from: ['waiting', 'left'], change: { status: 'active', agent: staff, taken_at: takenAt }, tellsOwner: true,
        // While a colleague is asked, nobody is quicker.
        provided: async (tx, at) => await tx.selectFrom('handover_offers').select('staff_id').where('handover_id', '=', id).where('staff_id', '<>', staff).where('until', '>', at).executeTakeFirst() === undefined,
      })
      return changed ? { ...handover, status: 'active', agent: staff, takenAt } : 'taken'
    },
    /** Puts a customer whose agent is gone back into the queue, where their wait counts from its beginning. */
    back(handover: Handover, why: string): Promise<boolean> {
      return move(handover, { kind: 'handover.returned', actor: 'system', from: ['active'], change: { status: 'waiting', agent: null, taken_at: null, told_ahead: -1 }, facts: { why, agent: handover.agent } })
    },
    /**
     * Closes the hand-over with its outcome. Where the enquiry is not to be followed up, it is closed by its owner, and for its owner's
     * confirmation by others (M1.1b). False when it was not this agent's to close. Throws OpenLoopError where a step is missing
     * (M1.1c) that is not among `taken`.
     */
    async close(id: string, staff: StaffId, outcome: Outcome, taken: readonly Step[] = []): Promise<boolean> {
      const handover = await get(id)
      if (!handover || handover.agent !== staff) return false
      const change = { status: 'closed' as const, closed_at: clock.now().toISOString(), outcome }
      const actor = `agent:${staff}`
      return move(handover, {
        kind: 'handover.closed', actor, from: ['active'], change, facts: { outcome },
        async then(tx, enquiry, at, customer) {
          if (outcome === 'follow-up') {
            await noteSteps(tx, enquiry, ['promised'], at, 'request')
            await enquiries.awaitAnswer(tx, enquiry, { customer, conversation: handover.conversation })
            return undefined
          }
          // Who closes says that it is handled, and the survey goes out with the goodbye.
          const { enquiry: standing } = await noteSteps(tx, enquiry, ['handled', 'feedback', ...taken], at)
          const missing = missingSteps(standing.kind, standing.steps)
          if (missing.length > 0) throw new OpenLoopError(missing)
          return staff === enquiry.owner ? closeEnquiry(tx, enquiry, outcome, at) : proposeClose(tx, enquiry, `agent:${staff}`, outcome, at)
        },
      })
    },
    /** An agents' system could not take the customer: the bot speaks again. */
    async fail(handover: Handover, actor: string): Promise<boolean> {
      return move(handover, { kind: 'handover.failed', actor, from: ['waiting', 'active'], change: { status: 'closed', closed_at: clock.now().toISOString(), outcome: 'failed' } })
    },
  }
}
