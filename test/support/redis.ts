import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort, until } from './process.ts'

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether this machine has a redis-server to start. */
export const hasRedis = isInstalled()

export type RedisServer = {
  port: number
  url: string
  start(): Promise<void>
  /** Ends it as a crash would; nothing is kept. */
  kill(): Promise<void>
  /** Stops it from answering, without closing a connection, and lets it go on. */
  pause(): void
  goOn(): void
  /** Asks it something by a connection of its own. */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** A redis-server of its own on a free port; `settings` as on its command line. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'shouwen-redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined

  async function ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null })
    redis.on('error', () => undefined)
    try {
      await redis.connect()
      return await question(redis)
    } finally {
      redis.disconnect()
    }
  }
  async function start(): Promise<void> {
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no', ...settings], { stdio: 'ignore' })
    await until(() => ask(redis => redis.ping()), 10_000)
  }
  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise(resolve => child?.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    port, url: `redis://127.0.0.1:${port}`, start, kill, ask,
    pause: () => { child?.kill('SIGSTOP') },
    goOn: () => { child?.kill('SIGCONT') },
    async stop() {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
