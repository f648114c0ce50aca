import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import restify from 'restify'
import { z } from 'zod'
import { createNotices } from '../contacts/clocks/notices.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import type { Handovers } from '../contacts/handovers.ts'
import { createJourney } from '../contacts/journey.ts'
import { customersOfPerson } from '../contacts/customers/persons.ts'
import type { EvidenceDeps } from '../contacts/proof/evidence.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { createTyping } from '../contacts/typing.ts'
import { createAccess } from '../desk/access.ts'
import { auditArea } from '../desk/areas/audit.ts'
import { evidenceArea } from '../desk/areas/evidence.ts'
import { customerArea } from '../desk/areas/customers.ts'
import { enquiryArea } from '../desk/areas/enquiries.ts'
import { caseArea } from '../desk/areas/cases.ts'
import { clockArea } from '../desk/areas/clocks.ts'
import { followUpArea } from '../desk/areas/follow-ups.ts'
import { handoverArea } from '../desk/areas/handovers.ts'
import { outboxArea } from '../desk/areas/outbox.ts'
import { createCookies } from '../desk/cookie.ts'
import { mountDesk } from '../desk/endpoint.ts'
import { createRecipients } from '../desk/recipients.ts'
import type { Qualifications } from '../desk/qualifications.ts'
import type { Register } from '../desk/register.ts'
import type { Sessions } from '../desk/sessions.ts'
import type { Gate } from '../knowledge/gate.ts'
import type { Understand } from '../nlp/understand.ts'
import type { Content } from './content.ts'
import { createCaseTalk } from './case-talk.ts'
import { deskAssist } from './desk-assist.ts'
import { createFocus, createJudging } from './judging.ts'
import { createPromising } from './promising.ts'
import type { Config } from './config.ts'
import { startSignIn } from './desk-sign-in.ts'
import { createHandoverTalk } from './handover-talk.ts'
import { createTelling } from './telling.ts'

export type DeskServiceDeps = {
  contacts: Contacts
  contactsDeps: ContactsDeps
  handovers: Handovers
  register: Register
  qualifications: Qualifications
  sessions: Sessions
  evidence: Omit<EvidenceDeps, 'names'>
  gate: () => Gate
  content: Pick<Content, 'article' | 'articlesIn' | 'product' | 'replies'>
  understand: Understand
  live: { publish(topic: string, message: string): void; subscribe(topic: string, listener: (message: string) => void): () => void }
  config: Pick<Config, 'HOST' | 'PUBLIC_URL' | 'TRUSTED_PROXIES'>
  publicUrl(): string
  onOutbox(): void
  onTrace(activityId: string, trace: Record<string, unknown>): void
  log: { error(facts: object, message: string): void }
}

/** How often agents who are gone are looked for, in milliseconds. */
const watchEvery = 2_000
const versionSchema = z.object({ version: z.string() })

/** The desk as the service runs it: its API, what is said around a hand-over, and the watch over customers who wait. */
export function startDesk(server: restify.Server, deps: DeskServiceDeps) {
  const { handovers, sessions, log } = deps
  const journey = createJourney(deps.contactsDeps.store)
  const judging = createJudging({ gate: deps.gate, articlesIn: deps.content.articlesIn, focusOf: createFocus(journey), clock: deps.contactsDeps.clock })
  const tell = createTelling({ contacts: deps.contacts, judging, mask: deps.contactsDeps.mask, onOutbox: deps.onOutbox, onTrace: deps.onTrace })
  const { complaints, enquiries } = deps.contacts
  const { clock, store, onQueue } = deps.contactsDeps
  const talk = createHandoverTalk({ handovers, tell, clock })
  const caseTalk = createCaseTalk({ contacts: deps.contacts, complaints, store, tell, gate: deps.gate, clock, onQueue })
  const recipients = createRecipients(complaints.cases.rules.seniorManagement)

  async function returnFrom(isGone: (agent: string) => boolean, why: string): Promise<void> {
    for (const handover of await handovers.open()) {
      if (handover.status === 'active' && handover.agent !== null && isGone(handover.agent)) await talk.onAgentGone(handover, why)
    }
  }

  const { register, publicUrl, live } = deps
  const typing = createTyping(live)
  const audit = createAudit(deps.contactsDeps)
  const access = createAccess({ handovers, journey, concerning: complaints.cases.concerning })
  const cookies = createCookies(publicUrl)
  const signIn = startSignIn({ contactsDeps: deps.contactsDeps, register, sessions, cookies, audit, config: deps.config, onGone: member => returnFrom(agent => agent === member.id, 'signed-out') })
  const areas = [
    ...signIn.areas,
    ...handoverArea({
      register, sessions, handovers, journey, typing, concerning: complaints.cases.concerning, onTaken: talk.onTaken, onClosed: talk.onClosed,
      async say(...given) {
        const said = await talk.say(...given)
        live.publish('desk', 'said')
        return said
      },
    }),
    ...auditArea({ audit, register }),
    ...outboxArea({ contacts: deps.contacts, audit, concerning: complaints.cases.concerning, onOutbox: deps.onOutbox }),
    ...evidenceArea({ audit, concerning: complaints.cases.concerning, evidence: { ...deps.evidence, names: register.names } }),
    ...clockArea({ clocks: complaints.clocks, notices: createNotices(deps.contactsDeps), register, recipients, clock }),
    ...caseArea({ complaints, register, handovers, clock, act: caseTalk.act }),
    ...enquiryArea({
      enquiries, complaints, register, clock, promise: createPromising({ contacts: deps.contacts, enquiries, clocks: complaints.clocks, store, tell }),
      timelineOf: async ({ id, customer }) => journey.ofCustomers(await customersOfPerson(store.db, customer), { enquiry: id, limit: 5_000 }),
      serves: async ({ id }, member) => (await handovers.activeOf(member.id)).some(each => each.enquiry === id),
    }),
    ...customerArea({
      customers: deps.contacts.customers, enquiries, journey, register,
      async serves(customers, member) {
        const [served, own] = await Promise.all([handovers.activeOf(member.id), enquiries.ofCustomers(customers, 200)])
        return own.some(({ id, owner }) => owner === member.id || served.some(each => each.enquiry === id))
      },
    }),
    ...followUpArea({ complaints, handovers, journey, register }),
    ...deskAssist({ contacts: deps.contacts, journey, access, judging, content: deps.content, understand: deps.understand }),
  ]
  const desk = mountDesk(server, {
    areas, audit, cookies, register, recipients, concerning: complaints.cases.concerning, sessions, handovers, journey, typing, live, publicUrl, log,
    version: versionSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))).version,
    bodyParser: restify.plugins.bodyParser({ maxBodySize: 65_536, mapParams: false }),
  })

  /** Nobody waits for an agent who is gone, or in a place that was never told. */
  async function watch(): Promise<void> {
    const staff = new Set((await deps.register.list()).map(({ id }) => id))
    const present = new Set((await sessions.present()).map(({ id }) => id))
    // An agents' system beside the desk holds its customers under its own name.
    await returnFrom(agent => staff.has(agent) && !present.has(agent), 'away')
    await talk.tellPlaces()
  }
  let watching: Promise<void> | undefined
  const look = () => {
    watching ??= watch().catch((error: unknown) => log.error({ err: error }, 'the queue could not be watched')).finally(() => { watching = undefined })
  }
  const timer = setInterval(look, watchEvery)
  const unsubscribe = deps.live.subscribe('desk', look)

  return {
    onHubStatus: talk.onHubStatus,
    followUp: caseTalk.followUp,
    async close(): Promise<void> {
      clearInterval(timer)
      unsubscribe()
      desk.close()
      await watching
    },
  }
}
