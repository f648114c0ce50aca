import { z } from 'zod'
import type { Clock, Clocks } from '../../contacts/clocks/clocks.ts'
import type { FollowUps } from '../../contacts/cases/follow-ups.ts'
import type { Enquiries } from '../../contacts/enquiries/enquiries.ts'
import type { Tasks } from '../../contacts/tasks/tasks.ts'
import { createArea } from '../area.ts'
import { instant, type Operation } from '../operation.ts'
import type { Register } from '../register.ts'
import { toDeskEnquiry, enquirySchema } from './enquiries.ts'

const item = z.object({
  kind: z.string().meta({ description: '`task`, `follow-up`, or what the clock is for: `promise`, `answer`, `first-investigation` …' }), subject: z.object({ kind: z.string(), id: z.string() }), enquiry: z.string(),
  dueAt: instant, overdue: z.boolean(), provisional: z.boolean(), text: z.string().meta({ description: 'What is to be done or was promised, masked; empty where nothing was written' }),
}).meta({ id: 'DueItem' })

const operations = {
  mine: {
    method: 'get', path: '/mine', summary: 'All that the member answers for: what is due, in its order, and open enquiries of which nothing is', for: 'staff', customers: 'listed', status: 200,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
    answer: z.object({ due: z.array(item), enquiries: z.array(enquirySchema), successions: z.number().int().meta({ description: 'Proposals that await the member: `/successions`' }) }),
  },
} as const satisfies Record<string, Operation>

export type MineAreaDeps = {
  clocks: Pick<Clocks, 'dueList'>
  followUps: Pick<FollowUps, 'list'>
  tasks: Pick<Tasks, 'withClocks'>
  enquiries: Pick<Enquiries, 'list' | 'successions'>
  register: Pick<Register, 'names'>
  clock: { now(): Date }
  concerning(member: string): Promise<ReadonlySet<string>>
  /** What was last promised in each of these enquiries, masked. */
  promisesIn(clocks: readonly Clock[]): Promise<ReadonlyMap<string, string>>
}

/** What one member has to do, on one list (M1.1b, M2.3a). */
export function mineArea({ clocks, followUps, tasks, enquiries, register, clock, concerning, promisesIn }: MineAreaDeps) {
  return createArea(operations, {
    async mine({ member, query: { limit } }) {
      const [running, planned, open, awaiting, hidden, nameOf] = await Promise.all([
        clocks.dueList({ owner: member.id, notConcerning: member.id, limit }), followUps.list({ owner: member.id, limit }), enquiries.list({ owner: member.id, limit }),
        enquiries.successions(member.id), concerning(member.id), register.names(),
      ])
      const shown = running.filter(each => !hidden.has(each.about.enquiry))
      const now = clock.now().toISOString()
      const [texts, promises] = [new Map((await tasks.withClocks(shown)).map(({ id, what }) => [id, what])), await promisesIn(shown.filter(each => each.what === 'promise'))]
      const ofClocks = shown.map(({ what, subject, about, dueAt, provisional }) => ({
        kind: what, subject, enquiry: about.enquiry, dueAt, overdue: dueAt < now, provisional, text: texts.get(subject.id) ?? (what === 'promise' ? promises.get(about.enquiry) ?? '' : ''),
      }))
      // The bot asks the customer where it can; what waits for a customer is nothing to do.
      const toAsk = planned.filter(each => each.about.conversation === '' && !hidden.has(each.about.enquiry)).map(({ id, about, dueAt }) => ({
        kind: 'follow-up', subject: { kind: 'follow-up', id }, enquiry: about.enquiry, dueAt, overdue: dueAt < now, provisional: false, text: '',
      }))
      const due = [...ofClocks, ...toAsk].sort((one, other) => one.dueAt.localeCompare(other.dueAt)).slice(0, limit)
      const timed = new Set(due.map(({ enquiry }) => enquiry))
      return {
        due, enquiries: open.flatMap(({ enquiry }) => timed.has(enquiry.id) || hidden.has(enquiry.id) ? [] : [toDeskEnquiry(enquiry, nameOf)]), successions: awaiting.filter(each => each.to === member.id).length,
      }
    },
  })
}
