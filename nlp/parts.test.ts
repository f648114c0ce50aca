import { describe, expect, it } from 'vitest'
import { partsOf } from './parts.ts'

const texts = (message: string, language: 'zh' | 'en') => partsOf(message, language).map(({ text }) => text)

describe('the parts of a message', () => {
  it.each([
    ['三年定期多少利息，中途取出来怎么算', ['三年定期多少利息', '中途取出来怎么算']], ['卡丢了怎么办？另外几点下班', ['卡丢了怎么办', '几点下班']],
    ['我上周买的理财，怎么赎回', ['我上周买的理财，怎么赎回']], ['我想问一下', ['我想问一下']],
  ])('are found in %s', (message, parts) => {
    expect(texts(message, 'zh')).toEqual(parts)
  })

  it.each([
    ['what are the fund fees, and can I lose money', ['what are the fund fees', 'can I lose money']], ['how do I open an account and what does a card cost', ['how do I open an account', 'what does a card cost']],
    ['how do I close my account and card', ['how do I close my account and card']], ['if I pay late, what happens', ['if I pay late, what happens']],
  ])('are found in %s', (message, parts) => {
    expect(texts(message, 'en')).toEqual(parts)
  })
})
