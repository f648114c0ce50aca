import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemoryStore, openStore, type Store } from '../../store/index.ts'
import { hasPostgres, startPostgres } from './postgres.ts'

if (!hasPostgres && process.env['CI']) throw new Error('PostgreSQL is missing; in CI nothing may be skipped')
if (!hasPostgres) console.log('Skipped: the store on PostgreSQL (no /usr/lib/postgresql)')

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
    const server = await startPostgres()
    const open = () => openStore({ dataDir: '', databaseUrl: server.urlOf('postgres') })
    return { store: await open(), reopen: open, stop: server.stop }
  },
}

/** What practice is kept in. */
export const memory = { name: 'SQLite in memory', open: async () => ({ store: await openMemoryStore(), stop: async () => undefined }) }

export const backends: readonly Backend[] = [sqlite, ...(hasPostgres ? [postgres] : [])]
