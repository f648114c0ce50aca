import type { Receipts } from '../channels/direct-line/receipts.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { ReceiptNotes } from '../contacts/conversation/receipts.ts'
import { conversationKey } from '../contacts/acceptance.ts'

/** Writes down what pages got, one after the other: what was got was handed before. A receipt that is lost is no loss to the customer. */
export function keepReceipts(notes: ReceiptNotes, log: { warn(facts: object, message: string): void }): Receipts {
  let last = Promise.resolve()
  const then = (work: () => Promise<void>) => {
    last = last.then(work).catch((error: unknown) => log.warn({ why: error instanceof Error ? error.name : 'Error' }, 'a receipt was not written down'))
  }
  return {
    handed: (conversation, sequences) => then(() => notes.handed(conversation, sequences)),
    got: (conversation, upTo) => then(() => notes.got(conversation, upTo)),
  }
}

/** The outbox's notes of a delivery, of which `onChanged` is told with the conversation. */
export function toldOf(contacts: Pick<Contacts, 'delivered' | 'undelivered'>, onChanged: (conversation: string) => void): Pick<Contacts, 'delivered' | 'undelivered'> {
  return {
    async delivered(activity) {
      await contacts.delivered(activity)
      onChanged(conversationKey(activity.channel, activity.conversation))
    },
    async undelivered(activity, why, retryAt) {
      await contacts.undelivered(activity, why, retryAt)
      if (retryAt === undefined) onChanged(conversationKey(activity.channel, activity.conversation))
    },
  }
}
