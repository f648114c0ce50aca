import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { z } from 'zod'

/**
 * Writes an export of the log anew, as somebody would who means to deceive and knows the form (docs/operating.md) as well as we
 * do. It is written from the description of the form and shares no code with what verifies.
 */
export type Forged = { entries: { items: unknown[]; masked: [string, string] | undefined }[]; header: Record<string, unknown> }

const lineSchema = z.looseObject({ entry: z.array(z.unknown()).optional(), masked: z.tuple([z.string(), z.string()]).optional(), header: z.record(z.string(), z.unknown()).optional() })
const sha256 = (text: string, form: 'hex' | 'base64url' = 'hex') => createHash('sha256').update(text).digest(form)
const origin = '0'.repeat(64)

/** Places of what an entry holds. */
export const at = { seq: 0, kind: 3, customer: 4, facts: 9, maskedDigest: 10, customerBefore: 12, customerPrevious: 13, previous: 14 } as const

export function readExport(bytes: Buffer): Forged {
  const lines = bytes.toString('utf8').split('\n').filter(Boolean).map(line => lineSchema.parse(JSON.parse(line)))
  return { header: lines[0]?.header ?? {}, entries: lines.flatMap(({ entry, masked }) => entry ? [{ items: [...entry], masked }] : []) }
}

/** Hashes of texts, of each customer's chain and of the whole chain, all of them made to hold. */
export function rehash({ entries }: Forged): void {
  const own = new Map<unknown, [number, string]>()
  let previous = origin
  entries.forEach(({ items, masked }, index) => {
    const customer = items[at.customer]
    const seq = index + 1
    items[at.seq] = seq
    if (masked) items[at.maskedDigest] = sha256(masked[1] + masked[0], 'base64url')
    ;[items[at.customerBefore], items[at.customerPrevious]] = own.get(customer) ?? [0, origin]
    items[at.previous] = previous
    previous = sha256(JSON.stringify(items))
    own.set(customer, [seq, previous])
  })
}

/** The file again, signed with `key`; without one the signatures are those of nobody. */
export function writeExport({ header, entries }: Forged, key: KeyObject | undefined, publicKey: string): Buffer {
  const signed = (name: string, content: unknown) => {
    const text = JSON.stringify(content)
    return `{"${name}":${text},"signature":"${key ? sign(null, Buffer.from(text), key).toString('hex') : '0'.repeat(128)}"}\n`
  }
  let text = signed('header', { ...header, publicKey })
  let head = origin
  let seq: unknown = 0
  for (const [index, { items, masked }] of entries.entries()) {
    const content = JSON.stringify(items)
    ;[head, seq] = [sha256(content), items[at.seq]]
    text += `{"hash":"${head}","entry":${content}${masked ? `,"masked":${JSON.stringify(masked)}` : ''}}\n`
    if ((index + 1) % 1000 === 0) text += signed('checkpoint', { entries: index + 1, seq, head, digest: sha256(text), last: false })
  }
  return Buffer.from(text + signed('checkpoint', { entries: entries.length, seq, head, digest: sha256(text), last: true }))
}

export function newKey(): { key: KeyObject; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { key: privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }
}
