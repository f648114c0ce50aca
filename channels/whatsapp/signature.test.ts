import { createHmac } from 'node:crypto'
import { WhatsAppAPI } from 'whatsapp-api-js'
import { describe, expect, it } from 'vitest'
import { isSigned } from './signature.ts'

const appSecret = '0123456789abcdef0123456789abcdef'
const theirs = new WhatsAppAPI({ token: 'a token', appSecret })
const sign = (content: Buffer | string, secret = appSecret) => `sha256=${createHmac('sha256', secret).update(content).digest('hex')}`

describe('a signature of Meta\'s', () => {
  it.each([
    ['plain', '{"text":"Does it come in another color?"}'],
    ['with escapes, as Meta writes it', String.raw`{"text":"\u8f6c\u8d26\u9650\u989d\u662f\u591a\u5c11 \ud83d\udc4d"}`],
  ])('over a body that is %s holds for whatsapp-api-js and for us', async (_kind, text) => {
    const header = sign(text)
    expect(await theirs.verifyRequestSignature(text, header)).toBe(true)
    expect(isSigned(appSecret, header, Buffer.from(text))).toBe(true)
  })
  it('over the escaped form of a body that came without escapes holds, too', async () => {
    const text = '{"text":"转账限额是多少 é 👍"}'
    const header = sign(text.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`))
    expect(await theirs.verifyRequestSignature(text, header)).toBe(true)
    expect(isSigned(appSecret, header, Buffer.from(text))).toBe(true)
    expect(isSigned(appSecret, sign(text), Buffer.from(text))).toBe(true)
  })
  it('does not hold where the secret, the body, the form or the header is another', () => {
    const body = Buffer.from('{"a":1}')
    const right = sign(body)
    for (const header of [undefined, '', 'sha256=', right.slice('sha256='.length), `sha1=${right.slice('sha256='.length)}`, `${right}00`, right.replace(/.$/, last => last === '0' ? '1' : '0'), sign(body, 'another')]) expect(isSigned(appSecret, header, body), String(header)).toBe(false)
    expect(isSigned(appSecret, right, Buffer.from('{"a":2}'))).toBe(false)
    expect(isSigned(appSecret, right.toUpperCase().replace('SHA256', 'sha256'), body)).toBe(true)
  })
})
