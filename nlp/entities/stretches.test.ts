import { describe, expect, it } from 'vitest'
import { findEntities } from './entities.ts'
import { personalSpans } from './personal.ts'
import { foundIn, stretchesOf } from './stretches.ts'

const now = new Date('2026-11-23T18:00:00Z')
const story = '我上周三转了5万元给朋友，他的手机号是138 1234 5678，利率3.5%，三个月还没到账。'

describe('a long text', () => {
  it('is searched in short stretches, each character in one of them, and hardly more than once', () => {
    for (const length of [0, 1, 799, 800, 801, 8000, 12_345]) {
      const stretches = stretchesOf('5'.repeat(length))
      expect(stretches.reduce((sum, { from, to, text }) => sum + Math.min(to, text.length) - from, 0)).toBe(length)
      expect(stretches.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(1.4 * length)
      expect(Math.max(...stretches.map(({ text }) => text.length))).toBeLessThanOrEqual(1120)
    }
  })
  it('asks twice as much of the search when it is twice as long, not four times', () => {
    const searched = (length: number) => {
      let characters = 0
      foundIn('万'.repeat(length), stretch => {
        characters += stretch.length
        return []
      })
      return characters
    }
    expect(searched(8000) / searched(4000)).toBeLessThan(2.1)
  })
  it('has the entities that its sentences have by themselves, wherever a stretch ends', () => {
    const alone = findEntities(story, [], now)
    expect(alone.map(({ kind }) => kind)).toEqual(['date', 'money', 'phone', 'percent', 'term'])
    for (const lead of [0, 1, 7, 23]) {
      const before = '。'.repeat(lead)
      const expected = Array.from({ length: 100 }, (_, at) => alone.map(each => ({ ...each, start: each.start + lead + at * story.length, end: each.end + lead + at * story.length }))).flat()
      expect(findEntities(before + story.repeat(100), [], now)).toEqual(expected)
    }
  })
  it('hides no personal number where one stretch ends and the next begins', () => {
    for (let lead = 760; lead <= 840; lead++) expect(personalSpans(`${'。'.repeat(lead)}6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0 1 2 8。`)).toEqual(personalSpans('6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0 1 2 8。').map(span => ({ ...span, start: span.start + lead, end: span.end + lead })))
  })
  it.each(['三', '万', '5', '5 ', ' ', '1,', '1.', '三万', '5万元，', '明天', '6222021234567890128，', 'a@', 'a'])('is searched to its end behind 20,000 characters of "%s"', unit => {
    const filler = `5${unit.repeat(20_000 / unit.length)}`
    expect(findEntities(`${filler}。转5万`, [], now).at(-1)).toMatchObject({ kind: 'money', start: filler.length + 2, value: { amount: 50_000 } })
  })
})
