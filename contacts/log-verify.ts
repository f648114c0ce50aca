import { createHash } from 'node:crypto'
import { z } from 'zod'
import { columns, entryStart, format, isEntryLine, origin, sha256 } from './log-file.ts'
import { isSignedBy } from './log-key.ts'

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
  | { ok: true; entries: number; seq: number; head: string; publicKey: string; customer: string | null; from: string | null; to: string | null }
  | { ok: false; entry: number; why: string }

/** What the verifier holds already: the public key and, from an earlier export or a witness, a head that must be in this one. */
export type Trust = { publicKey?: string | undefined; head?: string | undefined }

class Wrong extends Error {
  readonly entry: number
  constructor(entry: number, why: string) {
    super(why)
    this.entry = entry
  }
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

/**
 * Checks an export without the database: every entry's hash, its chain to the one before, and the signed checkpoints.
 * Reads as a stream; names the first entry that is wrong (0 for the header).
 */
export async function verifyExport(chunks: AsyncIterable<Buffer>, trust: Trust = {}): Promise<Verified> {
  const digest = createHash('sha256')
  let header: z.infer<typeof headerLine>['header'] | undefined
  let entries = 0
  let seq = 0
  let head = origin
  let ended = false
  let headSeen = trust.head === undefined || trust.head === origin

  function readHeader(line: Buffer): void {
    const part = signedPart(line, 'header', headerLine)
    if (!part) throw new Wrong(0, 'this is not an export of the log, or its header was changed')
    ;({ header } = part.value)
    if (trust.publicKey !== undefined && header.publicKey !== trust.publicKey) throw new Wrong(0, 'it was signed with another key than the one you trust')
    if (!isSignedBy(header.publicKey, part.text, part.value.signature)) throw new Wrong(0, 'the header\'s signature does not hold')
  }

  function readEntry(line: Buffer, partial: boolean): void {
    const content = line.subarray(entryStart, line.length - 1)
    const stated = line.subarray(9, 73).toString('latin1')
    // Entries follow each other by one, unless only some of them were asked for.
    const comma = content.indexOf(0x2c)
    const own = Number(content.subarray(1, comma).toString('latin1'))
    const expected = seq + 1
    if (!Number.isSafeInteger(own) || own <= seq || (!partial && own !== expected)) {
      throw new Wrong(expected, own > expected ? 'the entry is missing' : 'the entries are not in their order')
    }
    if (sha256(content) !== stated) throw new Wrong(own, 'its content does not match its hash')
    const previous = content.subarray(content.length - 66, content.length - 2).toString('latin1')
    if (own === expected && (entries > 0 || own === 1) && previous !== head) throw new Wrong(own, 'it is not chained to the entry before')
    entries += 1
    seq = own
    head = stated
    headSeen ||= head === trust.head
  }

  function readCheckpoint(line: Buffer, publicKey: string): void {
    const part = signedPart(line, 'checkpoint', checkpointLine)
    const at = Math.max(1, seq)
    if (!part) throw new Wrong(seq + 1, 'this is neither an entry nor a checkpoint')
    const { checkpoint, signature } = part.value
    if (!isSignedBy(publicKey, part.text, signature)) throw new Wrong(at, 'the signature of the checkpoint after it does not hold')
    if (checkpoint.entries !== entries || checkpoint.seq !== seq || checkpoint.head !== head || checkpoint.digest !== digest.copy().digest('hex')) {
      throw new Wrong(at, 'the entries up to it are not those that were signed')
    }
    ended = checkpoint.last
  }

  try {
    for await (const lines of linesOf(chunks)) {
      for (const whole of lines) {
        if (ended) throw new Wrong(seq + 1, 'something follows the end')
        if (whole[whole.length - 1] !== newline) throw new Wrong(header ? seq + 1 : 0, 'it is cut off in the middle of a line')
        const line = whole.subarray(0, -1)
        if (!header) readHeader(line)
        else if (isEntryLine(line)) readEntry(line, header.customer !== null || header.from !== null || header.to !== null)
        else readCheckpoint(line, header.publicKey)
        digest.update(whole)
      }
    }
    if (!header) throw new Wrong(0, 'this is not an export of the log')
    if (!ended) throw new Wrong(seq + 1, 'the end is missing: the last checkpoint was cut off')
    if (!headSeen) throw new Wrong(seq + 1, 'the last known head is not in it: entries were cut off, or it is another log')
    return { ok: true, entries, seq, head, publicKey: header.publicKey, customer: header.customer, from: header.from, to: header.to }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    return { ok: false, entry: error.entry, why: error.message }
  }
}
