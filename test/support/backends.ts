import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { openStore, type Store } from '../../store/index.ts'
import { freePort } from './process.ts'

const installed = '/usr/lib/postgresql'
const [version] = existsSync(installed) ? readdirSync(installed) : []
if (version === undefined && process.env['CI']) throw new Error('PostgreSQL is missing; in CI nothing may be skipped')
if (version === undefined) console.log('Skipped: the store on PostgreSQL (no /usr/lib/postgresql)')
const isRoot = process.getuid?.() === 0

/** A kind of store with a fresh one of it; the same suite runs against each. */
export type Backend = { name: string; open(): Promise<{ store: Store; reopen(): Promise<Store>; stop(): Promise<void> }> }

const sqlite: Backend = {
  name: 'SQLite',
  async open() {
    const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-store-'))
    return { store: await openStore({ dataDir }), reopen: () => openStore({ dataDir }), async stop() { rmSync(dataDir, { recursive: true, force: true }) } }
  },
}
const postgres: Backend = {
  name: 'PostgreSQL',
  async open() {
    const bin = join(installed, version ?? '', 'bin')
    const dir = mkdtempSync(join(tmpdir(), 'shouwen-pg-'))
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
    const open = () => openStore({ dataDir: dir, databaseUrl: `postgres://shouwen@127.0.0.1:${port}/postgres` })
    const store = await vi.waitFor(open, { timeout: 20_000, interval: 200 })
    return {
      store, reopen: open,
      async stop() {
        const [control = '', ...stopArguments] = as([join(bin, 'pg_ctl'), '-D', join(dir, 'data'), 'stop', '-m', 'fast', '-w'])
        execFileSync(control, stopArguments, { stdio: 'ignore', cwd: '/' })
        await ended
        rmSync(dir, { recursive: true, force: true })
      },
    }
  },
}


export const backends: readonly Backend[] = [sqlite, ...(version === undefined ? [] : [postgres])]
