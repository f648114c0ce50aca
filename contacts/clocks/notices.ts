import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import { unconcerned } from './unconcerned.ts'
import type { Instant, StaffId } from '../types.ts'

/** Whom a notice is for: one member, those who supervise, or senior management (高级管理层). */
export type Recipient = `member:${string}` | 'role:supervisor' | 'management'

export type NewNotice = {
  /** What the notice is, once for ever. */
  key: string
  recipient: Recipient
  kind: string
  subject: { kind: string; id: string }
  /** Without personal data. */
  facts: Record<string, unknown>
}

export type Notice = { id: string; recipient: string; kind: string; subject: { kind: string; id: string }; facts: Record<string, unknown>; at: Instant; readAt: Instant | null; readBy: StaffId | null }

const factsSchema = z.record(z.string(), z.unknown())

/** Writes notices down inside a unit of work; one whose key is known already is left as it is. Gives the keys of those that are new. */
export async function notify(tx: Kysely<Tables>, at: Instant, notices: readonly NewNotice[]): Promise<string[]> {
  if (notices.length === 0) return []
  const written = await tx.insertInto('staff_notices').values(notices.map(({ key, recipient, kind, subject, facts }) => ({
    id: randomUUID(), key, recipient, kind, subject_kind: subject.kind, subject_id: subject.id, facts: JSON.stringify(facts), at, read_at: null, read_by: null,
  }))).onConflict(conflict => conflict.column('key').doNothing()).returning('key').execute()
  return written.map(({ key }) => key)
}

function toNotice(row: Tables['staff_notices']): Notice {
  return {
    id: row.id, recipient: row.recipient, kind: row.kind, subject: { kind: row.subject_kind, id: row.subject_id }, facts: factsSchema.parse(JSON.parse(row.facts)),
    at: row.at, readAt: row.read_at, readBy: row.read_by,
  }
}

/** What members of staff are told beside the queue: reminders, escalations, what needs them. */
export function createNotices({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>) {
  return {
    /** Notices for these recipients, newest first; none of a case that concerns the member (回避). */
    async list(recipients: readonly Recipient[], { unread, notConcerning, limit }: { unread: boolean; notConcerning: StaffId; limit: number }): Promise<Notice[]> {
      // One query a recipient: each reads its index in order and ends with the limit, however many there are.
      const lists = await Promise.all([...new Set(recipients)].map(recipient => {
        const query = store.db.selectFrom('staff_notices').selectAll().where('recipient', '=', recipient).where(unconcerned(notConcerning)).orderBy('at', 'desc').orderBy('id', 'desc').limit(limit)
        return (unread ? query.where('read_at', 'is', null) : query).execute()
      }))
      return lists.flat().sort((one, other) => other.at.localeCompare(one.at)).slice(0, limit).map(toNotice)
    },
    /** Notes who has read it first; false where it is not for these recipients. One to several members is done with when one of them has read it. */
    async read(id: string, recipients: readonly Recipient[], by: StaffId): Promise<boolean> {
      return store.write(async tx => {
        const row = await tx.selectFrom('staff_notices').select('read_at').where('id', '=', id).where('recipient', 'in', recipients).executeTakeFirst()
        if (row?.read_at === null) await tx.updateTable('staff_notices').set({ read_at: clock.now().toISOString(), read_by: by }).where('id', '=', id).where('read_at', 'is', null).execute()
        return row !== undefined
      })
    },
  }
}

export type Notices = ReturnType<typeof createNotices>
