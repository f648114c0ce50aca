import { maskedDigest, origin, sha256 } from './log-file.ts'

/** An entry is not what was written: which, and why. */
export class WrongEntry extends Error {
  override readonly name = 'WrongEntry'
  readonly entry: number
  constructor(entry: number, why: string) {
    super(why)
    this.entry = entry
  }
}

/** An entry as it stands in the records or an export, with the text that its hash is taken over. */
export type ChainEntry = {
  seq: number
  kind: string
  customer_id: string
  masked: string
  masked_digest: string | null
  masked_salt: string | null
  customer_before: number | null
  customer_previous: string | null
  previous: string
  hash: string
  text: string | Buffer
}

/** What part of the log is looked at: all of it, a time (which may begin and end anywhere), or one customer's entries only. */
export type Part = { customer?: string | null; begins?: 'anywhere' | 'first'; ends?: 'anywhere' | 'last' }

type Head = { seq: number; hash: string }

/** Takes entries in order and throws WrongEntry at the first that is not chained, over all and for its customer, to the one before (M5.3a). */
export class ChainCheck {
  entries = 0
  seq = 0
  head = origin
  /** Entries whose masked text was taken out. */
  withoutText = 0
  readonly #part: Part
  readonly #own = new Map<string, Head>()
  /** Customers with such entries whose erasure has not come yet, with the first of them. */
  readonly #unexplained = new Map<string, number>()
  #ownChains = false

  constructor(part: Part) {
    this.#part = part
  }

  take(entry: ChainEntry): void {
    const { seq } = entry
    this.#checkPlace(entry)
    if (sha256(entry.text) !== entry.hash) throw new WrongEntry(seq, 'its content does not match its hash')
    // Without a gap, what is chained to what is known.
    if (seq === this.seq + 1 && (this.entries > 0 || seq === 1) && entry.previous !== this.head) throw new WrongEntry(seq, 'it is not chained to the entry before')
    this.#checkOwnChain(entry)
    this.#checkText(entry)
    this.entries += 1
    this.seq = seq
    this.head = entry.hash
  }

  /** Nothing more comes. */
  end(): void {
    const [missing] = this.#part.ends === 'anywhere' ? [] : [...this.#unexplained.values()]
    if (missing !== undefined) throw new WrongEntry(missing, 'its text was taken out, and no erasure of its customer follows')
  }

  #checkPlace({ seq, customer_id }: ChainEntry): void {
    const { customer, begins } = this.#part
    const expected = this.seq + 1
    const mayJump = typeof customer === 'string' || (begins === 'anywhere' && this.entries === 0)
    if (!Number.isSafeInteger(seq) || seq <= this.seq || (!mayJump && seq !== expected)) throw new WrongEntry(expected, seq > expected ? 'the entry is missing' : 'the entries are not in their order')
    if (typeof customer === 'string' && customer_id !== customer) throw new WrongEntry(seq, 'it is about another customer')
  }

  #checkOwnChain({ seq, customer_id, customer_before: before, customer_previous: previous, hash }: ChainEntry): void {
    if (before === null || previous === null) {
      // Entries from before customers had a chain of their own; none of them can come later.
      if (this.#ownChains || before !== null || previous !== null) throw new WrongEntry(seq, 'it is not chained to the entry before of its customer')
    } else {
      this.#ownChains = true
      const known = this.#own.get(customer_id)
      const isNobody = customer_id === ''
      const expected = isNobody ? { seq: 0, hash: '' } : known ?? { seq: 0, hash: origin }
      const mayBeUnknown = !isNobody && !known && this.#part.begins === 'anywhere'
      if (!mayBeUnknown && (before !== expected.seq || previous !== expected.hash)) {
        throw new WrongEntry(seq, before > expected.seq ? `the customer's entry ${before} before it is missing` : 'it is not chained to the entry before of its customer')
      }
    }
    if (customer_id !== '') this.#own.set(customer_id, { seq, hash })
  }

  #checkText({ seq, kind, customer_id, masked, masked_digest, masked_salt }: ChainEntry): void {
    if (kind === 'customer.erased') this.#unexplained.delete(customer_id)
    if (masked_digest === null) return
    if (masked === '' && masked_digest !== '') {
      this.withoutText += 1
      if (!this.#unexplained.has(customer_id)) this.#unexplained.set(customer_id, seq)
      return
    }
    if ((masked_digest === '') !== (masked === '') || (masked !== '' && maskedDigest(masked_salt ?? '', masked) !== masked_digest)) throw new WrongEntry(seq, 'its masked text is not the one that was written')
  }
}
