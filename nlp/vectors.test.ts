import fc from 'fast-check'
import { expect, it } from 'vitest'
import { documentsOf } from './documents.ts'
import { featuresOf } from './features.ts'
import { vectorOf, vectorsOf, vocabularyOf } from './vectors.ts'

const learned = ['卡丢了怎么办', '转账限额是多少', '怎么提高转账限额', '卡卡卡卡', '存款利率', '信用卡年费怎么免']
const documents = documentsOf(learned.map(text => featuresOf(text, 'zh')))
const vocabulary = vocabularyOf(documents, new Uint8Array(learned.length).fill(1), 1)
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.array(fc.constantFrom(...'卡丢了转账限额是多少怎么办x1？ '), { maxLength: 60 }).map(parts => parts.join('')))

it('a message by itself is the vector that it would be among those learned from', () => {
  fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), texts => {
    const groups = texts.map(each => featuresOf(each, 'zh'))
    // One after the other: nothing of the message before stays.
    expect(groups.map(each => vectorOf(each, vocabulary))).toEqual(vectorsOf(documentsOf(groups), vocabulary).vectors)
  }), { numRuns: 500 })
})

it('so is one of those learned from', () => {
  const { vectors } = vectorsOf(documents, vocabulary)
  for (const [of, each] of learned.entries()) expect(vectorOf(featuresOf(each, 'zh'), vocabulary)).toEqual(vectors[of])
})
