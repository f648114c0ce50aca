import { describe, expect, it } from 'vitest'
import { byDay, type Entry } from './grouping.ts'

let sequence = 0
const entry = (at: string, role: Entry['role'], name = ''): Entry => ({ id: String(++sequence), sequence, place: sequence, audience: 'customer', as: null, at, role, name, text: 'x', articles: [], wording: [], attachments: [], choices: [] })
const day = (instant: string) => new Date(instant).toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' })
const shape = (entries: Entry[]) => byDay(entries, day).map(each => [each.day, ...each.groups.map(({ role, entries: said }) => `${role} ${said.length}`)])

describe('byDay', () => {
  it('begins a day where the reader is, not in UTC', () => {
    expect(shape([entry('2026-11-25T15:59:00.000Z', 'user'), entry('2026-11-25T16:00:00.000Z', 'user')])).toEqual([['2026-11-25', 'user 1'], ['2026-11-26', 'user 1']])
  })
  it('keeps together what one speaker says without a pause, and two agents apart', () => {
    expect(shape([
      entry('2026-11-26T01:00:00.000Z', 'agent', '李明'), entry('2026-11-26T01:04:00.000Z', 'agent', '李明'), entry('2026-11-26T01:08:59.000Z', 'agent', '李明'),
      entry('2026-11-26T01:09:00.000Z', 'agent', '王芳'), entry('2026-11-26T01:14:00.000Z', 'agent', '王芳'), entry('2026-11-26T01:14:01.000Z', 'user'),
    ])).toEqual([['2026-11-26', 'agent 3', 'agent 1', 'agent 1', 'user 1']])
  })
  it('loses nothing and changes no order', () => {
    const entries = Array.from({ length: 200 }, (_, each) => entry(new Date(Date.UTC(2026, 10, 25) + each * 400_000).toISOString(), each % 3 === 0 ? 'user' : 'bot'))
    expect(byDay(entries, day).flatMap(({ groups }) => groups.flatMap(({ entries: said }) => said))).toEqual(entries)
  })
})
