import { describe, expect, it } from 'vitest'
import { chosenOf, saysYes, wantsNone } from './choice.ts'

const choices = [{ title: '个人消费贷', topic: 'personal-loan' }, { title: '房贷利率和 LPR', topic: 'mortgage-rate' }, { title: '定期存款', topic: 'deposit-time' }]
const topicOf = (text: string) => chosenOf(text, choices, undefined)?.topic

describe('a choice in words', () => {
  it.each(['1', '１', '第一个', '选一', '第1個', '个人消费贷', 'the first one'])('"%s" is the first', text => expect(topicOf(text)).toBe('personal-loan'))
  it.each(['第二个', '2', '房贷', 'LPR', 'second', 'option 2'])('"%s" is the second', text => expect(topicOf(text)).toBe('mortgage-rate'))
  it.each(['最后一个', '第三个', 'the last one', '3.'])('"%s" is the third', text => expect(topicOf(text)).toBe('deposit-time'))
  // "贷" stands in two titles; a sum of money is no number of a choice.
  it.each(['4', '第十个', '贷', '', '12', '2万', '一共多少', '二十', 'one more question'])('"%s" is none', text => expect(topicOf(text)).toBeUndefined())
  it('knows none of these, and a plain yes', () => {
    expect(['都不是', '都不对', 'None of these', 'neither.'].every(wantsNone)).toBe(true)
    expect(['不是本人能办吗', '好'].some(wantsNone)).toBe(false)
    expect(['是的', 'yes', 'OK!'].every(saysYes)).toBe(true)
    expect(['是不是', '好的那手续费呢'].some(saysYes)).toBe(false)
  })
})
