import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadBroadQuestions } from './broad.ts'
import { loadCorpus } from './corpus.ts'

const topics = 'card-lost:\n  - 卡丢了\n  - 95588\n  - yes\n'
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'shouwen-corpus-'))
  mkdirSync(join(dir, 'topics'))
  for (const name of ['zh-Hans', 'en']) {
    cpSync(join(import.meta.dirname, 'corpora', `broad.${name}.yaml`), join(dir, `broad.${name}.yaml`))
    writeFileSync(join(dir, `dialogs.${name}.yaml`), 'dialog.thanks:\n  - thanks\n')
    writeFileSync(join(dir, `out-of-scope.${name}.yaml`), '- weather\n')
    writeFileSync(join(dir, `concepts.${name}.yaml`), 'card: [card]\n')
  }
  writeFileSync(join(dir, 'topics', 'cards.zh-Hans.yaml'), topics)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('the files of the corpus', () => {
  it('hold texts, whatever YAML takes them for', () => {
    expect(loadCorpus(dir).topics.filter(each => each.intent === 'card-lost').map(each => each.text)).toEqual(['卡丢了', '95588', 'yes'])
    expect(loadBroadQuestions(dir).zh).toBeDefined()
  })
  it.each([
    ['topics/cards.zh-Hans.yaml', `${topics}  - 转账: 限额\n`, /cards\.zh-Hans\.yaml:5: card-lost\.3: a text is wanted; write it in "…" where it holds a colon/],
    ['topics/cards.zh-Hans.yaml', `${topics}  -\n`, /cards\.zh-Hans\.yaml:5: card-lost\.3: a text is wanted/],
    ['topics/cards.zh-Hans.yaml', `${topics}card-frozen: 卡冻结了\n`, /cards\.zh-Hans\.yaml:5: card-frozen: a list is wanted/],
    ['topics/cards.zh-Hans.yaml', '- 卡丢了\n', /cards\.zh-Hans\.yaml:1: names with a list each are wanted/],
    ['topics/cards.zh-Hans.yaml', `${topics}  - "卡\n`, /cards\.zh-Hans\.yaml:\d+: .*quote/],
    ['topics/cards.zh-Hans.yaml', `${topics}card-lost:\n  - 卡没了\n`, /cards\.zh-Hans\.yaml:5: .*unique/],
    ['topics/cards.zh-Hant.yaml', topics, /cards\.zh-Hant\.yaml would not be read: call it …\.zh-Hans\.yaml/],
    ['topics/cards.en.yml', topics, /cards\.en\.yml would not be read/],
    ['dialogs.en.yaml', 'thanks:\n  - thanks\n', /dialogs\.en\.yaml:\d: names here begin with "dialog\."/],
    ['out-of-scope.en.yaml', 'weather: no\n', /out-of-scope\.en\.yaml:1: a list is wanted/],
    ['out-of-scope.en.yaml', '', /out-of-scope\.en\.yaml:1: a list is wanted/],
    ['broad.en.yaml', 'aspects: {}\n', /broad\.en\.yaml:1: /],
  ])('are refused by file and line: %s %j', (name, text, message) => {
    writeFileSync(join(dir, name), text)
    expect(() => { loadCorpus(dir); loadBroadQuestions(dir) }).toThrow(message)
  })
  it('are all wanted', () => {
    rmSync(join(dir, 'concepts.en.yaml'))
    expect(() => loadCorpus(dir)).toThrow(/concepts\.en\.yaml is missing or cannot be read/)
  })
})
