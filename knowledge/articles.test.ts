import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'

const now = new Date().toISOString()
const catalogue = loadCatalogue(join(import.meta.dirname), now)
const gate = createGate(catalogue)

/** Asked the one way or the other, so that a plain yes or no would be wrong for one of them. */
const questions = {
  zh: ['会不会亏钱', '保本吗', '安全吗', '有没有风险', '能保证收益吗', '是不是零风险', '会不会赔', '收益多少', '能提前取吗'],
  en: ['can I lose money', 'is it safe', 'is my principal guaranteed', 'is it risk free', 'will I lose money', 'does it guarantee returns', 'is there any risk', 'can it go down'],
}

describe('reviewed articles', () => {
  it('hold as an answer however the customer asks: none is withheld by the gate (M4.1a, M4.3a)', () => {
    const withheld: string[] = []
    let judged = 0
    for (const [id, versions] of catalogue.articles) {
      for (const { body, locale, version, class: of } of Object.values(versions)) {
        if (of === 'none') continue
        for (const question of questions[locale === 'en' ? 'en' : 'zh']) {
          const verdict = gate.judge({ type: 'message', text: body, locale }, { locale, author: 'bot', articles: [{ id, version, class: of }], question, shown: {}, now })
          judged += 1
          if (verdict.verdict === 'stop') withheld.push(`${id}.${locale} to "${question}": ${verdict.reasons.join('; ')}`)
        }
      }
    }
    expect(judged).toBeGreaterThan(500)
    expect(withheld).toEqual([])
  })
})
