import { mkdtempSync, rmSync } from 'node:fs'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { trainBeside } from './training-beside.ts'

const knowledgeDir = join(import.meta.dirname, '..', 'knowledge')
let cacheDir: string
const told: string[] = []
const log = { info: (message: string) => told.push(message), error: (facts: object, message: string) => told.push(`${message} ${JSON.stringify(facts)}`) }
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'shouwen-training-'))
  told.length = 0
})
afterEach(() => rmSync(cacheDir, { recursive: true, force: true }))

it('tells why there is no model of what does not hold, and ends', async () => {
  await trainBeside({ knowledgeDir: cacheDir, cacheDir, embeddingDir: undefined }, { behind: false, log }).ended
  expect(told).toEqual([expect.stringContaining('could not be trained')])
  expect(told.join()).toContain('ENOENT')
})

it('trains in a process of its own behind those who are served, tells how far it is, and ends when it is stopped', async () => {
  const training = trainBeside({ knowledgeDir, cacheDir, embeddingDir: undefined }, { behind: true, log })
  await vi.waitFor(() => expect(told.join()).toMatch(/training zh/), { timeout: 20_000 })
  expect(training.pid).not.toBe(process.pid)
  expect(getPriority(training.pid)).toBeGreaterThan(getPriority())
  await training.stop()
  expect(() => process.kill(training.pid ?? 0, 0)).toThrow()
  expect(told.join()).not.toContain('could not')
})
