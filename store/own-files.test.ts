import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLogKey } from '../contacts/proof/log-key.ts'
import { createAttachments } from '../contacts/attachments.ts'
import { openStore, takeAlone } from './index.ts'

let dataDir: string
beforeEach(() => { dataDir = mkdtempSync(join(tmpdir(), 'shouwen-own-')) })
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const othersMayRead = () => readdirSync(dataDir).filter(file => (statSync(join(dataDir, file)).mode & 0o077) !== 0)

async function use(): Promise<string[]> {
  const alone = takeAlone(dataDir)
  const store = await openStore({ dataDir })
  alone.opened()
  await store.write(async tx => { await tx.insertInto('customers').values({ id: 'c', created_at: '', wrapped_key: 'k', person: 'c' }).onConflict(on => on.doNothing()).execute() })
  openLogKey(dataDir)
  await createAttachments({ dir: join(dataDir, 'attachments'), since: async () => [] }).keep(Buffer.from('x'))
  const open = othersMayRead()
  await store.close()
  alone.letGo()
  return open
}

it('lets nobody but the owner read the records and what lies beside them, however open the folder is', async () => {
  chmodSync(dataDir, 0o777)
  expect(await use()).toEqual(['log-signing.pub'])
  expect(readdirSync(dataDir)).toContain('shouwen.db')
})

it('takes the right to read back where a version before gave it, or a copy was put back with it', async () => {
  await use()
  writeFileSync(join(dataDir, 'shouwen.db-wal'), '')
  for (const file of readdirSync(dataDir)) chmodSync(join(dataDir, file), file === 'attachments' ? 0o755 : 0o644)
  expect(othersMayRead().length).toBeGreaterThan(3)
  expect(await use()).toEqual(['log-signing.pub'])
})
