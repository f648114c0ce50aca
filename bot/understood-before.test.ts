import { expect, it, vi } from 'vitest'
import type { Understanding } from '../nlp/understanding.ts'
import { rememberUnderstood } from './understood-before.ts'

const meaning = (text: string, about: Partial<Understanding> = {}): Understanding => ({
  language: 'zh', script: 'Hans', locale: 'zh-Hans', intents: [{ intent: 'card-lost', confidence: 0.9 }], outOfScope: 0, decision: 'answer', questions: [], followsUp: false, entities: [], maskedText: text, ...about,
})

it('understands the same words in the same place once', async () => {
  const understand = vi.fn(async (text: string) => meaning(text))
  const remembering = rememberUnderstood(understand)
  const first = await remembering('卡丢了', { topic: 'fund-what' })
  expect(await remembering('卡丢了', { topic: 'fund-what' })).toEqual(first)
  expect(understand).toHaveBeenCalledTimes(1)
  for (const context of [{}, { topic: 'card-lost' }, { product: 'P1', topic: 'fund-what' }, { fallback: 'zh-Hant' as const, topic: 'fund-what' }]) await remembering('卡丢了', context)
  await remembering('卡丢了。', { topic: 'fund-what' })
  expect(understand).toHaveBeenCalledTimes(6)
})

it.each([
  ['what means another day tomorrow', '下周三转账', { entities: [{ kind: 'date' as const, start: 0, end: 3, text: '下周三', value: {}, personal: false }] }],
  ['personal data', '我的手机号是13800138000', { maskedText: '我的手机号是［手机号 *8000］' }],
  ['what repeats parts of the words', '卡丢了，限额多少', { questions: [{ intent: 'card-lost', confidence: 0.9, text: '卡丢了' }] }],
  ['a long story', '卡丢了'.repeat(40), {}],
])('understands anew %s', async (_what, text, about) => {
  const understand = vi.fn(async () => meaning(text, about))
  const remembering = rememberUnderstood(understand)
  await remembering(text)
  expect(await remembering(text)).toEqual(meaning(text, about))
  expect(understand).toHaveBeenCalledTimes(2)
})

it('remembers no failure', async () => {
  const understand = vi.fn(async (text: string) => meaning(text)).mockRejectedValueOnce(new Error('lost'))
  const remembering = rememberUnderstood(understand)
  await expect(remembering('卡丢了')).rejects.toThrow('lost')
  expect(await remembering('卡丢了')).toEqual(meaning('卡丢了'))
})
