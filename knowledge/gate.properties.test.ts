import { join } from 'node:path'
import fc from 'fast-check'
import { Converter } from 'opencc-js'
import { describe, expect, it } from 'vitest'
import { labelledLines } from './adversarial/lines.ts'
import { type Catalogue, loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { type GateContext, locales, type Locale, type Outgoing } from './outgoing.ts'

const now = '2026-11-23T12:00:00.000Z'
const catalogue = loadCatalogue(join(import.meta.dirname), now)
const gate = createGate(catalogue)
const context = (locale: Locale, more: Partial<GateContext> = {}): GateContext => ({ locale, author: 'agent', articles: [], shown: {}, now, ...more })
const message = (text: string, locale: Locale = 'zh-Hans'): Outgoing => ({ type: 'message', text, locale })
const inContext = ({ locale, question, focus }: { locale: Locale; question?: string | undefined; focus?: NonNullable<GateContext['productInFocus']>['class'] | undefined }) =>
  context(locale, { ...(question ? { question } : {}), ...(focus ? { productInFocus: { class: focus } } : {}) })
const lines = labelledLines()
const claims = lines.filter(line => line.expect === 'stop' && line.author === undefined)

describe('a disguise never turns stop into send', () => {
  const bare = claims.filter(({ say }) => /^[\u4e00-\u9fff]+$/.test(say))
  it('separators between every two characters', () => {
    fc.assert(fc.property(fc.constantFrom(...bare), fc.constantFrom(' ', '·', '-', '*', '|', '_', '/', '🙂', '\u200b', '。', '、', '\n'), (line, mark) => {
      expect(gate.judge(message([...line.say].join(mark), line.locale), inContext(line)).verdict).toBe('stop')
    }), { numRuns: 400 })
  })
  it('full width', () => {
    for (const line of claims) {
      const wide = line.say.replace(/[!-~]/g, char => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
      if (/[<&]/.test(line.say)) continue
      expect(gate.judge(message(wide, line.locale), inContext(line)).verdict, wide).toBe('stop')
    }
  })
  it('the other script', () => {
    const [toHant, toHans] = [Converter({ from: 'cn', to: 'tw' }), Converter({ from: 'tw', to: 'cn' })]
    for (const line of claims) {
      for (const text of [toHant(line.say), toHans(line.say)]) expect(gate.judge(message(text, line.locale), inContext(line)).verdict, text).toBe('stop')
    }
  })
})

it('a denial in another clause excuses nothing', () => {
  const denials = { 'zh-Hans': ['理财不保本。', '我们不能保证收益；', '这不是存款。'], 'zh-Hant': ['理財不保本。', '我們不能保證收益；'], en: ['We cannot guarantee any return. ', 'Nobody can promise a profit; '] }
  fc.assert(fc.property(fc.constantFrom(...claims.filter(line => line.question === undefined && line.focus === undefined)), fc.nat(), fc.boolean(), (line, index, before) => {
    const list = denials[line.locale]
    const denial = list[index % list.length] ?? ''
    const text = before ? denial + line.say : `${line.say}${line.locale === 'en' ? '. ' : '。'}${denial}`
    expect(gate.judge(message(text, line.locale), context(line.locale)).verdict, text).toBe('stop')
  }), { numRuns: 400 })
})

it('what left the gate passes it again unchanged', () => {
  for (const line of lines.filter(each => each.expect !== 'stop')) {
    const { sealed } = gate.seal({ ...message(line.say, line.locale), speak: line.say }, inContext(line))
    if (!sealed) continue
    const again = gate.seal(sealed.outgoing, inContext(line))
    expect(again.verdict, line.say).toMatchObject({ verdict: 'send', added: [] })
    expect(again.sealed?.outgoing).toEqual(sealed.outgoing)
  }
})

it('a product named anywhere by any of its names needs its wording', () => {
  const surroundings = { 'zh-Hans': ['您问的', '可以随时买', ''], 'zh-Hant': ['您問的', '可以隨時買', ''], en: ['You asked about ', ' is open to all', ''] }
  for (const product of catalogue.products) {
    for (const locale of locales) {
      for (const name of product.names[locale]) {
        for (const about of surroundings[locale]) {
          const verdict = gate.judge(message(locale === 'en' ? `${about} ${name} ${about}` : about + name + about, locale), context(locale))
          expect(verdict.classes, name).toContain(product.class)
          if (product.class !== 'deposit') expect(verdict.verdict, name).toBe('amend')
        }
      }
    }
  }
})

it('an article keeps its wording whatever stands round it', () => {
  const articles = [...catalogue.articles.values()].flatMap(versions => Object.values(versions)).filter(({ class: of }) => of !== 'none' && of !== 'private' && of !== 'deposit')
  fc.assert(fc.property(fc.constantFrom(...articles), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), ({ id, version, class: of, locale, body }, before, after) => {
    const { sealed, verdict } = gate.seal(message(`${before}\n${body}\n${after}`, locale), context(locale, { author: 'bot', articles: [{ id, version, class: of }] }))
    const own = catalogue.disclosures.filter(each => each.class === of && (each.when === 'always' || each.when === 'savings-treasury'))
    if (sealed) expect(own.some(each => sealed.outgoing.text.includes(each.text[locale]))).toBe(true)
    else expect(verdict.reasons).not.toEqual([])
  }), { numRuns: 200 })
})

describe('every field is read', () => {
  const claim = '稳赚不赔'
  const adaptive = (body: unknown, actions: unknown = []) => [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.5', body, actions } }]
  const fields: [string, Partial<Outgoing> & Record<string, unknown>][] = [
    ['speech', { speak: claim }], ['speech with mark-up', { speak: '<speak>稳<break/>赚<break/>不<break/>赔</speak>' }],
    ['a button\'s title', { suggestedActions: { actions: [{ type: 'imBack', title: claim, value: 'x' }] } }],
    ['a button\'s value', { suggestedActions: { actions: [{ type: 'imBack', title: '好', value: claim }] } }],
    ['a button\'s shown words', { suggestedActions: { actions: [{ type: 'messageBack', title: '好', value: 'x', displayText: claim }] } }],
    ['a hero card', { attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: { title: '好', subtitle: claim } }] }],
    ['a thumbnail\'s alternative text', { attachments: [{ contentType: 'application/vnd.microsoft.card.thumbnail', content: { images: [{ url: 'x', alt: claim }] } }] }],
    ['a card\'s button', { attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: { buttons: [{ type: 'imBack', title: claim, value: 'x' }] } }] }],
    ['facts', { attachments: adaptive([{ type: 'FactSet', facts: [{ title: '特点', value: claim }] }]) }],
    ['choices', { attachments: adaptive([{ type: 'Input.ChoiceSet', choices: [{ title: claim, value: '1' }] }]) }],
    ['text runs', { attachments: adaptive([{ type: 'RichTextBlock', inlines: [...claim].map(text => ({ type: 'TextRun', text })) }]) }],
    ['a fallback text', { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', fallbackText: claim } }] }],
    ['a nested column', { attachments: adaptive([{ type: 'ColumnSet', columns: [{ items: [{ type: 'Container', items: [{ type: 'TextBlock', text: claim }] }] }] }]) }],
    ['an action\'s title', { attachments: adaptive([], [{ type: 'Action.Submit', title: claim }]) }],
    ['a file\'s name', { attachments: [{ contentType: 'application/pdf', name: `${claim}.pdf`, contentUrl: 'https://x' }] }],
    ['channel data', { channelData: { message: { text: claim } } }],
    ['a summary', { summary: claim }],
  ]
  it.each(fields)('%s', (_field, more) => {
    const outgoing: Outgoing = { ...message('请看'), ...more }
    expect(gate.judge(outgoing, context('zh-Hans')).verdict).toBe('stop')
    const named: Outgoing = JSON.parse(JSON.stringify(outgoing).replaceAll(claim, '澄湾成长混合'))
    if (JSON.stringify(named).includes('混合')) expect(gate.judge(named, context('zh-Hans'))).toMatchObject({ verdict: 'amend', classes: ['fund'] })
  })

  it('but not kinds, addresses and topics that lead to a reviewed article', () => {
    const title = catalogue.articles.get('fund-risk')?.['zh-Hans']?.title ?? ''
    const outgoing: Outgoing = {
      ...message('请选择'), suggestedActions: { actions: [{ type: 'imBack', title, value: title }] },
      attachments: [{ contentType: 'image/png', contentUrl: 'https://bank.example/fund.png', content: { id: 'fund', url: 'https://bank.example/fund' } }],
    }
    expect(gate.judge(outgoing, context('zh-Hans'))).toMatchObject({ verdict: 'send', classes: [] })
  })

  it('wording of a card without text stands in the text, and what is there already is not said twice', () => {
    const card: Outgoing = { ...message(''), attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: { title: '澄湾成长混合' } }] }
    const { sealed } = gate.seal(card, context('zh-Hans'))
    const wording = catalogue.disclosures.find(each => each.id === 'fund.always')?.text['zh-Hans'] ?? ''
    expect(sealed?.outgoing.text).toBe(wording)
    expect(gate.judge({ ...card, text: `请看。${wording}` }, context('zh-Hans'))).toMatchObject({ verdict: 'send', added: [] })
  })

  it('speech has the spoken wording even where the text has it, inside its mark-up', () => {
    const spoken = catalogue.disclosures.find(each => each.id === 'fund.always')
    const { sealed } = gate.seal({ ...message(`基金可以赎回。${spoken?.text['zh-Hans'] ?? ''}`), speak: '<speak>基金可以赎回。</speak>' }, context('zh-Hans'))
    expect(sealed?.outgoing.speak).toBe(`<speak>基金可以赎回。 ${spoken?.spoken['zh-Hans'] ?? ''}</speak>`)
  })

  it('wording in another script does not count', () => {
    const wording = catalogue.disclosures.find(each => each.id === 'fund.always')
    const { sealed } = gate.seal(message(`基金可以贖回。${wording?.text['zh-Hans'] ?? ''}`, 'zh-Hant'), context('zh-Hant'))
    expect(sealed?.outgoing.text).toContain(wording?.text['zh-Hant'] ?? '-')
  })

  it('content without end does not leave', () => {
    const endless: Record<string, unknown> = {}
    endless['items'] = [endless]
    expect(gate.judge({ ...message('好'), attachments: [{ contentType: 'x', content: endless }] }, context('zh-Hans')).verdict).toBe('stop')
  })
})

describe('only wording that is approved and in force is sent (M4.3b)', () => {
  const withFund = (more: Partial<Catalogue['disclosures'][number]>): Catalogue => ({ ...catalogue, disclosures: catalogue.disclosures.map(each => each.id === 'fund.always' ? { ...each, ...more } : each) })
  const verdict = (changed: Catalogue, at: string) => createGate(changed).seal(message('基金可以赎回'), context('zh-Hans', { now: at }))
  it('to the last moment of its last day in Shanghai, and not after', () => {
    const today = withFund({ effective: { from: '2026-01-01', to: '2026-11-23' } })
    expect(verdict(today, '2026-11-23T15:59:59.999Z').verdict.verdict).toBe('amend')
    expect(verdict(today, '2026-11-23T16:00:00.000Z')).toMatchObject({ sealed: null, verdict: { verdict: 'stop', classes: ['fund'] } })
  })
  it('from the first moment of its first day, and not before', () => {
    const tomorrow = withFund({ effective: { from: '2026-11-24' } })
    expect(verdict(tomorrow, '2026-11-23T15:59:59.999Z').verdict.verdict).toBe('stop')
    expect(verdict(tomorrow, '2026-11-23T16:00:00.000Z').verdict.verdict).toBe('amend')
  })
  it('never when its author approved it, or when this language has none', () => {
    expect(verdict(withFund({ approver: '林知夏' }), now)).toMatchObject({ sealed: null })
    expect(verdict(withFund({ text: { 'zh-Hans': ' ', 'zh-Hant': 'x', en: 'x' } }), now)).toMatchObject({ sealed: null })
  })
  it('the newest of two that are in force', () => {
    const two: Catalogue = { ...catalogue, disclosures: [...catalogue.disclosures, ...withFund({ version: '2.0', effective: { from: '2026-06-01' } }).disclosures.filter(each => each.id === 'fund.always')] }
    expect(verdict(two, now).verdict.added).toEqual([{ id: 'fund.always', version: '2.0' }])
  })
})

it('tells an agent which words and which rule, in the conversation\'s language', () => {
  for (const [locale, text, words] of [['zh-Hans', '这只基金稳赚', '稳赚'], ['zh-Hant', '這檔基金穩賺', '稳赚'], ['en', 'This fund is risk-free', 'risk-free']] as const) {
    const [reason] = gate.judge(message(text, locale), context(locale)).reasons
    expect(reason).toContain(words)
    expect(reason).toContain('M4.3a')
  }
})
