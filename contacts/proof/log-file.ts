import { hash } from 'node:crypto'
import type { LogRow } from '../log.ts'

/**
 * The form of an export of the log: lines of JSON.
 * 1. `{"header":{…},"signature":"…"}`: what was asked for and the public key that signs.
 * 2. `{"hash":"…","entry":[…],"masked":["text","salt"]}` for each entry: the SHA-256 of the array's text, the array itself, whose
 *    last item is the hash of the entry before, and the masked text, where there is one that was not taken out. The array holds
 *    the SHA-256 of salt and masked text (`maskedDigest`) and the place and hash of the customer's entry before.
 *    Entries from before there were such hold the masked text in its stead and have two items less.
 * 3. `{"checkpoint":{…},"signature":"…"}` after every `checkpointEvery` entries and at the end: the last entry, how many there
 *    were, and the SHA-256 of all bytes of the file before this line.
 */
export const format = 'shouwen-log-2'
export const checkpointEvery = 1_000
/** The hash before the first entry. */
export const origin = '0'.repeat(64)
export const columns = ['seq', 'id', 'at', 'kind', 'customer', 'enquiry', 'conversation', 'place', 'actor', 'facts', 'maskedDigest', 'sealed', 'customerBefore', 'customerPrevious', 'previous'] as const

export type Header = {
  format: typeof format
  columns: readonly string[]
  /** Ed25519, SPKI in base64. */
  publicKey: string
  /** One customer's entries only; then there are gaps between them. */
  customer: string | null
  from: string | null
  to: string | null
  /** When the export was made. */
  at: string
}

export type Checkpoint = { entries: number; seq: number; head: string; digest: string; last: boolean }

/** An entry as its hash was taken over it (M5.3a). */
export function contentOf(row: Omit<LogRow, 'hash'>): string {
  const { seq, id, at, kind, customer_id, enquiry_id, conversation_id, conversation_seq, actor, facts, sealed, previous } = row
  return row.masked_digest === null
    ? JSON.stringify([seq, id, at, kind, customer_id, enquiry_id, conversation_id, conversation_seq, actor, facts, row.masked, sealed, previous])
    : JSON.stringify([seq, id, at, kind, customer_id, enquiry_id, conversation_id, conversation_seq, actor, facts, row.masked_digest, sealed, row.customer_before, row.customer_previous, previous])
}

export function entryLine(row: LogRow): string {
  const beside = row.masked_digest === null || row.masked === '' ? '' : `,"masked":${JSON.stringify([row.masked, row.masked_salt])}`
  return `{"hash":"${row.hash}","entry":${contentOf(row)}${beside}}\n`
}

const hashStart = Buffer.from('{"hash":"')
const arrayStart = Buffer.from('","entry":')
/** What follows the array; no text within it can look like this, since its quotes are escaped. */
const besideStart = Buffer.from('"],"masked":[')
/** Where the array begins in an entry's line: what is before it has a fixed length. */
const entryStart = hashStart.length + 64 + arrayStart.length

export function isEntryLine(line: Buffer): boolean {
  return line.length > entryStart + 64 && line.subarray(0, hashStart.length).equals(hashStart)
    && line.subarray(entryStart - arrayStart.length, entryStart).equals(arrayStart) && line[line.length - 1] === 0x7d
}

/** The parts of an entry's line: the hash that it states, the bytes it was taken over, and the masked text's JSON, if there is one. */
export function partsOf(line: Buffer): { hash: string; content: Buffer; beside: string | undefined } {
  const end = line.indexOf(besideStart, entryStart)
  return {
    hash: line.toString('latin1', hashStart.length, hashStart.length + 64),
    content: line.subarray(entryStart, end < 0 ? line.length - 1 : end + 2),
    beside: end < 0 ? undefined : line.toString('utf8', end + besideStart.length - 1, line.length - 1),
  }
}

/** The digest that stands for a masked text in its entry's hash: with its salt gone, nobody can try texts against it. */
export function maskedDigest(salt: string, masked: string): string {
  return hash('sha256', salt + masked, 'base64url')
}

export const sha256 = (bytes: Buffer | string) => hash('sha256', bytes)
