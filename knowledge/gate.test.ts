import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { type GateContext, locales, type Locale, type Outgoing } from './outgoing.ts'

const now = '2026-11-23T12:00:00.000Z'
const catalogue = loadCatalogue(join(import.meta.dirname), now)
const gate = createGate(catalogue)
const context = (locale: Locale, more: Partial<GateContext> = {}): GateContext => ({ locale, author: 'agent', articles: [], shown: {}, now, ...more })
const message = (text: string, locale: Locale = 'zh-Hans'): Outgoing => ({ type: 'message', text, locale })

describe('promises are stopped (M4.3a)', () => {
  it.each([
    ['zh-Hans', '这款理财保本保息，您放心'], ['zh-Hans', '稳 赚 不 赔 的基金'], ['zh-Hans', '稳-赚-不-赔'], ['zh-Hans', '本金肯定没问题'], ['zh-Hans', '这个产品零风险'],
    ['zh-Hant', '這款基金穩賺不賠'], ['zh-Hant', '保證收益，絕對不會虧'], ['zh-Hans', '保​本'], ['zh-Hans', '不用担心，保本的'], ['zh-Hans', '跟存款一样安全'], ['zh-Hans', '闭眼买就行，躺赚'],
    ['zh-Hans', '预期收益率5%的理财'], ['zh-Hans', '我们的基金收益第一'], ['zh-Hans', '这款理财限时抢购'], ['zh-Hans', '分红险比存款划算多了'], ['zh-Hans', '金价明年肯定会涨'],
    ['en', "You can't lose money with this fund"], ['en', 'It is a risk-free investment'], ['en', 'This fund has a guaranteed return'], ['en', 'Your capital is safe in this product'], ['en', 'ＲＩＳＫ－ＦＲＥＥ fund'],
  ] as const)('%s: %s', (locale, text) => {
    const { sealed, verdict } = gate.seal(message(text, locale), context(locale))
    expect(verdict).toMatchObject({ verdict: 'stop' })
    expect(sealed).toBeNull()
  })

  it('stops a claim whatever is put between its characters', () => {
    fc.assert(fc.property(fc.constantFrom('稳赚不赔', '保本保息', '零风险', '刚性兑付'), fc.constantFrom(' ', '  ', '-', '·', '\u200b', '*', '_', '🙂'), (claim, mark) => {
      expect(gate.judge(message(`这款理财${[...claim].join(mark)}`), context('zh-Hans')).verdict).toBe('stop')
    }))
  })
})

describe('a denial is not a promise', () => {
  it.each([['zh-Hans', '理财不保本'], ['zh-Hans', '我们不能保证收益'], ['zh-Hant', '基金並不保本'], ['en', 'We cannot guarantee any return on a fund'], ['en', 'No fund is risk-free']] as const)('%s: %s', (locale, text) => {
    expect(gate.judge(message(text, locale), context(locale)).verdict).not.toBe('stop')
  })
})

describe('a plain service message gets no wording', () => {
  it.each([
    ['zh-Hans', '您好，请问有什么可以帮您？'], ['zh-Hans', '您的卡已经挂失，请带身份证到网点补卡。'], ['zh-Hans', '转账手续费每笔 2 元。'], ['zh-Hans', '社保卡请到网点激活'], ['zh-Hans', '资金已到账'],
    ['en', 'Your card is blocked. Please bring your ID to a branch.'], ['en', 'The funds in your account are available.'], ['zh-Hant', '請稍候，我為您查詢。'],
  ] as const)('%s: %s', (locale, text) => {
    expect(gate.judge(message(text, locale), context(locale))).toMatchObject({ verdict: 'send', added: [] })
  })
})

describe('nothing about a product leaves without its wording', () => {
  it('for every article in every locale', () => {
    let products = 0
    for (const versions of catalogue.articles.values()) {
      for (const article of Object.values(versions)) {
        const { sealed, verdict } = gate.seal(message(article.body, article.locale), context(article.locale, { author: 'bot', articles: [{ id: article.id, version: article.version, class: article.class }] }))
        expect(verdict.verdict, `${article.id} ${article.locale}: ${verdict.reasons.join()}`).not.toBe('stop')
        if (article.class === 'none') expect(verdict, article.id).toMatchObject({ verdict: 'send', added: [] })
        const always = catalogue.disclosures.find(each => each.class === article.class && each.when === (article.id === 'bond-treasury' ? 'savings-treasury' : 'always'))
        if (!always) continue
        products += 1
        expect(sealed?.outgoing.text, article.id).toContain(always.text[article.locale])
      }
    }
    expect(products).toBeGreaterThan(60)
  })

  it('for a class named anywhere in a text, by an agent, in any locale', () => {
    const words: Record<Locale, string[]> = { 'zh-Hans': ['基金', '理财', '债券', '黄金'], 'zh-Hant': ['基金', '理財', '債券', '黃金'], en: ['mutual fund', 'wealth management product', 'corporate bond', 'gold'] }
    fc.assert(fc.property(fc.constantFrom(...locales), fc.nat(3), fc.string(), fc.string(), (locale, index, before, after) => {
      const verdict = gate.judge(message(`${before} ${words[locale][index]} ${after}`, locale), context(locale))
      expect(['amend', 'stop']).toContain(verdict.verdict)
    }))
  })

  it('for a text that names no class but answers a question about one', () => {
    const verdict = gate.judge(message('去年涨了8%，放心'), context('zh-Hans', { question: '这只基金怎么样' }))
    expect(verdict.classes).toContain('fund')
    expect(verdict.verdict).not.toBe('send')
  })

  it('reads cards, buttons and speech', () => {
    const card: Outgoing = { ...message('请看'), speak: '请看', attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: { title: '澄湾成长混合', buttons: [{ title: '看基金', value: 'x' }] } }] }
    const { sealed, verdict } = gate.seal(card, context('zh-Hans'))
    expect(verdict.verdict).toBe('amend')
    expect(sealed?.outgoing.speak).toContain('基金有风险')
  })

  it('again for an agent with every figure and after 24 hours, not in between', () => {
    const shown = { 'fund.always': '2026-11-23T11:00:00.000Z' }
    expect(gate.judge(message('这只基金可以随时赎回'), context('zh-Hans', { shown })).verdict).toBe('send')
    expect(gate.judge(message('这只基金申购费 1.5%'), context('zh-Hans', { shown })).verdict).toBe('amend')
    expect(gate.judge(message('这只基金可以随时赎回'), context('zh-Hans', { shown, now: '2026-11-24T12:00:00.000Z' })).verdict).toBe('amend')
  })

  it('is withheld when no wording is in force', () => {
    expect(gate.judge(message('基金是什么'), context('zh-Hans', { now: '2025-06-01T00:00:00.000Z' })).verdict).toBe('stop')
  })
})


