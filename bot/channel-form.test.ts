import { describe, expect, it } from 'vitest'
import { createChannelForm } from './channel-form.ts'

const formFor = createChannelForm({ addressOf: (id, locale) => `https://bot.example/a/${id}?l=${locale}` })
const article = { id: 'fund-fees', version: '1.0', class: 'fund' as const }
const long = `${'基金的费用按合同收取。'.repeat(20)}\n\n依据：fund-fees 第 1.0 版`

describe('how a reply is worded for its channel', () => {
  it('is for the ear on the telephone, without what only eyes use', () => {
    expect(formFor('voice', { type: 'message', text: `${long} https://bank.example`, locale: 'zh-Hans' }, { articles: [article] })).toMatchObject({ speak: expect.not.stringMatching(/依据|https/) })
  })
  it('is short by SMS where an article can be read whole, and only there', () => {
    const reply = { type: 'message' as const, text: long, locale: 'zh-Hans' as const }
    expect(formFor('sms', reply, { articles: [article] }).text).toMatch(/。\n全文：https:\/\/bot\.example\/a\/fund-fees\?l=zh-Hans$/)
    expect(formFor('sms', reply, { articles: [] })).toBe(reply)
    expect(formFor('sms', reply, { articles: [article, { ...article, id: 'other' }] })).toBe(reply)
    expect(createChannelForm({ addressOf: () => undefined })('sms', reply, { articles: [article] })).toBe(reply)
  })
  it('is untouched everywhere else, and so are events', () => {
    const reply = { type: 'message' as const, text: long, locale: 'zh-Hans' as const }
    for (const channel of ['directline', 'wechat', 'wecom', 'whatsapp', 'telegram', 'msteams']) expect(formFor(channel, reply, { articles: [article] })).toBe(reply)
    const event = { type: 'event' as const, name: 'handoff.initiate', text: '', locale: 'en' as const }
    expect(formFor('voice', event, { articles: [] })).toBe(event)
  })
})
