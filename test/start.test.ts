import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openStore } from '../store/index.ts'
import { freePort, startProcess } from './support/process.ts'

const root = join(import.meta.dirname, '..')
let dataDir: string
beforeAll(() => { dataDir = mkdtempSync(join(tmpdir(), 'shouwen-start-')) })
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** Starts the service where it cannot start; gives what it says and how it ends. */
function failing(env: Record<string, string>): Promise<{ said: string; code: number | null }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['bot/main.ts'], { cwd: root, env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir, ...env } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => { said += String(chunk) })
    child.once('close', code => resolve({ said, code }))
  })
}

describe('a start that cannot be', () => {
  const sentence = async (env: Record<string, string>, expected: RegExp) => {
    const { said, code } = await failing(env)
    expect(said).toMatch(expected)
    expect(said).not.toMatch(/\n\s+at |Error:/)
    expect(code).toBe(1)
  }

  it('names the setting that is wrong', () => sentence({ PORT: 'http' }, /^PORT must be a whole number/))
  it('says that the port is in use', async () => {
    const other = createServer()
    const port = await freePort()
    await new Promise<void>(resolve => other.listen(port, '127.0.0.1', resolve))
    await sentence({ PORT: String(port) }, new RegExp(`PORT ${port} is in use on 127\\.0\\.0\\.1`))
    other.close()
  })
  it('says that the address is not this machine\'s', () => sentence({ HOST: '192.0.2.1', PUBLIC_URL: 'https://bot.example' }, /^HOST 192\.0\.2\.1 is no address of this machine/))
  it('says that the database does not answer', async () => sentence({ DATABASE_URL: `postgres://shouwen@127.0.0.1:${await freePort()}/none` }, /^DATABASE_URL: the database does not answer/m))
  it('says that the embedding model cannot be used', async () => {
    await sentence({ EMBEDDING_DIR: join(dataDir, 'none') }, /^EMBEDDING_DIR must be a folder with model\.onnx/)
    await sentence({ EMBEDDING_DIR: join(root, 'nlp') }, /^EMBEDDING_DIR: .*model\.onnx is missing/)
  })
  it.each(['/dev/null/shouwen', '/proc/shouwen/data'])('says that the data folder %s cannot be written', path => sentence({ DATA_DIR: path }, /^DATA_DIR must be a folder that this process may write/))
  it('says that another process works on the data folder, and starts when that one was killed, with all that it wrote', { timeout: 90_000 }, async () => {
    const first = await startProcess({ DATA_DIR: dataDir })
    await sentence({}, /^DATA_DIR: another process works on .*DATABASE_URL/)
    const { token } = z.object({ token: z.string() }).parse(await (await fetch(`${first.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    expect((await fetch(`${first.url}/v3/directline/conversations`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).status).toBe(201)
    await first.kill('SIGKILL')
    // Who closes the records last folds in what was written last; then it is not missing.
    await (await openStore({ dataDir })).close()
    const again = await startProcess({ DATA_DIR: dataDir })
    await again.kill('SIGKILL')
    // What was accepted last is in the file that SQLite writes to first: it is not to be lost without a word.
    renameSync(join(dataDir, 'shouwen.db-wal'), join(dataDir, 'away'))
    await sentence({}, /^DATA_DIR: shouwen\.db-wal is missing in .*remove shouwen\.db-open and start again/)
    renameSync(join(dataDir, 'away'), join(dataDir, 'shouwen.db-wal'))
    // With another key new customers would be sealed under it, and nobody from before could be answered.
    await sentence({ MASTER_KEY: '6'.repeat(64) }, /^MASTER_KEY is not the one under which the records were sealed/)
    const next = await startProcess({ DATA_DIR: dataDir })
    await next.kill('SIGTERM')
    expect(next.child.exitCode).toBe(0)
    expect(existsSync(join(dataDir, 'shouwen.db-open'))).toBe(false)
  })
})
