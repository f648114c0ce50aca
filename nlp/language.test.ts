import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadCorpus } from './corpus.ts'
import { detectLanguage } from './language.ts'
import { spellingOf } from './model.ts'
import { createSpelling } from './spelling.ts'

const messages = z.array(z.string())
const set = z.strictObject({ 'zh-Hans': messages, 'zh-Hant': messages, en: messages, either: messages, pinyin: messages })
  .parse(parse(readFileSync(join(import.meta.dirname, 'languages.yaml'), 'utf8')))
const { isPinyin } = createSpelling(spellingOf(loadCorpus()))
const locales = ['zh-Hans', 'zh-Hant', 'en'] as const

/** Every message as it comes on a page of each locale: what it says counts, not the page. */
const cases = [
  ...locales.flatMap(locale => set[locale].flatMap(text => locales.map(page => ({ text, page, expected: locale })))),
  ...[...set.either, ...set.pinyin].flatMap(text => locales.map(page => ({ text, page, expected: page === 'en' ? 'zh-Hans' as const : page }))),
].filter(({ text }) => [...text].length >= 2)

describe('language and script', () => {
  it('is wrong on fewer than 1 % of messages of two or more characters', () => {
    const wrong = cases.filter(({ text, page, expected }) => detectLanguage(text, isPinyin, page).locale !== expected)
    const share = wrong.length / cases.length
    expect(share, wrong.map(({ text, page, expected }) => `${text} (${page}) is ${expected}`).join('\n')).toBeLessThan(0.01)
    expect(cases.length).toBeGreaterThan(1000)
  })
  it.each(['', '!', '123', '？？？', '👍', '6222 0000', 'カード', '카드'])('follows the page where a message has no words: %s', text => {
    for (const page of locales) expect(detectLanguage(text, isPinyin, page).locale).toBe(page)
  })
})
