import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Language } from './understanding.ts'

export type Corpus = { topics: { intent: string; language: Language; text: string }[]; outOfScope: { language: Language; text: string }[] }

const dialogs = z.record(z.string().startsWith('dialog.'), z.array(z.coerce.string()))
const list = z.array(z.coerce.string())

/** What customers say to the flows (greetings, complaints, emergencies …) and what is none of the bank's business. */
export function loadDialogCorpus(dir: string = join(import.meta.dirname, 'corpora')): Corpus {
  const corpus: Corpus = { topics: [], outOfScope: [] }
  for (const [language, file] of [['zh', 'zh-Hans'], ['en', 'en']] as const) {
    for (const [intent, texts] of Object.entries(dialogs.parse(parse(readFileSync(join(dir, `dialogs.${file}.yaml`), 'utf8'))))) {
      for (const text of texts) corpus.topics.push({ intent, language, text })
    }
    for (const text of list.parse(parse(readFileSync(join(dir, `out-of-scope.${file}.yaml`), 'utf8')))) corpus.outOfScope.push({ language, text })
  }
  return corpus
}
