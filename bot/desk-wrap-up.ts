import { sql } from 'kysely'
import type { Contacts } from '../contacts/contacts.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import type { Outcome } from '../contacts/handovers.ts'
import { correctionsIn } from '../contacts/tasks/corrections.ts'
import { mineArea } from '../desk/areas/mine.ts'
import { wrapUpArea, type WrapUpAreaDeps } from '../desk/areas/wrap-up.ts'
import type { Register, StaffMember } from '../desk/register.ts'
import type { Handover } from '../contacts/types.ts'
import type { Content } from './content.ts'

export type DeskWrapUpDeps = Pick<WrapUpAreaDeps, 'access' | 'concerning' | 'topicsFor' | 'onFinished'> & {
  contacts: Contacts
  contactsDeps: Pick<ContactsDeps, 'store' | 'clock'>
  register: Register
  content: Pick<Content, 'topics'>
  onClosed(handover: Handover, member: StaffMember, outcome: Outcome): Promise<boolean>
}

/** The end of conversations at the desk, and what is left to do after them, over the records. */
export function deskWrapUp({ contacts, contactsDeps: { store, clock }, register, content, onClosed, access, concerning, topicsFor, onFinished }: DeskWrapUpDeps) {
  const { tasks, wrapUps, enquiries, complaints } = contacts
  return [
    ...wrapUpArea({
      access, wrapUps, tasks, register, clock, concerning, topicsFor, onFinished, topics: content.topics, close: onClosed, corrections: asked => correctionsIn(store, asked),
      async standingOf({ enquiry }) {
        const { topic, kind, steps } = await enquiries.read(enquiry)
        return { topic, kind, steps }
      },
    }),
    ...mineArea({
      clocks: complaints.clocks, followUps: complaints.followUps, tasks, enquiries, register, clock, concerning,
      async promisesIn(clocks) {
        const conversations = [...new Set(clocks.flatMap(({ about }) => about.conversation === '' ? [] : [about.conversation]))]
        if (conversations.length === 0) return new Map()
        const rows = await store.db.selectFrom('log').select(['enquiry_id', 'masked']).where('conversation_id', 'in', conversations).where('kind', '=', sql.lit('enquiry.promised')).orderBy('seq').execute()
        return new Map(rows.map(({ enquiry_id, masked }) => [enquiry_id, masked]))
      },
    }),
  ]
}
