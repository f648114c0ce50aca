import { OpenLoopError, steps, type StepsTaken } from '../../contacts/enquiries/closed-loop.ts'
import type { ComplaintSettings } from '../../contacts/cases/complaints.ts'
import { createContacts } from '../../contacts/contacts.ts'
import type { ContactsDeps } from '../../contacts/deps.ts'
import { createHandovers } from '../../contacts/handovers.ts'
import type { Asked } from '../../desk/area.ts'
import type { PracticeShown } from '../../desk/areas/practice.ts'
import { deskOver, type EventSources } from '../../desk/events.ts'
import { Refused } from '../../desk/operation.ts'
import { openApart } from '../../desk/practice/apart.ts'
import { type Debrief, judgePlayed } from '../../desk/practice/debrief.ts'
import type { Script } from '../../desk/practice/script.ts'
import { createQualifications } from '../../desk/qualifications.ts'
import { standardQualificationRules } from '../../desk/qualifications/rules.ts'
import { createRegister, type StaffMember } from '../../desk/register.ts'
import { languageTold } from '../../dialogs/agent-language.ts'
import type { Gate } from '../../knowledge/gate.ts'
import type { Content } from '../content.ts'
import { createDeciding } from '../deciding.ts'
import { createDeskWork, type DeskWorkDeps, keepWatch } from '../desk-work.ts'
import { createTurn } from '../turn.ts'
import { type Pace, startCustomers } from './customers.ts'
import { latestEnd } from './limits.ts'

/** What a room is given: what is said and understood, and who practises. No records, no channel, no outbox, no figures. */
export type RoomDeps = {
  id: string
  member: StaffMember
  scripts: readonly Script[]
  atOnce: number
  pace: Pace
  content: DeskWorkDeps['content'] & Pick<Content, 'understand'>
  gate: () => Gate
  mask(text: string): string
  settings: ComplaintSettings
  routingRules: DeskWorkDeps['routingRules']
  clock: { now(): Date }
  log: Parameters<typeof openApart>[1] & { error(facts: object, message: string): void }
}

/** What is written down at its length; and how many of it, so that a room stays within its memory. */
const writing: ReadonlySet<string> = new Set(['say', 'note', 'consult'])
const mostSaid = 500

const nothing = () => undefined
const nobody = async () => undefined

/**
 * A desk of its own to practise at (M6.3a): the same work as the service's, over records that are in memory and gone at its end,
 * with simulated customers in place of every channel.
 */
export async function openRoom({ id, member, content, gate, mask, settings, routingRules, clock, log, ...shift }: RoomDeps) {
  const { store, coordination, sealing, enter, close } = await openApart(member, log)
  const live = coordination.topics
  const contactsDeps: ContactsDeps = {
    store, clock, sealing, mask, reopenDays: 7, dutyOwner: async () => member.id,
    onLogged: conversation => live.publish(`conversation:${conversation}`, 'log'), onQueue: () => live.publish('desk', 'queue'),
  }
  const contacts = createContacts(contactsDeps, settings)
  const handovers = createHandovers(contactsDeps, contacts.enquiries)
  const register = createRegister({ store, clock })
  const { understand } = content
  const decide = createDeciding({ understand, content, contacts, handovers, answerDays: settings.answerDays, attendance: async () => ({ present: true }), waitEstimate: async () => undefined, longWaitMinutes: routingRules.longWaitMinutes, linkOf: nobody })
  const turn = createTurn({ contacts, gate, decide, languageTold: (inbound, current) => languageTold(inbound, current, understand), mask, clock, log, leases: coordination.leases, formFor: (_channel, outgoing) => outgoing, admit: async () => undefined, onOutbox: nothing, onTrace: nothing })
  const qualifications = createQualifications({ store, rules: standardQualificationRules })
  const work = createDeskWork({
    contacts, contactsDeps, handovers, register, qualifications, routingRules, gate, content, understand, coordination, live, onOutbox: nothing, onTrace: nothing,
    sessions: { present: async () => [member], absent: async () => [] }, isPractising: async () => false, files: { read: nobody },
  })
  const { areas, audit, journey, typing } = work
  const watch = keepWatch(work, { live, log })
  const served = new Map(areas.map(each => [each.name, each]))
  const customers = startCustomers({ ...shift, agent: member.name, turn, handovers, journey, typing, live, log })
  const begunAt = clock.now()
  let lastAct = performance.now()
  let said = 0
  let ending: Promise<Debrief> | undefined

  function note(of: string, error: unknown): void {
    if (error instanceof OpenLoopError) customers.refused(of, error.missing)
    else if (error instanceof Refused && error.status === 422) customers.stopped(of, error.reasons ?? [])
  }

  async function end(): Promise<Debrief> {
    await customers.stop()
    await watch.close()
    live.publish(deskOver, id)
    const judged = await Promise.all(customers.played().map(async ({ enquiry, ...played }) => {
      const taken: StepsTaken = enquiry === undefined ? {} : (await contacts.enquiries.read(enquiry)).steps
      const { script: { name, rule, locale, about, id: script } } = played
      return { script: { id: script, name, rule, locale, about }, findings: judgePlayed({ ...played, taken: steps.filter(step => taken[step] !== undefined) }) }
    }))
    await turn.settled()
    await close()
    return { customers: judged }
  }

  const sources: EventSources = { ...work, guests: work.serving.guests, register, handovers, live }
  return {
    id, member, begunAt: begunAt.toISOString(), sources,
    /** How long nothing was done here, in milliseconds. */
    idleMs: () => performance.now() - lastAct,
    /** Carries out an operation of the desk here. Throws what it refuses. */
    async serve(name: string, asked: Asked): Promise<unknown> {
      const found = served.get(name)
      if (!found || ending) throw new Refused(409, 'NoPractice', 'The practice is over')
      const by = asked.member ?? member
      if (by.id !== member.id) await enter(by)
      else if (found.operation.method !== 'get') lastAct = performance.now()
      if (writing.has(name) && (said += 1) > mostSaid) throw new Refused(409, 'PracticeLong', `More than ${mostSaid} messages are not written in one practice; end it and begin a new one`)
      try {
        return await found.handle({ ...asked, looked: about => audit.looked(by.id, name, about) })
      } catch (error) {
        note(asked.id, error)
        throw error
      }
    },
    shown: (): PracticeShown => ({ id, begunAt: begunAt.toISOString(), endsAt: latestEnd(begunAt).toISOString(), customers: customers.shown() }),
    /** Ends it, once; gives what it showed. Nothing of what was said in it is left. */
    end: (): Promise<Debrief> => ending ??= end(),
  }
}

export type Room = Awaited<ReturnType<typeof openRoom>>
