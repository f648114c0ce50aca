import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../store/index.ts'
import { at as placeOf, newKey, readExport, rehash, writeExport } from '../../test/support/forgery.ts'
import { append } from '../log.ts'
import { exportLines } from './log-export.ts'
import { checkpointEvery } from './log-file.ts'
import { isSignedBy, type LogKey, openLogKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'

let dataDir: string
let store: Store
let key: LogKey
const at = new Date('2026-02-13T10:00:00Z')
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-export-'))
  store = await openStore({ dataDir })
  key = openLogKey(dataDir)
  await store.write(tx => append(tx, 'sqlite', Array.from({ length: 8 }, (_, index) => ({
    at: `2026-02-13T10:00:0${index}.000Z`, kind: 'customer.message', customer: index % 2 ? 'b' : 'a', enquiry: 'e', conversation: `c:${index % 2}`, sequence: index, actor: 'customer',
    facts: { channel: '微信', note: 'a "quoted" \\ text\n' }, masked: '［手机号 *8000］ 你好', sealed: 'c2VhbGVk',
  }))))
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function exported(what: { customer?: string; from?: string; to?: string } = {}): Promise<Buffer> {
  let text = ''
  for await (const lines of exportLines(store, key, { ...what, at })) text += lines
  return Buffer.from(text)
}
/** In pieces, as a file comes. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
const verify = (bytes: Buffer, trust = {}, size = 1000) => verifyExport(inPieces(bytes, size), trust)
const linesOf = (bytes: Buffer) => bytes.toString().split('\n').slice(0, -1)
const joined = (lines: string[]) => Buffer.from(`${lines.join('\n')}\n`)

describe('an export of the log', () => {
  it('holds as it was written, however it is cut into pieces', async () => {
    const bytes = await exported()
    const rows = await store.db.selectFrom('log').select('hash').orderBy('seq', 'desc').limit(1).execute()
    for (const size of [1, 7, 64, 100_000]) expect(await verify(bytes, { publicKey: key.publicKey }, size)).toMatchObject({ ok: true, entries: 8, seq: 8, head: rows[0]?.hash })
  })

  it('is found changed at any byte', async () => {
    const bytes = await exported()
    for (let place = 0; place < bytes.length; place++) {
      for (const bit of [1, 0x20]) {
        const changed = Buffer.from(bytes)
        changed[place] = (changed[place] ?? 0) ^ bit
        expect((await verify(changed, {}, 1 << 20)).ok, `byte ${place}`).toBe(false)
      }
    }
  })

  it('is found cut at any byte, and with anything after its end', async () => {
    const bytes = await exported()
    for (let length = 0; length < bytes.length; length++) expect((await verify(bytes.subarray(0, length), {}, 1 << 20)).ok, `${length} bytes`).toBe(false)
    for (const more of ['\n', ' ', '{}\n', linesOf(bytes).at(-1) ?? '']) expect((await verify(Buffer.concat([bytes, Buffer.from(more)]))).ok).toBe(false)
  })

  it('names the first entry that is wrong', async () => {
    const lines = linesOf(await exported())
    const named = async (change: (copy: string[]) => void) => {
      const copy = [...lines]
      change(copy)
      return verify(joined(copy))
    }
    expect(await named(copy => { copy[3] = copy[3]?.replace('你好', '您好') ?? '' })).toMatchObject({ entry: 3, why: expect.stringContaining('text') })
    expect(await named(copy => { copy[3] = copy[3]?.replace('微信', '短信') ?? '' })).toMatchObject({ entry: 3, why: expect.stringContaining('hash') })
    expect(await named(copy => { copy.splice(5, 1) })).toEqual({ ok: false, entry: 5, why: 'the entry is missing' })
    expect(await named(copy => { [copy[4], copy[5]] = [copy[5] ?? '', copy[4] ?? ''] })).toMatchObject({ ok: false, entry: 4 })
    expect(await named(copy => { copy.splice(2, 0, copy[2] ?? '') })).toMatchObject({ ok: false, entry: 3 })
    expect(await named(copy => { copy.splice(7) })).toMatchObject({ ok: false, entry: 7, why: expect.stringContaining('cut off') })
    expect(await named(copy => { copy[0] = copy[0]?.replace('"from":null', '"from":"x"') ?? '' })).toMatchObject({ ok: false, entry: 0 })
    expect(await verify(Buffer.from(''))).toMatchObject({ ok: false, entry: 0 })
    expect(await verify(Buffer.from('{"hello":1}\n'))).toMatchObject({ ok: false, entry: 0 })
  })

  const privateKey = () => createPrivateKey(readFileSync(join(dataDir, 'log-signing.key')))
  /** Another past that holds in itself: a masked text changed, everything hashed anew. */
  async function anotherPast() {
    const forged = readExport(await exported())
    const [, , third] = forged.entries
    if (!third?.masked) throw new Error('The third entry has no text')
    third.masked = ['［手机号 *8000］ 再见', third.masked[1]]
    rehash(forged)
    return forged
  }
  it('is found hashed anew without the key', async () => {
    const bytes = await exported()
    const forged = await anotherPast()
    const unsigned = linesOf(writeExport(forged, undefined, key.publicKey))
    // Signatures of the true export are the best that somebody without the key has.
    const [header, seal] = [linesOf(bytes)[0] ?? '', linesOf(bytes).at(-1) ?? '']
    expect(await verify(joined([header, ...unsigned.slice(1, -1), seal]))).toMatchObject({ ok: false, why: expect.stringContaining('not those that were signed') })
    expect((await verify(joined([header, ...unsigned.slice(1)]))).ok).toBe(false)
  })
  it('is found signed anew with another key', async () => {
    const other = newKey()
    const whole = writeExport(await anotherPast(), other.key, other.publicKey)
    expect(await verify(whole)).toMatchObject({ ok: true, publicKey: other.publicKey })
    expect(await verify(whole, { publicKey: key.publicKey })).toMatchObject({ ok: false, entry: 0, why: expect.stringContaining('another key') })
  })
  it('is found hashed and signed anew with the right key by who knows a head, or asks the witness', async () => {
    const whole = writeExport(await anotherPast(), privateKey(), key.publicKey)
    expect(await verify(whole, { publicKey: key.publicKey })).toMatchObject({ ok: true })
    const last = await verify(await exported())
    if (!last.ok) throw new Error(last.why)
    expect(await verify(whole, { head: last.head })).toMatchObject({ ok: false, why: expect.stringContaining('last known head') })
    const hashes = (await store.db.selectFrom('log').select(['seq', 'hash']).execute()).map(({ seq, hash }): [number, string] => [seq, hash])
    const witnessed = new Map(hashes.filter(([seq]) => seq === 5))
    expect(await verify(await exported(), { witnessed })).toMatchObject({ ok: true, witnessesMet: 1 })
    expect(await verify(whole, { witnessed })).toMatchObject({ ok: false, entry: 5, why: expect.stringContaining('written anew') })
    // Cut at the end, and signed with the right key: the witness has seen more.
    const cut = readExport(await exported())
    cut.entries.splice(4)
    const short = writeExport(cut, privateKey(), key.publicKey)
    expect(await verify(short, { publicKey: key.publicKey })).toMatchObject({ ok: true, entries: 4 })
    expect(await verify(short, { witnessed })).toMatchObject({ ok: false, why: expect.stringContaining('witness has seen entry 5') })
  })
  it('of one customer shows a gap, even signed with the right key', async () => {
    for (const missing of [0, 1, 2]) {
      const forged = readExport(await exported({ customer: 'a' }))
      forged.entries.splice(missing, 1)
      expect(await verify(writeExport(forged, privateKey(), key.publicKey)), `without ${missing}`).toMatchObject({ ok: false, entry: [3, 5, 7][missing] })
    }
    const mixed = readExport(await exported({ customer: 'a' }))
    const [theirs] = readExport(await exported({ customer: 'b' })).entries
    if (theirs) mixed.entries.splice(1, 0, theirs)
    expect(await verify(writeExport(mixed, privateKey(), key.publicKey))).toMatchObject({ ok: false, why: expect.stringContaining('another customer') })
  })
  it('is found without a text that no erasure took out', async () => {
    const forged = readExport(await exported())
    for (const entry of forged.entries.slice(2, 4)) entry.masked = undefined
    expect(await verify(writeExport(forged, privateKey(), key.publicKey))).toMatchObject({ ok: false, entry: 3, why: expect.stringContaining('no erasure') })
  })
  it('gives a forger no text or fact that passes, whatever they are', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(6), fc.constantFrom('masked', 'facts', 'kind', 'customer'), async (text, place, what) => {
      const forged = readExport(await exported())
      const entry = forged.entries[place]
      if (!entry?.masked) throw new Error('No such entry')
      fc.pre(text !== (what === 'masked' ? entry.masked[0] : entry.items[placeOf[what]]))
      if (what === 'masked') entry.masked = [text, entry.masked[1]]
      else entry.items[placeOf[what]] = text
      const found = await verify(writeExport(forged, privateKey(), key.publicKey), {}, 1 << 16)
      expect(found.ok).toBe(false)
    }), { numRuns: 60 })
  })

  it('may be of one customer or one time, each entry under its hash', async () => {
    expect(await verify(await exported({ customer: 'a' }))).toMatchObject({ ok: true, entries: 4, seq: 7, customer: 'a' })
    expect((await exported({ customer: 'a' })).toString()).not.toContain('"b"')
    expect(await verify(await exported({ from: '2026-02-13T10:00:03.000Z', to: '2026-02-13T10:00:05.000Z' }))).toMatchObject({ ok: true, entries: 2, seq: 5 })
    expect(await verify(await exported({ customer: 'nobody' }))).toMatchObject({ ok: true, entries: 0 })
    const lines = linesOf(await exported({ customer: 'a' }))
    lines.splice(2, 1)
    expect((await verify(joined(lines))).ok).toBe(false)
  })

  it('is signed again and again on its way, so that a wrong part is found near its place', async () => {
    const long = mkdtempSync(join(tmpdir(), 'shouwen-export-'))
    const other = await openStore({ dataDir: long })
    await other.write(tx => append(tx, 'sqlite', Array.from({ length: 2 * checkpointEvery + 5 }, (_, index) => ({ at: at.toISOString(), kind: 'k', customer: 'c', enquiry: 'e', conversation: 'x', sequence: index, actor: 'a', masked: 'ok' }))))
    let text = ''
    for await (const lines of exportLines(other, key, { at })) text += lines
    await other.close()
    rmSync(long, { recursive: true, force: true })
    expect(await verify(Buffer.from(text), {}, 1 << 16)).toMatchObject({ ok: true, entries: 2 * checkpointEvery + 5 })
    expect(text.match(/"checkpoint"/g)).toHaveLength(3)
    // The second checkpoint is gone: the digest of the third does not hold.
    const lines = text.split('\n')
    lines.splice(lines.findIndex((line, index) => index > checkpointEvery + 5 && line.startsWith('{"checkpoint"')), 1)
    expect((await verify(Buffer.from(lines.join('\n')), {}, 1 << 16)).ok).toBe(false)
  })
})

describe('the signing key', () => {
  it('is made once, readable by its owner only, and its public half beside it', () => {
    expect(openLogKey(dataDir).publicKey).toBe(key.publicKey)
    expect(statSync(join(dataDir, 'log-signing.key')).mode & 0o777).toBe(0o600)
  })
  it('holds for one writing of a signature only', () => {
    const signature = key.sign('x')
    expect(isSignedBy(key.publicKey, 'x', signature)).toBe(true)
    for (const other of [signature.toUpperCase(), `${signature}00`, signature.slice(2), `${signature} `, '']) expect(isSignedBy(key.publicKey, 'x', other)).toBe(false)
    expect(isSignedBy('nonsense', 'x', signature)).toBe(false)
  })
})
