import type { Kysely } from 'kysely'
import { type Given, one, prepare, type Store, type Tables } from '../store/index.ts'
import { ChainCheck, WrongEntry } from './proof/chain.ts'
import { contentOf, maskedDigest, origin, sha256 } from './proof/log-file.ts'
import { nonce } from './sealing.ts'

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
  /** `customer`, `bot`, `system`, or a person: `agent:ID` of the staff register, `operator:NAME` of the machine. */
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

/** The last entry of all, and the last one of a customer. */
const heads = prepare((db, given: Given<{ customer: string }>) => db.selectFrom('log')
  .leftJoin('customer_heads as own', join => join.on('own.customer_id', '=', given('customer')))
  .select(['log.seq', 'log.hash', 'own.seq as own_seq', 'own.hash as own_hash']).orderBy('log.seq', 'desc').limit(one))
const headOf = prepare((db, given: Given<{ customer: string }>) => db.selectFrom('customer_heads').select(['seq', 'hash']).where('customer_id', '=', given('customer')))
const moveHead = prepare((db, given: Given<Tables['customer_heads']>) => db.insertInto('customer_heads')
  .values({ customer_id: given('customer_id'), seq: given('seq'), hash: given('hash') })
  .onConflict(conflict => conflict.column('customer_id').doUpdateSet({ seq: given('seq'), hash: given('hash') })))
const insertRow = prepare((db, given: Given<LogRow>) => db.insertInto('log').values({
  seq: given('seq'), id: given('id'), at: given('at'), kind: given('kind'), customer_id: given('customer_id'), enquiry_id: given('enquiry_id'),
  conversation_id: given('conversation_id'), conversation_seq: given('conversation_seq'), actor: given('actor'), facts: given('facts'),
  masked: given('masked'), masked_digest: given('masked_digest'), masked_salt: given('masked_salt'), sealed: given('sealed'),
  customer_before: given('customer_before'), customer_previous: given('customer_previous'), previous: given('previous'), hash: given('hash'),
}))
const insertAct = prepare((db, given: Given<Tables['acts']>) => db.insertInto('acts').values({
  seq: given('seq'), at: given('at'), person: given('person'), kind: given('kind'), customer_id: given('customer_id'),
}))

const personal = /^(?:agent:|(?=operator:))(.+)$/

/** The person who acted: a member of staff by their id in the register, or an operator of the machine; undefined for customers and machines. */
export function personOf(actor: string): string | undefined {
  return personal.exec(actor)?.[1]
}

type Head = { seq: number; hash: string }
const nobody: Head = { seq: 0, hash: '' }
const first: Head = { seq: 0, hash: origin }

/**
 * Appends entries in order, each chained to the one before and to the one before of its customer. Call it inside a unit of work: of those
 * one at a time runs, on every engine, so that nobody else extends the chain meanwhile.
 */
export async function append(tx: Kysely<Tables>, _engine: Store['engine'], entries: readonly NewEntry[]): Promise<void> {
  const [beginning] = entries
  if (!beginning) return
  const [standing] = await heads(tx, { customer: beginning.customer })
  let { seq, hash: previous } = standing ?? first
  const own = new Map<string, Head>([[beginning.customer, typeof standing?.own_seq === 'number' && standing.own_hash !== null ? { seq: standing.own_seq, hash: standing.own_hash } : first]])
  for (const entry of entries) {
    seq += 1
    const before = entry.customer === '' ? nobody : own.get(entry.customer) ?? (await headOf(tx, { customer: entry.customer }))[0] ?? first
    const masked = entry.masked ?? ''
    const masked_salt = masked === '' ? '' : nonce().toString('base64url')
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
      masked,
      masked_digest: masked === '' ? '' : maskedDigest(masked_salt, masked),
      masked_salt,
      sealed: entry.sealed ?? '',
      customer_before: before.seq,
      customer_previous: before.hash,
      previous,
    }
    previous = sha256(contentOf(row))
    await insertRow(tx, { ...row, hash: previous })
    own.set(entry.customer, { seq, hash: previous })
    const person = personOf(entry.actor)
    if (person !== undefined) await insertAct(tx, { seq, at: entry.at, person, kind: entry.kind, customer_id: entry.customer })
  }
  for (const [customer_id, head] of own) if (customer_id !== '') await moveHead(tx, { customer_id, ...head })
}

export type ChainVerdict = { ok: true; entries: number; head: string } | { ok: false; entry: number; why: string }

/** Walks the whole chain and names the first entry that is not what was written. */
export async function verifyChain(db: Kysely<Tables>): Promise<ChainVerdict> {
  const chain = new ChainCheck({})
  for (;;) {
    const rows = await db.selectFrom('log').selectAll().where('seq', '>', chain.seq).orderBy('seq').limit(1000).execute()
    try {
      if (rows.length === 0) {
        chain.end()
        return { ok: true, entries: chain.entries, head: chain.head }
      }
      for (const row of rows) chain.take({ ...row, text: contentOf(row) })
    } catch (error) {
      if (!(error instanceof WrongEntry)) throw error
      return { ok: false, entry: error.entry, why: error.message }
    }
  }
}
