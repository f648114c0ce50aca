import { describe, expect, it } from 'vitest'
import { isOver, latestEnd } from './limits.ts'

const begun = new Date('2026-11-26T01:00:00Z')
const minute = 60_000

describe('a practice room', () => {
  const at = (minutes: number, idle: number) => isOver({ endsAt: latestEnd(begun).toISOString(), idle: idle * minute }, new Date(begun.getTime() + minutes * minute))
  it('lasts two hours at most, whatever is done in it', () => expect([at(0, 0), at(119.9, 0), at(120, 0), at(500, 0)]).toEqual([false, false, true, true]))
  it('ends when nothing was done in it for twenty minutes', () => expect([at(30, 19.9), at(30, 20.1)]).toEqual([false, true]))
})
