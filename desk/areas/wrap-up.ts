import { z } from 'zod'
import { isLocalDate } from '../../contacts/clocks/local-date.ts'
import type { StepsTaken, EnquiryKind } from '../../contacts/enquiries/closed-loop.ts'
import { missingSteps, OpenLoopError } from '../../contacts/enquiries/closed-loop.ts'
import { type Outcome, outcomes } from '../../contacts/handovers.ts'
import type { Correction } from '../../contacts/tasks/corrections.ts'
import { missingOf, wrapUpParts, type WrapUps } from '../../contacts/tasks/wrap-ups.ts'
import { TaskError, type Tasks } from '../../contacts/tasks/tasks.ts'
import type { Handover } from '../../contacts/types.ts'
import { locales } from '../../knowledge/outgoing.ts'
import type { Access } from '../access.ts'
import { createArea } from '../area.ts'
import { done, instant, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Register, Role, StaffMember } from '../register.ts'
import { clockSchema, toDeskClock } from './clocks.ts'

const locale = z.enum(locales)
const topic = z.object({ id: z.string(), title: z.string() })
const words = z.string().trim().min(1, 'say it in words').max(1000, 'at most 1,000 characters')
const taskSchema = z.object({ what: words, on: z.string().refine(isLocalDate, 'a day such as 2026-03-31'), owner: z.string().optional().meta({ description: 'The member where nobody is named' }) })
export const deskTask = z.object({
  id: z.string(), what: z.string().meta({ description: 'Masked' }), enquiry: z.string(), setBy: z.object({ id: z.string(), name: z.string() }), at: instant, clock: clockSchema,
}).meta({ id: 'Task' })
const part = z.enum(wrapUpParts)
const wrapUp = z.object({
  handover: z.string(), closed: z.boolean(), outcome: z.enum(outcomes).nullable(), topic: topic.nullable().meta({ description: 'What was understood; to be confirmed or corrected' }),
  suggested: z.array(topic).meta({ description: 'Other topics that it may have been about' }), missing: z.array(part).meta({ description: 'What is still to be filled in; `task` with the outcome `follow-up`' }),
  steps: z.array(z.string()).meta({ description: 'Steps of the closed loop that are missing for a close other than for follow-up' }), survey: z.boolean().meta({ description: 'The customer is asked how it was when it is closed, but for follow-up' }),
}).meta({ id: 'WrapUp' })
const unfinished = z.object({ handover: z.string(), enquiry: z.string(), agent: z.object({ id: z.string(), name: z.string() }), outcome: z.enum(outcomes).nullable(), closedAt: instant, topic: z.string().nullable() }).meta({ id: 'UnfinishedWrapUp' })
const correction = z.object({ at: instant, by: z.object({ id: z.string(), name: z.string() }), handover: z.string(), before: z.string().nullable().meta({ description: 'What was understood; null for nothing' }), topic: z.string(), said: z.array(z.string()).meta({ description: 'Masked' }) }).meta({ id: 'TopicCorrection' })
const refusals = { 403: 'It is not for the member', 404: 'There is none', 409: 'Something is missing; `reasons` names it' }

const operations = {
  wrapUp: { method: 'get', path: '/handovers/{id}/wrap-up', summary: 'What is to be filled in when a conversation ends', for: servingRoles, query: z.object({ language: locale.default('zh-Hans').meta({ description: 'Of the titles' }) }), status: 200, answer: wrapUp, refusals },
  finishWrapUp: {
    method: 'post', path: '/handovers/{id}/wrap-up', summary: 'Wrap a conversation up, and close it where it is open: its topic, its outcome, and with follow-up a task with day and owner', for: servingRoles,
    body: z.object({ outcome: z.enum(outcomes).optional().meta({ description: 'Needed while the conversation is open' }), topic: z.string().max(100).optional(), task: taskSchema.optional() }), status: 200, answer: done, refusals,
  },
  wrapUps: {
    method: 'get', path: '/wrap-ups', summary: 'Conversations of the last seven days that were closed and are not wrapped up: the member\'s, or everybody\'s', for: 'staff', status: 200, query: z.object({ of: z.enum(['mine', 'all']).default('mine') }),
    answer: z.object({ conversations: z.array(unfinished) }),
    refusals: { 403: 'Those of others are for who supervises or audits' },
  },
  topics: { method: 'get', path: '/topics', summary: 'The topics that there are', for: 'staff', query: z.object({ language: locale.default('zh-Hans') }), status: 200, answer: z.object({ topics: z.array(topic) }) },
  corrections: {
    method: 'get', path: '/topic-corrections', summary: 'Topics that agents corrected, the latest first, with what the customers had said: what the understanding is improved by', for: ['supervisor', 'compliance', 'admin', 'auditor'], customers: 'listed', status: 200,
    query: z.object({ before: instant.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }), answer: z.object({ corrections: z.array(correction) }),
  },
  addTask: { method: 'post', path: '/handovers/{id}/tasks', summary: 'Set a task for the customer of a conversation, with day and owner', customers: 'noted', for: servingRoles, body: taskSchema, status: 201, answer: deskTask, refusals },
  taskDone: { method: 'post', path: '/tasks/{id}/done', summary: 'Note that a task is done, and how; for its owner', for: servingRoles, body: z.object({ how: z.string().trim().max(1000).default('') }), status: 200, answer: done, refusals: { 404: 'There is none of the member', 409: 'It was done before' } },
} as const satisfies Record<string, Operation>

const overseeing: readonly Role[] = ['supervisor', 'admin']
const maySeeAll: readonly Role[] = ['supervisor', 'compliance', 'admin', 'auditor']
const mostUnfinished = 100
/** For what no topic stands for. */
export const otherTopic = 'other'

type Standing = { topic: string | null; kind: EnquiryKind; steps: StepsTaken }

export type WrapUpAreaDeps = {
  access: Access
  wrapUps: WrapUps
  tasks: Tasks
  register: Pick<Register, 'names'>
  clock: { now(): Date }
  concerning(member: string): Promise<ReadonlySet<string>>
  /** How the enquiry of a hand-over stands. */
  standingOf(handover: Handover): Promise<Standing>
  topics(language: z.infer<typeof locale>): z.infer<typeof topic>[]
  /** What a conversation may have been about, best first. */
  topicsFor(handover: Handover): Promise<string[]>
  corrections(asked: { before?: string | undefined; limit: number }): Promise<Correction[]>
  /** The member has nothing to wrap up any more. */
  onFinished(member: StaffMember): Promise<void>
  /** Closes it and says goodbye; false when it was not this member's to close. Throws OpenLoopError. */
  close(handover: Handover, member: StaffMember, outcome: Outcome): Promise<boolean>
}

/** How a conversation ends (M1.1c), and what is to be done after it (M2.3a). */
export function wrapUpArea({ access, wrapUps, tasks, register, clock, concerning, standingOf, topics, topicsFor, corrections, close, onFinished }: WrapUpAreaDeps) {
  const outcomeOf = ({ status, outcome }: Handover): Outcome | null => status === 'closed' ? outcomes.find(each => each === outcome) ?? null : null

  /** The member's own conversation, open or closed. */
  async function own(id: string, member: StaffMember): Promise<Handover> {
    return (await access.ownTalk(id, member)).handover
  }
  /** Steps that closing does not take itself. */
  const openSteps = ({ kind, steps }: Standing) => missingSteps(kind, { ...steps, handled: steps.handled ?? '', feedback: steps.feedback ?? '' })

  async function taskFor(enquiry: string, { what, on, owner }: z.infer<typeof taskSchema>, member: StaffMember) {
    const whose = owner ?? member.id
    if ((await concerning(whose)).has(enquiry)) throw new Refused(409, 'Conflict', 'A complaint of this customer concerns them (M3.3a); name somebody else')
    return { what, day: on, owner: whose }
  }
  const carry = <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => {
    throw error instanceof TaskError ? new Refused(409, 'Conflict', error.message) : error
  })

  return createArea(operations, {
    async wrapUp({ id, member, query }) {
      const handover = await own(id, member)
      const [standing, also] = await Promise.all([standingOf(handover), topicsFor(handover)])
      const titles = new Map(topics(query.language).map(each => [each.id, each.title]))
      const titled = (of: string) => ({ id: of, title: titles.get(of) ?? of })
      const outcome = outcomeOf(handover)
      return {
        handover: id, closed: handover.status === 'closed', outcome, topic: standing.topic === null ? null : titled(standing.topic), suggested: also.filter(each => each !== standing.topic && titles.has(each)).map(titled),
        missing: missingOf({ outcome, topic: standing.topic, hasTask: false }), steps: handover.status === 'closed' ? [] : openSteps(standing), survey: outcome !== 'follow-up',
      }
    },
    async finishWrapUp({ id, member, body }) {
      const handover = await own(id, member)
      const standing = await standingOf(handover)
      const outcome = outcomeOf(handover) ?? body.outcome ?? null
      const chosen = body.topic ?? standing.topic
      if (chosen !== null && chosen !== standing.topic && chosen !== otherTopic && !topics('zh-Hans').some(each => each.id === chosen)) throw new Refused(400, 'BadArgument', 'topic: there is none of this name; GET /api/desk/topics lists them')
      const missing = missingOf({ outcome, topic: chosen, hasTask: body.task !== undefined })
      if (missing.length > 0 || outcome === null || chosen === null) throw new Refused(409, 'OpenWrapUp', `The conversation cannot be closed: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing (M1.1c)`, missing)
      const open = handover.status === 'active'
      if (open && outcome !== 'follow-up') {
        const steps = openSteps(standing)
        if (steps.length > 0) throw new OpenLoopError(steps)
      }
      const noted = await carry(wrapUps.note(handover, chosen, body.task && await taskFor(handover.enquiry, body.task, member), member.id))
      if (!noted && !open) throw new Refused(409, 'Conflict', 'It was wrapped up before')
      if (open && !await close(handover, member, outcome)) throw new Refused(403, 'Forbidden', 'This conversation is not yours any more')
      if ((await wrapUps.unfinished({ agent: member.id, limit: 1 })).length === 0) await onFinished(member)
      return wasDone
    },
    async wrapUps({ member, query }) {
      if (query.of === 'all' && !maySeeAll.includes(member.role)) throw new Refused(403, 'Forbidden', 'What others have not wrapped up is for those who supervise; ask for of=mine')
      const [list, nameOf, hidden] = await Promise.all([wrapUps.unfinished({ agent: query.of === 'mine' ? member.id : undefined, limit: mostUnfinished }), register.names(), concerning(member.id)])
      return { conversations: list.flatMap(({ conversation: _conversation, agent, ...each }) => hidden.has(each.enquiry) ? [] : [{ ...each, outcome: outcomes.find(known => known === each.outcome) ?? null, agent: { id: agent, name: nameOf(agent) } }]) }
    },
    async topics({ query }) { return { topics: topics(query.language) } },
    async corrections({ query, member }) {
      const [list, nameOf, hidden] = await Promise.all([corrections(query), register.names(), concerning(member.id)])
      return { corrections: list.filter(({ enquiry }) => !hidden.has(enquiry)).map(({ enquiry: _enquiry, by, ...each }) => ({ ...each, by: { id: by, name: nameOf(by) } })) }
    },
    async addTask({ id, member, body }) {
      const { handover, enquiry } = await access.concerned(id, member, overseeing)
      const task = await carry(tasks.add({ customer: enquiry.customer, enquiry: handover.enquiry, conversation: handover.conversation, ...await taskFor(handover.enquiry, body, member), by: member.id }))
      const nameOf = await register.names()
      return { id: task.id, what: task.what, enquiry: task.enquiry, setBy: { id: task.by, name: nameOf(task.by) }, at: task.at, clock: toDeskClock(task.clock, nameOf, clock.now()) }
    },
    async taskDone({ id, member, body }) {
      const task = await tasks.get(id)
      if (!task || (task.clock.owner !== member.id && !overseeing.includes(member.role)) || (await concerning(member.id)).has(task.enquiry)) throw new Refused(404, 'NotFound', 'There is no such task of yours')
      if (!await tasks.done(id, body.how, member.id)) throw new Refused(409, 'Conflict', 'It was done before')
      return wasDone
    },
  })
}
