import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { append } from '../contacts/log.ts'
import { changeLogKey, fingerprintOf, type KeyChange, nextLogKey } from '../contacts/proof/log-key.ts'
import { rewrapKeys, UnreadableKeyError } from '../contacts/proof/rotation.ts'
import { createSealing } from '../contacts/sealing.ts'
import { NotAloneError, NotOpenedError, openStore, takeAlone, whyAway } from '../store/index.ts'
import { alsoFile, type Config, ConfigError, masterFile, readConfig } from './config.ts'
import { dropSecret, keepSecret, keptSecretIfAny } from './kept-secret.ts'

/** `npm run keys -- rotate | sign`: new keys in the place of the old ones (M5.1a). docs/operating.md tells the steps. */
const usage = `Usage:
  npm run keys -- rotate [--stopped]    wraps all customers' keys under a new master key; may be ended and begun again
  npm run keys -- sign [--stopped]      makes a new key that signs the log; the old one vouches for it in the log
The service must be stopped, unless MASTER_KEY and MASTER_KEY_ALSO are settings. --stopped says that all instances are, where they share a PostgreSQL.`

/** The keys cannot be rotated as things are; the message says what to do. */
class RotationError extends Error {
  override readonly name = 'RotationError'
}

const by = `operator:${userInfo().username}`

/** Keeps every other process out while keys are changed in files. Gives what lets them in again. */
function alone(config: Config, stopped: boolean): () => void {
  if (!config.DATABASE_URL) return takeAlone(config.DATA_DIR).letGo
  if (stopped) return () => undefined
  throw new RotationError('Other instances may be running on this PostgreSQL. Stop them all and say --stopped; for the master key without a stop, give MASTER_KEY and MASTER_KEY_ALSO as settings (docs/operating.md, Keys)')
}

async function rewrap(config: Config): Promise<number> {
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    return await rewrapKeys({ store, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO), clock: { now: () => new Date() } }, by)
  } finally {
    await store.close()
  }
}

/**
 * With the key in a file: the old one is put beside it, a new one takes its place, all keys are wrapped under it, the old one goes. Whatever
 * step the process ends after, the two files open everything, and the next run goes on from there.
 */
async function rotateFile(stopped: boolean): Promise<string> {
  const letGo = alone(readConfig(process.env), stopped)
  try {
    // Read again now that nobody else changes them: a key that was read before could be the one before last.
    const config = readConfig(process.env)
    const current = config.MASTER_KEY.toString('hex')
    if (keptSecretIfAny(config.DATA_DIR, alsoFile) === undefined) keepSecret(config.DATA_DIR, alsoFile, current)
    if (keptSecretIfAny(config.DATA_DIR, alsoFile) === current) keepSecret(config.DATA_DIR, masterFile, randomBytes(32).toString('hex'))
    const count = await rewrap(readConfig(process.env))
    dropSecret(config.DATA_DIR, alsoFile)
    return `${count} keys are wrapped under a new master key in DATA_DIR/${masterFile}; the old one is gone from DATA_DIR. Keep the new one where the old one was kept, apart from backups; older backups need the old one.`
  } finally {
    letGo()
  }
}

async function rotate(stopped: boolean): Promise<string> {
  const config = readConfig(process.env)
  if (!process.env['MASTER_KEY']?.trim()) return rotateFile(stopped)
  if (!config.MASTER_KEY_ALSO) throw new RotationError('Give the new key as MASTER_KEY and the one before as MASTER_KEY_ALSO, to all instances (docs/operating.md, Keys)')
  return `${await rewrap(config)} keys are wrapped anew under MASTER_KEY. Once every instance runs with it, take MASTER_KEY_ALSO out of the settings; older backups need the old key.`
}

async function sign(stopped: boolean): Promise<string> {
  const config = readConfig(process.env)
  const given = config.LOG_SIGNING_KEY
  const letGo = given === undefined ? alone(config, stopped) : () => undefined
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  const note = async (facts: KeyChange) => {
    await store.write(tx => append(tx, store.engine, [{ at: new Date().toISOString(), kind: 'log.key-changed', customer: '', enquiry: '', conversation: '', actor: by, facts: { ...facts, rule: 'M5.1a' } }]))
  }
  try {
    if (given !== undefined) {
      const { change, privateKey } = await nextLogKey(given, note)
      return `${privateKey}\nis the new LOG_SIGNING_KEY (public half ${fingerprintOf(change.after)}): give it to every instance and restart them. The log holds the old one's word for it.`
    }
    const { after } = await changeLogKey(config.DATA_DIR, note)
    return `The log is signed with the key ${fingerprintOf(after)} from now on (DATA_DIR/log-signing.pub). Who trusts the old one can go on: the log holds its word for the new one.`
  } finally {
    await store.close()
    letGo()
  }
}

try {
  const { values: { stopped }, positionals: [command] } = parseArgs({ allowPositionals: true, options: { stopped: { type: 'boolean', default: false } } })
  if (command !== 'rotate' && command !== 'sign') throw new TypeError('Which? rotate or sign', { cause: 'usage' })
  console.log(await (command === 'rotate' ? rotate(stopped) : sign(stopped)))
  process.exit(0)
} catch (error) {
  if (!(error instanceof Error)) throw error
  const isUsage = error.cause === 'usage' || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  const away = whyAway(error)
  if (!isUsage && away === undefined && ![RotationError, UnreadableKeyError, ConfigError, NotAloneError, NotOpenedError].some(kind => error instanceof kind)) throw error
  console.error(away !== undefined ? `Not done, and nothing is lost: ${away}. Then run it again` : error instanceof NotAloneError ? `Stop the service first: ${error.message}` : isUsage ? `${error.message}\n${usage}` : error.message)
  process.exit(isUsage ? 2 : 1)
}
