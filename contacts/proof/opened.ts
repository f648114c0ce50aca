import type { Store } from '../../store/index.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import { inboundSchema, type KeptFile } from '../types.ts'
import { ErasedError } from './erased.ts'
import { entriesAt, placesOfCustomer } from './own-entries.ts'

/** An entry of the log with what was sealed in it. */
export type OpenedEntry = {
  seq: number
  id: string
  hash: string
  at: string
  kind: string
  customer: string
  enquiry: string
  conversation: string
  /** A message's place in its conversation. */
  place: number | null
  actor: string
  facts: Record<string, unknown>
  masked: string
  /** What was sealed; undefined where nothing was, `'erased'` where the key is gone. */
  content: unknown
}

/** All entries of these customers in the log's order, opened. */
export async function openedEntries({ db }: Pick<Store, 'db'>, seal: Pick<CustomerSeal, 'unseal'>, customers: readonly string[]): Promise<OpenedEntry[]> {
  const places = (await Promise.all(customers.map(customer => placesOfCustomer(db, customer)))).flat().sort((one, other) => one - other)
  const entries: OpenedEntry[] = []
  for await (const rows of entriesAt(db, places)) {
    for (const row of rows) {
      const content = row.sealed === '' ? undefined : await seal.unseal(row.customer_id, row.sealed).catch((error: unknown) => {
        if (error instanceof ErasedError) return 'erased'
        throw error
      })
      entries.push({
        seq: row.seq, id: row.id, hash: row.hash, at: row.at, kind: row.kind, customer: row.customer_id, enquiry: row.enquiry_id, conversation: row.conversation_id, place: row.conversation_seq,
        actor: row.actor, facts: JSON.parse(row.facts), masked: row.masked, content,
      })
    }
  }
  return entries
}

/** The files that a message of the customer brought, with the index of each. */
export function filesOf({ kind, content }: OpenedEntry): { index: number; name: string; file: KeptFile }[] {
  const parsed = kind === 'customer.message' ? inboundSchema.safeParse(content) : undefined
  return parsed?.success ? parsed.data.attachments.flatMap(({ name, file }, index) => file ? [{ index, name: name ?? `file-${index + 1}`, file }] : []) : []
}
