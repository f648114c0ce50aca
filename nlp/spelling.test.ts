import { describe, expect, it } from 'vitest'
import { createSpelling, learnSpelling } from './spelling.ts'

const repeated = (times: number, text: string) => Array.from({ length: times }, () => text)
const texts = [
  ...repeated(400, '买基金'), ...repeated(400, '理财产品'), ...repeated(20, '信用卡还款'), ...repeated(20, '转账限额'), ...repeated(20, '你会乐吗'), '定期卖出', '换卡', '我想买理才',
  // A character outside the basic plane, written in two units.
  '𠮷野家刷卡',
]
const { mend, mendEnglish, isPinyin } = createSpelling(learnSpelling(texts, [...repeated(300, 'transfer money to another account'), ...repeated(9, 'what did I pay'), 'what did I say', 'acount closed', 'is the count right']))

describe('the spelling', () => {
  it.each([['基今', '基金'], ['信用卡换款', '信用卡还款'], ['转帐陷额', '转账限额'], ['huan kuan', '还款'], ['zhuan zhang xian e', '转账限额'], ['zhuǎn zhàng xiàn é', '转账限额'], ['huan2 kuan3', '还款'], ['zhua\u0306n zha\u0300ng', '转账']])('mends %s to %s', (written, meant) => {
    expect(mend(written)).toBe(meant)
  })

  it.each(['xìn yòng kǎ huán kuǎn', 'lǐ cái', 'zhuan3 zhang4 xian4 e2'])('hears Chinese in %s, with its tones', written => expect(isPinyin(written)).toBe(true))
  it.each(['café', 'mp3 player', 'how 2 pay'])('hears none in %s', written => expect(isPinyin(written)).toBe(false))

  it('mends a slip that the corpus has too, where it writes the right word a hundred times as often', () => {
    expect(mend('理才')).toBe('理财')
  })

  it.each(['卖出', '换卡', '刷卡', '野家'])('leaves %s, which the corpus writes, as it is', written => {
    expect(mend(written)).toBe(written)
  })

  it('takes no rare reading of a character for its sound: 会 is seldom kuai', () => {
    expect(mend('新年快乐')).toBe('新年快乐')
  })

  it.each([['tranfser mony', 'transfer money'], ['acount', 'account'], ['anothr acccount', 'another account']])('mends %s to %s', (written, meant) => {
    expect(mendEnglish(written)).toBe(meant)
  })

  it.each(['the right count', 'say', 'discount', 'play'])('leaves "%s" as it is', written => {
    expect(mendEnglish(written)).toBe(written)
  })
})
