import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Lexicon } from './concepts.ts'
import type { Language } from './understanding.ts'

export type Utterance = {
  intent: string
  language: Language
  text: string
  /** Whether a customer asks it so; otherwise it is a piece of an article, which brings words of the subject. */
  asked: boolean
  /** Where it stands, from the corpora's or the knowledge's folder on. */
  file: string
}

export type Corpus = {
  topics: Utterance[]
  outOfScope: { language: Language; text: string }[]
  lexicon: Record<Language, Lexicon>
}

const utterances = z.array(z.coerce.string())
const topicFile = z.record(z.string(), utterances)
const dialogFile = z.record(z.string().startsWith('dialog.'), utterances)

/**
 * What customers write, by language: `topics/*.yaml` to each article, `dialogs.*.yaml` to the flows (greetings, complaints,
 * emergencies …), and `out-of-scope.*.yaml`, what is none of the bank's business,
 * and `concepts.*.yaml`, words that say the same. Throws a ZodError for a file of another form.
 */
export function loadCorpus(dir: string = join(import.meta.dirname, 'corpora')): Corpus {
  const read = (name: string): unknown => parse(readFileSync(join(dir, name), 'utf8'))
  const lexicon = (file: string) => topicFile.parse(read(`concepts.${file}.yaml`))
  const corpus: Corpus = { topics: [], outOfScope: [], lexicon: { zh: lexicon('zh-Hans'), en: lexicon('en') } }
  const topicFiles = existsSync(join(dir, 'topics')) ? readdirSync(join(dir, 'topics')).sort() : []
  for (const [language, file] of [['zh', 'zh-Hans'], ['en', 'en']] as const) {
    const maps = [{ file: `dialogs.${file}.yaml`, map: dialogFile.parse(read(`dialogs.${file}.yaml`)) }]
    for (const name of topicFiles) if (name.endsWith(`.${file}.yaml`)) maps.push({ file: `topics/${name}`, map: topicFile.parse(read(join('topics', name))) })
    for (const { file, map } of maps) {
      for (const [intent, texts] of Object.entries(map)) for (const text of texts) corpus.topics.push({ intent, language, text, asked: true, file })
    }
    for (const text of utterances.parse(read(`out-of-scope.${file}.yaml`))) corpus.outOfScope.push({ language, text })
  }
  return corpus
}
