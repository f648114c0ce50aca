import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { redisAddress } from '../store/index.ts'

const optional = z.string().trim().optional().transform(value => value === '' ? undefined : value)

const environment = z.object({
  PORT: z.coerce.number({ error: 'PORT must be a number from 0 to 65535' }).int().min(0).max(65_535).default(3978),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().trim().min(1).default('./data'),
  KNOWLEDGE_DIR: optional,
  DATABASE_URL: optional,
  REDIS_URL: optional,
  PUBLIC_URL: z.url({ error: 'PUBLIC_URL must be an address such as https://bot.example' }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MICROSOFT_APP_ID: optional,
  MICROSOFT_APP_PASSWORD: optional,
  MICROSOFT_APP_TYPE: z.enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']).default('MultiTenant'),
  MICROSOFT_APP_TENANT_ID: optional,
  MICROSOFT_APP_OPENID_METADATA: z.url({ error: 'MICROSOFT_APP_OPENID_METADATA must be the address of an OpenID configuration' }).optional(),
  MICROSOFT_APP_TOKEN_ISSUER: optional,
  HANDOFF_HUB: optional,
  MASTER_KEY: z.string().regex(/^[0-9a-f]{64}$/i, 'MASTER_KEY must be 64 hex digits (32 bytes)').optional(),
  DIRECTLINE_SECRET: z.string().min(16, 'DIRECTLINE_SECRET must have at least 16 characters').optional(),
  ALLOWED_ORIGINS: z.string().default('').transform(list => list.split(',').map(origin => origin.trim()).filter(Boolean)),
  CLOCK_START: z.iso.datetime({ offset: true, error: 'CLOCK_START must be an ISO time such as 2026-02-13T10:00:00+08:00' }).optional(),
})

export type Config = Omit<z.infer<typeof environment>, 'MASTER_KEY' | 'DIRECTLINE_SECRET'> & { MASTER_KEY: Buffer; DIRECTLINE_SECRET: string }

/** A setting is wrong; the message names it and says what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** A secret kept in the data folder, made at the first start; readable by its owner only. */
function keptSecret(dataDir: string, file: string): string {
  const path = join(dataDir, file)
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  const secret = randomBytes(32).toString('hex')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(path, secret, { mode: 0o600, flag: 'wx' })
  return secret
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
    throw new ConfigError(`REDIS_URL: ${error.message}`)
  }
}

/** Reads and checks the environment. Throws ConfigError naming the first wrong setting. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'not valid'}`)
  }
  const config = parsed.data
  if (config.CLOCK_START && !isLoopback(config.HOST)) throw new ConfigError('CLOCK_START: only for trying things out on loopback; unset it or set HOST=127.0.0.1')
  if (config.DATABASE_URL && !/^postgres(ql)?:\/\//.test(config.DATABASE_URL)) throw new ConfigError('DATABASE_URL: must begin with postgres:// or postgresql://')
  if (config.REDIS_URL) checkRedisUrl(config.REDIS_URL)
  return {
    ...config,
    MASTER_KEY: Buffer.from(config.MASTER_KEY ?? keptSecret(config.DATA_DIR, 'master.key'), 'hex'),
    DIRECTLINE_SECRET: config.DIRECTLINE_SECRET ?? keptSecret(config.DATA_DIR, 'directline.secret'),
  }
}
