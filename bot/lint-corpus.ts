import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CatalogueError, loadCatalogue } from '../knowledge/catalogue.ts'
import { CorpusError } from '../nlp/corpus-file.ts'
import { lintCorpus } from '../nlp/corpus-lint.ts'
import { corpusOf } from './understanding.ts'

/** `npm run nlp:lint [-- --json]`: what is wrong with the utterances that the model learns from. Ends with 1 where there is an error. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
try {
  const catalogue = loadCatalogue(join(import.meta.dirname, '..', 'knowledge'), new Date().toISOString())
  const corpus = corpusOf(catalogue)
  const findings = lintCorpus(corpus, { topics: new Set(catalogue.articles.keys()) })
  const errors = findings.filter(each => each.severity === 'error').length
  if (values.json) console.log(JSON.stringify({ errors, warnings: findings.length - errors, findings }))
  else {
    for (const { severity, rule, message } of findings) console.log(`${severity} ${rule}: ${message}`)
    console.log(`${corpus.topics.filter(each => each.asked).length} utterances of ${new Set(corpus.topics.map(each => each.intent)).size} topics: ${errors} errors, ${findings.length - errors} warnings`)
  }
  process.exitCode = errors > 0 ? 1 : 0
} catch (error) {
  if (!(error instanceof CatalogueError) && !(error instanceof CorpusError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
