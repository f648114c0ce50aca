import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './process.ts'

const installed = '/usr/lib/postgresql'
const [version] = existsSync(installed) ? readdirSync(installed) : []
/** Whether this machine has a PostgreSQL to start. */
export const hasPostgres = version !== undefined

export type PostgresServer = { /** The address of one of its databases. */ urlOf(database: string): string; createDatabase(name: string): Promise<string>; stop(): Promise<void> }

/** Starts a PostgreSQL of its own on loopback, with its data in a temporary folder, and waits until it answers. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = join(installed, version ?? '', 'bin')
  const dir = mkdtempSync(join(tmpdir(), 'shouwen-pg-'))
  const isRoot = process.getuid?.() === 0
  // PostgreSQL refuses to run as root; its own user does.
  const as = (command: string[]) => isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command
  if (isRoot) execFileSync('chown', ['postgres', dir])
  chmodSync(dir, 0o700)
  const [initdb = '', ...initArguments] = as([join(bin, 'initdb'), '-D', join(dir, 'data'), '-U', 'shouwen', '-A', 'trust', '-E', 'UTF8', '--locale', 'C'])
  execFileSync(initdb, initArguments, { stdio: 'ignore', cwd: '/' })
  const port = await freePort()
  const [server = '', ...serverArguments] = as([join(bin, 'postgres'), '-D', join(dir, 'data'), '-p', String(port), '-k', dir, '-h', '127.0.0.1'])
  const child = spawn(server, serverArguments, { stdio: 'ignore', cwd: '/' })
  const ended = new Promise(resolve => child.once('exit', resolve))
  const urlOf = (database: string) => `postgres://shouwen@127.0.0.1:${port}/${database}`
  async function run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: urlOf('postgres') })
    try {
      await client.connect()
      await client.query(sql)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  const until = Date.now() + 20_000
  for (;;) {
    try {
      await run('SELECT 1')
      break
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until) throw new Error('PostgreSQL did not start', { cause: error })
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  return {
    urlOf,
    async createDatabase(name) {
      await run(`CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    async stop() {
      const [control = '', ...stopArguments] = as([join(bin, 'pg_ctl'), '-D', join(dir, 'data'), 'stop', '-m', 'fast', '-w'])
      execFileSync(control, stopArguments, { stdio: 'ignore', cwd: '/' })
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
