import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from '../knowledge/catalogue.ts'
import { loadCorpus } from '../nlp/corpus.ts'
import { corpusHash, loadModel, type Model, saveModel, trainModel } from '../nlp/model.ts'

function sentencesOf(body: string): string[] {
  return body.split(/[。；！？\n]|[.;!?]\s/).map(sentence => sentence.trim()).filter(sentence => sentence.length > 3)
}

/** Trains the default model from the articles' questions and the dialog corpus, or takes it from the cache of the same corpus. */
export function prepareModel(catalogue: Catalogue, cacheDir: string, onProgress: (message: string) => void): Model {
  const corpus = loadCorpus()
  for (const [intent, versions] of catalogue.articles) {
    for (const [locale, language] of [['zh-Hans', 'zh'], ['en', 'en']] as const) {
      const article = versions[locale]
      // The body's sentences are examples too: they bring words of the subject that no question has.
      if (article) for (const text of [...article.questions, article.title, ...sentencesOf(article.body)]) corpus.topics.push({ intent, language, text })
    }
  }
  const path = join(cacheDir, `model-${corpusHash(corpus).slice(0, 16)}.bin`)
  if (existsSync(path)) {
    try {
      return loadModel(readFileSync(path))
    } catch {
      onProgress('the cached model cannot be read; training it anew')
    }
  }
  const model = trainModel(corpus, onProgress)
  mkdirSync(cacheDir, { recursive: true })
  writeFileSync(path, saveModel(model))
  return model
}
