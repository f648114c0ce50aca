import { z } from 'zod'
import type { Clock, Clocks } from '../../contacts/clocks/clocks.ts'
import type { Notice, Notices } from '../../contacts/clocks/notices.ts'
import { createArea } from '../area.ts'
import { done, instant, type Operation, Refused, wasDone } from '../operation.ts'
import type { Recipients } from '../recipients.ts'
import type { Register } from '../register.ts'

const subject = z.object({ kind: z.string(), id: z.string() })
export const clockSchema = z.object({
  subject, what: z.string(), owner: z.object({ id: z.string(), name: z.string() }), rule: z.string(), startedAt: instant, dueAt: instant,
  counted: z.array(z.string()).meta({ description: 'The working days counted' }), provisional: z.boolean().meta({ description: 'The earliest possible: it reaches days that no notice has settled' }),
  status: z.enum(['running', 'paused', 'done']), overdue: z.boolean(), doneAt: instant.nullable(),
  pauses: z.array(z.object({ from: z.string(), to: z.string().nullable(), reason: z.string() })),
}).meta({ id: 'Clock' })
const notice = z.object({ id: z.string(), kind: z.string(), subject, facts: z.record(z.string(), z.unknown()), at: instant, recipient: z.string(), readAt: instant.nullable() }).meta({ id: 'Notice' })
const limit = z.coerce.number().int().min(1).max(1000).default(200)
const flag = z.enum(['true', 'false']).transform(value => value === 'true')

const operations = {
  due: {
    method: 'get', path: '/due', summary: 'What has to be done by when, first what is due first', for: 'staff', status: 200, answer: z.object({ clocks: z.array(clockSchema) }),
    query: z.object({ of: z.enum(['mine', 'all']).default('mine'), overdue: flag.default(false), limit }), refusals: { 403: 'All of it is for those who supervise or audit' },
  },
  notices: { method: 'get', path: '/notices', summary: 'What the member is told beside the queue: reminders, escalations', for: 'staff', query: z.object({ unread: flag.default(true), limit }), status: 200, answer: z.object({ notices: z.array(notice) }) },
  readNotice: { method: 'post', path: '/notices/{id}/read', summary: 'Note that it was read; one to several members is done with when one has read it', for: 'staff', status: 200, answer: done, refusals: { 404: 'There is none for the member' } },
} as const satisfies Record<string, Operation>

const maySeeAll = new Set(['supervisor', 'compliance', 'admin', 'auditor'])

export type ClockAreaDeps = { clocks: Clocks; notices: Notices; register: Register; recipients: Recipients; clock: { now(): Date }; /** The enquiries of which a complaint concerns this member: they see nothing of them (M3.3a). */ concerning(member: string): Promise<ReadonlySet<string>> }

/** A clock as the desk shows it. */
export function toDeskClock(of: Clock, nameOf: (staff: string) => string, now: Date): z.infer<typeof clockSchema> {
  return {
    subject: of.subject, what: of.what, owner: { id: of.owner, name: nameOf(of.owner) }, rule: of.rule, startedAt: of.startedAt, dueAt: of.dueAt, counted: [...of.counted],
    provisional: of.provisional, status: of.status, overdue: of.status === 'running' && of.dueAt < now.toISOString(), doneAt: of.doneAt,
    pauses: of.pauses.map(({ from, to, reason }) => ({ from, to, reason })),
  }
}

const toDeskNotice = ({ id, kind, subject: about, facts, at, recipient, readAt }: Notice) => ({ id, kind, subject: about, facts, at, recipient, readAt })

/** Deadlines and what members are told of them (M3.3a, M7). */
export function clockArea({ clocks, notices, register, recipients: { of: recipientsOf }, clock, concerning }: ClockAreaDeps) {
  return createArea(operations, {
    async due({ member, query }) {
      if (query.of === 'all' && !maySeeAll.has(member.role)) throw new Refused(403, 'Forbidden', 'What others have to do is for those who supervise; ask for of=mine')
      const whose = { limit: query.limit, notConcerning: member.id, owner: query.of === 'mine' ? member.id : undefined }
      const [list, nameOf, hidden] = await Promise.all([query.overdue ? clocks.overdue(whose) : clocks.dueList(whose), register.names(), concerning(member.id)])
      return { clocks: list.filter(({ about }) => !hidden.has(about.enquiry)).map(each => toDeskClock(each, nameOf, clock.now())) }
    },
    async notices({ member, query }) {
      const [list, hidden] = await Promise.all([notices.list(recipientsOf(member), { ...query, notConcerning: member.id }), concerning(member.id)])
      return { notices: list.filter(({ subject: { kind, id } }) => kind !== 'enquiry' || !hidden.has(id)).map(toDeskNotice) }
    },
    async readNotice({ id, member }) {
      if (!await notices.read(id, recipientsOf(member), member.id)) throw new Refused(404, 'NotFound', 'There is no such notice for you')
      return wasDone
    },
  })
}
