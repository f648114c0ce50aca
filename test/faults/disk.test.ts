import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createHealth } from '../../bot/health.ts'
import { healthParts } from '../../bot/health-parts.ts'
import { createContacts } from '../../contacts/contacts.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { openStore } from '../../store/index.ts'

it('refuses messages while the disk is full, says so, and goes on when there is room: what was accepted is there', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-full-'))
  const store = await openStore({ dataDir })
  const contacts = createContacts({
    store, clock: { now: () => new Date() }, sealing: createSealing(Buffer.alloc(32, 7)), mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
  })
  const clock = { now: () => new Date() }
  const parts = healthParts({ checkStore: store.check, contacts, contentProblems: () => [], understands: () => true, coordination: { kind: 'in-process', state: () => 'up' }, checkpoints: { trouble: async () => undefined }, dataDir, clock })
  /** Looked at anew: the service's own looks at most once a second. */
  const health = () => createHealth({ store: parts['store'] ?? (() => ({ status: 'down' })) }, () => 'running')()
  /** The file may grow to so many pages of 4 kB; beyond that SQLite says that the disk is full. */
  const limit = (pages: number) => store.write(tx => sql.raw(`PRAGMA max_page_count = ${pages}`).execute(tx))
  try {
    const { rows: [size] } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(store.db)
    await limit((size?.page_count ?? 0) + 20)
    const accepted: string[] = []
    let refused: unknown
    for (let index = 0; index < 1000 && !refused; index++) {
      try {
        const { id } = await contacts.accept({ channel: 'test', conversation: `c${index}`, dedupeKey: `m${index}`, from: { id: `u${index}`, verified: false }, kind: 'message', text: '字'.repeat(500), attachments: [] })
        accepted.push(id)
      } catch (error) {
        refused = error
      }
    }
    expect(refused).toMatchObject({ message: expect.stringMatching(/full/) })
    expect(accepted.length).toBeGreaterThan(3)
    expect(await health()).toMatchObject({ status: 'unavailable', parts: { store: { status: 'down', why: expect.stringContaining('make room') } } })
    await limit(1_000_000)
    expect(await health()).toMatchObject({ status: 'ready' })
    const message = { channel: 'test', conversation: `c${accepted.length}`, dedupeKey: `m${accepted.length}`, from: { id: `u${accepted.length}`, verified: false }, kind: 'message', text: '再来', attachments: [] } as const
    expect((await contacts.accept({ ...message, attachments: [] })).duplicate).toBe(false)
    // Every accepted message and nothing of the refused one.
    const rows = await store.db.selectFrom('log').select('id').where('actor', '=', 'customer').orderBy('seq').execute()
    expect(rows.map(row => row.id).slice(0, -1)).toEqual(accepted)
    expect(await contacts.verify()).toMatchObject({ ok: true })
  } finally {
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
