import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../bot/config.ts'
import { createCustomerSeal } from '../../contacts/customer-seal.ts'
import { verifyChain } from '../../contacts/log.ts'
import { openLogKey } from '../../contacts/proof/log-key.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { openStore, takeAlone } from '../../store/index.ts'

let dataDir: string
const customers = 6_000
const sealed = new Map<string, string>()
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-rotate-'))
  const config = readConfig({ DATA_DIR: dataDir })
  const store = await openStore({ dataDir })
  const seal = createCustomerSeal({ store, sealing: createSealing(config.MASTER_KEY) })
  await store.write(async tx => {
    for (let index = 0; index < customers; index++) await tx.insertInto('customers').values({ id: `c${index}`, created_at: '', wrapped_key: seal.newKey(`c${index}`), person: `c${index}` }).execute()
  })
  for (let index = 0; index < customers; index += 97) sealed.set(`c${index}`, await seal.seal(`c${index}`, index))
  await store.close()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const run = (...args: string[]) => spawnSync(process.execPath, ['bot/keys.ts', ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'], DATA_DIR: dataDir } })
/** Reads as a service would that starts now; gives how many keys are under the master key alone. */
async function readAll(): Promise<number> {
  const config = readConfig({ DATA_DIR: dataDir })
  const store = await openStore({ dataDir })
  const seal = createCustomerSeal({ store, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO) })
  for (const [id, content] of sealed) expect(await seal.unseal(id, content)).toBe(Number(id.slice(1)))
  const alone = createSealing(config.MASTER_KEY)
  const rows = await store.db.selectFrom('customers').select('wrapped_key').execute()
  await store.close()
  return rows.filter(({ wrapped_key }) => { try { return alone.rewrap(wrapped_key) === undefined } catch { return false } }).length
}

it('a rotation that is killed at any point leaves everything readable, and goes on when it is begun again', { timeout: 120_000 }, async () => {
  const first = readFileSync(join(dataDir, 'master.key'), 'utf8')
  const reached: number[] = []
  // Killed as soon as its first step is seen, and later and later.
  for (const after of [0, 5, 20, 45, 90, 150]) {
    const child = spawn(process.execPath, ['bot/keys.ts', 'rotate'], { env: { PATH: process.env['PATH'], DATA_DIR: dataDir }, stdio: 'ignore' })
    const ended = new Promise(resolve => child.once('exit', resolve))
    while (!existsSync(join(dataDir, 'master.key.also')) && child.exitCode === null) await new Promise(resolve => setTimeout(resolve, 1))
    if (reached.length > 0) await new Promise(resolve => setTimeout(resolve, 300))
    await new Promise(resolve => setTimeout(resolve, after))
    child.kill('SIGKILL')
    await ended
    reached.push(await readAll())
  }
  const { status, stdout, stderr } = run('rotate')
  expect({ status, stderr }).toMatchObject({ status: 0 })
  expect(stdout).toMatch(/new master key/)
  expect(await readAll()).toBe(customers)
  expect(existsSync(join(dataDir, 'master.key.also'))).toBe(false)
  expect(readFileSync(join(dataDir, 'master.key'), 'utf8')).not.toBe(first)
  expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600)
})

it('the key that signs the log is followed by the next one, and both are known by who trusts the first', { timeout: 60_000 }, async () => {
  const before = openLogKey(dataDir).publicKey
  for (let time = 0; time < 2; time++) expect(run('sign')).toMatchObject({ status: 0 })
  const now = openLogKey(dataDir).publicKey
  expect(now).not.toBe(before)
  const store = await openStore({ dataDir })
  expect(await verifyChain(store.db)).toMatchObject({ ok: true })
  await store.close()
  const file = join(dataDir, 'log.jsonl')
  spawnSync(process.execPath, ['bot/log-export.ts', '--out', file], { env: { PATH: process.env['PATH'], DATA_DIR: dataDir } })
  const verify = (key: string) => spawnSync(process.execPath, ['contacts/proof/log-verify-cli.ts', file, '--key', key, '--json'], { encoding: 'utf8' })
  for (const key of [before, now]) expect(JSON.parse(verify(key).stdout)).toMatchObject({ ok: true, publicKey: now })
  expect(JSON.parse(verify('MCowBQYDK2VwAyEA6633ioEPdvVn0O6fXXc32iOHGLQZKWw5Y4kxsVriqAw=').stdout)).toMatchObject({ ok: false, entry: 0 })
})

it('a signing key that is a setting is followed by one that is printed, and vouched for', { timeout: 60_000 }, async () => {
  const first = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
  const settingsWith = (key: string) => ({ PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_SIGNING_KEY: key })
  const next = spawnSync(process.execPath, ['bot/keys.ts', 'sign'], { encoding: 'utf8', env: settingsWith(first) }).stdout.split('\n')[0] ?? ''
  const file = join(dataDir, 'given.jsonl')
  expect(spawnSync(process.execPath, ['bot/log-export.ts', '--out', file], { env: settingsWith(next) }).status).toBe(0)
  const verified = spawnSync(process.execPath, ['contacts/proof/log-verify-cli.ts', file, '--key', openLogKey(dataDir, first).publicKey, '--json'], { encoding: 'utf8' })
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, publicKey: openLogKey(dataDir, next).publicKey })
})

it('says what must be done first', { timeout: 60_000 }, () => {
  const { letGo } = takeAlone(dataDir)
  expect(run('rotate')).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop the service first') })
  letGo()
  expect(run('turn')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') })
  const withKey = spawnSync(process.execPath, ['bot/keys.ts', 'rotate'], { encoding: 'utf8', env: { PATH: process.env['PATH'], DATA_DIR: dataDir, MASTER_KEY: 'ab'.repeat(32) } })
  expect(withKey).toMatchObject({ status: 1, stderr: expect.stringContaining('MASTER_KEY_ALSO') })
})
