import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { Clock, Clocks } from '../clocks/clocks.ts'
import { defaultZone } from '../clocks/deadlines.ts'
import { endOfDay, type LocalDate } from '../clocks/local-date.ts'
import { notify } from '../clocks/notices.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Instant, StaffId } from '../types.ts'

/** Something that somebody of the staff has to do for a customer by a day (M2.3a). */
export type Task = { id: string; customer: string; enquiry: string; conversation: string; /** Masked. */ what: string; by: StaffId; at: Instant; clock: Clock }

export type NewTask = { customer: string; enquiry: string; conversation: string; what: string; owner: StaffId; day: LocalDate; by: StaffId }

/** The task cannot be set or ended; the message says why. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
}

const subject = (id: string) => ({ kind: 'task', id })

export type TasksDeps = Pick<ContactsDeps, 'store' | 'clock' | 'mask' | 'onQueue'> & { seal: Pick<CustomerSeal, 'seal'>; clocks: Clocks }

/** Tasks with their clocks: reminders, the due list and a gone owner's successor are those of every clock. */
export function createTasks({ store, clock, mask, onQueue, seal, clocks }: TasksDeps) {
  const now = () => clock.now().toISOString()

  /** Sets a task inside the caller's unit of work. Throws TaskError. */
  async function set(tx: Kysely<Tables>, { customer, enquiry, conversation, what, owner, day, by }: NewTask): Promise<Task> {
    const at = now()
    const until = new Date(endOfDay(day, defaultZone)).toISOString()
    if (until < at) throw new TaskError('A task is for today or a day to come')
    if ((await tx.selectFrom('staff').select('disabled').where('id', '=', owner).executeTakeFirst())?.disabled !== 0) throw new TaskError('Whom the task is for is no active member of staff')
    const row = { id: randomUUID(), customer_id: customer, enquiry_id: enquiry, conversation_id: conversation, what: mask(what), set_by: by, at }
    await tx.insertInto('tasks').values(row).execute()
    const started = await clocks.start(tx, { subject: subject(row.id), what: 'task', owner, about: { customer, enquiry, conversation }, rule: 'M2.3a', term: { until } })
    await append(tx, store.engine, [{ at, kind: 'task.set', customer, enquiry, conversation, actor: `agent:${by}`, facts: { task: row.id, owner, due: started.dueAt, rule: 'M2.3a' }, masked: row.what, sealed: await seal.seal(customer, { text: what }) }])
    if (owner !== by) await notify(tx, at, [{ key: `task:${row.id}`, recipient: `member:${owner}`, kind: 'task.set', subject: subject(row.id), facts: { task: row.id, due: started.dueAt, rule: 'M2.3a' } }])
    return { id: row.id, customer, enquiry, conversation, what: row.what, by, at, clock: started }
  }

  async function withClocks(running: readonly Clock[]): Promise<Task[]> {
    const ids = running.filter(each => each.subject.kind === 'task').map(each => each.subject.id)
    if (ids.length === 0) return []
    const rows = new Map((await store.db.selectFrom('tasks').selectAll().where('id', 'in', ids).execute()).map(row => [row.id, row]))
    return running.flatMap(each => {
      const row = rows.get(each.subject.id)
      return row ? [{ id: row.id, customer: row.customer_id, enquiry: row.enquiry_id, conversation: row.conversation_id, what: row.what, by: row.set_by, at: row.at, clock: each }] : []
    })
  }

  return {
    set,
    /** Sets a task of its own. Throws TaskError. */
    async add(given: NewTask): Promise<Task> {
      const task = await store.write(tx => set(tx, given))
      onQueue()
      return task
    },
    /** The tasks among clocks, in their order. */
    withClocks,
    async get(id: string): Promise<Task | undefined> {
      return (await withClocks(await clocks.of(subject(id)))).at(0)
    },
    /** It is done; false where it was done before. */
    async done(id: string, how: string, by: StaffId): Promise<boolean> {
      const ended = await store.write(async tx => {
        const row = await tx.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst()
        const open = await tx.selectFrom('clocks').select('id').where('subject_kind', '=', 'task').where('subject_id', '=', id).where('status', '<>', 'done').executeTakeFirst()
        if (!row || !open) return false
        await clocks.finish(tx, { ...subject(id), what: 'task' }, `agent:${by}`)
        await append(tx, store.engine, [{
          at: now(), kind: 'task.done', customer: row.customer_id, enquiry: row.enquiry_id, conversation: row.conversation_id, actor: `agent:${by}`, facts: { task: id, rule: 'M2.3a' },
          ...(how === '' ? {} : { masked: mask(how), sealed: await seal.seal(row.customer_id, { text: how }) }),
        }])
        return true
      })
      if (ended) onQueue()
      return ended
    },
  }
}

export type Tasks = ReturnType<typeof createTasks>
