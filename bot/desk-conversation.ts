import type { Attachments } from '../contacts/attachments.ts'
import type { Contacts } from '../contacts/contacts.ts'
import { createDeliveries } from '../contacts/conversation/deliveries.ts'
import { createReads } from '../contacts/conversation/reads.ts'
import { createWholeJourney } from '../contacts/conversation/whole-journey.ts'
import { customersOfPerson } from '../contacts/customers/persons.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import { erasedText } from '../contacts/proof/erased.ts'
import { journeyArea, type JourneyAreaDeps } from '../desk/areas/journey.ts'

export type DeskConversationDeps = Pick<JourneyAreaDeps, 'access' | 'journey' | 'handovers' | 'looking' | 'limits' | 'audit' | 'register' | 'concerning'> & {
  contactsDeps: Pick<ContactsDeps, 'store' | 'clock' | 'mask'>
  contacts: Pick<Contacts, 'since'>
  files: Pick<Attachments, 'read'>
}

/** What belongs to a conversation at the desk beside its words, over the records. */
export function deskConversation({ contactsDeps, contacts, files, ...deps }: DeskConversationDeps) {
  const { db } = contactsDeps.store
  return journeyArea({
    ...deps, mask: contactsDeps.mask, whole: createWholeJourney(contactsDeps.store), reads: createReads(contactsDeps), deliveries: createDeliveries(contactsDeps),
    async isOfPerson(conversation, customer) {
      const row = await db.selectFrom('conversations').select('customer_id').where('id', '=', conversation).executeTakeFirst()
      return row !== undefined && (await customersOfPerson(db, customer)).includes(row.customer_id)
    },
    async enquiryAt(conversation, sequence) {
      return (await db.selectFrom('log').select('enquiry_id').where('conversation_id', '=', conversation).where('conversation_seq', '=', sequence).executeTakeFirst())?.enquiry_id
    },
    async textAt(conversation, sequence) {
      const [activity] = await contacts.since(conversation, sequence - 1, 1)
      if (activity?.sequence !== sequence || activity.type !== 'message') return undefined
      const { text } = activity.content
      return typeof text === 'string' && text !== erasedText ? text : undefined
    },
    async fileAt(conversation, sequence, index) {
      return files.read(conversation, sequence, index).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      })
    },
  })
}
