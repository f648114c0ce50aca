import { expect, it } from 'vitest'
import { foldsOf } from './folds.ts'

const utterances = Array.from({ length: 60 }, (_, at) => ({ text: `utterance ${Math.floor(at / 2)}${at % 2 ? '!' : ''}`, intent: at < 40 ? 'a' : 'b' }))

it('keeps what reads the same together and deals each intent evenly', () => {
  const folds = foldsOf(utterances, 5, 3)
  for (let at = 0; at < 60; at += 2) expect(folds[at]).toBe(folds[at + 1])
  for (const [intent, each] of [['a', 8], ['b', 4]] as const) for (let fold = 0; fold < 5; fold++) expect(folds.filter((of, at) => of === fold && utterances[at]?.intent === intent)).toHaveLength(each)
})
it('deals the same for the same seed only', () => {
  expect(foldsOf(utterances, 5, 3)).toEqual(foldsOf(utterances, 5, 3))
  expect(foldsOf(utterances, 5, 3)).not.toEqual(foldsOf(utterances, 5, 4))
})
