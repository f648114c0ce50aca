import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callerOf, callSchema, heard, nextAddress, numberOf, type Place, placeOf } from './call.ts'

const place: Place = { step: 3, locale: 'en', silences: 1, waiting: false, offered: ['Talk to a person', 'No, thanks'] }
const hear = (given: { SpeechResult?: string; Digits?: string }, at = place) => heard({ SpeechResult: '', Digits: '', ...given }, at)

describe('what a caller says or presses', () => {
  it('takes words, and the keys for what was offered', () => {
    expect(hear({ SpeechResult: ' I lost my card. ' })).toEqual({ what: 'words', text: 'I lost my card.' })
    expect(hear({ Digits: '2' })).toEqual({ what: 'words', text: 'No, thanks' })
    expect(hear({ Digits: '0' })).toEqual({ what: 'words', text: 'agent' })
    expect(hear({ Digits: '*' }, { ...place, locale: 'zh-Hant' })).toEqual({ what: 'words', text: '請再說一遍' })
    expect(hear({ Digits: '20261125' })).toEqual({ what: 'words', text: '20261125' })
  })
  it('takes the keys for a language', () => {
    expect(['7', '8', '9'].map(Digits => hear({ Digits }))).toEqual([{ what: 'language', locale: 'zh-Hans' }, { what: 'language', locale: 'zh-Hant' }, { what: 'language', locale: 'en' }])
  })
  it('hears nothing in silence, a key that stands for nothing, or noise without a word', () => {
    for (const given of [{}, { Digits: '5' }, { Digits: '#' }, { SpeechResult: '  ' }]) expect(hear(given)).toEqual({ what: 'nothing' })
  })
})

describe('a call', () => {
  it('is where it was when the provider asks the address again', () => {
    const asked = (address: string) => placeOf(new URL(address, 'https://bot.example').searchParams)
    expect(asked(nextAddress('/api/channels/voice/turn', place))).toEqual(place)
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 6 }), offered => {
      const titles = offered.map(title => title.toWellFormed())
      expect(asked(nextAddress('/turn', { ...place, offered: titles })).offered).toEqual(titles)
    }))
  })
  it('is nowhere in an address that we did not make', () => {
    for (const query of ['', 'step=1', 'step=1&locale=fr', 'step=-1&locale=en', 'step=x&locale=en', 'step=1&locale=en&silences=999', 'step=1&locale=en&waiting=perhaps', `step=1&locale=en${'&offered=a'.repeat(7)}`]) {
      expect(() => placeOf(new URLSearchParams(query)), query).toThrow()
    }
  })
  it('is from the number it comes from, or from somebody unknown', () => {
    expect(callerOf({ From: '+8613800138000', CallSid: 'CA1' })).toBe('+8613800138000')
    for (const From of ['', 'anonymous', '+266696687x', 'sip:a@b', '+86 138']) expect(numberOf(callerOf({ From, CallSid: 'CA1' }))).toBeUndefined()
    expect(callerOf({ From: 'anonymous', CallSid: 'CA1' })).not.toBe(callerOf({ From: 'anonymous', CallSid: 'CA2' }))
  })
  it('is not what has no proper id', () => {
    for (const CallSid of ['', undefined, 'a b', '../x', 'x'.repeat(65)]) expect(callSchema.safeParse({ CallSid }).success).toBe(false)
  })
})
