import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { ChannelSettingsError, type ConfiguredChannel } from '../channels/channel.ts'
import { channelKinds } from '../channels/known.ts'
import { howToMakeKey, isSigningKey } from '../contacts/proof/log-key.ts'
import { type RoutingRules, standardRoutingRules } from '../desk/routing/decide.ts'
import { readRoles } from '../desk/sign-in/directory.ts'
import { redisAddress } from '../store/index.ts'
import { keptSecret, keptSecretIfAny } from './kept-secret.ts'

/** The sentence that follows a setting's name where it is wrong. */
const must = (what: string) => ({ error: `must be ${what}` })
const text = z.string().trim()
const optional = text.optional()
const isWebAddress = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const isProvider = (value: string) => isWebAddress(value) && (new URL(value).protocol === 'https:' || isLoopback(new URL(value).hostname))
const isOrigin = (value: string) => isWebAddress(value) && new URL(value).origin === value
const isPostgresAddress = (value: string) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)
const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const rate = text.transform(Number).refine(value => value > 0, must('a number of messages a second, above 0'))
const whole = (from: number, to: number, of: string) => text.regex(/^\d{1,9}$/, must(`a number of ${of} from ${from} to ${to}`)).transform(Number).refine(value => value >= from && value <= to, must(`a number of ${of} from ${from} to ${to}`))
const appTypes = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const

/** Origins, separated by commas; `*` for any. */
const origins = text.transform(list => list.split(',').map(origin => origin.trim()).filter(Boolean))
  .refine(list => list.every(origin => origin === '*' || isOrigin(origin)), must('origins such as https://bank.example, separated by commas, or *'))

const environment = z.object({
  PORT: text.regex(/^\d{1,5}$/, must('a whole number from 0 to 65535')).transform(Number).refine(port => port <= 65_535, must('a whole number from 0 to 65535')).default(3978),
  HOST: text.regex(/^[\w.:[\]-]+$/, must('a host name or address, such as 127.0.0.1')).default('127.0.0.1'),
  DATA_DIR: text.default('./data'),
  KNOWLEDGE_DIR: text.refine(isFolder, must('a folder with articles/, disclosures/ and products/')).optional(),
  EMBEDDING_DIR: text.refine(isFolder, must('a folder with model.onnx and tokenizer.json')).optional(),
  DATABASE_URL: text.refine(isPostgresAddress, must('an address that begins with postgres:// or postgresql://')).optional(),
  REDIS_URL: optional,
  RATE_PER_CUSTOMER: rate.default(30),
  RATE_PER_CHANNEL: rate.default(2_500),
  RATE_TOTAL: rate.default(5_000),
  PUBLIC_URL: text.refine(isWebAddress, must('an address such as https://bot.example')).transform(url => url.replace(/\/+$/, '')).optional(),
  LOG_LEVEL: text.pipe(z.enum(levels, must(`one of ${levels.join(', ')}`))).default('info'),
  MICROSOFT_APP_ID: optional,
  MICROSOFT_APP_PASSWORD: optional,
  MICROSOFT_APP_TYPE: text.pipe(z.enum(appTypes, must(`one of ${appTypes.join(', ')}`))).default('MultiTenant'),
  MICROSOFT_APP_TENANT_ID: optional,
  MICROSOFT_APP_OPENID_METADATA: text.refine(isWebAddress, must('the address of an OpenID configuration')).optional(),
  MICROSOFT_APP_TOKEN_ISSUER: optional,
  HANDOFF_HUB: optional,
  DUTY_ROSTER: optional,
  COMPLAINT_RULES: optional,
  QUALIFICATION_RULES: optional,
  PRACTICE_ROOMS: whole(1, 100, 'members').default(20),
  PRACTICE_DIR: text.refine(isFolder, must('a folder with conversation scripts')).optional(),
  AGENT_AWAY_SECONDS: whole(15, 3600, 'seconds').default(60),
  OFFER_SECONDS: whole(5, 600, 'seconds').default(standardRoutingRules.offerSeconds),
  ROUTING_RELAX_SECONDS: whole(0, 86_400, 'seconds').default(standardRoutingRules.relaxSeconds),
  REPLY_REMIND_SECONDS: whole(10, 3600, 'seconds').default(standardRoutingRules.remindSeconds),
  REPLY_RETURN_SECONDS: whole(30, 86_400, 'seconds').default(standardRoutingRules.returnSeconds),
  LONG_WAIT_MINUTES: whole(1, 600, 'minutes').default(standardRoutingRules.longWaitMinutes),
  WRAP_UP_SECONDS: whole(10, 3600, 'seconds').default(standardRoutingRules.wrapUpSeconds),
  SERVICE_LEVEL_SECONDS: whole(5, 3600, 'seconds').default(standardRoutingRules.serviceLevelSeconds),
  ENQUIRY_REOPEN_DAYS: whole(0, 365, 'days').default(7),
  ENQUIRY_ANSWER_DAYS: whole(1, 60, 'working days').default(1),
  ENQUIRY_SILENT_HOURS: whole(1, 8760, 'hours').default(24),
  OIDC_ISSUER: text.refine(isProvider, must('the address of an OpenID provider, such as https://login.bank.example; http only on this machine')).optional(),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_SCOPE: text.refine(scope => scope.split(/\s+/).includes('openid'), must('scopes with openid among them, such as "openid email profile"')).default('openid email profile'),
  OIDC_ROLE_CLAIM: text.default('roles'),
  OIDC_ROLES: text.transform((lines, context) => {
    const read = readRoles(lines)
    if (!read) context.addIssue({ code: 'custom', message: 'must be values of the claim with their roles, such as bank-agents=agent,bank-audit=auditor' })
    return read ?? []
  }).default([]),
  OIDC_SIGN_OUT: text.pipe(z.enum(['institution', 'desk'], must('institution or desk'))).default('institution'),
  OIDC_UNKNOWN: text.pipe(z.enum(['refuse', 'add'], must('refuse or add'))).default('refuse'),
  MASTER_KEY: text.regex(/^[0-9a-f]{64}$/i, must('64 hex digits (32 bytes)')).optional(),
  MASTER_KEY_ALSO: text.regex(/^[0-9a-f]{64}$/i, must('64 hex digits (32 bytes)')).optional(),
  DIRECTLINE_SECRET: text.min(16, must('at least 16 characters long')).optional(),
  ALLOWED_ORIGINS: origins.default([]),
  FRAME_ANCESTORS: origins.default(['*']),
  TRUSTED_PROXIES: text.regex(/^\d$/, must('how many reverse proxies stand before the service, 0 to 9')).transform(Number).default(0),
  NEW_CONVERSATIONS_PER_MINUTE: text.regex(/^[1-9]\d{0,5}$/, must('a whole number from 1 to 999999')).transform(Number).default(60),
  LOG_CHECKPOINT_ENTRIES: text.regex(/^[1-9]\d{0,6}$/, must('a whole number from 1 to 9999999')).transform(Number).default(1_000),
  LOG_CHECKPOINT_MINUTES: text.regex(/^[1-9]\d{0,3}$/, must('a number of minutes from 1 to 9999')).transform(Number).default(10),
  LOG_SIGNING_KEY: text.refine(isSigningKey, must(`an Ed25519 private key in base64: ${howToMakeKey}`)).optional(),
  LOG_WITNESS_DIR: optional,
  LOG_WITNESS_URL: text.refine(isWebAddress, must('an address such as https://witness.example/checkpoints')).optional(),
  LOG_WITNESS_TOKEN: optional,
  METRICS_TOKEN: text.min(16, must('at least 16 characters long')).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: text.refine(isWebAddress, must('the address of an OTLP collector over HTTP, such as http://localhost:4318')).optional(),
  CLOCK_START: text.pipe(z.iso.datetime({ offset: true, ...must('an ISO time such as 2026-02-13T10:00:00+08:00') })).optional(),
})

export type Config = Omit<z.infer<typeof environment>, 'MASTER_KEY' | 'MASTER_KEY_ALSO' | 'DIRECTLINE_SECRET'> & { MASTER_KEY: Buffer; /** While keys are rotated: another key under which some are wrapped. */ MASTER_KEY_ALSO: Buffer | undefined; DIRECTLINE_SECRET: string; channels: ConfiguredChannel[] }

/** The master key where none is given, and beside it the one before while keys are rotated. */
export const masterFile = 'master.key'
export const alsoFile = 'master.key.also'

/** A setting is wrong; the message names it and says what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Whether a host name or address, as in a URL or of a socket, is this machine. `127.0.0.1.evil.example` is not. */
export function isLoopback(host: string): boolean {
  return /^(localhost|\[?::1\]?|(::ffff:)?127(\.\d{1,3}){3}|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(host)
}

function checkRedisUrl(url: string): void {
  try {
    redisAddress(url)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ConfigError(`REDIS_URL ${error.message}`)
  }
}

/** Settings that only make sense together. */
function checkTogether(config: z.infer<typeof environment>): void {
  if (config.CLOCK_START && !isLoopback(config.HOST)) throw new ConfigError('CLOCK_START is only for trying things out on loopback; unset it or set HOST=127.0.0.1')
  if (config.MASTER_KEY_ALSO && !config.MASTER_KEY) throw new ConfigError('MASTER_KEY must be set with MASTER_KEY_ALSO')
  if (config.OIDC_ISSUER && !config.OIDC_CLIENT_ID) throw new ConfigError('OIDC_CLIENT_ID must be set with OIDC_ISSUER')
  if (config.OIDC_ISSUER && !config.OIDC_CLIENT_SECRET) throw new ConfigError('OIDC_CLIENT_SECRET must be set with OIDC_ISSUER')
  if (config.OIDC_ISSUER && !config.PUBLIC_URL && !isLoopback(config.HOST)) throw new ConfigError('PUBLIC_URL must be set with OIDC_ISSUER: people are sent back there')
  if (config.OIDC_UNKNOWN === 'add' && config.OIDC_ROLES.length === 0) throw new ConfigError('OIDC_ROLES must be set with OIDC_UNKNOWN=add: who is added needs a role')
  if (config.REDIS_URL) checkRedisUrl(config.REDIS_URL)
  if (config.MICROSOFT_APP_PASSWORD && !config.MICROSOFT_APP_ID) throw new ConfigError('MICROSOFT_APP_ID must be set with MICROSOFT_APP_PASSWORD')
  if (config.MICROSOFT_APP_ID && !config.MICROSOFT_APP_PASSWORD && config.MICROSOFT_APP_TYPE !== 'UserAssignedMSI') throw new ConfigError('MICROSOFT_APP_PASSWORD must be set with MICROSOFT_APP_ID')
  if (config.MICROSOFT_APP_TYPE !== 'MultiTenant' && !config.MICROSOFT_APP_TENANT_ID) throw new ConfigError(`MICROSOFT_APP_TENANT_ID must be set for ${config.MICROSOFT_APP_TYPE}`)
}

function configuredChannels(env: Record<string, string | undefined>): ConfiguredChannel[] {
  try {
    return channelKinds.flatMap(kind => kind.configure(env) ?? [])
  } catch (error) {
    throw error instanceof ChannelSettingsError ? new ConfigError(error.message) : error
  }
}

/** As `mkdir -p`. Node's own `recursive` tries for ever where a folder that is there can hold none, as in `/proc`. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

/** Whether this process may make files in a folder. */
export function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function checkDataDir(path: string): void {
  try {
    makeFolder(resolve(path))
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ConfigError(`DATA_DIR must be a folder that this process may write: ${error instanceof Error ? error.message : path}`)
  }
}

function secretOf(config: { DATA_DIR: string }, name: string, file: string, form: RegExp): string {
  try {
    const secret = keptSecret(config.DATA_DIR, file)
    if (form.test(secret)) return secret
  } catch (error) {
    throw new ConfigError(`${name} is not given and cannot be kept: ${error instanceof Error ? error.message : file}`)
  }
  throw new ConfigError(`${name} is not given, and what ${join(config.DATA_DIR, file)} holds is not one; put the right file back`)
}

/**
 * Reads and checks the environment; a setting that is empty counts as not given. Secrets that are not given are made in
 * the data folder. Throws ConfigError naming the first wrong setting; it never holds a value, which might be a secret.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`${issue?.path.join('.') ?? 'The environment'} ${issue?.message ?? 'is not valid'}`)
  }
  const config = parsed.data
  checkTogether(config)
  const channels = configuredChannels(given)
  checkDataDir(config.DATA_DIR)
  const also = config.MASTER_KEY_ALSO ?? (config.MASTER_KEY === undefined ? keptSecretIfAny(config.DATA_DIR, alsoFile) : undefined)
  if (also !== undefined && !/^[0-9a-f]{64}$/i.test(also)) throw new ConfigError(`MASTER_KEY_ALSO is not given, and what ${join(config.DATA_DIR, alsoFile)} holds is not one; put the right file back`)
  return {
    ...config,
    channels,
    MASTER_KEY_ALSO: also === undefined ? undefined : Buffer.from(also, 'hex'),
    MASTER_KEY: Buffer.from(config.MASTER_KEY ?? secretOf(config, 'MASTER_KEY', masterFile, /^[0-9a-f]{64}$/i), 'hex'),
    DIRECTLINE_SECRET: config.DIRECTLINE_SECRET ?? secretOf(config, 'DIRECTLINE_SECRET', 'directline.secret', /^.{16,}$/),
  }
}

/** How customers are routed, from the settings. */
export function routingRulesOf(config: Config): RoutingRules {
  return {
    offerSeconds: config.OFFER_SECONDS, relaxSeconds: config.ROUTING_RELAX_SECONDS, remindSeconds: config.REPLY_REMIND_SECONDS, returnSeconds: config.REPLY_RETURN_SECONDS,
    longWaitMinutes: config.LONG_WAIT_MINUTES, wrapUpSeconds: config.WRAP_UP_SECONDS, serviceLevelSeconds: config.SERVICE_LEVEL_SECONDS,
  }
}
