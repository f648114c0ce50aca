import type { StaffId } from '../../contacts/types.ts'

/** A customer who waits, as the decision sees them. */
export type Waiting = {
  id: string
  urgent: boolean
  /** Since when, in milliseconds. */
  since: number
  /** Who answers for their enquiry (M1.1b). */
  owner: StaffId
  /** They are being offered to somebody: nobody else is asked meanwhile. */
  offered: boolean
  /** Who was asked in vain. */
  refusedBy: ReadonlySet<StaffId>
}

/** A member who is there and takes customers. */
export type Agent = {
  id: StaffId
  capacity: number
  /** How many they serve or are being offered. */
  load: number
  /** When they last got a customer, in milliseconds: of several alike the one who has been without for longest is asked. */
  lastAt: number
  /**
   * Why they may not serve this customer; empty where they may. What begins with one of `relaxed` is a wish that is given up
   * for who has waited long: a certificate never is (M1.2a).
   */
  unfit(waiting: string): readonly string[]
}

/** Requirements that make way for a customer who has waited long. */
const relaxed = /^(topic|language|tier):/

export type RoutingRules = {
  /** How long a member is asked before the next one is. */
  offerSeconds: number
  /** After how long a wait the language, the tier and the skill of who serves matter no more. */
  relaxSeconds: number
  /** After how long an agent who does not reply is told so, and after how long somebody else who is free gets the customer. */
  remindSeconds: number
  returnSeconds: number
  /** From how long a wait on a message or a call is offered. */
  longWaitMinutes: number
  /** How long a wrap-up lasts unless the agent ends it. */
  wrapUpSeconds: number
  /** Within how long customers are to be taken: the service level. */
  serviceLevelSeconds: number
}

export const standardRoutingRules: RoutingRules = { offerSeconds: 30, relaxSeconds: 180, remindSeconds: 120, returnSeconds: 300, longWaitMinutes: 10, wrapUpSeconds: 120, serviceLevelSeconds: 60 }

export type Decision =
  | { kind: 'offer'; waiting: string; to: StaffId; why: 'owner' | 'routed' }
  /** Whoever could be asked was asked in vain: they are asked again, the first first. */
  | { kind: 'ask-all-again'; waiting: string }

/** Urgent ones first (M1.3b), then who has waited longest. */
export function inOrder<T extends Pick<Waiting, 'urgent' | 'since' | 'id'>>(waiting: readonly T[]): T[] {
  return waiting.toSorted((one, other) => Number(other.urgent) - Number(one.urgent) || one.since - other.since || one.id.localeCompare(other.id))
}

/** What of a member's unfitness for a customer still counts after a wait. */
export function stillUnfit(reasons: readonly string[], waitedSeconds: number, { relaxSeconds }: Pick<RoutingRules, 'relaxSeconds'>): string[] {
  return reasons.filter(reason => waitedSeconds < relaxSeconds || !relaxed.test(reason))
}

/**
 * Whom each waiting customer is offered to now. The owner of their enquiry comes first (M1.1b), then who has least to do for what
 * they can do, then who has been without a customer for longest. Pure: the same standing gives the same decisions on every instance.
 */
export function decideRouting(waiting: readonly Waiting[], agents: readonly Agent[], now: number, rules: Pick<RoutingRules, 'relaxSeconds'>): Decision[] {
  const free = new Map(agents.map(agent => [agent.id, { ...agent, unfit: (id: string) => agent.unfit(id) }]))
  const decisions: Decision[] = []
  for (const { id, owner, offered, since, refusedBy } of inOrder(waiting)) {
    if (offered) continue
    const fit = [...free.values()].filter(agent => agent.load < agent.capacity && stillUnfit(agent.unfit(id), (now - since) / 1000, rules).length === 0)
    const asked = fit.filter(agent => !refusedBy.has(agent.id))
    if (asked.length === 0) {
      if (fit.length > 0) decisions.push({ kind: 'ask-all-again', waiting: id })
      continue
    }
    const [first] = asked.toSorted((one, other) =>
      Number(other.id === owner) - Number(one.id === owner) || one.load / one.capacity - other.load / other.capacity || one.lastAt - other.lastAt || one.id.localeCompare(other.id))
    if (!first) continue
    first.load += 1
    first.lastAt = now
    decisions.push({ kind: 'offer', waiting: id, to: first.id, why: first.id === owner ? 'owner' : 'routed' })
  }
  return decisions
}
