import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

it('is one key for all who start together on one folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  const code = `import { parentPort } from 'node:worker_threads'; import { openLogKey } from ${JSON.stringify(new URL('log-key.ts', import.meta.url).href)}; parentPort.postMessage(openLogKey(${JSON.stringify(dataDir)}).publicKey)`
  const keys = await Promise.all(Array.from({ length: 6 }, () => new Promise((resolve, reject) => {
    new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`)).once('message', resolve).once('error', reject)
  })))
  expect(new Set(keys).size).toBe(1)
  expect(readdirSync(dataDir).sort()).toEqual(['log-signing.key', 'log-signing.pub'])
  rmSync(dataDir, { recursive: true })
})
