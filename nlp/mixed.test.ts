import { describe, expect, it } from 'vitest'
import { foreignPartOf } from './mixed.ts'

describe('what is written in the other language', () => {
  it.each([['what is 业绩比较基准', 'en', '业绩比较基准'], ['请问 how do I apply for a mortgage', 'zh', 'how do I apply for a mortgage']] as const)('is found in "%s"', (text, language, part) => {
    expect(foreignPartOf(text, language)).toBe(part)
  })
  it.each([['我的APP登不上', 'zh'], ['how do I 转账', 'en'], ['12345', 'zh'], ['', 'en']] as const)('is not enough in "%s"', (text, language) => {
    expect(foreignPartOf(text, language)).toBeUndefined()
  })
})
