import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'
import type { Options } from './options.ts'

/** Where services keep their records while they are measured. */
export type Records = {
  /** The settings of a service with empty records of its own. */
  fresh(): Promise<Record<string, string>>
  remove(): Promise<void>
}

export async function startRecords(store: Options['store']): Promise<Records> {
  const dirs: string[] = []
  const dataDir = () => {
    const dir = mkdtempSync(join(tmpdir(), 'shouwen-bench-'))
    dirs.push(dir)
    return dir
  }
  const removeDirs = () => { for (const dir of dirs) rmSync(dir, { recursive: true, force: true }) }
  if (store === 'sqlite') return { fresh: async () => ({ DATA_DIR: dataDir() }), async remove() { removeDirs() } }
  const postgres = await startPostgres()
  const redis = store === 'postgres+redis' ? await startRedis() : undefined
  let made = 0
  return {
    async fresh() {
      made += 1
      return { DATA_DIR: dataDir(), DATABASE_URL: await postgres.createDatabase(`bench${made}`), ...(redis ? { REDIS_URL: `${redis.url}/${made % 16}` } : {}) }
    },
    async remove() {
      await redis?.stop()
      await postgres.stop()
      removeDirs()
    },
  }
}
