import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { alikeIn, fittedLikeness } from './likeness.ts'

const now = '2026-11-23T12:00:00.000Z'
const likeness = fittedLikeness()

describe('a sentence that is like a forbidden statement', () => {
  it('is found in a longer text, and one that denies is left to the patterns', () => {
    expect(alikeIn('您好。这款理财保您年年稳稳赚。请问还有什么可以帮您', likeness, 'product')).toBe('这款理财保您年年稳稳赚')
    expect(alikeIn('这款理财没法保您年年稳稳赚', likeness, 'product')).toBeUndefined()
  })
  it('is not what a bank says every day', () => {
    for (const text of ['您的卡已挂失,请带身份证到网点补卡', '转账预计两小时到账', 'your new card will arrive by friday', '基金赎回后三个工作日到账']) {
      expect(alikeIn(text, likeness, 'none'), text).toBeUndefined()
    }
  })
})

it('a reviewed article is not judged by likeness', () => {
  const catalogue = loadCatalogue(join(import.meta.dirname), now)
  const gate = createGate(catalogue)
  for (const article of [...catalogue.articles.values()].flatMap(versions => Object.values(versions)).filter(({ class: of }) => of !== 'private')) {
    const { reasons } = gate.judge({ type: 'message', text: article.body, locale: article.locale }, { locale: article.locale, author: 'bot', articles: [article], shown: {}, now })
    expect(reasons.filter(reason => reason.startsWith('alike')), article.id).toEqual([])
  }
})
