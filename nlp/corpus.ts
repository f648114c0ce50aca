import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Lexicon } from './concepts.ts'
import { CorpusError, listsByName, readCorpusFile, written } from './corpus-file.ts'
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

const utterances = z.array(written, 'a list is wanted, one "- text" a line')
const dialogFile = listsByName.refine(map => Object.keys(map).every(name => name.startsWith('dialog.')), 'names here begin with "dialog."; what an article answers belongs into topics/')

function assertRead(name: string, dir: string): void {
  if (/\.ya?ml$/.test(name) && !/\.(?:zh-Hans|en)\.yaml$/.test(name)) throw new CorpusError(`${join(dir, name)} would not be read: call it ….zh-Hans.yaml or ….en.yaml (Traditional Chinese is understood from Simplified)`)
}

/**
 * What customers write, by language: `topics/*.yaml` to each article, `dialogs.*.yaml` to the flows (greetings, complaints,
 * emergencies …), and `out-of-scope.*.yaml`, what is none of the bank's business,
 * and `concepts.*.yaml`, words that say the same. Throws CorpusError for a file of another form.
 */
export function loadCorpus(dir: string = join(import.meta.dirname, 'corpora')): Corpus {
  const lexicon = (file: string) => readCorpusFile(dir, `concepts.${file}.yaml`, listsByName)
  const corpus: Corpus = { topics: [], outOfScope: [], lexicon: { zh: lexicon('zh-Hans'), en: lexicon('en') } }
  const topicFiles = existsSync(join(dir, 'topics')) ? readdirSync(join(dir, 'topics')).sort() : []
  for (const name of topicFiles) assertRead(name, join(dir, 'topics'))
  for (const [language, file] of [['zh', 'zh-Hans'], ['en', 'en']] as const) {
    const maps = [{ file: `dialogs.${file}.yaml`, map: readCorpusFile(dir, `dialogs.${file}.yaml`, dialogFile) }]
    for (const name of topicFiles) if (name.endsWith(`.${file}.yaml`)) maps.push({ file: `topics/${name}`, map: readCorpusFile(dir, join('topics', name), listsByName) })
    for (const { file, map } of maps) {
      for (const [intent, texts] of Object.entries(map)) for (const text of texts) corpus.topics.push({ intent, language, text, asked: true, file })
    }
    for (const text of readCorpusFile(dir, `out-of-scope.${file}.yaml`, utterances)) corpus.outOfScope.push({ language, text })
  }
  return corpus
}
