import { expect, it } from 'vitest'
import { isLocale, localeOf } from './locale.ts'

it.each([
  ['zh', 'zh-Hans'], ['zh-CN', 'zh-Hans'], ['zh-SG', 'zh-Hans'], ['zh-Hans-HK', 'zh-Hans'], ['ZH-cn', 'zh-Hans'],
  ['zh-TW', 'zh-Hant'], ['zh-hk', 'zh-Hant'], ['zh-MO', 'zh-Hant'], ['zh-Hant', 'zh-Hant'], ['zh-Hant-CN', 'zh-Hant'],
  ['en-GB', 'en'], ['fr', 'en'], ['zhx', 'en'], ['', 'en'],
])('reads the language tag %j as %s', (tag, locale) => {
  expect(localeOf(tag)).toBe(locale)
})

it('takes only its own three tags as locales', () => {
  expect(['zh-Hans', 'zh-Hant', 'en', 'zh', 'EN', null, 3].filter(isLocale)).toEqual(['zh-Hans', 'zh-Hant', 'en'])
})
