import type { Tier } from '../../contacts/customers/tiers.ts'
import type { Handovers } from '../../contacts/handovers.ts'
import type { Offer, Passing } from '../../contacts/serving/passing.ts'
import type { Unqualified } from '../../contacts/serving/unqualified.ts'
import type { Handover, StaffId } from '../../contacts/types.ts'
import type { Store } from '../../store/index.ts'
import type { AvailabilityOf } from '../availability.ts'
import type { Qualifications, Qualification } from '../qualifications.ts'
import { serving, type StaffMember } from '../register.ts'
import { type Agent, decideRouting, inOrder, type RoutingRules, stillUnfit } from './decide.ts'
import { estimateWait, type WaitEstimate } from './estimate.ts'

export type RoutingDeps = {
  store: Store
  clock: { now(): Date }
  handovers: Pick<Handovers, 'open' | 'waiting' | 'get'>
  passing: Passing
  availability: AvailabilityOf
  qualifications: Qualifications
  present(): Promise<StaffMember[]>
  /** The enquiries of which a complaint concerns this member (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
  tiersOf(conversations: readonly string[]): Promise<ReadonlyMap<string, Tier>>
  rules: RoutingRules
}

/** How far back handling times count for an estimate. */
const estimateFrom = { milliseconds: 7 * 86_400_000, conversations: 50 }
/** Topics of the conversation itself say nothing of what the customer needs. */
const subjectOf = (topic: string) => topic === 'none' || topic.startsWith('dialog.') ? undefined : topic
const certificateReason = /^(certificate-|hours-short)/

/** A member who is there, with what they can do and have to do. */
export type Colleague = { member: StaffMember; status: 'available' | 'away' | 'wrap-up'; since: string; qualification: Qualification | undefined; load: number; lastAt: number }

/** Finds whom waiting customers are offered to, and keeps to it. */
export function createRouting(deps: RoutingDeps) {
  const { clock, handovers, passing, availability, qualifications, rules } = deps

  async function needOf(handover: Pick<Handover, 'topic' | 'locale' | 'conversation'>, tiers?: ReadonlyMap<string, Tier>) {
    return { topic: subjectOf(handover.topic), language: handover.locale, tier: (tiers ?? await deps.tiersOf([handover.conversation])).get(handover.conversation) ?? 'ordinary' as const }
  }

  /** Everybody who is there and may serve by their role. */
  async function colleagues(open: readonly Handover[], offers: readonly Offer[]): Promise<Colleague[]> {
    const present = (await deps.present()).filter(({ role }) => serving.has(role))
    const ids = present.map(({ id }) => id)
    const [said, held] = await Promise.all([availability.all(), qualifications.qualificationsOf(ids, clock.now())])
    const now = clock.now().toISOString()
    return present.map(member => {
      const own = open.filter(each => each.status === 'active' && each.agent === member.id)
      const asked = offers.filter(offer => offer.to === member.id && offer.until > now)
      const { status = 'away', since = '' } = said.get(member.id) ?? {}
      return { member, status, since, qualification: held.get(member.id), load: own.length + asked.length, lastAt: Math.max(0, ...own.map(({ takenAt }) => Date.parse(takenAt ?? '') || 0)) }
    })
  }

  async function look() {
    const [open, offers, refusals] = await Promise.all([handovers.open(), passing.offers(), passing.refusals()])
    return { open, offers, refusals, there: await colleagues(open, offers) }
  }

  /** Why each of these members may not serve each of these customers. */
  async function unfitness(members: readonly StaffId[], customers: readonly Handover[]): Promise<ReadonlyMap<string, ReadonlyMap<StaffId, string[]>>> {
    const tiers = await deps.tiersOf(customers.map(({ conversation }) => conversation))
    const concerned = new Map(await Promise.all(members.map(async id => [id, await deps.concerning(id)] as const)))
    // Customers of one need are alike: each need is looked at once.
    const known = new Map<string, Promise<ReadonlyMap<StaffId, string[]>>>()
    const entries = await Promise.all(customers.map(async handover => {
      const need = await needOf(handover, tiers)
      const key = JSON.stringify(need)
      const unfit = known.get(key) ?? qualifications.unfit(members, need, clock.now())
      known.set(key, unfit)
      const reasons = new Map([...await unfit].map(([id, why]) => [id, concerned.get(id)?.has(handover.enquiry) ? [...why, 'concerned'] : why]))
      return [handover.id, reasons] as const
    }))
    return new Map(entries)
  }

  /** Customers whose agent may not serve them any more: a certificate has run out in the middle (M1.2a). Who is not of the register answers elsewhere. */
  async function unqualified(open: readonly Handover[]): Promise<Unqualified[]> {
    const served = open.filter(({ status, agent }) => status === 'active' && agent !== null)
    const unfit = await unfitness([...new Set(served.flatMap(({ agent }) => agent ?? []))], served)
    return served.flatMap(handover => {
      const lacking = (unfit.get(handover.id)?.get(handover.agent ?? '') ?? []).filter(reason => certificateReason.test(reason))
      return lacking.length === 0 ? [] : [{ handover, lacking }]
    })
  }

  const ownersOf = async (enquiries: readonly string[]) => new Map(enquiries.length === 0 ? [] : (await deps.store.db.selectFrom('enquiries').select(['id', 'owner']).where('id', 'in', [...new Set(enquiries)]).execute()).map(({ id, owner }) => [id, owner]))

  /**
   * How things stand for the wait: gives how long a customer with so many before them will wait for somebody certified for their
   * topic; undefined where nothing honest can be said. Of one standing, so that who is further behind is never told less.
   */
  async function estimates(): Promise<(ahead: number, topic: string) => Promise<WaitEstimate | undefined>> {
    const since = new Date(clock.now().getTime() - estimateFrom.milliseconds).toISOString()
    const [handlingTimes, { there: all }] = await Promise.all([passing.handlingTimes(since, estimateFrom.conversations), look()])
    const certified = new Map<string | undefined, Promise<Colleague[]>>()
    async function certifiedFor(topic: string | undefined): Promise<Colleague[]> {
      const unfit = await qualifications.unfit(all.map(({ member }) => member.id), { topic }, clock.now())
      return all.filter(({ member }) => !(unfit.get(member.id) ?? []).some(reason => certificateReason.test(reason)))
    }
    return async (ahead, named) => {
      const topic = subjectOf(named)
      const known = certified.get(topic) ?? certifiedFor(topic)
      certified.set(topic, known)
      const there = await known
      // Where nobody has said that they are available, whoever is there takes customers by hand, one at a time.
      const available = there.filter(({ status }) => status !== 'away')
      const taking = available.length > 0 ? available.map(({ qualification, load }) => ({ capacity: qualification?.capacity ?? 1, load })) : there.map(({ load }) => ({ capacity: Math.max(1, load), load }))
      return estimateWait({
        ahead, handlingTimes, places: taking.reduce((sum, { capacity }) => sum + capacity, 0), free: taking.reduce((sum, { capacity, load }) => sum + Math.max(0, capacity - load), 0),
      })
    }
  }

  return {
    rules,
    colleagues: async () => (await look()).there,

    /**
     * Ends offers that nobody has answered and makes the next ones; gives those that ended without an answer. Offers of customers
     * who left, and to members who are gone, end as well. Customers whose agent may not serve them any more are offered to who may,
     * and are with their agent until one of these takes them; they are given, too. One instance at a time.
     */
    async route(): Promise<{ timedOut: { handover: Handover; offer: Offer }[]; unqualified: Unqualified[] }> {
      const { open, offers, refusals, there } = await look()
      const now = clock.now()
      const outgrown = await unqualified(open)
      const timedOut: { handover: Handover; offer: Offer }[] = []
      for (const offer of offers) {
        const handover = open.find(({ id }) => id === offer.handover)
        const gone = !there.some(({ member }) => member.id === offer.to)
        // Whose certificate was renewed meanwhile keeps their customer.
        const needless = offer.why === 'certificate' && !outgrown.some(each => each.handover.id === offer.handover)
        if (handover && !gone && !needless && Date.parse(offer.until) > now.getTime()) continue
        const known = handover ?? await handovers.get(offer.handover)
        if (known && await passing.endOffer(known, offer.to, 'timed-out') && handover && !needless) timedOut.push({ handover, offer })
      }
      const waiting = [...open.filter(({ status }) => status === 'waiting'), ...outgrown.map(({ handover }) => handover)]
      const taking = there.filter(({ status }) => status === 'available')
      if (waiting.length === 0 || taking.length === 0) return { timedOut, unqualified: outgrown }
      const still = new Set((await passing.offers()).map(offer => offer.handover))
      const [unfit, owners] = await Promise.all([unfitness(taking.map(({ member }) => member.id), waiting), ownersOf(waiting.map(({ enquiry }) => enquiry))])
      const refused = timedOut.length > 0 ? await passing.refusals() : refusals
      const agents = taking.map(({ member, qualification, load, lastAt }): Agent => ({ id: member.id, capacity: qualification?.capacity ?? 0, load, lastAt, unfit: id => unfit.get(id)?.get(member.id) ?? ['unknown'] }))
      const decisions = decideRouting(waiting.map(each => ({
        id: each.id, urgent: each.urgent, since: Date.parse(each.requestedAt), owner: owners.get(each.enquiry) ?? '', offered: still.has(each.id), refusedBy: refused.get(each.id) ?? new Set(),
      })), agents, now.getTime(), rules)
      const until = new Date(now.getTime() + rules.offerSeconds * 1000).toISOString()
      for (const decision of decisions) {
        const handover = waiting.find(({ id }) => id === decision.waiting)
        if (!handover) continue
        if (decision.kind === 'offer') await passing.offer(handover, decision.to, { until, why: handover.status === 'active' ? 'certificate' : decision.why })
        else await passing.askAllAgain(handover.id, new Date(now.getTime() - rules.offerSeconds * 1000).toISOString())
      }
      return { timedOut, unqualified: outgrown }
    },

    /** Why a member may not take this customer, even by hand: their certificates, their hours, or a complaint that concerns them. */
    async keptFrom(handover: Handover, member: StaffId): Promise<string[]> {
      const unfit = (await qualifications.unfit([member], await needOf(handover), clock.now())).get(member) ?? []
      return unfit.filter(reason => certificateReason.test(reason))
    },

    /** The next customer for a member who asks for one: in the order of the queue, one that fits if there is one. */
    async nextFor(member: StaffId): Promise<Handover | undefined> {
      const [waiting, offers, concerned] = await Promise.all([handovers.waiting(), passing.offers(), deps.concerning(member)])
      const now = clock.now()
      const free = waiting.filter(each => !concerned.has(each.enquiry) && !offers.some(offer => offer.handover === each.id && offer.to !== member && offer.until > now.toISOString()))
      const unfit = await unfitness([member], free)
      const may = inOrder(free.map(each => ({ ...each, since: Date.parse(each.requestedAt) }))).filter(({ id }) => !(unfit.get(id)?.get(member) ?? []).some(reason => certificateReason.test(reason)))
      return may.find(({ id, since }) => stillUnfit(unfit.get(id)?.get(member) ?? [], (now.getTime() - since) / 1000, rules).length === 0) ?? may[0]
    },

    /**
     * How things stand, for the supervisor's board: who is there, what is offered, and for each customer who waits or is served why each
     * member who is there (or serves them) may not serve them; empty lists of who may.
     */
    async standing(): Promise<{ open: readonly Handover[]; offers: readonly Offer[]; there: readonly Colleague[]; unfit: ReadonlyMap<string, ReadonlyMap<StaffId, string[]>> }> {
      const { open, offers, there } = await look()
      const customers = open.filter(({ status }) => status === 'waiting' || status === 'active')
      const members = new Set([...there.map(({ member }) => member.id), ...customers.flatMap(({ agent }) => agent ?? [])])
      return { open, offers, there, unfit: await unfitness([...members], customers) }
    },

    estimates,
    /** How long one customer with so many before them will wait; as `estimates`. */
    estimate: async (ahead: number, topic: string) => (await estimates())(ahead, topic),

    /** Whether somebody other than this member is free for a customer. */
    async othersFree(handover: Handover, but: StaffId): Promise<boolean> {
      const { there } = await look()
      const free = there.filter(({ member, status, load, qualification }) => member.id !== but && status === 'available' && load < (qualification?.capacity ?? 0))
      const unfit = await unfitness(free.map(({ member }) => member.id), [handover])
      return free.some(({ member }) => (unfit.get(handover.id)?.get(member.id) ?? ['unknown']).every(reason => !certificateReason.test(reason) && reason !== 'concerned'))
    },
  }
}

export type Routing = ReturnType<typeof createRouting>
