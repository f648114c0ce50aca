import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createAttachments } from '../contacts/attachments.ts'
import { type Addresses, createAddresses } from '../contacts/channels/addresses.ts'
import { createCustomerSeal } from '../contacts/customer-seal.ts'
import { append } from '../contacts/log.ts'
import { copyForCustomer, NoCustomerError } from '../contacts/proof/customer-copy.ts'
import { erase, NotErasableError } from '../contacts/proof/erasure.ts'
import { createSealing } from '../contacts/sealing.ts'
import { createRegister, StaffError } from '../desk/register.ts'
import { maskPersonalData } from '../nlp/entities/personal.ts'
import { NotOpenedError, openStore, type Store } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/** `npm run customer -- find|export|erase …`: a customer's rights to a copy and to erasure (M3.1a), from the command line. */
const usage = `Usage:
  npm run customer -- find --channel C --user U                 (the id of whom a channel knows by this name)
  npm run customer -- export --id ID --out FILE.zip [--locale zh-Hans|zh-Hant|en]
  npm run customer -- erase --id ID --reason TEXT --yes [--force --approver E-MAIL]
Instead of --id ID, --channel C --user U will do. An erasure cannot be undone.`

const who = z.object({ id: z.string().optional(), channel: z.string().optional(), user: z.string().optional() })
const commands = z.discriminatedUnion('command', [
  who.extend({ command: z.literal('find') }),
  who.extend({ command: z.literal('export'), out: z.string({ error: '--out: where the ZIP goes' }).min(1), locale: z.enum(['zh-Hans', 'zh-Hant', 'en'], '--locale: zh-Hans, zh-Hant or en').default('zh-Hans') }),
  who.extend({
    command: z.literal('erase'), reason: z.string({ error: '--reason: why, such as "request of 2026-11-24"' }).trim().min(3).max(500), yes: z.literal(true, '--yes: an erasure cannot be undone; say that you mean it'),
    force: z.boolean().default(false), approver: z.string().optional(),
  }),
], `${usage.split('\n')[0]} find, export or erase`)

/** Nobody is known by what was given. */
class UnknownError extends Error {
  override readonly name = 'UnknownError'
}

/** By the id; or by how the channel names them, of which some channels keep only a digest. */
async function customerOf({ db }: Store, addresses: Addresses, { id, channel, user }: z.infer<typeof who>): Promise<string> {
  if (id !== undefined) return id
  if (channel === undefined || user === undefined) throw new UnknownError('Whom? Give --id ID, or --channel C --user U')
  const row = await db.selectFrom('identities').select('customer_id').where('channel', '=', channel).where('channel_user', 'in', [user, await addresses.digest(channel, user)]).executeTakeFirst()
  if (!row) throw new UnknownError('Nobody is known by this name in this channel')
  return row.customer_id
}

async function run(command: z.infer<typeof commands>): Promise<string> {
  const config = readConfig(process.env)
  const clock = { now: () => new Date() }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  const by = `operator:${userInfo().username}`
  try {
    const sealing = createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO)
    const addresses = createAddresses({ store, sealing })
    const customer = await customerOf(store, addresses, command)
    const seal = createCustomerSeal({ store, sealing })
    const files = createAttachments({ dir: join(config.DATA_DIR, 'attachments'), since: async () => [] })
    switch (command.command) {
      case 'find':
        return customer
      case 'export': {
        const { archive, customers, entries } = await copyForCustomer({ store, seal, addresses, files, clock }, customer, command.locale)
        await store.write(tx => append(tx, store.engine, customers.map(each => ({ at: clock.now().toISOString(), kind: 'customer.exported', customer: each, enquiry: '', conversation: '', actor: by, facts: { entries, rule: 'M3.1a' } }))))
        writeFileSync(command.out, archive, { mode: 0o600 })
        return `Written to ${command.out}: ${entries} entries of ${customers.length} customer record(s), opened. Hand it to nobody but the customer.`
      }
      case 'erase': {
        const approver = command.force && command.approver !== undefined ? await createRegister({ store, clock }).active(command.approver) : undefined
        if (command.force && (!approver || !['compliance', 'admin'].includes(approver.role))) throw new NotErasableError('--force needs --approver with the e-mail of an active member of staff of the role compliance or admin')
        const erased = await erase({ store, seal, files, clock, mask: maskPersonalData }, { customer, by, reason: command.reason, approver: approver?.id })
        return `Erased: ${erased.customers.length} key(s) destroyed, ${erased.texts} masked texts and ${erased.files} files taken out, ${erased.enquiriesClosed} open enquiries closed; ${erased.entries} entries stay in the log, unreadable. What backups hold is not changed (docs/compliance.md).`
      }
    }
  } finally {
    await store.close()
  }
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    id: { type: 'string' }, channel: { type: 'string' }, user: { type: 'string' }, out: { type: 'string' }, locale: { type: 'string' }, reason: { type: 'string' }, yes: { type: 'boolean' }, force: { type: 'boolean' }, approver: { type: 'string' },
  } })
  console.log(await run(commands.parse({ command: positionals[0], ...values })))
  process.exit(0)
} catch (error) {
  if (!(error instanceof Error)) throw error
  const isUsage = error instanceof z.ZodError || error instanceof UnknownError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && ![NoCustomerError, NotErasableError, ConfigError, StaffError, NotOpenedError].some(kind => error instanceof kind) && !('syscall' in error)) throw error
  const message = error instanceof z.ZodError ? error.issues.map(issue => issue.message).join('\n') : error.message
  console.error(isUsage ? `${message}\n${usage}` : message)
  process.exit(isUsage ? 2 : 1)
}
