import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { createBroadFinder, loadBroadQuestions } from './broad.ts'
import { askingClausesOf } from './parts.ts'

const questions = loadBroadQuestions()
const find = createBroadFinder(questions)

describe('questions that fit several topics', () => {
  it('offer only topics that have an article', () => {
    const { articles } = loadCatalogue(join(import.meta.dirname, '..', 'knowledge'), new Date().toISOString())
    const offered = Object.values(questions).flatMap(({ aspects, subjects }) => [...Object.values(aspects), ...Object.values(subjects)].flat())
    expect(offered.filter(topic => !articles.has(topic))).toEqual([])
  })

  it.each(['利率多少', '请问利率是多少？', '利率幾多', '貸款利率'])('asks back to "%s"', text => expect(find(text, 'zh')?.length).toBeGreaterThan(1))
  it.each(["what's the interest rate on a loan", 'How do I apply?', 'fees?'])('asks back to "%s"', text => expect(find(text, 'en')?.length).toBeGreaterThan(1))
  it.each(['房贷利率多少', '怎么申请信用卡', '怎么转账', '忘记密码了', 'constructor', ''])('does not ask back to "%s"', text => expect(find(text, 'zh')).toBeUndefined())
  it.each(['mortgage rate', 'how do I apply for a credit card', 'toString'])('does not ask back to "%s"', text => expect(find(text, 'en')).toBeUndefined())
})

describe('what a story asks', () => {
  it('is looked for from its end, and says whether it is said to be the question', () => {
    const [last] = askingClausesOf('卡是去年办的，怎么会这样，我一直没用，想问一下怎么销户', 'zh')
    expect(last?.texts[0]).toBe('想问一下怎么销户')
    expect(last?.point).toBe(true)
  })
  it('is nothing where nothing is asked', () => expect(askingClausesOf('今天天气很好，我出门走走。', 'zh')).toEqual([]))
})
