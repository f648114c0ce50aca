import { describe, expect, it } from 'vitest'
import { holdingOf, type There } from './holding.ts'

const agent = (id: string, change: Partial<There> = {}): There => ({ id, status: 'available', load: 0, capacity: 2, ...change })
const nothing: ReadonlyMap<string, string[]> = new Map()

describe('what holds a waiting customer up', () => {
  it('is the first thing that is in the way', () => {
    expect(holdingOf([], nothing, false).why).toBe('nobody-here')
    expect(holdingOf([agent('li', { status: 'away' }), agent('wang', { status: 'wrap-up' })], nothing, false).why).toBe('nobody-available')
    expect(holdingOf([agent('li', { load: 2 }), agent('wang', { status: 'away' })], nothing, false).why).toBe('all-busy')
    expect(holdingOf([agent('li', { load: 2 }), agent('wang', { load: 1 })], nothing, false).why).toBe('next')
    expect(holdingOf([], nothing, true).why).toBe('offered')
  })

  it('names what is lacking where nobody may serve them, and does not count who is free but may not', () => {
    const unfit = new Map([['li', ['certificate-missing:fund', 'language:en']], ['wang', ['certificate-missing:fund']]])
    expect(holdingOf([agent('li'), agent('wang')], unfit, false)).toEqual({ why: 'nobody-qualified', lacking: ['certificate-missing:fund', 'language:en'] })
    // The one who may is busy; that the other is free does not help.
    expect(holdingOf([agent('li'), agent('zhao', { load: 2 })], unfit, false).why).toBe('all-busy')
  })
})
