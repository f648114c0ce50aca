import { describe, expect, it } from 'vitest'
import { caseNumberIn, newCaseNumber } from './case-number.ts'
import { CaseRulesError, readCaseRules, standardRules } from './rules.ts'
import { majorReasons } from './severity.ts'

describe('a major complaint (M3.3a)', () => {
  it.each([
    ['柜员少给了我一百块', 100, []],
    ['理财亏了', 100_000, ['amount']],
    ['客户经理飞单，骗走我们全家的钱', undefined, ['staff-misconduct']],
    ['我已經聯絡記者，準備曝光你們', undefined, ['media']],
    ['I will report this to the HKMA and the press', undefined, ['media', 'regulator']],
    ['我们几十个人集体投诉，再不解决就打12378', 5_000_000, ['amount', 'injury-to-many', 'regulator']],
    ['ＨＫＭＡ', undefined, ['regulator']],
  ])('%s', (text, amount, reasons) => {
    expect(majorReasons(text, amount, standardRules)).toEqual(reasons)
  })
  it('is what the institution says it is', () => {
    const rules = readCaseRules('majorAmount: 500\nmajorWords: { media: [小红书] }', 'complaints.yaml')
    expect(majorReasons('我发小红书了', 600, rules)).toEqual(['amount', 'media'])
    expect(rules).toMatchObject({ investigationDays: 2, answerDays: 7 })
  })
  it.each([['answerDays: 0', /complaints.yaml: answerDays/], ['answer: 7', /complaints.yaml/], ['seniorManagement: [boss]', /seniorManagement.0: the e-mail/], ['a: [', /complaints.yaml/]])('names what is wrong in the rules: %s', (yaml, message) => {
    expect(() => readCaseRules(yaml, 'complaints.yaml')).toThrow(CaseRulesError)
    expect(() => readCaseRules(yaml, 'complaints.yaml')).toThrow(message)
  })
})

describe('a case number', () => {
  it('is read as customers write it', () => {
    for (const text of ['TS20260302-0A1BC', '查一下ts20260302-0a1bc谢谢', 'ＴＳ20260302－OA1BC', 'TS 20260302 0AIBC', 'TS202603020A1BC', 'my number is TS20260302–0A1BC.']) expect(caseNumberIn(text), text).toBe('TS20260302-0A1BC')
    for (const text of ['TS2026030-0A1BC', 'BTS20260302-0A1BC', 'TS20260302-0A1BCD', '20260302']) expect(caseNumberIn(text), text).toBeUndefined()
  })
  it('reads what is given out, by the institution\'s day', () => {
    for (let count = 0; count < 200; count++) {
      const number = newCaseNumber(new Date('2026-03-01T17:00:00Z'))
      expect(number).toMatch(/^TS20260302-/)
      expect(caseNumberIn(number)).toBe(number)
    }
  })
})
