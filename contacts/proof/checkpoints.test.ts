import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStore, type Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { append } from '../log.ts'
import { readWitness, seenBy, WitnessError } from './checkpoint.ts'
import { createCheckpoints } from './checkpoints.ts'
import { exportLines } from './log-export.ts'
import { openLogKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'
import { addressWitness, folderWitness, type Witness } from './witness.ts'

const log = { error: () => undefined, warn: () => undefined }
let dir: string
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'shouwen-witness-')) })
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe.each(backends)('checkpoints of the log on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let keyDir: string
  let now = Date.parse('2026-11-24T02:00:00Z')
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    keyDir = mkdtempSync(join(tmpdir(), 'shouwen-key-'))
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
    rmSync(keyDir, { recursive: true, force: true })
  })
  const write = (count: number, on = store) => on.write(tx => append(tx, on.engine, Array.from({ length: count }, (_, index) => ({
    at: new Date(now).toISOString(), kind: 'test', customer: `c${index % 3}`, enquiry: 'e', conversation: 'test:1', actor: 'customer', masked: `第 ${index} 句`,
  }))))
  const on = (records: Store, witnesses: Witness[], every = { entries: 10, minutes: 10 }) => createCheckpoints({
    store: records, key: openLogKey(keyDir), clock: { now: () => new Date(now) }, every, witnesses, alone: async () => ({ release: async () => undefined }), log,
  })
  const seqs = async () => (await store.db.selectFrom('log_checkpoints').select('seq').orderBy('seq').execute()).map(row => row.seq)
  const headNow = async () => (await store.db.selectFrom('log').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.seq

  it('are signed when so much was written, or so long ago, or at the stop; by one of several instances', async () => {
    await write(4)
    const before = (await seqs()).length
    const [one, two] = [on(store, [folderWitness(dir)]), on(store, [folderWitness(dir)])]
    one.start()
    two.start()
    await vi.waitFor(async () => expect((await seqs()).at(-1)).toBe(await headNow()))
    expect(await seqs()).toHaveLength(before + 1)
    await write(3)
    now += 11 * 60_000
    await Promise.all([one.stop(), two.stop()])
    expect(await seqs()).toHaveLength(before + 2)
    expect((await seqs()).at(-1)).toBe(await headNow())
    // Nothing new: nothing signed.
    await on(store, []).stop()
    expect(await seqs()).toHaveLength(before + 2)
    const witnessed = readWitness(dir)
    expect(witnessed.map(each => each.seq)).toEqual(await seqs())
    async function* exported() { for await (const lines of exportLines(store, openLogKey(keyDir), { at: new Date(now) })) yield Buffer.from(lines) }
    expect(await verifyExport(exported(), { publicKey: openLogKey(keyDir).publicKey, witnessed: seenBy(witnessed) })).toMatchObject({ ok: true, witnessesMet: witnessed.length })
  })

  describe('at an address', () => {
    let server: Server
    let taken: { body: string; token: string | undefined }[]
    let status = 200
    let address: string
    beforeEach(async () => {
      taken = []
      server = createServer((req, res) => {
        let body = ''
        req.on('data', chunk => { body += String(chunk) })
        req.on('end', () => {
          if (status === 200) taken.push({ body, token: req.headers.authorization })
          res.writeHead(status).end()
        })
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      const bound = server.address()
      address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/checkpoints`
    })
    afterEach(() => new Promise<void>(resolve => { server.close(() => resolve()); server.closeAllConnections() }))

    it('are kept for it until it takes them, all of them in order, and health says so when that takes long', async () => {
      status = 503
      await write(2)
      await on(store, [addressWitness(address, 'secret')]).stop()
      await write(2)
      const away = on(store, [addressWitness(address, 'secret')])
      await away.stop()
      expect(taken).toEqual([])
      expect(await away.trouble()).toBeUndefined()
      now += 16 * 60_000
      expect(await away.trouble()).toMatch(/has no checkpoint since .*HTTP 503/)
      status = 200
      const there = on(store, [addressWitness(address, 'secret')])
      await there.stop()
      expect(await there.trouble()).toBeUndefined()
      const all = await seqs()
      expect(taken.map(each => JSON.parse(each.body).checkpoint.seq)).toEqual(all)
      expect(new Set(taken.map(each => each.token))).toEqual(new Set(['Bearer secret']))
      writeFileSync(join(dir, 'received.jsonl'), taken.map(each => each.body).join(''))
      expect(readWitness(join(dir, 'received.jsonl')).map(each => each.seq)).toEqual(all)
    })

    it('are told apart from those of another past', async () => {
      status = 409
      await write(1)
      const other = on(store, [addressWitness(address, undefined)])
      await other.stop()
      expect(await other.trouble()).toMatch(/keeps another checkpoint/)
    })
  })

  it('show that the folder holds another past, or more than the records', async () => {
    await write(1)
    await on(store, [folderWitness(dir)]).stop()
    const [name = ''] = readdirSync(dir).slice(-1)
    // The same log written by somebody else.
    const otherDir = mkdtempSync(join(tmpdir(), 'shouwen-other-'))
    const other = await openStore({ dataDir: otherDir })
    await write(3, other)
    const found = on(other, [folderWitness(dir)])
    await found.stop()
    expect(await found.trouble()).toMatch(/missing|is not the one/)
    await other.close()
    rmSync(otherDir, { recursive: true, force: true })
    // A file of the witness that was changed does not hold.
    writeFileSync(join(dir, name), readFileSync(join(dir, name), 'utf8').replace(/"at":"2026/, '"at":"2025'))
    expect(() => readWitness(dir)).toThrow(WitnessError)
    expect(() => readWitness(join(dir, 'nowhere'))).toThrow(/no such/)
  })
})

it('finds in the records themselves what was signed and is there no more', async () => {
  const [dataDir, copy] = [mkdtempSync(join(tmpdir(), 'shouwen-a-')), mkdtempSync(join(tmpdir(), 'shouwen-b-'))]
  const entry = { at: '2026-11-24T02:00:00.000Z', kind: 'test', customer: 'c', enquiry: 'e', conversation: 'test:1', actor: 'customer', masked: 'x' }
  const start = (store: Store) => createCheckpoints({ store, key: openLogKey(dataDir), clock: { now: () => new Date() }, every: { entries: 1, minutes: 1 }, witnesses: [folderWitness(dir)], alone: async () => ({ release: async () => undefined }), log })
  const first = await openStore({ dataDir })
  await first.write(tx => append(tx, first.engine, [entry, entry]))
  await first.close()
  copyFileSync(join(dataDir, 'shouwen.db'), join(copy, 'shouwen.db'))
  const later = await openStore({ dataDir })
  await later.write(tx => append(tx, later.engine, [entry]))
  const checkpoints = start(later)
  await checkpoints.stop()
  expect(await checkpoints.trouble()).toBeUndefined()
  await later.close()
  // Put back, the older copy lacks what the witness has seen.
  const restored = await openStore({ dataDir: copy })
  const found = start(restored)
  await found.stop()
  expect(await found.trouble()).toMatch(/entry 3, which .*has seen, is missing/)
  await restored.close()
  for (const each of [dataDir, copy]) rmSync(each, { recursive: true, force: true })
})
