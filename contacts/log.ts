import { createHash, randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Store, Tables } from '../store/index.ts'

/** What is written down, before it has its place in the chain. */
export type NewEntry = {
  id?: string
  at: string
  kind: string
  customer: string
  enquiry: string
  conversation: string
  /** Place in the conversation; 0 for entries that are not messages. */
  sequence: number
  actor: string
  /** What anyone with a right to the log may read; no personal data. */
  facts: Record<string, unknown>
  masked: string
  /** Personal content, sealed under the customer's key; empty when there is none. */
  sealed: string
}

export type LogRow = Tables['log']

const origin = '0'.repeat(64)

/** The hash of an entry: SHA-256 over all its columns and the hash before it, as one JSON array (M5.3a). */
export function entryHash(row: Omit<LogRow, 'hash'>): string {
  const content = JSON.stringify([
    row.seq, row.id, row.at, row.kind, row.customer_id, row.enquiry_id, row.conversation_id, row.conversation_seq,
    row.actor, row.facts, row.masked, row.sealed, row.previous,
  ])
  return createHash('sha256').update(content).digest('hex')
}

/** Appends entries in order, each chained to the one before. Call it inside a unit of work. */
export async function append(tx: Kysely<Tables>, engine: Store['engine'], entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  // One writer at a time extends the chain; SQLite has only one writer anyway.
  if (engine === 'postgres') await sql`SELECT pg_advisory_xact_lock(718202)`.execute(tx)
  const head = await tx.selectFrom('log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  let seq = head?.seq ?? 0
  let previous = head?.hash ?? origin
  const rows = entries.map(entry => {
    seq += 1
    const row = {
      seq,
      id: entry.id ?? randomUUID(),
      at: entry.at,
      kind: entry.kind,
      customer_id: entry.customer,
      enquiry_id: entry.enquiry,
      conversation_id: entry.conversation,
      conversation_seq: entry.sequence,
      actor: entry.actor,
      facts: JSON.stringify(entry.facts),
      masked: entry.masked,
      sealed: entry.sealed,
      previous,
    }
    const hash = entryHash(row)
    previous = hash
    return { ...row, hash }
  })
  await tx.insertInto('log').values(rows).execute()
}

export type ChainVerdict = { ok: true; entries: number; head: string } | { ok: false; entry: number; why: string }

/** Walks the whole chain and names the first entry that is not what was written. */
export async function verifyChain(db: Kysely<Tables>): Promise<ChainVerdict> {
  let previous = origin
  let entries = 0
  for (;;) {
    const rows = await db.selectFrom('log').selectAll().where('seq', '>', entries).orderBy('seq').limit(1000).execute()
    if (rows.length === 0) return { ok: true, entries, head: previous }
    for (const row of rows) {
      if (row.seq !== entries + 1) return { ok: false, entry: entries + 1, why: 'the entry is missing' }
      if (row.previous !== previous) return { ok: false, entry: row.seq, why: 'it is not chained to the entry before' }
      if (entryHash(row) !== row.hash) return { ok: false, entry: row.seq, why: 'its content does not match its hash' }
      previous = row.hash
      entries = row.seq
    }
  }
}
