import { expect, it } from 'vitest'
import { createConceptFinder } from './concepts.ts'
import { normalise } from './normalise.ts'

const zh = createConceptFinder({ transfer: ['转账', '打钱'], arrive: ['到账'], limit: ['限额'] }, 'zh')
const en = createConceptFinder({ arrive: ['show up', 'reach'], machine: ['atm'] }, 'en')

it('finds what different words say, in either script', () => {
  expect([...zh(normalise('打錢多久到帳'))].sort()).toEqual(['arrive', 'transfer'])
  expect([...zh(normalise('打，钱'))]).toEqual(['transfer'])
})
it('finds phrases of whole words only', () => {
  expect([...en(normalise("It didn't SHOW  UP"))]).toEqual(['arrive'])
  expect([...en(normalise('I was treated badly, reaching nobody'))]).toEqual([])
})
