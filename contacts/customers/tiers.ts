import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { StaffId } from '../types.ts'
import { customersOfPerson } from './persons.ts'

/** How customers are graded (M2.1b, M3.2a). */
export const tiers = ['vip', 'ordinary', 'high-risk', 'potential'] as const
export type Tier = Tables['customer_tiers']['tier']

/** A person known on several channels counts by the grade that asks for most. */
const weight: Record<Tier, number> = { 'high-risk': 3, vip: 2, potential: 1, ordinary: 0 }

/** The grades of customers: who is not graded is an ordinary one. */
export function createTiers({ store, clock, mask }: Pick<ContactsDeps, 'store' | 'clock' | 'mask'>) {
  return {
    /** The tier of each of these conversations' customers, as the person they are on all channels. */
    async ofConversations(conversations: readonly string[]): Promise<ReadonlyMap<string, Tier>> {
      if (conversations.length === 0) return new Map()
      const rows = await store.db.selectFrom('conversations').innerJoin('customers as me', 'me.id', 'conversations.customer_id').innerJoin('customers as same', 'same.person', 'me.person')
        .innerJoin('customer_tiers', 'customer_tiers.customer_id', 'same.id').select(['conversations.id', 'tier']).where('conversations.id', 'in', conversations).execute()
      const found = new Map<string, Tier>()
      for (const { id, tier } of rows) if (weight[tier] >= weight[found.get(id) ?? 'ordinary']) found.set(id, tier)
      return found
    },
    /** The tier of the person that these customers of single channels are. */
    async of(customers: readonly string[]): Promise<Tier> {
      if (customers.length === 0) return 'ordinary'
      const rows = await store.db.selectFrom('customer_tiers').select('tier').where('customer_id', 'in', customers).execute()
      return rows.reduce<Tier>((heaviest, { tier }) => weight[tier] > weight[heaviest] ? tier : heaviest, 'ordinary')
    },
    /** Grades a customer on all their channels, for a reason; false where there is no such customer. */
    async grade(customer: string, tier: Tier, by: StaffId, why: string): Promise<boolean> {
      return store.write(async tx => {
        const at = clock.now().toISOString()
        const same = await customersOfPerson(tx, customer)
        if (same.length === 0) return false
        await tx.insertInto('customer_tiers').values(same.map(customer_id => ({ customer_id, tier, by_staff: by, at }))).onConflict(conflict => conflict.column('customer_id').doUpdateSet({ tier, by_staff: by, at })).execute()
        await append(tx, store.engine, [{ at, kind: 'customer.graded', customer, enquiry: '', conversation: '', actor: `agent:${by}`, facts: { tier, rule: 'M2.1b' }, masked: mask(why) }])
        return true
      })
    },
  }
}

export type Tiers = ReturnType<typeof createTiers>
