import { describe, expect, it } from 'vitest'
import { partsOf } from './parts.ts'

const texts = (message: string, language: 'zh' | 'en') => partsOf(message, language).map(({ text }) => text)

describe('the parts of a message', () => {
  it.each([
    ['三年定期多少利息，中途取出来怎么算', ['三年定期多少利息', '中途取出来怎么算']], ['卡丢了怎么办？另外几点下班', ['卡丢了怎么办', '几点下班']],
    ['我上周买的理财，怎么赎回', ['我上周买的理财，怎么赎回']], ['我想问一下', ['我想问一下']],
    ['房贷利率多少，提前还有违约金吗，要预约吗', ['房贷利率多少', '提前还有违约金吗', '要预约吗']], ['怎么查征信还有怎么打流水', ['怎么查征信', '怎么打流水']], ['你们还有理财吗', ['你们还有理财吗']],
    ['刷了一笔5000，想分期，利息多少，能提前还吗', ['刷了一笔5000，想分期，利息多少', '能提前还吗']], ['怎么开户\n还有怎么销户', ['怎么开户', '怎么销户']], ['想开户，还有，网点在哪', ['想开户', '网点在哪']], ['定期利率？活期？', ['定期利率', '活期']],
  ])('are found in %s', (message, parts) => {
    expect(texts(message, 'zh')).toEqual(parts)
  })

  it.each([
    ['what are the fund fees, and can I lose money', ['what are the fund fees', 'can I lose money']], ['how do I open an account and what does a card cost', ['how do I open an account', 'what does a card cost']],
    ['how do I close my account and card', ['how do I close my account and card']], ['if I pay late, what happens', ['if I pay late, what happens']],
    ['transfer limit? fees?', ['transfer limit', 'fees']], ['card lost, how do I block it and how much is a new one', ['card lost, how do I block it', 'how much is a new one']],
  ])('are found in %s', (message, parts) => {
    expect(texts(message, 'en')).toEqual(parts)
  })
})
