import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { enquiryColumns, enquiryOf, noteSteps, openEnquiry } from '../enquiries/records.ts'
import { append } from '../log.ts'
import type { StaffId } from '../types.ts'
import { newCaseNumber } from './case-number.ts'
import type { Case } from './case-record.ts'
import { type Cases, NoCaseError } from './cases.ts'

/** How a complaint came that did not come by chat. */
export const outsideChannels = ['phone', 'letter', 'branch', 'e-mail', 'regulator'] as const

export type Told = { what: string; amount?: number | undefined; locale: Case['locale']; concerned: readonly StaffId[]; by: StaffId }

/** Intake by an agent from a conversation, or of what came by phone, by letter or from a regulator (M1.1a, M3.3a). */
export function createIntake({ store, clock, seal, cases, dutyOwner, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'dutyOwner' | 'onQueue'> & { seal: CustomerSeal; cases: Cases }) {
  const now = () => clock.now().toISOString()

  async function open(tx: Kysely<Tables>, about: { customer: string; enquiry: string; conversation: string; owner: StaffId }, told: Told, how: 'agent' | 'api'): Promise<Case> {
    const number = newCaseNumber(clock.now())
    const { case: opened } = await cases.open(tx, { number, kind: 'complaint', ...about, locale: told.locale, how, actor: `agent:${told.by}`, what: told.what, amount: told.amount, concerned: told.concerned })
    const row = await tx.selectFrom('enquiries').select(enquiryColumns).where('id', '=', about.enquiry).executeTakeFirst()
    const enquiry = row && enquiryOf(row)
    if (enquiry) await noteSteps(tx, enquiry, ['promised'], now(), 'complaint')
    return opened
  }

  return {
    /** From a conversation with a customer, by the hand-over that an agent has or had. Throws NoCaseError where there is no such hand-over. */
    async fromHandover(handover: string, told: Told): Promise<Case> {
      const opened = await store.write(async tx => {
        const row = await tx.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id')
          .select(['handovers.conversation_id', 'enquiries.id', 'enquiries.customer_id', 'enquiries.owner']).where('handovers.id', '=', handover).executeTakeFirst()
        if (!row) throw new NoCaseError()
        return open(tx, { customer: row.customer_id, enquiry: row.id, conversation: row.conversation_id, owner: row.owner }, told, 'agent')
      })
      onQueue()
      return opened
    },

    /** From outside the chat: `reference` names the customer there, such as a letter's number or a telephone number; the same one is the same customer. */
    async fromOutside({ channel, reference }: { channel: (typeof outsideChannels)[number]; reference: string }, told: Told): Promise<Case> {
      const owner = await dutyOwner(now(), 'complaint')
      const opened = await store.write(async tx => {
        const known = await tx.selectFrom('identities').select('customer_id').where('channel', '=', channel).where('channel_user', '=', reference).executeTakeFirst()
        const customer = known?.customer_id ?? randomUUID()
        if (!known) {
          await tx.insertInto('customers').values({ id: customer, created_at: now(), wrapped_key: seal.newKey(customer), person: customer }).execute()
          await tx.insertInto('identities').values({ channel, channel_user: reference, customer_id: customer, verified: 0 }).execute()
        }
        const enquiry = randomUUID()
        await openEnquiry(tx, enquiry, { customer, owner, topic: 'complaint' }, now())
        await append(tx, store.engine, [{ at: now(), kind: 'enquiry.opened', customer, enquiry, conversation: '', actor: 'system', facts: { owner, channel, topic: 'complaint', rule: 'M1.1b' } }])
        return open(tx, { customer, enquiry, conversation: '', owner }, told, 'api')
      })
      onQueue()
      return opened
    },
  }
}

export type CaseIntake = ReturnType<typeof createIntake>
