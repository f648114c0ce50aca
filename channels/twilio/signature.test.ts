import fc from 'fast-check'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { isSignedBy, signatureFor } from './signature.ts'

/** The example that Twilio's libraries test with ("Secure webhooks", and twilio-node's spec/validation/webhooks.spec.ts). */
const example = {
  token: '12345', url: 'https://mycompany.com/myapp.php?foo=1&bar=2', signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  fields: { CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' },
}

describe('Twilio\'s signature', () => {
  it('holds for the documentation\'s example, and for nothing near it', () => {
    const { token, url, signature, fields } = example
    const holds = (change: Partial<{ token: string; url: string; signature: string | undefined; fields: Record<string, string> }>) => {
      const each = { token, url, signature, fields, ...change }
      return isSignedBy(each.token, each.signature, each.url, new URLSearchParams(each.fields))
    }
    expect(holds({})).toBe(true)
    expect(holds({ url: 'https://mycompany.com:443/myapp.php?foo=1&bar=2' })).toBe(true)
    for (const change of [{ token: '12346' }, { signature: undefined }, { signature: '' }, { url: 'http://mycompany.com/myapp.php?foo=1&bar=2' }, { url: 'https://mycompany.com/myapp.php?foo=1' },
      { fields: { ...fields, Digits: '1235' } }, { fields: { ...fields, More: '' } }, { url: 'https://mycompany.com:444/myapp.php?foo=1&bar=2' }]) expect(holds(change), JSON.stringify(change)).toBe(false)
  })
  it('is the one that Twilio\'s own library makes and takes', () => {
    const field = fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
    fc.assert(fc.property(fc.array(field, { maxLength: 8 }), fc.string(), (given, token) => {
      const fields = Object.fromEntries(given.filter(([name]) => name !== '__proto__').map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]))
      const url = 'https://bot.example/api/channels/sms'
      const theirs = twilio.getExpectedTwilioSignature(token, url, fields)
      expect(isSignedBy(token, theirs, url, new URLSearchParams(fields))).toBe(true)
      expect(twilio.validateRequest(token, signatureFor(token, url, new URLSearchParams(fields)), url, fields)).toBe(true)
    }))
  })
})
