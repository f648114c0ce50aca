import { createWriteStream } from 'node:fs'
import { userInfo } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createAudit } from '../contacts/proof/audit.ts'
import { exportLines } from '../contacts/proof/log-export.ts'
import { fingerprintOf, openLogKey } from '../contacts/proof/log-key.ts'
import { openStore } from '../store/index.ts'
import { readConfig } from './config.ts'
import { startFailure } from './start-failure.ts'

/** `npm run log:export -- --out FILE [--customer ID] [--from T] [--to T]`: the contact log as a signed file that a stranger can verify. */
const usage = 'Usage: npm run log:export -- --out FILE [--customer ID] [--from 2026-01-01] [--to 2026-02-01]'
const { values } = parseArgs({ options: { out: { type: 'string' }, customer: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } } })
const time = z.string().refine(text => !Number.isNaN(Date.parse(text)), 'must be a time such as 2026-02-13 or 2026-02-13T10:00+08:00')
  .transform(text => new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00+08:00` : text).toISOString()).optional()
const asked = z.object({ out: z.string({ error: 'is missing' }).min(1), customer: z.string().optional(), from: time, to: time }).safeParse(values)
if (!asked.success) {
  const [issue] = asked.error.issues
  console.error(`--${issue?.path.join('.')} ${issue?.message}\n${usage}`)
  process.exit(2)
}
try {
  const config = readConfig(process.env)
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  const key = openLogKey(config.DATA_DIR, config.LOG_SIGNING_KEY)
  const { out, ...what } = asked.data
  // An export holds what customers said, sealed, and masked texts: it is nobody else's on this machine.
  await pipeline(Readable.from(exportLines(store, key, { ...what, at: new Date() })), createWriteStream(out, { mode: 0o600 }))
  await createAudit({ store, clock: { now: () => new Date() } }).note({ actor: `operator:${userInfo().username}`, kind: 'log.exported', facts: { from: what.from ?? null, to: what.to ?? null, rule: 'M5.3a' }, customer: what.customer ?? '' })
  await store.close()
  console.log(`Written to ${out}, signed with the key ${fingerprintOf(key.publicKey)} (DATA_DIR/log-signing.pub)`)
} catch (error) {
  const sentence = startFailure(error, undefined) ?? (error instanceof Error && 'syscall' in error ? `--out: ${error.message}` : undefined)
  if (sentence === undefined) throw error
  console.error(sentence)
  process.exit(1)
}
