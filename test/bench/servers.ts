import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type Server = { url: string; pid: number; /** From its start until it was ready, in milliseconds. */ readyMs: number; kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> }

const root = join(import.meta.dirname, '..', '..')
/** Signs the bench's tokens: the institution names its customers with it. */
export const directLineSecret = 'bench-secret-of-direct-line'

/** Under which the bench's services seal. */
export const masterKey = '5'.repeat(64)

/** Starts a program and waits until it prints its address. */
async function start(script: string, env: Record<string, string>): Promise<Server> {
  const from = performance.now()
  const child: ChildProcess = spawn(process.execPath, [script], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout || child.pid === undefined) throw new Error(`${script} did not start`)
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/[^/\s]+/.exec(line) ?? []
    if (!url) continue
    child.stdout.resume()
    return { url, pid: child.pid, readyMs: performance.now() - from, async kill(signal) { child.kill(signal); await ended } }
  }
  throw new Error(`${script} ended before it was ready`)
}

/** The bench's customers write faster than any person. */
const unlimited = { RATE_PER_CUSTOMER: '1000000', RATE_PER_CHANNEL: '1000000', RATE_TOTAL: '1000000' }

/** The service as `npm start` runs it, on loopback, with what `records` says of its store. */
export function startService(records: Record<string, string>, port = 0): Promise<Server> {
  return start('bot/main.ts', { HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error', DIRECTLINE_SECRET: directLineSecret, MASTER_KEY: masterKey, ...unlimited, ...records })
}

/** An empty bot on restify and CloudAdapter. */
export const startEcho = (): Promise<Server> => start('test/bench/echo.ts', {})
