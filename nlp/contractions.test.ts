import { expect, it } from 'vitest'
import { normalise } from './normalise.ts'

it('reads a contraction like the words that it stands for, with any apostrophe or none', () => {
  for (const text of ["haven't received it", 'haven’t received it', 'havent received it', 'HAVE NOT received it']) expect(normalise(text)).toBe('have not received it')
  expect(normalise("I can't, won't and cannot; whats up, it's late, I've paid, ive paid, I'm here, im here")).toBe('i can not, will not and can not; what is up, it is late, i have paid, i have paid, i am here, i am here')
})
it('leaves possessives and words that only look like one', () => {
  for (const text of ["the bank's fee", 'its fee', 'well, were you ill', 'wants a want ad', 'i.d. card', 'cant'.repeat(2)]) expect(normalise(text)).toBe(text)
})
