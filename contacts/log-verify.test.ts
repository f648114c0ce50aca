import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../store/index.ts'
import { append } from './log.ts'
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
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

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
    expect(await named(copy => { copy[3] = copy[3]?.replace('你好', '您好') ?? '' })).toMatchObject({ entry: 3, why: expect.stringContaining('hash') })
    expect(await named(copy => { copy.splice(5, 1) })).toEqual({ ok: false, entry: 5, why: 'the entry is missing' })
    expect(await named(copy => { [copy[4], copy[5]] = [copy[5] ?? '', copy[4] ?? ''] })).toMatchObject({ ok: false, entry: 4 })
    expect(await named(copy => { copy.splice(2, 0, copy[2] ?? '') })).toMatchObject({ ok: false, entry: 3 })
    expect(await named(copy => { copy.splice(7) })).toMatchObject({ ok: false, entry: 7, why: expect.stringContaining('cut off') })
    expect(await named(copy => { copy[0] = copy[0]?.replace('"from":null', '"from":"x"') ?? '' })).toMatchObject({ ok: false, entry: 0 })
    expect(await verify(Buffer.from(''))).toMatchObject({ ok: false, entry: 0 })
    expect(await verify(Buffer.from('{"hello":1}\n'))).toMatchObject({ ok: false, entry: 0 })
  })

  /** What somebody without the key can do: change an entry and hash all that follows anew. */
  function rehashed(lines: string[]): string[] {
    let previous = '0'.repeat(64)
    return lines.map(line => {
      if (!line.startsWith('{"hash"')) return line
      const content = line.slice(line.indexOf('"entry":') + 8, -1).replace('你好', '再见').replace(/"[0-9a-f]{64}"\]$/, `"${previous}"]`)
      previous = sha256(content)
      return `{"hash":"${previous}","entry":${content}}`
    })
  }
  it('is found hashed anew without the key, and signed anew with another', async () => {
    const forged = rehashed(linesOf(await exported()))
    expect(await verify(joined(forged))).toMatchObject({ ok: false, why: expect.stringContaining('not those that were signed') })
    const other = generateKeyPairSync('ed25519')
    const publicKey = other.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    const signed = (name: string, text: string) => `{"${name}":${text},"signature":"${sign(null, Buffer.from(text), other.privateKey).toString('hex')}"}`
    const header = signed('header', (forged[0] ?? '').slice(10, (forged[0] ?? '').lastIndexOf(',"signature"')).replace(key.publicKey, publicKey))
    const body = [header, ...forged.slice(1, -1)]
    const head = (body.at(-1) ?? '').slice(9, 73)
    const seal = signed('checkpoint', JSON.stringify({ entries: 8, seq: 8, head, digest: sha256(joined(body)), last: true }))
    const whole = joined([...body, seal])
    expect(await verify(whole)).toMatchObject({ ok: true, publicKey })
    expect(await verify(whole, { publicKey: key.publicKey })).toMatchObject({ ok: false, entry: 0, why: expect.stringContaining('another key') })
    // And with the key itself, who noted the last head still finds it.
    const last = await verify(await exported())
    expect(await verify(whole, { head: last.ok ? last.head : '' })).toMatchObject({ ok: false, why: expect.stringContaining('last known head') })
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
