import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createAttachments } from '../contacts/attachments.ts'
import { createCalendar } from '../contacts/clocks/calendar-in-force.ts'
import { createCustomerSeal } from '../contacts/customer-seal.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { evidenceOf, NoMatterError } from '../contacts/proof/evidence.ts'
import { openLogKey } from '../contacts/proof/log-key.ts'
import { createSealing } from '../contacts/sealing.ts'
import { createRegister } from '../desk/register.ts'
import { NotOpenedError, openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/** `npm run evidence -- --enquiry ID|--case NUMBER --out FILE.zip`: everything of an enquiry or complaint, for people and machines, with the signed part of the log. */
const usage = 'Usage: npm run evidence -- --enquiry ID | --case NUMBER --out FILE.zip [--locale zh-Hans|zh-Hant|en]'

const askedSchema = z.object({
  enquiry: z.string().optional(), case: z.string().optional(), out: z.string({ error: '--out: where the ZIP goes' }).min(1), locale: z.enum(['zh-Hans', 'zh-Hant', 'en'], '--locale: zh-Hans, zh-Hant or en').default('zh-Hans'),
}).refine(asked => (asked.enquiry === undefined) !== (asked.case === undefined), 'Of what? Give --enquiry or --case')

async function run(asked: z.infer<typeof askedSchema>): Promise<string> {
  const config = readConfig(process.env)
  const clock = { now: () => new Date() }
  const quiet = { info: () => undefined, warn: () => undefined }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    const { archive, evidence } = await evidenceOf({
      store, clock, key: openLogKey(config.DATA_DIR, config.LOG_SIGNING_KEY), seal: () => createCustomerSeal({ store, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO) }),
      files: createAttachments({ dir: join(config.DATA_DIR, 'attachments'), since: async () => [] }), calendar: createCalendar({ folder: join(config.DATA_DIR, 'calendar'), log: quiet }), names: createRegister({ store, clock }).names,
    }, asked.case === undefined ? { enquiry: asked.enquiry ?? '' } : { case: asked.case }, asked.locale)
    await createAudit({ store, clock }).note({ actor: `operator:${userInfo().username}`, kind: 'evidence.exported', customer: evidence.enquiry.customer, enquiry: evidence.enquiry.id, facts: { rule: 'M5.3a' } })
    writeFileSync(asked.out, archive, { mode: 0o600 })
    return `Written to ${asked.out}: ${evidence.transcript.length} messages, ${evidence.timeline.length} other entries, ${evidence.clocks.length} deadlines. It holds personal data, opened.`
  } finally {
    await store.close()
  }
}

try {
  const { values } = parseArgs({ options: { enquiry: { type: 'string' }, case: { type: 'string' }, out: { type: 'string' }, locale: { type: 'string' } } })
  console.log(await run(askedSchema.parse(values)))
  process.exit(0)
} catch (error) {
  if (!(error instanceof Error)) throw error
  const isUsage = error instanceof z.ZodError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && !(error instanceof NoMatterError) && !(error instanceof ConfigError) && !(error instanceof NotOpenedError) && !('syscall' in error)) throw error
  console.error(error instanceof z.ZodError ? `${error.issues.map(issue => issue.message).join('\n')}\n${usage}` : isUsage ? `${error.message}\n${usage}` : error.message)
  process.exit(isUsage ? 2 : 1)
}
