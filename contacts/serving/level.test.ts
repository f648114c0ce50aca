import { describe, expect, it } from 'vitest'
import { type Asked, levelOf } from './level.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 1, minute)).toISOString()
const asked = (requested: number, change: Partial<Asked> = {}): Asked => ({ requestedAt: at(requested), firstTakenAt: change.takenAt ?? null, takenAt: null, servedMs: 0, closedAt: null, status: 'waiting', outcome: null, ...change })

describe('the service level', () => {
  it('counts who was taken in time, who gave up, and who still waits', () => {
    const level = levelOf([
      asked(0, { takenAt: at(1), closedAt: at(11), status: 'closed', outcome: 'resolved' }), asked(1, { takenAt: at(4), status: 'active' }), asked(2, { closedAt: at(5), status: 'closed', outcome: 'withdrawn' }),
      asked(3, { status: 'left' }), asked(10),
    ], 60, at(15))
    expect(level).toEqual({ asked: 5, taken: 2, takenInTime: 1, abandoned: 1, left: 1, longestWait: 300, averageWait: 120, averageHandling: 600 })
  })

  it('says nothing of times where nobody was served, and counts no wait below nothing', () => {
    expect(levelOf([], 60, at(0))).toEqual({ asked: 0, taken: 0, takenInTime: 0, abandoned: 0, left: 0, longestWait: 0, averageWait: undefined, averageHandling: undefined })
    // A clock of another instance may be a little ahead.
    expect(levelOf([asked(5)], 60, at(4))).toMatchObject({ longestWait: 0 })
  })

  it('counts the first who took a customer, however often they were passed on, and handling without waits in between', () => {
    // Taken within the minute, passed on after two, back in the queue, taken again and closed.
    const passedOn = asked(0, { firstTakenAt: at(1), takenAt: at(20), servedMs: 120_000, closedAt: at(23), status: 'closed', outcome: 'resolved' })
    expect(levelOf([passedOn], 60, at(30))).toMatchObject({ taken: 1, takenInTime: 1, averageWait: 60, averageHandling: 300, abandoned: 0 })
    // Who goes while they wait again was served: nobody let them down at the first.
    expect(levelOf([asked(0, { firstTakenAt: at(1), servedMs: 60_000, closedAt: at(9), status: 'closed', outcome: 'withdrawn' })], 60, at(30))).toMatchObject({ taken: 1, takenInTime: 1, abandoned: 0, averageHandling: 60 })
    expect(levelOf([asked(0, { firstTakenAt: at(1), servedMs: 60_000 })], 60, at(5))).toMatchObject({ taken: 1, averageHandling: undefined, longestWait: 300 })
  })

  it('does not count a customer as given up who was served and left then', () => {
    expect(levelOf([asked(0, { takenAt: at(1), closedAt: at(2), status: 'closed', outcome: 'withdrawn' })], 60, at(3))).toMatchObject({ taken: 1, abandoned: 0 })
  })
})
