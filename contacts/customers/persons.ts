import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../../store/index.ts'
import type { NewEntry } from '../log.ts'
import type { Instant } from '../types.ts'

export type Joining = {
  /** A customer of the person who goes on. */
  kept: string
  joining: string
  how: Tables['customer_merges']['how']
  by: string
  /** Sealed under the kept customer's key; '' where the customer proved it. */
  reason: string
}

/** The customers that are one person with this one, itself among them. */
export async function customersOfPerson(db: Kysely<Tables>, customer: string): Promise<string[]> {
  const rows = await db.selectFrom('customers as me').innerJoin('customers as same', 'same.person', 'me.person').select('same.id').where('me.id', '=', customer).orderBy('same.created_at').orderBy('same.id').execute()
  return rows.map(({ id }) => id)
}

async function personOf(tx: Kysely<Tables>, customer: string): Promise<string | undefined> {
  return (await tx.selectFrom('customers').select('person').where('id', '=', customer).executeTakeFirst())?.person
}

const note = (kind: string, customer: string, by: string, now: Instant, facts: Record<string, unknown>): NewEntry => ({ at: now, kind, customer, enquiry: '', conversation: '', actor: by, facts: { ...facts, rule: 'M1.1a' } })

/** Makes two customers one person. Nothing is moved but the name of the person, so that it can be undone. Undefined where they are one already or one does not exist. */
export async function joinPersons(tx: Kysely<Tables>, { kept, joining, how, by, reason }: Joining, now: Instant): Promise<{ merge: string; entries: NewEntry[] } | undefined> {
  const [to, from] = [await personOf(tx, kept), await personOf(tx, joining)]
  if (to === undefined || from === undefined || to === from) return undefined
  const moved = await tx.updateTable('customers').set({ person: to }).where('person', '=', from).returning('id').execute()
  const merge = randomUUID()
  await tx.insertInto('customer_merges').values({ id: merge, kept: to, merged: from, customers: JSON.stringify(moved.map(({ id }) => id)), how, by, reason, at: now, undone_at: null, undone_by: null }).execute()
  return { merge, entries: [kept, joining].map(customer => note('customer.merged', customer, by, now, { merge, how, kept: to, merged: from })) }
}

const idsSchema = z.array(z.string())

/** Undoes a merge: what was one customer's before is theirs alone again. Undefined where there is none or it was undone. */
export async function separatePersons(tx: Kysely<Tables>, merge: string, by: string, now: Instant): Promise<NewEntry[] | undefined> {
  const undone = await tx.updateTable('customer_merges').set({ undone_at: now, undone_by: by }).where('id', '=', merge).where('undone_at', 'is', null).returning(['kept', 'merged', 'customers']).executeTakeFirst()
  if (!undone) return undefined
  const customers = idsSchema.parse(JSON.parse(undone.customers))
  await tx.updateTable('customers').set({ person: undone.merged }).where('id', 'in', customers).execute()
  return [undone.kept, ...customers].map(customer => note('customer.unmerged', customer, by, now, { merge, kept: undone.kept, merged: undone.merged }))
}
