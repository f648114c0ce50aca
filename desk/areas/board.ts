import { z } from 'zod'
import type { Clocks } from '../../contacts/clocks/clocks.ts'
import type { Contacts } from '../../contacts/contacts.ts'
import type { ServiceLevel } from '../../contacts/serving/level.ts'
import type { Unanswered, UnansweredMessages } from '../../contacts/serving/unanswered.ts'
import type { Handover } from '../../contacts/types.ts'
import { createArea } from '../area.ts'
import { holdingOf } from '../board/holding.ts'
import { instant, type Operation } from '../operation.ts'
import type { Register, Role } from '../register.ts'
import type { Routing } from '../routing/routing.ts'
import { handover, person } from '../schemas.ts'
import type { Sessions } from '../sessions.ts'
import { toDeskHandover } from '../view.ts'

const lacking = z.array(z.string()).meta({ description: '`certificate-missing:KIND`, `certificate-expired:KIND:DAY`, `hours-short:YEAR:HOURS`, `topic:…`, `language:…`, `tier:…`, `concerned`' })
const seconds = z.number().int()
const waiting = z.object({
  handover, offeredTo: person.nullable(), lacking,
  why: z.enum(['offered', 'nobody-here', 'nobody-qualified', 'nobody-available', 'all-busy', 'next']).meta({ description: 'What keeps the customer from being given to somebody; `next`: they are offered to somebody in a moment' }),
}).meta({ id: 'BoardWaiting' })
const talking = z.object({ handover, agent: person, unansweredSince: instant.nullable().meta({ description: 'When the customer said what nobody has replied to' }), lacking }).meta({ id: 'BoardTalking' })
const agent = z.object({
  ...person.shape, role: z.string(), status: z.enum(['available', 'away', 'wrap-up']), since: z.string().meta({ description: 'UTC; empty where nothing was said' }), load: z.number().int(), capacity: z.number().int(), mayServe: z.boolean(), lacking,
}).meta({ id: 'BoardAgent' })
const absent = z.object({
  ...person.shape, role: z.string(), seenAt: instant.nullable().meta({ description: 'When they were last heard of at the desk; null for who never was' }), signedIn: z.boolean().meta({ description: 'Signed in, but not heard of lately, or in practice' }),
}).meta({ id: 'BoardAbsent' })
const level = z.object({
  within: seconds.meta({ description: 'In which a customer is to be taken (`SERVICE_LEVEL_SECONDS`)' }), asked: z.number().int(), taken: z.number().int(), takenInTime: z.number().int(), abandoned: z.number().int(), left: z.number().int().meta({ description: 'Who left a message' }),
  longestWait: seconds, averageWait: seconds.nullable(), averageHandling: seconds.nullable(),
}).meta({ id: 'ServiceLevel', description: 'Of all who asked for a person today' })
const alert = z.object({
  kind: z.enum(['nobody-here', 'nobody-available', 'no-agent-for', 'not-qualified', 'unanswered', 'dead-letters', 'overdue']), count: z.number().int(), topic: z.string().nullable().meta({ description: 'Nobody who is there may serve it' }),
  handover: z.string().nullable(), agent: person.nullable(), lacking,
}).meta({ id: 'BoardAlert' })

const overseeing: readonly Role[] = ['supervisor', 'compliance', 'admin', 'auditor']

const operations = {
  board: {
    method: 'get', path: '/board', summary: 'How the desk stands: who waits and why, who talks to whom, who is there, today\'s service level, and what needs a look', for: overseeing, customers: 'listed', status: 200,
    query: z.object({ within: z.coerce.number().int().min(1).max(86_400).optional().meta({ description: 'Another time for the service level, in seconds' }) }),
    answer: z.object({ at: instant, waiting: z.array(waiting), talking: z.array(talking), agents: z.array(agent), absent: z.array(absent).meta({ description: 'Who could serve and is not at the desk' }), level, alerts: z.array(alert) }),
  },
} as const satisfies Record<string, Operation>
type Alert = z.infer<typeof alert>

export type BoardAreaDeps = {
  routing: Pick<Routing, 'standing' | 'rules'>
  unanswered: Pick<UnansweredMessages, 'of'>
  level: ServiceLevel
  contacts: Pick<Contacts, 'outboxDepth'>
  clocks: Pick<Clocks, 'figures'>
  register: Pick<Register, 'names'>
  sessions: Pick<Sessions, 'absent'>
  clock: { now(): Date }
  concerning(member: string): Promise<ReadonlySet<string>>
}

const alertOf = (kind: Alert['kind'], change: Partial<Alert> = {}): Alert => ({ kind, count: 1, topic: null, handover: null, agent: null, lacking: [], ...change })
/** Of a member's unfitness what keeps them from a customer whom they serve already: skills are a wish, certificates are not (M1.2a). */
const forbidding = /^(certificate-|hours-short|concerned)/

/** The supervisor's board: counted anew from the records each time it is asked for. */
export function boardArea({ routing, unanswered, level: serviceLevel, contacts, clocks, register, sessions, clock, concerning }: BoardAreaDeps) {
  return createArea(operations, {
    async board({ member, query }) {
      const within = query.within ?? routing.rules.serviceLevelSeconds
      const [{ open, offers, there, unfit }, today, hidden, nameOf, depth, figures, gone] = await Promise.all([
        routing.standing(), serviceLevel.today(within), concerning(member.id), register.names(), contacts.outboxDepth(), clocks.figures(), sessions.absent(),
      ])
      const now = clock.now()
      const named = (id: string) => ({ id, name: nameOf(id) })
      const [shown, colleagues] = [open.filter(each => !hidden.has(each.enquiry)), there.map(each => ({ id: each.member.id, status: each.status, load: each.load, capacity: each.qualification?.capacity ?? 0 }))]
      const queue = shown.filter(({ status }) => status === 'waiting').toSorted((one, other) => Number(other.urgent) - Number(one.urgent) || one.requestedAt.localeCompare(other.requestedAt)).map(each => {
        const offer = offers.find(({ handover: of, until }) => of === each.id && until > now.toISOString())
        return { handover: toDeskHandover(each), offeredTo: offer ? named(offer.to) : null, ...holdingOf(colleagues, unfit.get(each.id) ?? new Map(), offer !== undefined) }
      })
      const served = await Promise.all(shown.flatMap(each => each.status === 'active' && each.agent !== null ? [talk(each, each.agent)] : []))
      async function talk(of: Handover, by: string) {
        const owed: Unanswered | undefined = await unanswered.of(of)
        return { handover: toDeskHandover(of), agent: named(by), unansweredSince: owed?.since ?? null, lacking: (unfit.get(of.id)?.get(by) ?? []).filter(reason => forbidding.test(reason)) }
      }
      const late = served.filter(({ unansweredSince }) => unansweredSince !== null && now.getTime() - Date.parse(unansweredSince) >= routing.rules.remindSeconds * 1000)
      const unserved = Map.groupBy(queue.filter(({ why }) => why === 'nobody-qualified'), each => each.handover.topic)
      const away = queue.filter(({ why }) => why === 'nobody-available')
      const { averageWait = null, averageHandling = null, ...counted } = today
      return {
        at: now.toISOString(), waiting: queue, talking: served.toSorted((one, other) => (one.handover.takenAt ?? '').localeCompare(other.handover.takenAt ?? '')),
        agents: there.map(({ member: { id, name, role }, status, since, load, qualification }) => ({ id, name, role, status, since, load, capacity: qualification?.capacity ?? 0, mayServe: qualification?.mayServe ?? false, lacking: [...qualification?.why ?? []] })),
        absent: gone.map(({ member: { id, name, role }, seenAt, signedIn }) => ({ id, name, role, seenAt, signedIn })),
        level: { within, ...counted, averageWait, averageHandling },
        alerts: [
          ...(queue.length > 0 && there.length === 0 ? [alertOf('nobody-here', { count: queue.length })] : []),
          ...(away.length > 0 ? [alertOf('nobody-available', { count: away.length })] : []),
          ...[...unserved].map(([topic, list]) => alertOf('no-agent-for', { count: list.length, topic, lacking: list[0]?.lacking ?? [] })),
          ...served.filter(each => each.lacking.length > 0).map(each => alertOf('not-qualified', { handover: each.handover.id, agent: each.agent, lacking: each.lacking })),
          ...late.map(each => alertOf('unanswered', { handover: each.handover.id, agent: each.agent })),
          ...(depth.dead > 0 ? [alertOf('dead-letters', { count: depth.dead })] : []), ...(figures.overdue > 0 ? [alertOf('overdue', { count: figures.overdue })] : []),
        ],
      }
    },
  })
}
