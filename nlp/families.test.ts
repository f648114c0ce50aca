import { expect, it } from 'vitest'
import { documentsOf } from './documents.ts'
import { familiesOf } from './families.ts'
import { featuresOf } from './features.ts'
import { vectorsOf, vocabularyOf } from './vectors.ts'

const say: readonly (readonly [label: number, text: string])[] = [
  [0, 'book a hotel room'], [1, 'transfer money abroad'], [2, 'cancel the hotel room'], [3, 'send money abroad'], [0, 'a hotel for tonight'], [3, 'how to send money'], [-1, 'send a hotel abroad'],
]
const labels = Int32Array.from(say, ([label]) => label)
const documents = documentsOf(say.map(([, text]) => featuresOf(text, 'en')))
const { vectors } = vectorsOf(documents, vocabularyOf(documents, new Uint8Array(say.length).fill(1), 1))
const families = (most: number) => familiesOf(vectors, labels, 4, most).map(family => family.toSorted((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!)

it('puts classes that are alike together, and none beyond the size of a family', () => {
  expect(families(1)).toEqual([[0], [1], [2], [3]])
  expect(families(2)).toEqual([[0, 2], [1, 3]])
  expect(families(4)).toEqual([[0, 1, 2, 3]])
})
