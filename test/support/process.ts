import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')))
    })
  })
}

/** Tries again until it does not throw; after `withinMs` throws what it threw last. */
export async function until<T>(attempt: () => Promise<T>, withinMs: number): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > end) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

export type Running = { url: string; child: ChildProcess; said(): string; kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> }

/** Starts the real service as its own process, on `env.PORT` or a free port, and waits until it is ready. */
export async function startProcess(env: Record<string, string>, entry = 'bot/main.ts'): Promise<Running> {
  const port = env['PORT'] ?? String(await freePort())
  const child = spawn(process.execPath, [entry], { cwd: root, env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...env, PORT: port }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout?.on('data', chunk => { said += String(chunk) })
  child.stderr?.on('data', chunk => { said += String(chunk) })
  const url = `http://${env['HOST'] === '::1' ? '[::1]' : '127.0.0.1'}:${port}`
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The service did not start: ${said}`)
    const ready = await fetch(`${url}/health/ready`).then(response => response.ok, () => false)
    if (ready) return { url, child, said: () => said, async kill(signal) { child.kill(signal); await ended } }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
