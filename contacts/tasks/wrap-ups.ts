import type { ContactsDeps } from '../deps.ts'
import { outcomes } from '../handovers.ts'
import { append, type NewEntry } from '../log.ts'
import type { Handover, StaffId } from '../types.ts'
import { type NewTask, type Task, TaskError, type Tasks } from './tasks.ts'

/** What may still be missing of a conversation's wrap-up (M1.1c). */
export const wrapUpParts = ['outcome', 'topic', 'task'] as const
export type WrapUpPart = (typeof wrapUpParts)[number]

/** What is missing of what an agent has filled in. With follow-up somebody has to do something by a day. */
export function missingOf({ outcome, topic, hasTask }: { outcome: string | null; topic: string | null; hasTask: boolean }): WrapUpPart[] {
  return [...(outcome === null ? ['outcome' as const] : []), ...(topic === null ? ['topic' as const] : []), ...(outcome === 'follow-up' && !hasTask ? ['task' as const] : [])]
}

export type Unfinished = { handover: string; enquiry: string; conversation: string; agent: StaffId; outcome: string | null; closedAt: string; topic: string | null }

/** How long a conversation stands on its agent's list of what is still to be wrapped up, in milliseconds. */
const listedForMs = 7 * 86_400_000

/** What agents note of conversations when they end (M1.1c, M6.2a). */
export function createWrapUps({ store, clock, onQueue, tasks }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'> & { tasks: Pick<Tasks, 'set'> }) {
  return {
    /** Conversations that were closed lately, by this agent or by anybody, and are not wrapped up; the latest first. */
    async unfinished({ agent, limit }: { agent?: StaffId | undefined; limit: number }): Promise<Unfinished[]> {
      const since = new Date(clock.now().getTime() - listedForMs).toISOString()
      let closed = store.db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').leftJoin('wrap_ups', 'wrap_ups.handover_id', 'handovers.id')
        .select(['handovers.id as handover', 'handovers.enquiry_id as enquiry', 'handovers.conversation_id as conversation', 'handovers.agent', 'handovers.outcome', 'handovers.closed_at', 'enquiries.topic'])
        .where('handovers.status', '=', 'closed').where('handovers.closed_at', '>', since).where('handovers.outcome', 'in', outcomes).where('wrap_ups.handover_id', 'is', null)
      if (agent !== undefined) closed = closed.where('handovers.agent', '=', agent)
      const rows = await closed.orderBy('handovers.closed_at', 'desc').limit(limit).execute()
      return rows.flatMap(({ closed_at, agent: by, ...row }) => closed_at === null || by === null ? [] : [{ ...row, agent: by, closedAt: closed_at }])
    },

    /**
     * Notes the topic, confirmed or corrected, and the task. A correction stands in the log as `topic.corrected`: what was understood
     * wrongly is worked on. Once for ever; gives undefined where it was done before. Throws TaskError.
     */
    async note(handover: Handover, topic: string, task: Omit<NewTask, 'customer' | 'enquiry' | 'conversation' | 'by'> | undefined, by: StaffId): Promise<{ task: Task | undefined } | undefined> {
      const noted = await store.write(async tx => {
        const at = clock.now().toISOString()
        if (await tx.selectFrom('wrap_ups').select('at').where('handover_id', '=', handover.id).executeTakeFirst()) return undefined
        const enquiry = await tx.selectFrom('enquiries').select(['customer_id', 'topic']).where('id', '=', handover.enquiry).executeTakeFirst()
        if (!enquiry) throw new TaskError('There is no such enquiry')
        const about = { customer: enquiry.customer_id, enquiry: handover.enquiry, conversation: handover.conversation }
        const set = task && await tasks.set(tx, { ...about, ...task, by })
        await tx.insertInto('wrap_ups').values({ handover_id: handover.id, staff_id: by, at, topic, task_id: set?.id ?? null }).execute()
        if (enquiry.topic !== topic) await tx.updateTable('enquiries').set({ topic, updated_at: at }).where('id', '=', handover.enquiry).execute()
        const entries: NewEntry[] = [{
          at, kind: enquiry.topic === topic ? 'topic.confirmed' : 'topic.corrected', ...about, actor: `agent:${by}`,
          facts: { handover: handover.id, topic, ...(enquiry.topic === topic ? {} : { before: enquiry.topic }), rule: 'M6.2a' },
        }]
        await append(tx, store.engine, entries)
        return { task: set }
      })
      if (noted) onQueue()
      return noted
    },
  }
}

export type WrapUps = ReturnType<typeof createWrapUps>
