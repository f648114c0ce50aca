import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { createContacts } from '../contacts/contacts.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { createSealing } from '../contacts/sealing.ts'
import { NotOpenedError, openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/**
 * `npm run outbox -- list [--json]` shows the replies that no channel took, with their masked text;
 * `npm run outbox -- resend --all | --conversation C [--sequence N]` has them delivered again, under the same ids.
 */
const { values, positionals: [command] } = parseArgs({ allowPositionals: true, options: {
  json: { type: 'boolean', default: false }, all: { type: 'boolean', default: false }, conversation: { type: 'string' }, sequence: { type: 'string' },
} })
const { conversation } = values
const sequence = values.sequence === undefined ? undefined : Number(values.sequence)
const understood = command === 'list' || (command === 'resend' && values.all !== (conversation !== undefined) && (sequence === undefined || (Number.isInteger(sequence) && conversation !== undefined)))
if (!understood) {
  console.error('Usage: npm run outbox -- list [--json] | resend --all | resend --conversation C [--sequence N]')
  process.exit(2)
}
try {
  const config = readConfig(process.env)
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  const clock = { now: () => new Date() }
  const audit = createAudit({ store, clock })
  const note = (kind: string, facts: object) => audit.note({ actor: `operator:${userInfo().username}`, kind, facts: { ...facts, rule: 'M5.3a' } })
  const contacts = createContacts({
    store, clock, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO), mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
  })
  if (command === 'list') {
    const [letters, depth] = [await contacts.deadLetters(1000), await contacts.outboxDepth()]
    if (letters.length > 0) await note('outbox.read', { letters: letters.length })
    if (values.json) console.log(JSON.stringify({ ...depth, letters }))
    else for (const letter of letters) console.log(`${letter.at}  ${letter.conversation}  ${letter.sequence}  ${letter.attempts} attempts  ${letter.lastError ?? ''}  ${letter.masked.replaceAll('\n', ' ').slice(0, 60)}`)
    if (!values.json) console.log(`${depth.dead} given up, ${depth.pending} on their way`)
  } else {
    const count = await contacts.resend({ ...(conversation === undefined ? {} : { conversation }), ...(sequence === undefined ? {} : { sequence }) })
    if (count > 0) await note('outbox.resent', { resent: count })
    console.log(`${count} will be delivered again`)
  }
  await store.close()
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof NotOpenedError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
