import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { inBreaths, spokenOf } from './speech.ts'
import { twiml } from './twiml.ts'

describe('what is said of a text', () => {
  it('reads no address, list mark or source, and leaves nothing else out', () => {
    expect(spokenOf('**挂失**\n\n- 拨打 400-800-9555（24 小时）；\n- 或看 https://bank.example/lost?x=1，点“一键冻结”。\n\n依据：card-lost 第 1.0 版\n\n基金有风险，投资须谨慎。'))
      .toBe('挂失\n拨打 400-800-9555（24 小时）；\n或看 ，点“一键冻结”。\n基金有风险，投资须谨慎。')
    expect(spokenOf('See [our page](https://bank.example/a).\n\nSource: card-lost, version 1.0')).toBe('See our page.')
  })
  it('is parted without losing a character, wording included', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 10, max: 50 }), (text, most) => {
      const pieces = inBreaths(text, most)
      expect(pieces.every(piece => piece.length <= most && piece.isWellFormed() === true || !text.isWellFormed())).toBe(true)
      expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
    }))
    expect(inBreaths('第一句。第二句很长很长。第三句。', 10)).toEqual(['第一句。', '第二句很长很长。', '第三句。'])
  })
})

describe('TwiML', () => {
  const steps = [
    { say: 'a < b & "c" 基金有风险', locale: 'zh-Hans' as const }, { say: '基金有風險', locale: 'zh-Hant' as const },
    { listen: '/api/channels/voice/turn?step=1&locale=en', prompts: [{ say: 'Go on', locale: 'en' as const }, { say: '廣東話請按 8', locale: 'zh-Hant' as const }], locale: 'en' as const, seconds: 6 },
    { dial: '+862150000000', from: '+18005551212', action: '/a', answered: '/b', seconds: 25 }, { hangUp: true as const },
  ]
  it('says, listens, dials and ends in the order given, in the customer\'s language', () => {
    expect(twiml(steps, 'zh-HK')).toBe('<?xml version="1.0" encoding="UTF-8"?><Response><Say language="zh-CN">a &lt; b &amp; &quot;c&quot; 基金有风险</Say><Say language="zh-HK">基金有風險</Say>'
      + '<Gather input="speech dtmf" action="/api/channels/voice/turn?step=1&amp;locale=en" method="POST" language="en-US" timeout="6" speechTimeout="auto" numDigits="1" actionOnEmptyResult="true"><Say language="en-US">Go on</Say><Say language="zh-HK">廣東話請按 8</Say></Gather>'
      + '<Dial action="/a" method="POST" timeout="25" callerId="+18005551212" answerOnBridge="true"><Number statusCallbackEvent="answered" statusCallback="/b" statusCallbackMethod="POST">+862150000000</Number></Dial><Hangup/></Response>')
    expect(twiml(steps, 'zh-TW')).toContain('<Say language="zh-TW">')
  })
  it('is XML whatever is said', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => {
      const document = twiml([{ say: `x${text}`, locale: 'zh-Hans' }], 'zh-HK')
      expect(XMLValidator.validate(document)).toBe(true)
      expect(Object.keys(new XMLParser().parse(document).Response)).toEqual(['Say'])
    }))
  })
})
