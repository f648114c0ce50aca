import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProviders, mediaOf, messageSchema, statusSchema, toIncoming } from './message.ts'
import { shortForm } from './short-form.ts'

/* The parameters of "Twilio's request to your incoming message Webhook URL", twilio.com/docs/messaging/guides/webhook-request, of March 2026. */
const fields = { MessageSid: 'SM1234567890abcdef1234567890abcdef', AccountSid: 'AC1234567890abcdef1234567890abcdef', From: '+8613800138000', To: '+18005551212', Body: '银行卡丢了怎么办', NumMedia: '0' }

describe('an SMS', () => {
  it('is a message of the number it comes from', () => {
    expect(toIncoming(messageSchema.parse(fields))).toEqual({
      conversation: '+8613800138000', from: { id: '+8613800138000' }, dedupeKey: fields.MessageSid, kind: 'message', text: '银行卡丢了怎么办', address: { number: '+8613800138000' },
    })
  })
  it('leaves to the provider what the provider has answered, and only that', () => {
    const answered = (Body: string, OptOutType?: string) => isProviders(messageSchema.parse({ ...fields, Body, ...(OptOutType ? { OptOutType } : {}) }))
    expect(answered(' stop ', 'STOP')).toBe(true)
    expect(answered('START', 'START')).toBe(true)
    expect(answered('stop', undefined)).toBe(false)
    expect(answered('Please stop the payment', 'STOP')).toBe(false)
  })
  it('names its files', () => {
    const query = new URLSearchParams({ MediaUrl0: 'https://api.twilio.com/a', MediaContentType0: 'image/JPEG', MediaUrl2: 'https://api.twilio.com/c' })
    expect(mediaOf(query, 2)).toEqual([{ url: 'https://api.twilio.com/a', contentType: 'image/jpeg' }])
  })
  it.each([[{ MessageSid: '' }], [{ From: '' }], [{ From: '+86 138\r\nX: y' }], [{ Body: 'x'.repeat(1601) }], [{ NumMedia: '-1' }], [{ MessageSid: '../x' }]])('is not what has %j', wrong => {
    expect(messageSchema.safeParse({ ...fields, ...wrong }).success).toBe(false)
  })
  it('has a state', () => {
    expect(statusSchema.parse({ MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30006' })).toMatchObject({ MessageStatus: 'undelivered' })
    expect(statusSchema.safeParse({ MessageSid: 'SM1', MessageStatus: '<b>' }).success).toBe(false)
  })
})

describe('the short form of an answer', () => {
  it('holds whole sentences and the link', () => {
    const text = `${'第一句说明办法。'.repeat(10)}\n\n${'第二段是细节，很长。'.repeat(20)}`
    const short = shortForm(text, 'https://bot.example/a/card-lost', 'zh-Hans')
    expect(short).toMatch(/。\n全文：https:\/\/bot\.example\/a\/card-lost$/)
    expect(short.length).toBeLessThan(180)
    expect(text.startsWith(short.split('\n全文')[0] ?? 'x')).toBe(true)
  })
  it('leaves a short answer as it is, and never half a sentence', () => {
    expect(shortForm('短答案。', 'x', 'zh-Hans')).toBe('短答案。')
    const long = `${'这一句没有尽头，'.repeat(40)}完。`
    expect(shortForm(long, 'https://x', 'zh-Hans')).toBe(long)
    expect(shortForm(`${long}${'另一句。'.repeat(9)}`, 'https://x', 'zh-Hans')).toBe(`${long}\n全文：https://x`)
    fc.assert(fc.property(fc.array(fc.constantFrom('本金可能受损。', '没有保证！', 'It may fall.', '另见说明；', '行\n'), { minLength: 1, maxLength: 60 }), pieces => {
      const kept = (shortForm(pieces.join(''), 'https://x', 'zh-Hans').split('\n全文')[0] ?? '').trim()
      expect(kept).toMatch(/[。！.；行]$/)
    }))
  })
})
