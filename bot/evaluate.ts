import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CatalogueError, loadCatalogue } from '../knowledge/catalogue.ts'
import type { Example } from '../nlp/classifier.ts'
import { CorpusError } from '../nlp/corpus-file.ts'
import { loadCorpus } from '../nlp/corpus.ts'
import { crossValidate } from '../nlp/cross-validation.ts'
import { type Embedder, openEmbedder } from '../nlp/embedding/embedder.ts'
import { EmbeddingError } from '../nlp/embedding/folder.ts'
import { judgeForeign } from '../nlp/foreign.ts'
import { labelledUtterances, LabelledFileError } from '../nlp/labelled.ts'
import { metricsOf, outOfScopeLabel } from '../nlp/metrics.ts'
import { htmlReport } from '../nlp/report-html.ts'
import { textReport } from '../nlp/report.ts'
import type { Language } from '../nlp/understanding.ts'
import { corpusOf } from './understanding.ts'

/**
 * `npm run nlp:evaluate` judges the own corpus by cross-validation; with `--train F --test F` it trains on one CSV file
 * `text,intent` and judges another. docs/understanding.md says how to read what it prints.
 */
const usage = `Usage: npm run nlp:evaluate -- [--locale zh|en] [--folds N] [--outside FILE] [--embedding DIR] [--json] [--html FILE]
       npm run nlp:evaluate -- --train FILE --test FILE [--locale zh|en] [--embedding DIR] [--json] [--html FILE]`

class UsageError extends Error {}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: {
      train: { type: 'string' }, test: { type: 'string' }, locale: { type: 'string' }, outside: { type: 'string' }, folds: { type: 'string' }, embedding: { type: 'string' },
      json: { type: 'boolean', default: false }, html: { type: 'string' },
    } }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

function languageOf(locale: string | undefined): Language | undefined {
  if (locale === undefined || locale === 'zh' || locale === 'en') return locale
  throw new UsageError(`--locale must be zh or en, not "${locale}"\n${usage}`)
}

function read(path: string): Example[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path))
  } catch (error) {
    throw new LabelledFileError(`${path}: ${error instanceof TypeError ? 'not UTF-8; save it as UTF-8' : 'cannot be read; give the path of a CSV file text,intent'}`)
  }
  return labelledUtterances(text, path)
}

/** Before minutes are spent on what stands in it. */
function assertWritable(html: string): void {
  try {
    writeFileSync(html, '', { flag: 'a' })
  } catch {
    throw new UsageError(`--html: ${html} cannot be written; give a file in a folder that is there`)
  }
}

const progress = (what: string) => (done: number, of: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${what}: ${done} of ${of}${done === of ? '\n' : ' '}`)
}

async function evaluateForeign(train: string, test: string, language: Language, embedder: Embedder | undefined, json: boolean, html: string | undefined): Promise<void> {
  const examples = read(train)
  if (examples.every(({ intent }) => intent === outOfScopeLabel)) throw new LabelledFileError(`${train}: all rows are "${outOfScopeLabel}"; add rows with an intent to learn`)
  const { judged, ...facts } = await judgeForeign({ train: examples, test: read(test), language, lexicon: loadCorpus().lexicon[language], embedder, onProgress: progress('training') })
  const metrics = metricsOf(judged)
  if (html !== undefined) writeFileSync(html, htmlReport('Evaluation', [{ title: test, lang: language, metrics }]))
  if (json) console.log(JSON.stringify({ ...metrics, ...facts }))
  else console.log([textReport(test, metrics), '', ...Object.entries(facts).map(([name, value]) => `${name.padEnd(16)} ${Number.isInteger(value) ? value : value.toFixed(1)}`)].join('\n'))
}

const titles = { zh: 'Own corpus, Chinese', en: 'Own corpus, English' } as const satisfies Record<Language, string>

async function evaluateOwn(languages: readonly Language[], folds: number, outside: string | undefined, embedder: Embedder | undefined, json: boolean, html: string | undefined): Promise<void> {
  const corpus = corpusOf(loadCatalogue(join(import.meta.dirname, '..', 'knowledge'), new Date().toISOString()))
  const outsiders = outside === undefined ? [] : read(outside).map(({ text }) => text)
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text)
  const strangers = { zh: outsiders.filter(isChinese), en: outsiders.filter(text => !isChinese(text)) }
  const judged = await crossValidate({ corpus, languages, strangers, folds, seed: 11, embedder, onProgress: progress('folds judged') })
  const parts = languages.map(language => ({ title: titles[language], lang: language, metrics: metricsOf(judged[language]) }))
  const { accuracy, macroF1, inScopeAccuracy, oosRecall } = metricsOf(languages.flatMap(language => judged[language]))
  if (html !== undefined) writeFileSync(html, htmlReport('Evaluation of the own corpus', parts))
  if (json) console.log(JSON.stringify({ accuracy, macroF1, inScopeAccuracy, oosRecall, folds, languages: Object.fromEntries(parts.map(part => [part.lang, part.metrics])) }))
  else console.log(parts.map(part => textReport(part.title, part.metrics)).join('\n\n'))
}

try {
  const options = optionsOf(process.argv.slice(2))
  const language = languageOf(options.locale)
  const folds = Number(options.folds ?? 5)
  if (!Number.isInteger(folds) || folds < 2 || folds > 20) throw new UsageError(`--folds must be a whole number from 2 to 20, not "${options.folds}"\n${usage}`)
  if ((options.train === undefined) !== (options.test === undefined)) throw new UsageError(`--train and --test go together\n${usage}`)
  if (options.train !== undefined && (options.folds ?? options.outside) !== undefined) throw new UsageError(`--folds and --outside are for the own corpus; with --train and --test, rows labelled "${outOfScopeLabel}" are out of scope\n${usage}`)
  if (options.html !== undefined) assertWritable(options.html)
  const embedder = options.embedding === undefined ? undefined : await openEmbedder(options.embedding)
  if (options.train !== undefined && options.test !== undefined) await evaluateForeign(options.train, options.test, language ?? 'en', embedder, options.json, options.html)
  else await evaluateOwn(language ? [language] : ['zh', 'en'], folds, options.outside, embedder, options.json, options.html)
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof LabelledFileError) && !(error instanceof EmbeddingError) && !(error instanceof CatalogueError) && !(error instanceof CorpusError)) throw error
  console.error(error instanceof EmbeddingError ? `--embedding: ${error.message}` : error.message)
  process.exitCode = 2
}
