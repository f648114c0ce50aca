import { hash } from 'node:crypto'
import type { LogRow } from './log.ts'

/**
 * The form of an export of the log: lines of JSON.
 * 1. `{"header":{…},"signature":"…"}`: what was asked for and the public key that signs.
 * 2. `{"hash":"…","entry":[…]}` for each entry: the SHA-256 of the array's text, and the array itself, whose last item is the
 *    hash of the entry before.
 * 3. `{"checkpoint":{…},"signature":"…"}` after every `checkpointEvery` entries and at the end: the last entry, how many there
 *    were, and the SHA-256 of all bytes of the file before this line.
 */
export const format = 'shouwen-log-1'
export const checkpointEvery = 1_000
/** The hash before the first entry. */
export const origin = '0'.repeat(64)
export const columns = ['seq', 'id', 'at', 'kind', 'customer', 'enquiry', 'conversation', 'place', 'actor', 'facts', 'masked', 'sealed', 'previous'] as const

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
  return JSON.stringify([
    row.seq, row.id, row.at, row.kind, row.customer_id, row.enquiry_id, row.conversation_id, row.conversation_seq,
    row.actor, row.facts, row.masked, row.sealed, row.previous,
  ])
}

export function entryLine(row: LogRow): string {
  return `{"hash":"${row.hash}","entry":${contentOf(row)}}\n`
}

const hashStart = Buffer.from('{"hash":"')
const arrayStart = Buffer.from('","entry":')
/** Where the array begins in an entry's line: what is before it has a fixed length. */
export const entryStart = hashStart.length + 64 + arrayStart.length

export function isEntryLine(line: Buffer): boolean {
  return line.length > entryStart + 64 && line.subarray(0, hashStart.length).equals(hashStart)
    && line.subarray(entryStart - arrayStart.length, entryStart).equals(arrayStart) && line[line.length - 1] === 0x7d
}

export const sha256 = (bytes: Buffer | string) => hash('sha256', bytes)
