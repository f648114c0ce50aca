import { describe, expect, it } from 'vitest'
import { insertedAt, leftAfter } from './inserting.ts'

describe('leftAfter', () => {
  it('keeps what was written while the message was under way', () => {
    expect(leftAfter('您好', '您好')).toBe('')
    expect(leftAfter('您好 还有', '您好')).toBe('还有')
    expect(leftAfter('另一段话', '您好')).toBe('另一段话')
  })
})

describe('insertedAt', () => {
  it('selects what stands open, to be written over', () => {
    const { text, select } = insertedAt('', { start: 0, end: 0 }, '{customer}您好')
    expect(text.slice(...select)).toBe('{customer}')
  })
  it('puts the text where the caret is, in a line of its own, and over what is selected', () => {
    expect(insertedAt('您好。', { start: 3, end: 3 }, '费用见下')).toEqual({ text: '您好。\n费用见下', select: [8, 8] })
    expect(insertedAt('旧的话', { start: 0, end: 3 }, '新的话').text).toBe('新的话')
  })
  it('takes no braces of an article for a place that stands open', () => {
    expect(insertedAt('', { start: 0, end: 0 }, '{x} {customer}').select).toEqual([4, 14])
  })
})
