import { expect, it } from 'vitest'
import type { Corpus } from './corpus.ts'
import { lintCorpus } from './corpus-lint.ts'

const corpus = (...lines: [intent: string, text: string, asked?: boolean, file?: string][]): Corpus => ({
  topics: lines.map(([intent, text, asked = true, file = 'topics/a.zh-Hans.yaml']) => ({ intent, text, language: 'zh', asked, file })),
  outOfScope: [{ language: 'zh', text: '今天天气怎么样' }], lexicon: { zh: {}, en: {} },
})
const rules = (...lines: Parameters<typeof corpus>) => lintCorpus(corpus(...lines), { thin: 1 }).map(({ severity, rule }) => `${severity} ${rule}`)

it('calls the same text for two topics an error, however it is written', () => {
  expect(rules(['transfer', '轉賬限額？'], ['limit', '转账 限额'])).toEqual(['error contradiction'])
  expect(rules(['transfer', '今天天气怎么样！'])).toEqual(['error contradiction'])
  expect(rules(['transfer', '转账限额'], ['transfer', '转账限额是多少呢'])).toEqual([])
})
it('warns of what stands twice or nearly so', () => {
  expect(rules(['transfer', '转账限额'], ['transfer', '转账限额。'])).toEqual(['warning duplicate'])
  expect(rules(['transfer', '我想问一下转账限额到底是多少'], ['transfer', '我想问一下转帐限额到底是多少呀'])).toEqual(['warning near-duplicate'])
  expect(rules(['transfer', '我想问一下转账限额到底是多少'], ['limit', '我想问一下转账限额到底是多少呀'])).toEqual(['warning near-contradiction'])
})
it('warns of utterances copied from an article, but not of an article asked for by its title', () => {
  expect(rules(['transfer', '单笔限额五万元'], ['transfer', '单笔限额五万元', false, 'articles/transfer.zh-Hans.md'])).toEqual(['warning leak'])
  expect(rules(['transfer', '转账限额', true, 'articles/t.md'], ['transfer', '转账限额', false, 'articles/t.md'])).toEqual([])
})
it('counts different utterances of customers only', () => {
  const thin = lintCorpus(corpus(['transfer', '转账'], ['transfer', '转账！'], ['transfer', '转账很方便', false, 'articles/t.md']), { thin: 2 })
  expect(thin.map(each => each.message).filter(message => message.startsWith('transfer has'))).toEqual(['transfer has 1 utterances in zh; from 2 on a topic is learned well'])
})
it('knows the topics that can be answered, and texts without words', () => {
  const findings = lintCorpus(corpus(['transfre', '转账'], ['dialog.thanks', '谢谢'], ['transfer', '？？']), { thin: 1, topics: new Set(['transfer']) })
  expect(findings.filter(each => each.severity === 'error').map(each => each.rule)).toEqual(['empty', 'unknown-topic'])
})
