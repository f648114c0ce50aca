import { expect, it } from 'vitest'
import { waitSince } from './waits.ts'

const patience = { person: { long: 20, late: 60 }, reply: { long: 30, late: 90 } }
const now = Date.parse('2026-11-26T02:00:00.000Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

it('judges a wait for a person and one for a reply each by its own rules', () => {
  expect([0, 19, 20, 59, 60, 9_999].map(seconds => waitSince(ago(seconds), 'waiting', now, patience))).toEqual(['fine', 'fine', 'long', 'long', 'late', 'late'])
  expect([20, 29, 30, 89, 90].map(seconds => waitSince(ago(seconds), 'active', now, patience))).toEqual(['fine', 'fine', 'long', 'long', 'late'])
  // A page's clock may be behind the service's.
  expect(waitSince(ago(-5), 'waiting', now, patience)).toBe('fine')
})
