import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEnvelope, isSigned, signatureOf, WrongEnvelopeError } from './envelope.ts'

/** The sample of WeCom's own WXBizMsgCrypt libraries (「加解密库下载与返回码」, developer.work.weixin.qq.com/document/path/90307). */
const sample = {
  token: 'QDG6eK', key: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', corp: 'wx5823bf96d3bd56c7',
  echo: { signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', timestamp: '1409659589', nonce: '263014780', encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==', says: '1616140317555161061' },
  message: {
    signature: '477715d11cdb4164915debcba66cb864d751f3e6', timestamp: '1409659813', nonce: '1372623149',
    encrypted: 'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
  },
}
const envelope = createEnvelope(sample.key, sample.corp)

describe('the envelope of WeChat\'s and WeCom\'s messages', () => {
  it('opens the providers\' own samples', () => {
    const { echo, message } = sample
    expect(isSigned(echo.signature, sample.token, echo.timestamp, echo.nonce, echo.encrypted)).toBe(true)
    expect(envelope.open(echo.encrypted)).toBe(echo.says)
    expect(isSigned(message.signature, sample.token, message.timestamp, message.nonce, message.encrypted)).toBe(true)
    expect(envelope.open(message.encrypted)).toContain('<Content><![CDATA[hello]]></Content>')
  })
  it('holds WeChat\'s plain signature', () => {
    // 「消息加解密说明」, 接入指引, 明文模式: developers.weixin.qq.com/doc/oplatform/developers/dev/push/encryption.md
    expect(signatureOf('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
  })
  it('understands Tencent\'s library, and is understood by it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(envelope.open(encrypt(sample.key, text, sample.corp))).toBe(text.toWellFormed())
      expect(decrypt(sample.key, envelope.close(text))).toMatchObject({ message: text.toWellFormed(), id: sample.corp })
      expect(signatureOf(sample.token, '1', '2', text)).toBe(getSignature(sample.token, 1, 2, text))
    }))
  })
  it('refuses what is for another account', () => {
    expect(() => envelope.open(encrypt(sample.key, 'hello', 'wx0000000000000000'))).toThrow(WrongEnvelopeError)
    expect(() => envelope.open(encrypt(sample.key, 'hello', ''))).toThrow(WrongEnvelopeError)
    expect(() => envelope.open(encrypt(sample.key, 'hello', `x${sample.corp}`))).toThrow(WrongEnvelopeError)
  })
  it('never opens what another key closed, nor what was changed at its end', () => {
    const other = createEnvelope('a'.repeat(43), sample.corp)
    fc.assert(fc.property(fc.string(), text => {
      expect(() => envelope.open(other.close(text))).toThrow(WrongEnvelopeError)
    }))
    fc.assert(fc.property(fc.base64String(), text => {
      expect(() => envelope.open(text)).toThrow(WrongEnvelopeError)
    }))
  })
  it('refuses a missing, shorter or longer signature', () => {
    const right = signatureOf('t', '1', '2')
    for (const wrong of [undefined, '', right.slice(1), `${right}0`, right.toUpperCase(), right.replace(/.$/, last => last === '0' ? '1' : '0')]) expect(isSigned(wrong, 't', '1', '2')).toBe(false)
    expect(isSigned(right, 't', '1', '2')).toBe(true)
  })
})
