import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { append, verifyChain } from '../contacts/log.ts'
import { openStore, type Store } from './index.ts'

const installed = '/usr/lib/postgresql'
const [version] = existsSync(installed) ? readdirSync(installed) : []
if (version === undefined && process.env['CI']) throw new Error('PostgreSQL is missing; in CI nothing may be skipped')
if (version === undefined) console.log('Skipped: the store on PostgreSQL (no /usr/lib/postgresql)')
const isRoot = process.getuid?.() === 0

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

type Backend = { name: string; open(): Promise<{ store: Store; reopen(): Promise<Store>; stop(): Promise<void> }> }

const sqlite: Backend = {
  name: 'SQLite',
  async open() {
    const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-store-'))
    return { store: await openStore({ dataDir }), reopen: () => openStore({ dataDir }), async stop() { rmSync(dataDir, { recursive: true, force: true }) } }
  },
}
const postgres: Backend = {
  name: 'PostgreSQL',
  async open() {
    const bin = join(installed, version ?? '', 'bin')
    const dir = mkdtempSync(join(tmpdir(), 'shouwen-pg-'))
    // PostgreSQL refuses to run as root; its own user does.
    const as = (command: string[]) => isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command
    if (isRoot) execFileSync('chown', ['postgres', dir])
    chmodSync(dir, 0o700)
    const [initdb = '', ...initArguments] = as([join(bin, 'initdb'), '-D', join(dir, 'data'), '-U', 'shouwen', '-A', 'trust', '-E', 'UTF8', '--locale', 'C'])
    execFileSync(initdb, initArguments, { stdio: 'ignore', cwd: '/' })
    const port = await freePort()
    const [server = '', ...serverArguments] = as([join(bin, 'postgres'), '-D', join(dir, 'data'), '-p', String(port), '-k', dir, '-h', '127.0.0.1'])
    const child = spawn(server, serverArguments, { stdio: 'ignore', cwd: '/' })
    const ended = new Promise(resolve => child.once('exit', resolve))
    const open = () => openStore({ dataDir: dir, databaseUrl: `postgres://shouwen@127.0.0.1:${port}/postgres` })
    const store = await vi.waitFor(open, { timeout: 20_000, interval: 200 })
    return {
      store, reopen: open,
      async stop() {
        const [control = '', ...stopArguments] = as([join(bin, 'pg_ctl'), '-D', join(dir, 'data'), 'stop', '-m', 'fast', '-w'])
        execFileSync(control, stopArguments, { stdio: 'ignore', cwd: '/' })
        await ended
        rmSync(dir, { recursive: true, force: true })
      },
    }
  },
}

describe.each([sqlite, ...(version === undefined ? [] : [postgres])])('the store on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    opened = await open()
    store = opened.store
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })
  const entry = (text: string) => ({ at: '2026-11-23T00:00:00.000Z', kind: 'test', customer: 'c', enquiry: 'e', conversation: 'test:1', sequence: 1, actor: 'customer', facts: {}, masked: text, sealed: '' })

  it('chains entries of concurrent units without a gap', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => store.write(tx => append(tx, store.engine, [entry(`a${index}`), entry(`b${index}`)]))))
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, entries: 80 })
  })
  it('commits all of a unit or none, and its neighbours all the same', async () => {
    const results = await Promise.allSettled([
      store.write(tx => append(tx, store.engine, [entry('stays')])),
      store.write(async tx => {
        await append(tx, store.engine, [entry('goes')])
        throw new Error('this unit fails')
      }),
      store.write(tx => append(tx, store.engine, [entry('stays too')])),
    ])
    expect(results.map(each => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const texts = (await store.db.selectFrom('log').select('masked').where('seq', '>', 80).orderBy('seq').execute()).map(row => row.masked)
    expect(texts.sort()).toEqual(['stays', 'stays too'])
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, entries: 82 })
  })
  it('refuses to change or drop an entry', async () => {
    await expect(store.write(tx => tx.updateTable('log').set({ masked: 'x' }).execute())).rejects.toThrow(/append-only/)
    await expect(store.write(tx => tx.deleteFrom('log').execute())).rejects.toThrow(/append-only/)
  })
  it('keeps no enquiry without an owner', async () => {
    const enquiry = { id: 'x', customer_id: 'c', owner: '', status: 'open' as const, topic: null, opened_at: '', updated_at: '', closed_at: null, outcome: null, wording_shown: '{}' }
    await expect(store.write(tx => tx.insertInto('enquiries').values(enquiry).execute())).rejects.toThrow()
  })
  it('opens again with its tables as they are', async () => {
    const again = await opened.reopen()
    expect(await verifyChain(again.db)).toMatchObject({ ok: true, entries: 82 })
    await again.close()
  })
})
