import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ChainCheck, type ChainEntry, WrongEntry } from './chain.ts'
import { columns, format, isEntryLine, origin, partsOf } from './log-file.ts'
import { isSignedBy, isVouchedFor } from './log-key.ts'

const headerLine = z.strictObject({
  header: z.strictObject({
    format: z.literal(format), columns: z.array(z.string()).refine(names => names.join() === columns.join()), publicKey: z.string(),
    customer: z.string().nullable(), from: z.string().nullable(), to: z.string().nullable(), at: z.string(),
  }),
  signature: z.string(),
})
const checkpointLine = z.strictObject({
  checkpoint: z.strictObject({ entries: z.number(), seq: z.number(), head: z.string(), digest: z.string(), last: z.boolean() }), signature: z.string(),
})

export type Verified =
  | {
    ok: true; entries: number; seq: number; head: string; publicKey: string; customer: string | null; from: string | null; to: string | null
    /** When the export was made, as it says itself. */
    at: string
    /** Entries whose masked text was taken out when their customer was erased. */
    withoutText: number
    /** How many of the witnessed entries are in it. */
    witnessesMet: number
  }
  | { ok: false; entry: number; why: string }

/** What the verifier holds already: the public key and, from an earlier export, a head that must be in this one. */
export type Trust = {
  publicKey?: string | undefined
  head?: string | undefined
  /** What a witness has seen: the hash of the entry in each of these places. */
  witnessed?: ReadonlyMap<number, string> | undefined
}

const newline = 0x0a

/** The lines of a stream, each with its end; only what is cut off has none. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[], void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const lines: Buffer[] = []
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      lines.push(bytes.subarray(start, end + 1))
      start = end + 1
    }
    rest = bytes.subarray(start)
    yield lines
  }
  if (rest.length > 0) yield [rest]
}

/** Parses a signed line; `text` is what was signed. Undefined where it is not exactly what is written. */
function signedPart<T extends object>(line: Buffer, name: string, schema: z.ZodType<T>): { value: T; text: string } | undefined {
  const whole = line.toString('utf8')
  try {
    const value = schema.parse(JSON.parse(whole))
    return JSON.stringify(value) === whole ? { value, text: whole.slice(name.length + 4, whole.lastIndexOf(',"signature":"')) } : undefined
  } catch {
    return undefined
  }
}

const text = z.string()
const head = [z.number(), text, text, text, text, text, text, z.number().nullable(), text, text] as const
/** From before there were salted digests of masked texts and chains of each customer. */
const oldEntry = z.tuple([...head, text, text, text])
const entry = z.tuple([...head, text, text, z.number(), text, text])
const keyChange = z.string().transform((facts, context) => {
  try {
    const parsed: unknown = JSON.parse(facts)
    return parsed
  } catch {
    context.addIssue('not JSON')
    return z.NEVER
  }
}).pipe(z.looseObject({ before: text, after: text, signature: text }))
const besideSchema = z.tuple([text, text])

/** Reads an entry's line. Throws WrongEntry. `expected` is the place that it should have. */
function readEntry(line: Buffer, expected: number): ChainEntry & { facts: string } {
  const { hash, content, beside } = partsOf(line)
  try {
    const items: unknown = JSON.parse(content.toString('utf8'))
    const [masked, masked_salt] = beside === undefined ? ['', ''] : besideSchema.parse(JSON.parse(beside))
    // Written in another way the same text would pass: only one writing is the one that was exported.
    if (beside !== undefined && JSON.stringify([masked, masked_salt]) !== beside) throw new SyntaxError('not as it is written')
    if (Array.isArray(items) && items.length === head.length + 3) {
      const [seq, , , kind, customer_id, , , , , facts, , , previous] = oldEntry.parse(items)
      if (beside !== undefined) throw new SyntaxError('not as it is written')
      return { seq, kind, customer_id, facts, masked: '', masked_digest: null, masked_salt: null, customer_before: null, customer_previous: null, previous, hash, text: content }
    }
    const [seq, , , kind, customer_id, , , , , facts, masked_digest, , customer_before, customer_previous, previous] = entry.parse(items)
    return { seq, kind, customer_id, facts, masked, masked_digest, masked_salt, customer_before, customer_previous, previous, hash, text: content }
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error
    throw new WrongEntry(expected, 'it cannot be read as an entry')
  }
}

/**
 * Checks an export without the database: every entry's hash, its chain to the one before over all and of its customer, the
 * masked texts, the signed checkpoints, and that it holds what a witness has seen. Reads as a stream; names the first
 * entry that is wrong (0 for the header).
 */
export async function verifyExport(chunks: AsyncIterable<Buffer>, trust: Trust = {}): Promise<Verified> {
  const digest = createHash('sha256')
  const witnessed = trust.witnessed ?? new Map<number, string>()
  let header: z.infer<typeof headerLine>['header'] | undefined
  let chain = new ChainCheck({})
  let ended = false
  let headSeen = trust.head === undefined || trust.head === origin
  let witnessesMet = 0
  let trusted = trust.publicKey

  function readHeader(line: Buffer): void {
    const part = signedPart(line, 'header', headerLine)
    if (!part) throw new WrongEntry(0, 'this is not an export of the log, or its header was changed')
    ;({ header } = part.value)
    if (!isSignedBy(header.publicKey, part.text, part.value.signature)) throw new WrongEntry(0, 'the header\'s signature does not hold')
    chain = new ChainCheck({ customer: header.customer, begins: header.from === null ? 'first' : 'anywhere', ends: header.to === null ? 'last' : 'anywhere' })
  }

  /** The key that is trusted may have given its word for the next one. */
  function followKey(facts: string): void {
    const change = keyChange.safeParse(facts)
    if (change.success && change.data.before === trusted && isVouchedFor(change.data)) trusted = change.data.after
  }

  function takeEntry(line: Buffer): void {
    const read = readEntry(line, chain.seq + 1)
    chain.take(read)
    headSeen ||= chain.head === trust.head
    if (read.kind === 'log.key-changed') followKey(read.facts)
    const seen = witnessed.get(read.seq)
    if (seen === undefined) return
    if (seen !== read.hash) throw new WrongEntry(read.seq, 'a witness has seen another entry in this place: the past was written anew')
    witnessesMet += 1
  }

  function readCheckpoint(line: Buffer, publicKey: string): void {
    const part = signedPart(line, 'checkpoint', checkpointLine)
    const at = Math.max(1, chain.seq)
    if (!part) throw new WrongEntry(chain.seq + 1, 'this is neither an entry nor a checkpoint')
    const { checkpoint, signature } = part.value
    if (!isSignedBy(publicKey, part.text, signature)) throw new WrongEntry(at, 'the signature of the checkpoint after it does not hold')
    if (checkpoint.entries !== chain.entries || checkpoint.seq !== chain.seq || checkpoint.head !== chain.head || checkpoint.digest !== digest.copy().digest('hex')) {
      throw new WrongEntry(at, 'the entries up to it are not those that were signed')
    }
    ended = checkpoint.last
  }

  try {
    for await (const lines of linesOf(chunks)) {
      for (const whole of lines) {
        if (ended) throw new WrongEntry(chain.seq + 1, 'something follows the end')
        if (whole[whole.length - 1] !== newline) throw new WrongEntry(header ? chain.seq + 1 : 0, 'it is cut off in the middle of a line')
        const line = whole.subarray(0, -1)
        if (!header) readHeader(line)
        else if (isEntryLine(line)) takeEntry(line)
        else readCheckpoint(line, header.publicKey)
        digest.update(whole)
      }
    }
    if (!header) throw new WrongEntry(0, 'this is not an export of the log')
    if (trusted !== undefined && header.publicKey !== trusted) throw new WrongEntry(0, 'it was signed with another key than the one you trust')
    if (!ended) throw new WrongEntry(chain.seq + 1, 'the end is missing: the last checkpoint was cut off')
    if (!headSeen) throw new WrongEntry(chain.seq + 1, 'the last known head is not in it: entries were cut off, or it is another log')
    chain.end()
    const { publicKey, customer, from, to, at } = header
    // Of a whole log a witness has seen no later entry than its last; a part may end before.
    const latest = Math.max(0, ...witnessed.keys())
    if (customer === null && to === null && latest > chain.seq) throw new WrongEntry(chain.seq + 1, `entries were cut off: a witness has seen entry ${latest}`)
    return { ok: true, entries: chain.entries, seq: chain.seq, head: chain.head, publicKey, customer, from, to, at, withoutText: chain.withoutText, witnessesMet }
  } catch (error) {
    if (!(error instanceof WrongEntry)) throw error
    return { ok: false, entry: error.entry, why: error.message }
  }
}
