import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate } from '../knowledge/gate.ts'
import { openStore } from '../store/index.ts'
import { hasPostgres, type PostgresServer, startPostgres } from '../test/support/postgres.ts'
import { createContacts } from './contacts.ts'
import { moveRecords } from './move.ts'
import { createSealing } from './sealing.ts'

if (!hasPostgres && process.env['CI']) throw new Error('PostgreSQL is missing; in CI nothing may be skipped')

const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] })
  .seal({ type: 'message', text: '营业时间为 9:00 至 17:00。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: '2026-11-24T02:00:00.000Z' })
if (!sealed) throw new Error('The gate stopped a harmless text')
const reply = { sealed, masked: sealed.outgoing.text, facts: {} }
const on = (store: Awaited<ReturnType<typeof openStore>>) => createContacts({
  store, sealing: createSealing(Buffer.alloc(32, 7)), clock: { now: () => new Date() }, mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
})

describe.skipIf(!hasPostgres)('carrying an embedded store to PostgreSQL', () => {
  let postgres: PostgresServer
  let dataDir: string
  beforeAll(async () => {
    postgres = await startPostgres()
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-move-'))
    const store = await openStore({ dataDir })
    const contacts = on(store)
    for (let index = 0; index < 620; index++) {
      const accepted = await contacts.accept({ channel: 'test', conversation: `c${index % 40}`, dedupeKey: `m${index}`, from: { id: `u${index % 40}`, verified: false }, kind: 'message', text: `第 ${index} 个问题 '"\\`, attachments: [] })
      if (!accepted.turn) throw new Error('Another message waits')
      const { state } = accepted.turn
      await contacts.commitTurn({ state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: [reply], push: index % 10 === 0, dialogState: { index }, effects: [], facts: {} })
    }
    await store.close()
  }, 60_000)
  afterAll(async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const move = (to: string, from = `sqlite:${dataDir}`) => spawnSync(process.execPath, ['bot/db-move.ts', '--from', from, '--to', to], { encoding: 'utf8' })

  it('brings every row and the chain, and the service goes on there', { timeout: 60_000 }, async () => {
    const url = await postgres.createDatabase('moved')
    const { status, stdout, stderr } = move(url)
    expect({ status, stderr }).toMatchObject({ status: 0 })
    const [before, after] = [await openStore({ dataDir }), await openStore({ dataDir: '', databaseUrl: url })]
    const chain = await on(before).verify()
    expect(await on(after).verify()).toEqual(chain)
    expect(stdout).toContain(chain.ok ? chain.head : 'a whole chain')
    for (const table of ['customers', 'identities', 'conversations', 'enquiries', 'deliveries_seen', 'outbox', 'log'] as const) {
      const rows = async (store: typeof before) => (await store.db.selectFrom(table).selectAll().execute()).map(row => JSON.stringify(row)).sort()
      expect(await rows(after), table).toEqual(await rows(before))
    }
    // A message that was taken there is recognised here; the next one is answered in its conversation.
    const again = await on(after).accept({ channel: 'test', conversation: 'c3', dedupeKey: 'm3', from: { id: 'u3', verified: false }, kind: 'message', text: '', attachments: [] })
    expect(again.duplicate).toBe(true)
    const next = await on(after).accept({ channel: 'test', conversation: 'c3', dedupeKey: 'next', from: { id: 'u3', verified: false }, kind: 'message', text: '再问', attachments: [] })
    expect(next.turn?.state.dialogState).toEqual({ index: 603 })
    expect(await on(after).verify()).toMatchObject({ ok: true })
    await before.close()
    await after.close()
  })
  it('refuses a target that is not empty, and leaves it as it is', { timeout: 60_000 }, async () => {
    const url = await postgres.createDatabase('used')
    const used = await openStore({ dataDir: '', databaseUrl: url })
    await on(used).accept({ channel: 'test', conversation: 'x', dedupeKey: 'x', from: { id: 'x', verified: false }, kind: 'message', text: '', attachments: [] })
    const { status, stderr } = move(url)
    expect(status).toBe(1)
    expect(stderr).toMatch(/not empty/)
    expect(await on(used).verify()).toMatchObject({ ok: true, entries: 2 })
    await used.close()
  })
  it('brings nothing where the chain is broken', { timeout: 60_000 }, async () => {
    const broken = mkdtempSync(join(tmpdir(), 'shouwen-move-'))
    try {
      execFileSync('cp', [join(dataDir, 'shouwen.db'), broken])
      const file = new DatabaseSync(join(broken, 'shouwen.db'))
      file.exec('DROP TRIGGER log_no_update; UPDATE log SET masked = \'changed\' WHERE seq = 700')
      file.close()
      const url = await postgres.createDatabase('unbroken')
      const { status, stderr } = move(url, `sqlite:${broken}`)
      expect(status).toBe(1)
      expect(stderr).toMatch(/broken at entry 700/)
      const target = await openStore({ dataDir: '', databaseUrl: url })
      expect(await target.db.selectFrom('log').selectAll().execute()).toEqual([])
      await target.close()
    } finally {
      rmSync(broken, { recursive: true, force: true })
    }
  })
  it('brings nothing when it fails on the way', { timeout: 60_000 }, async () => {
    const url = await postgres.createDatabase('halfway')
    const [from, to] = [await openStore({ dataDir }), await openStore({ dataDir: '', databaseUrl: url })]
    // The connection that carries everything is cut while it writes, and again when it is tried once more.
    let over = false
    const moving = moveRecords(from, to).finally(() => { over = true })
    const cut = (async () => {
      while (!over) await postgres.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'halfway' AND query ILIKE 'INSERT INTO "log"%'`)
    })()
    await expect(moving).rejects.toThrow()
    await cut
    for (const table of ['customers', 'log', 'outbox'] as const) expect(await to.db.selectFrom(table).selectAll().execute()).toEqual([])
    await from.close()
    await to.close()
  })
  it('says how it is used, and that there is nothing to carry', () => {
    expect(move('mysql://x').stderr).toMatch(/Usage/)
    expect(move('postgres://x', 'sqlite:/nowhere').stderr).toMatch(/no records/)
    expect(move('postgres://x@127.0.0.1:1/x')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^DATABASE_URL: the database does not answer: ECONNREFUSED\n$/) })
  })
})
