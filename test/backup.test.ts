import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { append, verifyChain } from '../contacts/log.ts'
import { openStore, type Store } from '../store/index.ts'
import { hasPostgres, startPostgres } from './support/postgres.ts'

let dataDir: string
let store: Store
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-backup-'))
  store = await openStore({ dataDir })
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const note = (to: Store, sequence: number) => to.write(tx => append(tx, to.engine, [{ at: new Date().toISOString(), kind: 'customer.message', customer: 'a', enquiry: 'e', conversation: 'c', sequence, actor: 'customer', masked: 'ok' }]))
const write = (sequence: number) => note(store, sequence)

it('SQLite is backed up while it is written to, and restored whole (docs/operating.md)', async () => {
  for (let sequence = 0; sequence < 100; sequence++) await write(sequence)
  const copied = mkdtempSync(join(tmpdir(), 'shouwen-restore-'))
  let writing = true
  let sequence = 100
  const going = (async () => { while (writing) await write(sequence++) })()
  // As any SQLite client does it, with a connection of its own.
  const client = new DatabaseSync(join(dataDir, 'shouwen.db'))
  client.exec('PRAGMA busy_timeout = 5000')
  await new Promise(resolve => setImmediate(resolve))
  client.exec(`VACUUM INTO '${join(copied, 'shouwen.db')}'`)
  client.close()
  writing = false
  await going
  const restored = await openStore({ dataDir: copied })
  const verdict = await verifyChain(restored.db)
  expect(verdict.ok && verdict.entries >= 100).toBe(true)
  // The service goes on with it, and the trail refuses changes there too.
  await restored.write(tx => append(tx, 'sqlite', [{ at: new Date().toISOString(), kind: 'k', customer: 'a', enquiry: 'e', conversation: 'd', actor: 'system' }]))
  expect((await verifyChain(restored.db)).ok).toBe(true)
  await expect(restored.write(tx => tx.deleteFrom('log').execute())).rejects.toThrow(/append-only/)
  await restored.close()
  rmSync(copied, { recursive: true, force: true })
})

it.skipIf(!hasPostgres)('PostgreSQL is backed up while it is written to, and restored whole (docs/operating.md)', async () => {
  const server = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'shouwen-dump-'))
  const tool = (name: string) => join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql')[0] ?? '', 'bin', name)
  const run = promisify(execFile)
  const running = await openStore({ dataDir: folder, databaseUrl: server.urlOf('postgres') })
  for (let sequence = 0; sequence < 50; sequence++) await note(running, sequence)
  let writing = true
  let sequence = 50
  const going = (async () => { while (writing) await note(running, sequence++) })()
  await run(tool('pg_dump'), ['-Fc', '-f', join(folder, 'backup'), server.urlOf('postgres')])
  writing = false
  await going
  const empty = await server.createDatabase('restored')
  await run(tool('pg_restore'), ['-d', empty, join(folder, 'backup')])
  const restored = await openStore({ dataDir: folder, databaseUrl: empty })
  const verdict = await verifyChain(restored.db)
  expect(verdict.ok && verdict.entries >= 50 && verdict.entries <= sequence).toBe(true)
  await note(restored, sequence)
  expect((await verifyChain(restored.db)).ok).toBe(true)
  await expect(restored.write(tx => tx.deleteFrom('log').execute())).rejects.toThrow(/append-only/)
  await restored.close()
  await running.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
