import { describe, expect, it } from 'vitest'
import { createFollowUps, type Subject } from './follow-up.ts'

const transfers: Subject = { word: { zh: '转账', en: 'transfer' }, title: { zh: '转账手续费', en: 'Transfer fees' } }
const abroad: Subject = { word: { zh: '转账', en: 'transfer' }, title: { zh: '境外汇款', en: 'Sending money abroad' } }
const funds: Subject = { word: { zh: '基金', en: 'fund' }, title: { zh: '基金赎回', en: 'Redeeming a fund' } }
const followUpOf = createFollowUps([transfers, abroad, funds])

describe('a message that names no subject', () => {
  it.each([
    ['那手续费呢？', ['基金手续费呢？', '基金赎回手续费呢？']], ['佢嘅手續費呢', ['基金手續費呢', '基金赎回手續費呢']], ['要多久', ['基金要多久', '基金赎回要多久']],
  ])('is about the subject before: %s', (message, expanded) => {
    expect(followUpOf(message, 'zh', funds)).toEqual({ worded: true, expanded })
  })

  it.each(['how about the fees?', 'can I cancel it?', 'what is the minimum'])('is worded as going on about it: %s', message => {
    expect(followUpOf(message, 'en', transfers)?.worded).toBe(true)
  })

  it('is first about the title where that is a thing of its own, and else about the subject', () => {
    expect(followUpOf('几天到', 'zh', abroad)?.expanded[0]).toBe('境外汇款几天到')
    expect(followUpOf('多久到账', 'zh', transfers)?.expanded[0]).toBe('转账多久到账')
  })

  it.each(['基金怎么买', '我昨天去了一趟网点问了很多事情'])('is none where it names a subject, or is long: %s', message => {
    expect(followUpOf(message, 'zh', transfers)).toBeUndefined()
  })
})
