import { expect, it } from 'vitest'
import { createRetrieval } from './retrieval.ts'

const tokensOf = (text: string) => [...text].map(char => char.codePointAt(0) ?? 0)
const passages = [
  { topic: 'card-lost', text: '卡丢了怎么办' }, { topic: 'card-lost', text: '银行卡找不到了' },
  { topic: 'transfer-limit', text: '转账限额是多少' }, { topic: 'card-frozen', text: '卡被冻结了怎么办' },
]

it('finds the topic whose passage says the same, and says how alike they are', () => {
  const [best, second] = createRetrieval(passages, tokensOf).search('卡丢了怎么办')
  expect(best).toMatchObject({ topic: 'card-lost' })
  expect(best?.likeness).toBeCloseTo(1)
  expect(second?.topic).toBe('card-frozen')
  expect(second?.likeness).toBeLessThan(0.9)
})

it('finds the same whatever was searched for before', () => {
  const retrieval = createRetrieval(passages, tokensOf)
  const first = retrieval.search('卡丢了')
  retrieval.search('卡被冻结了怎么办，转账限额')
  expect(retrieval.search('卡丢了')).toEqual(first)
  expect(retrieval.search('xyz')).toEqual([])
})
