import { type Kysely, sql } from 'kysely'
import { type Given, one, prepare, type Store, type Tables } from '../store/index.ts'
import { contentOf, origin, sha256 } from './log-file.ts'

/** What is written down, before it has its place in the chain. */
export type NewEntry = {
  /** A message's own id; other entries are named by their place in the chain. */
  id?: string
  at: string
  kind: string
  customer: string
  enquiry: string
  conversation: string
  /** A message's place in the conversation. */
  sequence?: number
  actor: string
  /** What anyone with a right to the log may read; no personal data. */
  facts?: Record<string, unknown>
  masked?: string
  /** Personal content, sealed under the customer's key. */
  sealed?: string
}

export type LogRow = Tables['log']

/** The id of a message by its place in its conversation; it sorts as the places do. */
export function activityId(conversation: string, sequence: number): string {
  return `${conversation}|${String(sequence).padStart(7, '0')}`
}

/** The hash of an entry: SHA-256 over all its columns and the hash before it, as one JSON array (M5.3a). */
export function entryHash(row: Omit<LogRow, 'hash'>): string {
  return sha256(contentOf(row))
}

const headOfChain = prepare(db => db.selectFrom('log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(one))
const insertRow = prepare((db, given: Given<LogRow>) => db.insertInto('log').values({
  seq: given('seq'), id: given('id'), at: given('at'), kind: given('kind'), customer_id: given('customer_id'), enquiry_id: given('enquiry_id'),
  conversation_id: given('conversation_id'), conversation_seq: given('conversation_seq'), actor: given('actor'), facts: given('facts'),
  masked: given('masked'), sealed: given('sealed'), previous: given('previous'), hash: given('hash'),
}))

/** Appends entries in order, each chained to the one before. Call it inside a unit of work. */
export async function append(tx: Kysely<Tables>, engine: Store['engine'], entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  // One writer at a time extends the chain; SQLite has only one writer anyway.
  if (engine === 'postgres') await sql`SELECT pg_advisory_xact_lock(718202)`.execute(tx)
  const [head] = await headOfChain(tx, {})
  let { seq, hash: previous } = head ?? { seq: 0, hash: origin }
  for (const entry of entries) {
    seq += 1
    const row = {
      seq,
      id: entry.id ?? `entry|${seq}`,
      at: entry.at,
      kind: entry.kind,
      customer_id: entry.customer,
      enquiry_id: entry.enquiry,
      conversation_id: entry.conversation,
      conversation_seq: entry.sequence ?? null,
      actor: entry.actor,
      facts: JSON.stringify(entry.facts ?? {}),
      masked: entry.masked ?? '',
      sealed: entry.sealed ?? '',
      previous,
    }
    previous = entryHash(row)
    await insertRow(tx, { ...row, hash: previous })
  }
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
