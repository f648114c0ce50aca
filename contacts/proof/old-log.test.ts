import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { append, verifyChain } from '../log.ts'
import { exportLines } from './log-export.ts'
import { openLogKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'

/** Takes a store back to how it was before entries were chained for each customer, with entries as they were written then. */
async function asBefore(store: Store): Promise<void> {
  await store.write(async tx => {
    if (store.engine === 'sqlite') await sql`DROP TRIGGER log_no_update`.execute(tx)
    else for (const name of ['log_no_update', 'log_no_delete']) await sql`DROP TRIGGER ${sql.ref(name)} ON log`.execute(tx)
    for (const column of ['masked_digest', 'masked_salt', 'customer_previous', 'customer_before']) await tx.schema.alterTable('log').dropColumn(column).execute()
    for (const table of ['customer_heads', 'log_checkpoints', 'acts', 'erasures']) await tx.schema.dropTable(table).execute()
    if (store.engine === 'sqlite') await sql`CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the contact log is append-only'); END`.execute(tx)
    else await sql`CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()`.execute(tx)
    await tx.deleteFrom('migrations_done').where('name', 'in', ['007-proof', '012-witness']).execute()
    let previous = '0'.repeat(64)
    for (let seq = 1; seq <= 6; seq++) {
      const items = [seq, `old|${seq}`, '2026-11-01T00:00:00.000Z', 'test', seq % 2 ? 'a' : 'b', 'e', 'test:1', seq, seq === 2 ? 'agent:li' : 'customer', '{}', `旧 ${seq}`, '', previous]
      const hash = createHash('sha256').update(JSON.stringify(items)).digest('hex')
      await sql`INSERT INTO log (seq, id, at, kind, customer_id, enquiry_id, conversation_id, conversation_seq, actor, facts, masked, sealed, previous, hash) VALUES (${sql.join([...items, hash])})`.execute(tx)
      previous = hash
    }
  })
}

describe.each(backends)('a log from before, on $name', ({ open }) => {
  it('is brought forward as it is, and what follows is chained to it over all and for each customer', async () => {
    const opened = await open()
    await asBefore(opened.store)
    await opened.store.close()
    const store = await opened.reopen()
    const keyDir = mkdtempSync(join(tmpdir(), 'shouwen-key-'))
    const key = openLogKey(keyDir)
    async function* exported(customer?: string) { for await (const lines of exportLines(store, key, { customer, at: new Date() })) yield Buffer.from(lines) }
    const entry = (customer: string) => ({ at: '2026-11-24T02:00:00.000Z', kind: 'test', customer, enquiry: 'e', conversation: 'test:1', actor: 'customer', masked: '新' })
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, entries: 6 })
    await store.write(tx => append(tx, store.engine, [entry('a'), entry('c'), entry('a')]))
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, entries: 9 })
    expect((await store.db.selectFrom('log').select(['seq', 'customer_before']).where('seq', '>', 6).orderBy('seq').execute()).map(row => Number(row.customer_before))).toEqual([5, 0, 7])
    expect(await verifyExport(exported())).toMatchObject({ ok: true, entries: 9 })
    expect(await verifyExport(exported('a'))).toMatchObject({ ok: true, entries: 5, seq: 9 })
    expect(await verifyExport(exported('b'))).toMatchObject({ ok: true, entries: 3, seq: 6 })
    // Written before, an entry's text cannot be taken out: it is part of its hash.
    await expect(store.write(tx => tx.updateTable('log').set({ masked: '', masked_salt: '' }).where('seq', '=', 1).execute())).rejects.toThrow(/append-only/)
    expect(await store.db.selectFrom('acts').select(['seq', 'person']).execute()).toMatchObject([{ person: 'li' }])
    await store.close()
    await opened.stop()
    rmSync(keyDir, { recursive: true, force: true })
  })
})
