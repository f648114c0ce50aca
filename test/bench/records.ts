import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { type RedisServer, startRedis } from '../support/redis.ts'
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
  const redisServers: RedisServer[] = []
  let made = 0
  /** A Redis for each: its topics are heard in all its databases. */
  async function coordination(): Promise<Record<string, string>> {
    if (store !== 'postgres+redis') return {}
    const redis = await startRedis()
    redisServers.push(redis)
    return { REDIS_URL: redis.url }
  }
  return {
    async fresh() {
      made += 1
      return { DATA_DIR: dataDir(), DATABASE_URL: await postgres.createDatabase(`bench${made}`), ...await coordination() }
    },
    async remove() {
      await Promise.all(redisServers.map(redis => redis.stop()))
      await postgres.stop()
      removeDirs()
    },
  }
}
