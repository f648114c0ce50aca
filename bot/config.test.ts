import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError, isLoopback, readConfig } from './config.ts'
import { keptSecret } from './kept-secret.ts'
import { warningsOf } from './start-failure.ts'

let dataDir: string
beforeAll(() => { dataDir = mkdtempSync(join(tmpdir(), 'shouwen-config-')) })
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const secret = 'hunter2-hunter2'
const wrong: [name: string, env: Record<string, string>][] = [
  ['WHATSAPP_PHONE_NUMBER_ID', { WHATSAPP_APP_SECRET: 'hunter2-hunter2', WHATSAPP_VERIFY_TOKEN: 'hunter2', WHATSAPP_ACCESS_TOKEN: 'hunter2-hunter2', WHATSAPP_PHONE_NUMBER_ID: '+1 hunter2' }],
  ['WHATSAPP_VERIFY_TOKEN', { WHATSAPP_APP_SECRET: 'hunter2-hunter2' }], ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: 'hunter2' }], ['TELEGRAM_BOT_TOKEN', { TELEGRAM_SECRET_TOKEN: 'hunter2' }],
  ['TELEGRAM_SECRET_TOKEN', { TELEGRAM_BOT_TOKEN: '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11', PUBLIC_URL: 'https://bot.example' }], ['TELEGRAM_SECRET_TOKEN', { TELEGRAM_BOT_TOKEN: '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11', TELEGRAM_SECRET_TOKEN: 'hunter2 hunter2' }],
  ['OIDC_ISSUER', { OIDC_ISSUER: 'http://login.bank.example', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: secret }], ['OIDC_CLIENT_ID', { OIDC_ISSUER: 'https://login.bank.example' }], ['OIDC_CLIENT_SECRET', { OIDC_ISSUER: 'https://login.bank.example', OIDC_CLIENT_ID: 'x' }],
  ['OIDC_ROLES', { OIDC_ROLES: 'desk=king' }], ['OIDC_ROLES', { OIDC_ROLES: 'hunter2-hunter2' }], ['OIDC_ROLES', { OIDC_UNKNOWN: 'add' }], ['OIDC_UNKNOWN', { OIDC_UNKNOWN: 'hunter2-hunter2' }], ['OIDC_SIGN_OUT', { OIDC_SIGN_OUT: 'hunter2-hunter2' }], ['OIDC_SCOPE', { OIDC_SCOPE: 'email' }],
  ['PUBLIC_URL', { OIDC_ISSUER: 'https://login.bank.example', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: secret, HOST: '0.0.0.0' }],
  ['PORT', { PORT: 'http' }], ['PORT', { PORT: '65536' }], ['PORT', { PORT: '-1' }], ['PORT', { PORT: '80.5' }], ['PORT', { PORT: '0x50' }],
  ['HOST', { HOST: 'http://127.0.0.1' }], ['HOST', { HOST: '127.0.0.1 ::1' }],
  ['KNOWLEDGE_DIR', { KNOWLEDGE_DIR: '/nowhere/at/all' }], ['PRACTICE_DIR', { PRACTICE_DIR: '/nowhere/at/all' }], ['PRACTICE_ROOMS', { PRACTICE_ROOMS: '0' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://u:hunter2-hunter2@host/db' }], ['DATABASE_URL', { DATABASE_URL: 'hunter2-hunter2' }],
  ['REDIS_URL', { REDIS_URL: 'http://:hunter2-hunter2@host' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'bot.example' }], ['PUBLIC_URL', { PUBLIC_URL: 'javascript:alert(1)' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['MICROSOFT_APP_TYPE', { MICROSOFT_APP_TYPE: 'multi' }],
  ['MICROSOFT_APP_ID', { MICROSOFT_APP_PASSWORD: secret }],
  ['MICROSOFT_APP_PASSWORD', { MICROSOFT_APP_ID: '11111111-2222-3333-4444-555555555555' }],
  ['MICROSOFT_APP_TENANT_ID', { MICROSOFT_APP_ID: 'id', MICROSOFT_APP_PASSWORD: secret, MICROSOFT_APP_TYPE: 'SingleTenant' }],
  ['MICROSOFT_APP_OPENID_METADATA', { MICROSOFT_APP_OPENID_METADATA: 'login' }],
  ['MASTER_KEY', { MASTER_KEY: secret }], ['MASTER_KEY', { MASTER_KEY: 'ab'.repeat(31) }],
  ['MASTER_KEY_ALSO', { MASTER_KEY: 'ab'.repeat(32), MASTER_KEY_ALSO: secret }], ['MASTER_KEY', { MASTER_KEY_ALSO: 'ab'.repeat(32) }],
  ['DIRECTLINE_SECRET', { DIRECTLINE_SECRET: secret }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://bank.example, bank.example' }], ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://bank.example/path' }],
  ['LOG_SIGNING_KEY', { LOG_SIGNING_KEY: secret }], ['LOG_SIGNING_KEY', { LOG_SIGNING_KEY: generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64') }],
  ['LOG_CHECKPOINT_ENTRIES', { LOG_CHECKPOINT_ENTRIES: '0' }], ['LOG_CHECKPOINT_MINUTES', { LOG_CHECKPOINT_MINUTES: 'often' }], ['LOG_WITNESS_URL', { LOG_WITNESS_URL: 'witness.example' }],
  ['METRICS_TOKEN', { METRICS_TOKEN: 'short' }],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }],
  ['CLOCK_START', { CLOCK_START: 'tomorrow' }], ['CLOCK_START', { CLOCK_START: '2026-02-13T10:00:00+08:00', HOST: '0.0.0.0' }],
]

describe('settings', () => {
  it.each(wrong)('names a wrong %s: %o', (name, env) => {
    let message = ''
    try {
      readConfig({ DATA_DIR: dataDir, ...env })
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      if (error instanceof ConfigError) ({ message } = error)
    }
    expect(message).toMatch(new RegExp(`^${name} (must|is) .{8,}`))
    expect(message).not.toContain('hunter2')
  })

  it('names a DATA_DIR that cannot be one', () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, '')
    expect(() => readConfig({ DATA_DIR: file })).toThrow(/^DATA_DIR must be a folder/)
    expect(() => readConfig({ DATA_DIR: join(file, 'below') })).toThrow(/^DATA_DIR must be a folder/)
  })

  it('takes an empty setting for one that is not given', () => {
    const empty = Object.fromEntries(['PORT', 'HOST', 'DATABASE_URL', 'PUBLIC_URL', 'LOG_LEVEL', 'MICROSOFT_APP_TYPE', 'MASTER_KEY', 'ALLOWED_ORIGINS', 'CLOCK_START'].map(name => [name, ' ']))
    expect(readConfig({ ...empty, DATA_DIR: dataDir })).toMatchObject({ PORT: 3978, HOST: '127.0.0.1', LOG_LEVEL: 'info', ALLOWED_ORIGINS: [] })
  })

  it('warns of a service open to other machines without TLS', () => {
    expect(warningsOf(readConfig({ DATA_DIR: dataDir, HOST: '0.0.0.0' }), isLoopback)).toHaveLength(1)
    expect(warningsOf(readConfig({ DATA_DIR: dataDir, HOST: '0.0.0.0', PUBLIC_URL: 'http://bot.example' }), isLoopback)).toHaveLength(1)
    expect(warningsOf(readConfig({ DATA_DIR: dataDir, HOST: '0.0.0.0', PUBLIC_URL: 'https://bot.example/' }), isLoopback)).toEqual([])
    expect(warningsOf(readConfig({ DATA_DIR: dataDir }), isLoopback)).toEqual([])
  })
})

describe('secrets that are not given', () => {
  it('are made once, readable by their owner only', () => {
    const made = readConfig({ DATA_DIR: dataDir })
    for (const file of ['master.key', 'directline.secret']) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600)
    const again = readConfig({ DATA_DIR: dataDir })
    expect(again.MASTER_KEY).toEqual(made.MASTER_KEY)
    expect(again.DIRECTLINE_SECRET).toBe(made.DIRECTLINE_SECRET)
    expect(made.MASTER_KEY).toHaveLength(32)
  })
  it('are taken back from everyone else', () => {
    const kept = keptSecret(dataDir, 'open')
    chmodSync(join(dataDir, 'open'), 0o644)
    expect(keptSecret(dataDir, 'open')).toBe(kept)
    expect(statSync(join(dataDir, 'open')).mode & 0o777).toBe(0o600)
  })
  it('are not replaced where the file is damaged: what was sealed under the old key would be lost', () => {
    const damaged = mkdtempSync(join(tmpdir(), 'shouwen-config-'))
    writeFileSync(join(damaged, 'master.key'), 'half a k')
    expect(() => readConfig({ DATA_DIR: damaged })).toThrow(/^MASTER_KEY is not given, and what .*master\.key holds is not one/)
    rmSync(damaged, { recursive: true })
  })
})
