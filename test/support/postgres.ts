import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort, until } from './process.ts'

const installed = '/usr/lib/postgresql'
const [version] = existsSync(installed) ? readdirSync(installed) : []

/** Whether this machine has a PostgreSQL to start. */
export const hasPostgres = version !== undefined
const isRoot = process.getuid?.() === 0

export type PostgresServer = {
  /** The address of one of its databases. */
  urlOf(database: string): string
  /** Makes an empty database and gives its address. */
  createDatabase(name: string): Promise<string>
  ask(sql: string, database?: string): Promise<pg.QueryResult>
  start(): Promise<void>
  /** Ends it; `immediate` as a crash does. */
  halt(mode: 'fast' | 'immediate'): Promise<void>
  stop(): Promise<void>
}

/** Starts a PostgreSQL of its own on loopback, with its data in a temporary folder, and waits until it answers. It refuses to run as root; its own user does. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = join(installed, version ?? '', 'bin')
  const dir = mkdtempSync(join(tmpdir(), 'shouwen-pg-'))
  const as = (command: string[]): [string, string[]] => isRoot ? ['runuser', ['-u', 'postgres', '--', ...command]] : [command[0] ?? '', command.slice(1)]
  if (isRoot) execFileSync('chown', ['postgres', dir])
  chmodSync(dir, 0o700)
  execFileSync(...as([join(bin, 'initdb'), '-D', join(dir, 'data'), '-U', 'shouwen', '-A', 'trust', '-E', 'UTF8', '--locale', 'C']), { stdio: 'ignore', cwd: '/' })
  const port = await freePort()
  const urlOf = (database: string) => `postgres://shouwen@127.0.0.1:${port}/${database}`
  let child: ChildProcess | undefined

  async function ask(sql: string, database = 'postgres'): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: urlOf(database) })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  async function start(): Promise<void> {
    child = spawn(...as([join(bin, 'postgres'), '-D', join(dir, 'data'), '-p', String(port), '-k', dir, '-h', '127.0.0.1', '-c', 'max_connections=200']), { stdio: 'ignore', cwd: '/' })
    await until(() => ask('SELECT 1'), 20_000)
  }
  async function halt(mode: 'fast' | 'immediate'): Promise<void> {
    if (!child || child.exitCode !== null) return
    const ended = new Promise(resolve => child?.once('exit', resolve))
    execFileSync(...as([join(bin, 'pg_ctl'), '-D', join(dir, 'data'), 'stop', '-m', mode, '-w']), { stdio: 'ignore', cwd: '/' })
    await ended
  }
  await start()
  return {
    urlOf, ask, start, halt,
    async createDatabase(name) {
      await ask(`CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    async stop() {
      await halt('fast')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
