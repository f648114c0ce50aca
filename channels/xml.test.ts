import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { readXml, WrongXmlError, xmlCdata, xmlElement, xmlText } from './xml.ts'

describe('XML of providers', () => {
  it('reads texts as texts, whatever they look like', () => {
    expect(readXml('<xml><MsgId>12345678901234567890</MsgId><A><![CDATA[<b>1 & 2</b>]]></A><B>&lt;&amp;</B><C></C></xml>', 'xml')).toEqual({ MsgId: '12345678901234567890', A: '<b>1 & 2</b>', B: '<&', C: '' })
  })
  it('lets a customer write what looks like a definition', () => {
    expect(readXml('<xml><Content><![CDATA[<!DOCTYPE html><!ENTITY x "y">]]></Content></xml>', 'xml')).toEqual({ Content: '<!DOCTYPE html><!ENTITY x "y">' })
  })
  it.each([
    ['an entity of its own', '<!DOCTYPE xml [<!ENTITY a "aaaa">]><xml><Content>&a;</Content></xml>'],
    ['a billion laughs', `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]><xml><Content>&lol9;</Content></xml>`],
    ['a file of the server', '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>'],
    ['an open element', '<xml><Content>'],
    ['another root', '<html></html>'],
    ['nothing', ''],
    ['JSON', '{"xml":{}}'],
    ['a deep nest', `<xml>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</xml>`],
    ['a name that is a property of every object', '<constructor>1</constructor>'],
  ])('refuses %s', (_what, document) => {
    expect(() => readXml(document, 'xml')).toThrow(WrongXmlError)
  })
  it('changes no object by an element\'s name', () => {
    try { readXml('<xml><__proto__><polluted>1</polluted></__proto__></xml>', 'xml') } catch (error) { expect(error).toBeInstanceOf(WrongXmlError) }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
  it('writes any text so that a parser gives it back', () => {
    const strict = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false, attributeNamePrefix: '' })
     
    const writable = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !/[\u0000-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed())
    fc.assert(fc.property(fc.oneof(writable, fc.constantFrom(']]>', 'a]]>b', '<a>&amp;', ']]]]>>')), text => {
      expect(strict.parse(xmlElement('a', xmlCdata(text)))).toEqual({ a: text })
      expect(strict.parse(xmlElement('a', xmlText(text), { b: text }))).toEqual({ a: { '#text': text, b: text.trim() === '' ? expect.anything() : expect.stringContaining(text.trim()) } })
    }))
  })
  it('leaves out what XML cannot hold', () => {
    expect(xmlText('a\u0000\ud800b')).toBe('ab')
    expect(xmlCdata('a\u000bb')).toBe('<![CDATA[ab]]>')
  })
})
