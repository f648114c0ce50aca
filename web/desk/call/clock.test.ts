import { afterEach, expect, it, vi } from 'vitest'
import { hearTime, nowThere } from './clock.ts'

afterEach(() => { vi.useRealTimers() })

it('goes by the service where this machine\'s clock is wrong, and is not moved by what an answer takes', () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-11T02:00:00.000Z') })
  hearTime(null)
  expect(nowThere()).toBe(Date.now())
  hearTime('Tue, 10 Mar 2026 01:59:59 GMT')
  const there = nowThere()
  expect(Math.abs(there - Date.parse('2026-03-10T02:00:00.000Z'))).toBeLessThan(1_000)
  vi.advanceTimersByTime(60_000)
  hearTime('Tue, 10 Mar 2026 02:00:58 GMT')
  expect(nowThere()).toBe(there + 60_000)
})
