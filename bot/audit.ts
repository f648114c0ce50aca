import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createAudit } from '../contacts/proof/audit.ts'
import { createRegister } from '../desk/register.ts'
import { NotOpenedError, openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/** `npm run audit -- …`: who looked at or changed what, the latest first. That it was read is on it, too. */
const usage = 'Usage: npm run audit -- [--person E-MAIL|ID|operator:NAME] [--customer ID] [--kind KIND] [--from 2026-11-01] [--to 2026-12-01] [--before SEQ] [--limit 100] [--json]'

const time = z.string().refine(text => !Number.isNaN(Date.parse(text)), 'must be a time such as 2026-02-13 or 2026-02-13T10:00+08:00')
  .transform(text => new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00+08:00` : text).toISOString()).optional()
const askedSchema = z.object({
  person: z.string().optional(), customer: z.string().optional(), kind: z.string().optional(), from: time, to: time, before: z.coerce.number('must be a number').int().positive().optional(),
  limit: z.coerce.number('must be a number').int().min(1).max(1_000_000).default(100), json: z.boolean().default(false),
})

async function run({ json, person, ...query }: z.infer<typeof askedSchema>): Promise<void> {
  const config = readConfig(process.env)
  const clock = { now: () => new Date() }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    const [audit, register] = [createAudit({ store, clock }), createRegister({ store, clock })]
    const staff = await register.list()
    const emails = new Map(staff.map(({ id, email }) => [id, email]))
    const acts = await audit.search({ ...query, person: staff.find(({ email }) => email === person?.toLowerCase())?.id ?? person })
    await audit.note({ actor: `operator:${userInfo().username}`, kind: 'audit.read', facts: { ...query, ...(person === undefined ? {} : { person }), rule: 'M5.3a' } })
    if (json) console.log(JSON.stringify(acts))
    else for (const act of acts) console.log([act.seq, act.at, emails.get(act.person) || act.person, act.kind, act.customer, JSON.stringify(act.facts)].join('\t'))
  } finally {
    await store.close()
  }
}

try {
  const { values } = parseArgs({ options: {
    person: { type: 'string' }, customer: { type: 'string' }, kind: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, before: { type: 'string' }, limit: { type: 'string' }, json: { type: 'boolean' },
  } })
  await run(askedSchema.parse(values))
  process.exit(0)
} catch (error) {
  const isUsage = error instanceof z.ZodError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && !(error instanceof ConfigError) && !(error instanceof NotOpenedError)) throw error
  console.error(error instanceof z.ZodError ? `${error.issues.map(issue => `--${issue.path.join('.')} ${issue.message}`).join('\n')}\n${usage}` : isUsage ? `${error.message}\n${usage}` : error.message)
  process.exit(isUsage ? 2 : 1)
}
