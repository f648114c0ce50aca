import { expect, it } from 'vitest'
import type { Corpus } from './corpus.ts'
import { loadCorpus } from './corpus.ts'
import { crossValidate } from './cross-validation.ts'
import { judgeHeldOut } from './held-out.ts'
import { outOfScopeLabel } from './metrics.ts'

const whole = loadCorpus()
const topics = [...new Set(whole.topics.filter(each => each.file.startsWith('topics/')).map(each => each.intent))].slice(0, 4)
const corpus: Corpus = {
  ...whole, topics: [
    ...whole.topics.filter(each => topics.includes(each.intent)),
    ...topics.map(intent => ({ intent, language: 'zh' as const, text: `标题${intent}`, asked: false, file: 'articles/x.md' })),
  ],
}
const asked = corpus.topics.filter(each => each.asked && each.language === 'zh').map(each => each.text)
const strangers = ['外星人存在吗', '怎么养猫']
const options = { corpus, strangers, language: 'zh' as const, folds: 3, seed: 1 }

it('judges every utterance once, and neither titles nor sentences of articles', () => {
  const judged = [0, 1, 2].flatMap(fold => judgeHeldOut({ ...options, fold }))
  const outside = corpus.outOfScope.filter(each => each.language === 'zh').map(each => each.text)
  expect(judged.filter(each => each.intent !== outOfScopeLabel).map(each => each.text).sort()).toEqual(asked.toSorted())
  expect(judged.filter(each => each.intent === outOfScopeLabel).map(each => each.text).sort()).toEqual([...outside, ...strangers].sort())
})
it('has not seen what it judges: an utterance put in a wrong topic is taken for the one it speaks of', () => {
  const [first = '', second = ''] = topics
  const text = corpus.topics.find(each => each.intent === first && each.language === 'zh' && each.asked)?.text ?? ''
  const wrong: Corpus = { ...corpus, topics: [...corpus.topics.filter(each => each.text !== text), { intent: second, language: 'zh', text, asked: true, file: 'topics/x.zh-Hans.yaml' }] }
  const judgement = [0, 1, 2].flatMap(fold => judgeHeldOut({ ...options, corpus: wrong, fold })).find(each => each.text === text)
  expect(judgement?.predicted).not.toBe(second)
})
it('gives the same judgements from its workers', async () => {
  const steps: number[] = []
  const judged = await crossValidate({ corpus, languages: ['zh'], strangers: { zh: strangers, en: [] }, folds: 3, seed: 1, onProgress: done => steps.push(done) })
  expect(judged.zh).toEqual([0, 1, 2].flatMap(fold => judgeHeldOut({ ...options, fold })))
  expect(steps).toEqual([0, 1, 2, 3])
})
