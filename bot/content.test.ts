import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Content, createContent } from './content.ts'

const root = join(import.meta.dirname, '..')
let dir: string
let content: Content
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shouwen-content-'))
  for (const folder of ['articles', 'disclosures', 'products']) cpSync(join(root, 'knowledge', folder), join(dir, folder), { recursive: true })
  content = await createContent({ knowledgeDir: dir, cacheDir: join(root, 'dist'), clock: { now: () => new Date('2026-11-23T12:00:00Z') }, log: { info: () => undefined, error: () => undefined } })
})
afterEach(async () => {
  await content.close()
  rmSync(dir, { recursive: true, force: true })
})
const path = () => join(dir, 'articles', 'hotline.zh-Hans.md')
const change = (from: string | RegExp, to: string) => writeFileSync(path(), readFileSync(path(), 'utf8').replace(from, to))

it('puts a changed article in force without a restart', async () => {
  change(/\n---\n[\s\S]*$/, '\n---\n客服热线已换成 400-800-0000。\n')
  await vi.waitFor(() => expect(content.article('hotline', 'zh-Hans')?.body).toContain('400-800-0000'), 10_000)
  expect(content.problems()).toEqual([])
})

it('keeps the last good content in force and says what is wrong with the new', async () => {
  const before = content.article('hotline', 'zh-Hans')
  change('class: none', 'class: nonsense')
  await vi.waitFor(() => expect(content.problems().join()).toMatch(/hotline\.zh-Hans\.md:\d+: class/), 10_000)
  expect(content.article('hotline', 'zh-Hans')).toEqual(before)
  change('class: nonsense', 'class: none')
  await vi.waitFor(() => expect(content.problems()).toEqual([]), 10_000)
})

it('answers from a new article before a model is trained for it', async () => {
  for (const [locale, question] of [['zh-Hans', '保险箱怎么租'], ['zh-Hant', '保險箱怎麼租'], ['en', 'how do I rent a safe deposit box']] as const) {
    const file = join(dir, 'articles', `hotline.${locale}.md`)
    const article = readFileSync(file, 'utf8').replace('id: hotline', 'id: safe-box').replace(/questions:\n(  - .*\n)+/, `questions:\n${Array.from({ length: 8 }, (_, at) => `  - "${question}${at === 0 ? '' : ` ${at}`}"\n`).join('')}`)
    writeFileSync(join(dir, 'articles', `safe-box.${locale}.md`), article)
  }
  await vi.waitFor(() => expect(content.article('safe-box', 'en')).toBeDefined(), 10_000)
  expect((await content.understand('保险箱怎么租')).intents[0]?.intent).toBe('safe-box')
})
