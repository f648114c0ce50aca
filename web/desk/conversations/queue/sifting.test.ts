import { describe, expect, it } from 'vitest'
import { choices, filtersSet, type Handover, openSieve, sift, subjectOf } from './sifting.ts'

const inWords = (value: string) => ({ 'customer-asked': '客户要求人工', directline: '网页', 'subject-fund': '基金' })[value] ?? value
const handover = (id: string, over: Partial<Handover> = {}): Handover => ({
  id, enquiry: 'e', reason: 'customer-asked', topic: 'none', summary: '', urgent: false, language: 'zh-Hans', channel: 'directline', status: 'waiting', requestedAt: '2026-11-26T01:00:00.000Z', agent: null, takenAt: null, ...over,
})
const all = [handover('a', { topic: 'fund-fees', summary: 'FEES please' }), handover('b', { urgent: true, reason: 'dialog.fraud', topic: 'dialog.fraud' }), handover('c', { language: 'en', channel: 'sms', topic: 'fund-risk' })]
const ids = (list: readonly Handover[]) => list.map(({ id }) => id)

describe('sift', () => {
  it('hides nothing by itself and keeps the order of the queue', () => {
    expect(ids(sift(all, openSieve, inWords))).toEqual(['a', 'b', 'c'])
  })
  it('takes several values of one filter as any of them, and several filters as all of them', () => {
    expect(ids(sift(all, { ...openSieve, languages: ['en', 'zh-Hans'] }, inWords))).toEqual(['a', 'b', 'c'])
    expect(ids(sift(all, { ...openSieve, languages: ['en'], topics: ['subject-fund'] }, inWords))).toEqual(['c'])
    expect(ids(sift(all, { ...openSieve, languages: ['en'], urgent: true }, inWords))).toEqual([])
  })
  it('finds by the words that are read on the page, whatever their case', () => {
    expect(ids(sift(all, { ...openSieve, search: ' 基金 ' }, inWords))).toEqual(['a', 'c'])
    expect(ids(sift(all, { ...openSieve, search: 'fees' }, inWords))).toEqual(['a'])
    expect(ids(sift(all, { ...openSieve, search: '网页' }, inWords))).toEqual(['a', 'b'])
  })
  it('offers each choice once, and counts the filters that are set', () => {
    expect(choices(all, ({ topic }) => subjectOf(topic))).toEqual(['dialog.fraud', 'subject-fund'])
    expect(filtersSet({ ...openSieve, search: 'x' })).toBe(0)
    expect(filtersSet({ ...openSieve, topics: ['a', 'b'], urgent: true })).toBe(2)
  })
})
