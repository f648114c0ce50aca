import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Instant } from '../types.ts'
import { type Consent, consentsOf, keepConsent } from './consents.ts'
import { customersOfPerson, joinPersons, separatePersons } from './persons.ts'

export type Merge = { id: string; kept: string; merged: string; how: 'code' | 'sign-in' | 'agent'; by: string; at: Instant; undoneAt: Instant | null; undoneBy: string | null }

/** A customer as one person over all channels. */
export type Person = {
  /** Themselves first known, first. */
  customers: string[]
  since: Instant
  /** Where they write; `verified` where the institution itself named them. */
  channels: { channel: string; verified: boolean }[]
  merges: Merge[]
  consents: Consent[]
}

/** Who a customer is (M1.1a, M3.1a), for members of staff. */
export function createCustomers({ store, clock, mask, seal }: Pick<ContactsDeps, 'store' | 'clock' | 'mask'> & { seal: Pick<CustomerSeal, 'seal'> }) {
  const { db } = store
  const now = () => clock.now().toISOString()
  return {
    /** The person a customer is; undefined where there is none. */
    async person(customer: string): Promise<Person | undefined> {
      const customers = await customersOfPerson(db, customer)
      if (customers.length === 0) return undefined
      const [identities, talks, merges, consents, { since }] = await Promise.all([
        db.selectFrom('identities').select(['channel', 'verified']).where('customer_id', 'in', customers).execute(),
        db.selectFrom('conversations').select('channel').distinct().where('customer_id', 'in', customers).execute(),
        db.selectFrom('customer_merges').select(['id', 'kept', 'merged', 'how', 'by', 'at', 'undone_at', 'undone_by']).where(eb => eb.or([eb('kept', 'in', customers), eb('merged', 'in', customers)])).orderBy('at').execute(),
        consentsOf(db, customers),
        db.selectFrom('customers').select(eb => eb.fn.min('created_at').as('since')).where('id', 'in', customers).executeTakeFirstOrThrow(),
      ])
      const known = new Map([...talks.map(({ channel }) => [channel, false] as const), ...identities.map(({ channel, verified }) => [channel, verified === 1] as const)])
      return {
        customers, since, channels: [...known].map(([channel, verified]) => ({ channel, verified })), consents,
        merges: merges.map(({ undone_at, undone_by, ...merge }) => ({ ...merge, undoneAt: undone_at, undoneBy: undone_by })),
      }
    },

    /** A member of staff has made sure that two customers are one, and says how. Undefined where they are one already or one does not exist. */
    async merge(kept: string, joining: string, reason: string, by: string): Promise<string | undefined> {
      return store.write(async tx => {
        const [known] = await customersOfPerson(tx, kept)
        if (known === undefined) return undefined
        const joined = await joinPersons(tx, { kept, joining, how: 'agent', by, reason: await seal.seal(kept, { text: reason }) }, now())
        if (!joined) return undefined
        await append(tx, store.engine, joined.entries.map(entry => ({ ...entry, masked: mask(reason) })))
        return joined.merge
      })
    },

    /** Undoes a merge; false where there is none or it was undone. */
    async unmerge(merge: string, by: string): Promise<boolean> {
      return store.write(async tx => {
        const entries = await separatePersons(tx, merge, by, now())
        if (entries) await append(tx, store.engine, entries)
        return entries !== undefined
      })
    },

    /** Keeps what a customer told a member of staff on one purpose. */
    async consent(customer: string, said: Omit<Consent, 'at'>, by: string): Promise<void> {
      await store.write(async tx => append(tx, store.engine, [await keepConsent(tx, customer, said, by, now())]))
    },
  }
}

export type Customers = ReturnType<typeof createCustomers>
