import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CatalogueError, loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { locales, productClasses } from './outgoing.ts'
import { addressed, filledReply, loadReplies } from './replies.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'shouwen-replies-'))
  mkdirSync(join(dir, 'replies'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const record = (over: string = '', id = 'hello') => `- id: ${id}
  title: { zh-Hans: 好, zh-Hant: 好, en: Hello }
  text: { zh-Hans: "{customer}您好", zh-Hant: "{customer}您好", en: "Hello {customer}" }
  version: "1"
  source: test
${over || '  author: a\n  approver: b\n  effective: { from: 2026-01-01 }\n'}`
const problemsOf = (yaml: string) => {
  writeFileSync(join(dir, 'replies', 'some.yaml'), yaml)
  try {
    loadReplies(dir)
  } catch (error) {
    if (error instanceof CatalogueError) return error.message
    throw error
  }
  return ''
}

describe('Canned replies', () => {
  it('need no folder', () => {
    rmSync(join(dir, 'replies'), { recursive: true })
    expect(loadReplies(dir)).toEqual([])
  })
  it('are refused, with file and line, where they do not hold', () => {
    expect(problemsOf(record())).toBe('')
    expect(problemsOf(record('  author: a\n  approver: a\n  effective: { from: 2026-01-01 }\n'))).toMatch(/replies\/some\.yaml:7: "hello" was approved by its author \(M4\.3b\)/)
    expect(problemsOf(`${record()}${record().replace('"Hello {customer}"', '"Hello {password}"').replace('id: hello', 'id: other')}`)).toMatch(/some\.yaml:9: text\.en has \{password\}/)
    expect(problemsOf(record() + record())).toMatch(/some\.yaml:1: "hello" from 2026-01-01 stands in .*some\.yaml:1 too/)
    expect(problemsOf(record().replace(', en: "Hello {customer}"', ''))).toMatch(/some\.yaml:3: 0\.text\.en/)
    expect(problemsOf('- id: [')).toMatch(/some\.yaml:1/)
  })
  it('are filled with what is known, and say what still stands open', () => {
    const reply = { text: { 'zh-Hans': '{customer}您好，我是{agent}，{customer}', 'zh-Hant': '', en: '' } }
    expect(filledReply(reply, 'zh-Hans', { agent: '$& {customer}' })).toEqual({ text: '{customer}您好，我是$& {customer}，{customer}', open: ['customer'] })
    expect(filledReply(reply, 'zh-Hans', { agent: '李', customer: '王女士' })).toEqual({ text: '王女士您好，我是李，王女士', open: [] })
  })
  it('as shipped pass the gate in every language, whatever product is spoken of', () => {
    const now = new Date().toISOString()
    const gate = createGate(loadCatalogue(import.meta.dirname, now))
    const replies = loadReplies(import.meta.dirname)
    expect(replies.length).toBeGreaterThan(10)
    const inFocus = [{}, ...productClasses.filter(of => of !== 'private').map(of => ({ productInFocus: { class: of } }))]
    for (const { id, text: raw } of replies) for (const locale of locales) for (const focus of inFocus) for (const text of [raw[locale], filledReply({ text: raw }, locale, { customer: addressed[locale], agent: '李明' }).text]) {
      expect(gate.judge({ type: 'message', text, locale }, { locale, author: 'agent', articles: [], shown: {}, now, ...focus }).verdict, `${id} ${locale} ${JSON.stringify(focus)}`).not.toBe('stop')
    }
  })
})
