import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outgoing } from '../knowledge/outgoing.ts'
import { abilitiesOf } from './abilities.ts'
import { toPlain } from './plain.ts'
import { numberedAnswers, render } from './rendering.ts'
import { sizeOf, split } from './splitting.ts'

const offering = (titles: readonly string[], text = '您是想问下面哪一个？'): Outgoing => ({
  type: 'message', text, locale: 'zh-Hans', suggestedActions: { actions: titles.map(title => ({ type: 'imBack', title, value: title })) },
})
const wording = '理财非存款、产品有风险、投资须谨慎。'
const names = ['telegram', 'whatsapp', 'wechat', 'wecom', 'sms', 'voice'] as const
const withoutSpace = (text: string) => text.replace(/\s+/g, '')

/** Text as articles and agents write it: words of both scripts, characters of more than one unit, sentences, lines, paragraphs. */
const prose = fc.array(fc.oneof(
  fc.constantFrom('理财', '的期限为 90 天', '。', '！', '\n', '\n\n', ' ', '👩‍👩‍👧', '🇨🇳', 'é', 'funds ', 'https://bank.example/a-long-address', '1. '), fc.string({ maxLength: 20 }),
), { maxLength: 400, size: 'max' }).map(parts => parts.join(''))

describe('a long text', () => {
  it.each([['characters', 40], ['bytes', 60], ['characters', 4096], ['bytes', 2048]] as const)('is cut by %s so that each part fits %i and nothing is lost', (measure, most) => {
    fc.assert(fc.property(prose, fc.integer({ min: 20, max: most }), (text, lastMost) => {
      const parts = split(text, { most, lastMost, measure }).map(({ from, to }) => text.slice(from, to))
      expect(withoutSpace(parts.join(''))).toBe(withoutSpace(text))
      for (const part of parts) expect(sizeOf(part, measure)).toBeLessThanOrEqual(most)
      expect(sizeOf(parts.at(-1) ?? '', measure)).toBeLessThanOrEqual(lastMost)
    }), { numRuns: 200 })
  })
  it('keeps a wording whole wherever it stands, if it fits into a part at all', () => {
    fc.assert(fc.property(prose, prose, fc.integer({ min: wording.length, max: 200 }), (before, after, most) => {
      const text = [before, wording, after].filter(Boolean).join('\n\n')
      const parts = split(text, { most, measure: 'characters' }).map(({ from, to }) => text.slice(from, to))
      expect(parts.some(part => part.includes(wording))).toBe(true)
    }), { numRuns: 200 })
  })
})

describe('Markdown', () => {
  it('becomes marks over the same words', () => {
    expect(toPlain('# 费用\n**免费**，见 [网点](https://bank.example/x) 和 `TS1`')).toEqual({
      text: '费用\n免费，见 网点 和 TS1',
      marks: [{ kind: 'bold', from: 0, to: 2 }, { kind: 'bold', from: 3, to: 5 }, { kind: 'link', from: 8, to: 10, url: 'https://bank.example/x' }, { kind: 'code', from: 13, to: 16 }],
    })
  })
  it('takes nothing away that is none', () => {
    for (const text of ['5*3*2=30', 'a_b_c', '[1] 见附件（2）', '# ', '**', '`', '2 ** 3 ** 4 … 价格**上浮', wording]) expect(withoutSpace(toPlain(text).text).replaceAll('*', '')).toBe(withoutSpace(text).replaceAll('*', ''))
  })
  it('shows the address of a link where a link cannot be a button', () => {
    const [part] = render({ type: 'message', locale: 'en', text: 'See **the [fees](https://bank.example/f)** now' }, abilitiesOf('sms'))
    expect(part?.text).toContain('https://bank.example/f')
  })
})

describe.each(names)('what %s cannot show', name => {
  const abilities = abilitiesOf(name)
  it('still says every word of text, cards and wording', () => {
    fc.assert(fc.property(prose.filter(text => !/[*`#[\]]/.test(text)), fc.array(fc.string({ minLength: 1, maxLength: 40 }).filter(title => title.trim() === title && !/[*`#[\]\s]/.test(title)), { maxLength: 14 }), (text, titles) => {
      const reply: Outgoing = { ...offering(titles, [text, wording].filter(Boolean).join('\n\n')), attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content: { title: '卡片标题', text: '卡片内容', buttons: [{ type: 'openUrl', title: '费用表', value: 'https://bank.example/fees' }] } }] }
      const parts = render(reply, abilities)
      const said = withoutSpace(parts.map(part => part.text).join(''))
      for (const each of [text, wording, '卡片标题', '卡片内容']) expect(said).toContain(withoutSpace(each))
      const all = said + withoutSpace(JSON.stringify(parts.map(part => part.offer?.answers)))
      expect(all).toContain('https://bank.example/fees')
      for (const title of titles) expect(parts.some(part => part.offer?.answers.some(answer => answer.title === title)) || said.includes(withoutSpace(title))).toBe(true)
      for (const part of parts) expect(sizeOf(part.text, abilities.text.measure)).toBeLessThanOrEqual(part.offer ? abilities.withChoices ?? abilities.text.most : abilities.text.most)
      expect(parts.slice(0, -1).every(part => part.offer === undefined)).toBe(true)
    }), { numRuns: 60 })
  })
  it('is offered by number exactly where a number is then understood', () => {
    const many = offering(Array.from({ length: 13 }, (_, index) => `第 ${index} 个问题`))
    const [part] = render(many, abilities)
    expect(numberedAnswers(many, abilities).length > 0).toBe(part?.text.includes('1. 第 0 个问题'))
    expect(part?.text.includes('1. 第 0 个问题')).toBe(true)
    expect(numberedAnswers(many, abilities)[12]?.value).toBe('第 12 个问题')
  })
})

describe('answers to tap', () => {
  it('are buttons, a list or numbers, as many and as long as WhatsApp takes', () => {
    const whatsapp = abilitiesOf('whatsapp')
    expect(render(offering(['转人工', '不用了']), whatsapp)[0]?.offer?.as).toBe('buttons')
    expect(render(offering(['一', '二', '三', '四']), whatsapp)[0]?.offer?.as).toBe('list')
    expect(render(offering(['x'.repeat(25)]), whatsapp)[0]).toMatchObject({ text: expect.stringContaining(`1. ${'x'.repeat(25)}\n请回复数字选择。`) })
    expect(render({ type: 'event', name: 'handoff.status', text: '', locale: 'en' }, whatsapp)).toEqual([])
  })
})
