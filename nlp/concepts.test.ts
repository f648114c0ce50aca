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
it('finds a phrase within a longer one, one that several concepts share, and none that breaks off', () => {
  const finder = createConceptFinder({ card: ['card'], lost: ['card is gone', 'gone'], stolen: ['gone'] }, 'en')
  expect([...finder('my card is gone')].sort()).toEqual(['card', 'lost', 'stolen'])
  expect([...finder('my card is')]).toEqual(['card'])
  expect([...finder('')]).toEqual([])
})
