import { createTiers } from '../contacts/customers/tiers.ts'
import type { ContactsDeps, Coordination } from '../contacts/deps.ts'
import type { Handovers } from '../contacts/handovers.ts'
import { createGuests } from '../contacts/serving/guests.ts'
import { createPassing } from '../contacts/serving/passing.ts'
import { createUnanswered } from '../contacts/serving/unanswered.ts'
import { createUnqualified } from '../contacts/serving/unqualified.ts'
import type { Handover } from '../contacts/types.ts'
import { createAvailability } from '../desk/availability.ts'
import type { Qualifications } from '../desk/qualifications.ts'
import { createRouting } from '../desk/routing/routing.ts'
import type { RoutingRules } from '../desk/routing/decide.ts'
import type { StaffMember } from '../desk/register.ts'
import type { HandoverTalk } from './handover-talk.ts'

export type DeskRoutingDeps = {
  contactsDeps: ContactsDeps
  handovers: Handovers
  qualifications: Qualifications
  present(): Promise<StaffMember[]>
  concerning(member: string): Promise<ReadonlySet<string>>
  leases: Coordination['leases']
  rules: RoutingRules
}

/** One instance at a time routes and watches over those who wait. */
const lease = 'desk-routing'

/** Who gets which customer, over the records; `watch` keeps it going. */
export function createDeskRouting({ contactsDeps, handovers, qualifications, present, concerning, leases, rules }: DeskRoutingDeps) {
  const { store, clock, onQueue } = contactsDeps
  const passing = createPassing(contactsDeps)
  const guests = createGuests(contactsDeps)
  const tiers = createTiers(contactsDeps)
  const availability = createAvailability({ store, clock, onQueue })
  const unanswered = createUnanswered(contactsDeps)
  const unqualifiedAgents = createUnqualified(contactsDeps)
  const routing = createRouting({ store, clock, handovers, passing, availability, qualifications, present, concerning, tiersOf: tiers.ofConversations, rules })

  /** Tells agents of customers who wait for a reply, and gives these to somebody who is free. */
  async function watchReplies(served: readonly Handover[], talk: Pick<HandoverTalk, 'onAgentGone'>): Promise<void> {
    const staff = new Set((await present()).map(({ id }) => id))
    for (const handover of served) {
      // Whoever is not of the register answers in a place of their own.
      if (handover.agent === null || !staff.has(handover.agent)) continue
      const waiting = await unanswered.of(handover)
      const seconds = waiting ? (clock.now().getTime() - Date.parse(waiting.since)) / 1000 : 0
      if (!waiting || seconds < rules.remindSeconds) continue
      await unanswered.remind(handover, waiting)
      if (seconds < rules.returnSeconds || !await routing.othersFree(handover, handover.agent)) continue
      const { agent } = handover
      if (await talk.onAgentGone(handover, 'no-reply')) await availability.set(agent, 'away')
    }
  }

  return {
    passing, guests, tiers, availability, unanswered, routing,
    /** Ends and makes offers; does nothing where another instance is at it. */
    async watch(talk: Pick<HandoverTalk, 'onAgentGone'>): Promise<void> {
      const held = await leases.take(lease, 0)
      if (!held) return
      try {
        const { timedOut, unqualified } = await routing.route()
        await unqualifiedAgents.tell(unqualified)
        // Who lets an offer pass is not there: the next customer is not to wait for them, too.
        for (const { offer } of timedOut) if (offer.why !== 'transfer') await availability.set(offer.to, 'away')
        await watchReplies(await handovers.active(), talk)
      } finally {
        await held.release()
      }
    },
  }
}

export type DeskRouting = ReturnType<typeof createDeskRouting>
