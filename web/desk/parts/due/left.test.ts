import { describe, expect, it } from 'vitest'
import { leftOf } from './left.ts'

describe('what is left of a clock', () => {
  const counted = ['2026-09-29', '2026-09-30', '2026-10-08']
  const dueAt = '2026-10-08T15:59:59Z'

  it('counts the working days that are still to come, in the time of Shanghai', () => {
    expect(leftOf({ counted, dueAt }, new Date('2026-09-28T10:00:00Z'))).toEqual({ unit: 'working-days', n: 3 })
    // 16:30 UTC is past midnight there: the 29th has begun.
    expect(leftOf({ counted, dueAt }, new Date('2026-09-28T16:30:00Z'))).toEqual({ unit: 'working-days', n: 2 })
    // The long holiday counts for nothing.
    expect(leftOf({ counted, dueAt }, new Date('2026-10-03T04:00:00Z'))).toEqual({ unit: 'working-days', n: 1 })
    expect(leftOf({ counted, dueAt }, new Date('2026-10-08T04:00:00Z'))).toEqual({ unit: 'working-days', n: 0 })
  })

  it('counts hours where no days were counted, and never below nothing', () => {
    expect(leftOf({ counted: [], dueAt }, new Date('2026-10-08T12:00:00Z'))).toEqual({ unit: 'hours', n: 3 })
    expect(leftOf({ counted: [], dueAt }, new Date('2026-10-09T12:00:00Z'))).toEqual({ unit: 'hours', n: 0 })
  })
})
