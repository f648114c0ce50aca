import type { Corpus } from './corpus.ts'
import { foldsOf } from './folds.ts'
import { judgementOf } from './judging.ts'
import { type Judgement, outOfScopeLabel } from './metrics.ts'
import { type CorpusMeanings, spellingOf, trainLanguage } from './model.ts'
import { gistOf } from './normalise.ts'
import { createSpelling, readable } from './spelling.ts'
import type { Language } from './understanding.ts'

export type HeldOutPart = {
  corpus: Corpus
  /** Texts that belong to no topic and are never trained on. */
  strangers: readonly string[]
  language: Language
  fold: number
  folds: number
  seed: number
  /** What an embedding model makes of the corpus's texts and the strangers, as they are written and as they are read. */
  embedding?: CorpusMeanings | undefined
}

/**
 * Trains without one fold of what customers ask (and without what reads the same) and judges that fold. Articles' titles and
 * sentences are learned from, never judged: no customer writes so.
 */
export function judgeHeldOut({ corpus, strangers, language, fold, folds, seed, embedding }: HeldOutPart, onProgress?: (done: number, of: number) => void): Judgement[] {
  const asked = [
    ...corpus.topics.filter(each => each.language === language && each.asked).map(({ text, intent }) => ({ text, intent })),
    ...corpus.outOfScope.filter(each => each.language === language).map(({ text }) => ({ text, intent: outOfScopeLabel })),
    ...strangers.map(text => ({ text, intent: outOfScopeLabel })),
  ]
  const foldOf = foldsOf(asked, folds, seed)
  const judged = asked.filter((_, at) => foldOf[at] === fold)
  const unseen = new Set(judged.map(({ text }) => gistOf(text)))
  const seen = (each: { text: string }) => !unseen.has(gistOf(each.text))
  const training: Corpus = { ...corpus, topics: corpus.topics.filter(seen), outOfScope: corpus.outOfScope.filter(seen) }
  const classifier = trainLanguage(training, language, onProgress, embedding)
  const spelling = createSpelling(spellingOf(training))
  return judged.map(({ text, intent }) => judgementOf(classifier, text, intent, written => readable(written, language, spelling), embedding?.meanings))
}
