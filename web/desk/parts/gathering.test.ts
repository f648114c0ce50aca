import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { gather } from './gathering.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

/** Work that takes so many milliseconds. */
function slow(ms: number) {
  const begun: number[] = []
  let [at, most] = [0, 0]
  const gathered = gather(async () => {
    begun.push(Date.now())
    at += 1
    most = Math.max(most, at)
    await new Promise(resolve => setTimeout(resolve, ms))
    at -= 1
  }, () => Date.now())
  return { gathered, begun, atOnce: () => most }
}

it('does it once for all who ask in a moment, and again for who asks while it is done', async () => {
  const { gathered, begun } = slow(50)
  for (let each = 0; each < 20; each += 1) gathered.ask()
  await vi.advanceTimersByTimeAsync(180)
  expect(begun).toHaveLength(1)
  gathered.ask()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toHaveLength(2)
})

it('never does two at a time, and rests longer the longer it took, with the last who asked not forgotten', async () => {
  const { gathered, begun, atOnce } = slow(400)
  for (let each = 0; each < 100; each += 1) {
    gathered.ask()
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(atOnce()).toBe(1)
  // A fifth of ten seconds at most.
  expect(begun.length).toBeLessThanOrEqual(6)
  const before = begun.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(begun.length).toBeLessThanOrEqual(before + 1)
  expect(Math.max(...begun)).toBeGreaterThan((begun[0] ?? 0) + 9_000)
})

it('goes on after what failed, and ends where it is stopped', async () => {
  let tried = 0
  const gathered = gather(async () => {
    tried += 1
    throw new Error('no')
  }, () => Date.now())
  gathered.ask()
  await vi.advanceTimersByTimeAsync(200)
  gathered.ask()
  await vi.advanceTimersByTimeAsync(200)
  expect(tried).toBe(2)
  gathered.ask()
  gathered.stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(tried).toBe(2)
})
