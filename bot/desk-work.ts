import { createNotices } from '../contacts/clocks/notices.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Attachments } from '../contacts/attachments.ts'
import type { ContactsDeps, Coordination } from '../contacts/deps.ts'
import { customersOfPerson } from '../contacts/customers/persons.ts'
import type { Handovers } from '../contacts/handovers.ts'
import { createJourney } from '../contacts/journey.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { createServiceLevel } from '../contacts/serving/level.ts'
import { createTyping } from '../contacts/typing.ts'
import { createAccess } from '../desk/access.ts'
import { boardArea } from '../desk/areas/board.ts'
import { callArea } from '../desk/areas/calls.ts'
import { caseArea } from '../desk/areas/cases.ts'
import { clockArea } from '../desk/areas/clocks.ts'
import { customerArea } from '../desk/areas/customers.ts'
import { enquiryArea } from '../desk/areas/enquiries.ts'
import { followUpArea } from '../desk/areas/follow-ups.ts'
import { handoverArea } from '../desk/areas/handovers.ts'
import { createLooking } from '../desk/looking.ts'
import { createRecipients } from '../desk/recipients.ts'
import type { Register, StaffMember } from '../desk/register.ts'
import type { Sessions } from '../desk/sessions.ts'
import type { Gate } from '../knowledge/gate.ts'
import type { Understand } from '../nlp/understand.ts'
import { createCare } from '../contacts/customers/care.ts'
import { createCustomerSeal } from '../contacts/customer-seal.ts'
import { createCalls } from '../contacts/serving/calls.ts'
import { createPrivateWords } from '../contacts/serving/private-words.ts'
import { availabilityArea } from '../desk/areas/availability.ts'
import { transferArea } from '../desk/areas/transfers.ts'
import type { Qualifications } from '../desk/qualifications.ts'
import type { RoutingRules } from '../desk/routing/decide.ts'
import { createCaseTalk } from './case-talk.ts'
import type { Content } from './content.ts'
import { deskAssist } from './desk-assist.ts'
import { deskConversation } from './desk-conversation.ts'
import { deskWrapUp } from './desk-wrap-up.ts'
import { createHandoverTalk } from './handover-talk.ts'
import { createDeskRouting } from './desk-routing.ts'
import { createFocus, createJudging } from './judging.ts'
import { createPromising } from './promising.ts'
import { createTelling } from './telling.ts'

export type DeskWorkDeps = {
  contacts: Contacts
  contactsDeps: ContactsDeps
  handovers: Handovers
  register: Register
  sessions: Pick<Sessions, 'present' | 'absent'>
  /** Whether a member practises elsewhere, and so takes nobody here. */
  isPractising(member: StaffMember): Promise<boolean>
  gate: () => Gate
  content: Pick<Content, 'article' | 'articlesIn' | 'product' | 'replies' | 'topics'>
  understand: Understand
  files: Pick<Attachments, 'read'>
  coordination: Pick<Coordination, 'presence' | 'limits' | 'leases'>
  qualifications: Qualifications
  routingRules: RoutingRules
  live: { publish(topic: string, message: string): void; subscribe(topic: string, listener: (message: string) => void): () => void }
  onOutbox(): void
  onTrace(activityId: string, trace: Record<string, unknown>): void
}

/**
 * What a desk is made of, over one set of records: the work with customers, with what is said to them around it. The service's desk
 * (bot/desk.ts) and each practice room have one of their own; what belongs to the service alone (sign-in, the register, audit,
 * evidence, the outbox) is not in it.
 */
export function createDeskWork(deps: DeskWorkDeps) {
  const { contacts, handovers, register, sessions, live } = deps
  const { clock, store, onQueue } = deps.contactsDeps
  const { complaints, enquiries } = contacts
  const { concerning } = complaints.cases
  const journey = createJourney(store)
  const judging = createJudging({ gate: deps.gate, articlesIn: deps.content.articlesIn, focusOf: createFocus(journey), clock })
  const tell = createTelling({ contacts, judging, mask: deps.contactsDeps.mask, onOutbox: deps.onOutbox, onTrace: deps.onTrace })
  const talk = createHandoverTalk({ handovers, tell, engine: store.engine, clock, estimates: () => serving.routing.estimates(), longWaitMinutes: deps.routingRules.longWaitMinutes })
  const caseTalk = createCaseTalk({ contacts, complaints, store, tell, gate: deps.gate, clock, onQueue })
  const recipients = createRecipients(complaints.cases.rules.seniorManagement)
  const typing = createTyping(live)
  const audit = createAudit(deps.contactsDeps)
  const looking = createLooking({ presence: deps.coordination.presence, live })
  const serving = createDeskRouting({
    contactsDeps: deps.contactsDeps, handovers, qualifications: deps.qualifications, present: sessions.present, concerning, leases: deps.coordination.leases, rules: deps.routingRules,
  })
  const { passing, guests, routing, availability } = serving
  const privateWords = createPrivateWords({ ...deps.contactsDeps, seal: createCustomerSeal(deps.contactsDeps) })
  const access = createAccess({ handovers, journey, guests, passing, concerning })

  /** Puts the customers of agents who are gone back into the queue. */
  async function returnFrom(isGone: (agent: string) => boolean, why: string): Promise<void> {
    for (const handover of await handovers.active()) {
      if (handover.agent !== null && isGone(handover.agent)) await talk.onAgentGone(handover, why)
    }
  }

  const assist = deskAssist({ contacts, journey, access, judging, content: deps.content, understand: deps.understand })
  /** Whoever closes a conversation has a while to write down what came of it, before the next customer is offered. */
  async function closed(...given: Parameters<typeof talk.onClosed>): Promise<boolean> {
    const done = await talk.onClosed(...given)
    const [, { id }] = given
    if (done && (await availability.of(id)).status === 'available') await availability.set(id, 'wrap-up', new Date(clock.now().getTime() + deps.routingRules.wrapUpSeconds * 1000))
    return done
  }

  /** Who has written it all down takes the next customer at once. */
  async function wrappedUp({ id }: { id: string }): Promise<void> {
    if ((await availability.of(id)).status === 'wrap-up') await availability.set(id, 'available')
  }

  const areas = [
    ...handoverArea({
      register, sessions, handovers, journey, access, passing, guests, routing, typing, isPractising: deps.isPractising, concerning, onTaken: talk.onTaken, onClosed: closed,
      async say(...given) {
        const said = await talk.say(...given)
        live.publish('desk', 'said')
        return said
      },
    }),
    ...transferArea({ access, handovers, passing, guests, privateWords, routing, register, clock, concerning, onTaken: talk.onTaken, onPassed: talk.onPassed, onJoined: talk.onJoined, onGivenBack: talk.onGivenBack }),
    ...callArea({ access, calls: createCalls(deps.contactsDeps, enquiries), privateWords, routing }),
    ...availabilityArea({ availability, qualifications: deps.qualifications, routing, clock }),
    ...boardArea({ routing, unanswered: serving.unanswered, level: createServiceLevel({ store, clock }), contacts, clocks: complaints.clocks, register, sessions, clock, concerning }),
    ...clockArea({ clocks: complaints.clocks, notices: createNotices(deps.contactsDeps), register, recipients, clock, concerning }),
    ...caseArea({ complaints, register, handovers, clock, act: caseTalk.act }),
    ...enquiryArea({
      enquiries, complaints, register, clock, concerning, promise: createPromising({ contacts, enquiries, clocks: complaints.clocks, store, tell }),
      timelineOf: async ({ id, customer }) => journey.ofCustomers(await customersOfPerson(store.db, customer), { enquiry: id, limit: 5_000 }),
      serves: async ({ id }, member) => (await handovers.activeOf(member.id)).some(each => each.enquiry === id),
    }),
    ...customerArea({
      customers: contacts.customers, enquiries, journey, register, tiers: serving.tiers, care: createCare(store).of, clock, concerning,
      async serves(customers, member) {
        const [served, own] = await Promise.all([handovers.activeOf(member.id), enquiries.ofCustomers(customers, 200)])
        return own.some(({ id, owner }) => owner === member.id || served.some(each => each.enquiry === id))
      },
    }),
    ...followUpArea({ complaints, handovers, journey, register, concerning }),
    ...deskConversation({ contactsDeps: deps.contactsDeps, contacts, access, journey, handovers, files: deps.files, looking, limits: deps.coordination.limits, audit, register, concerning }),
    ...assist.areas,
    ...deskWrapUp({ contacts, contactsDeps: deps.contactsDeps, register, content: deps.content, access, concerning, topicsFor: assist.topicsFor, onClosed: talk.onClosed, onFinished: wrappedUp }),
  ]

  return {
    areas, serving, audit, recipients, journey, typing, looking, concerning, talk, caseTalk, returnFrom,
    /** Nobody waits for an agent who is gone, or in a place that was never told. */
    async watch(): Promise<void> {
      const staff = new Set((await register.list()).map(({ id }) => id))
      const present = new Set((await sessions.present()).map(({ id }) => id))
      // An agents' system beside the desk holds its customers under its own name.
      await returnFrom(agent => staff.has(agent) && !present.has(agent), 'away')
      await serving.watch(talk)
      await talk.tellPlaces()
    },
  }
}

/** How often agents who are gone are looked for, in milliseconds. */
const watchEvery = 2_000

/** Watches over the customers who wait, whenever something happens at the desk and every few seconds besides. */
export function keepWatch({ watch }: Pick<DeskWork, 'watch'>, { live, log }: Pick<DeskWorkDeps, 'live'> & { log: { error(facts: object, message: string): void } }) {
  let watching: Promise<void> | undefined
  const look = () => {
    watching ??= watch().catch((error: unknown) => log.error({ err: error }, 'the queue could not be watched')).finally(() => { watching = undefined })
  }
  const timer = setInterval(look, watchEvery)
  const unsubscribe = live.subscribe('desk', look)
  return {
    async close(): Promise<void> {
      clearInterval(timer)
      unsubscribe()
      await watching
    },
  }
}

export type DeskWork = ReturnType<typeof createDeskWork>
