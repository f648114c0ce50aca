import { expect, it } from 'vitest'
import { labelledUtterances } from './labelled.ts'

const read = (csv: string) => labelledUtterances(csv, 'f.csv')

it('reads columns in any order, beside others, with a byte-order mark, either line end and quotes', () => {
  expect(read('\uFEFFid,intent,text\r\n1,fees,"what, ""really"" is\nthe fee?"\r\n2,oos,he said "hi" to me\r\n')).toEqual([
    { text: 'what, "really" is\nthe fee?', intent: 'fees' }, { text: 'he said "hi" to me', intent: 'oos' },
  ])
  expect(read('text,intent\rold mac,a\r\r')).toEqual([{ text: 'old mac', intent: 'a' }])
  expect(read('Text , Intent\n  x ,  a\n\n"y","b"')).toEqual([{ text: 'x', intent: 'a' }, { text: 'y', intent: 'b' }])
})
it.each([
  ['no header', 'what is the fee,fees\n', /^f\.csv:1: no column "text"/],
  ['no intent column', 'text,label\nx,y\n', /^f\.csv:1: no column "intent"/],
  ['nothing', '', /^f\.csv:1: no column "text"/],
  ['only a header', 'text,intent\n', /^f\.csv: no utterances/],
  ['a comma outside quotes', 'text,intent\nok,a\nwell, then,b\n', /^f\.csv:3: 3 columns where the header has 2/],
  ['a missing column', 'text,intent\n"two\nlines",a\nalone\n', /^f\.csv:4: 1 columns/],
  ['a quote that does not close', 'text,intent\nok,a\n"open,b\nmore,c\n', /^f\.csv:3: the field begins with a quote/],
  ['an empty text', 'text,intent\n  ,a\n', /^f\.csv:2: no text/],
  ['an empty intent', 'text,intent\nx,\n', /^f\.csv:2: no intent/],
])('names file and line for %s', (_, csv, message) => expect(() => read(csv)).toThrow(message))
