import type { ContactsDeps } from '../deps.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import { append } from '../log.ts'
import type { Handover, StaffId } from '../types.ts'

/** Words among colleagues: a note, a word of a supervisor to the agent, what is said when a colleague is consulted, or why a customer is passed on. */
export const privateKinds = ['note', 'whisper', 'consult', 'transfer'] as const
export type PrivateKind = (typeof privateKinds)[number]

/** Entries of this kind have no place among a conversation's messages, by which channels read: no customer ever sees one. */
export const privateEntry = 'colleagues.message'

export type PrivateWordsDeps = Pick<ContactsDeps, 'store' | 'clock' | 'mask' | 'onQueue'> & { seal: CustomerSeal }

/** What colleagues write to each other about a customer; kept in the log, sealed under the customer's key, masked for reading. */
export function createPrivateWords({ store, clock, mask, onQueue, seal }: PrivateWordsDeps) {
  return {
    async write({ id, enquiry, conversation }: Handover, by: StaffId, as: PrivateKind, text: string): Promise<void> {
      const { customer_id: customer } = await store.db.selectFrom('enquiries').select('customer_id').where('id', '=', enquiry).executeTakeFirstOrThrow()
      const sealed = await seal.seal(customer, { text })
      await store.write(tx => append(tx, store.engine, [{ at: clock.now().toISOString(), kind: privateEntry, customer, enquiry, conversation, actor: `agent:${by}`, facts: { handover: id, as }, masked: mask(text), sealed }]))
      onQueue()
    },
  }
}

export type PrivateWords = ReturnType<typeof createPrivateWords>
