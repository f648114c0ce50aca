import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { readApproval, sampleNotice } from './approval.ts'
import { type Catalogue, CatalogueError, inForce, institutionDay, loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { loadReplies } from './replies.ts'
import { locales } from './outgoing.ts'
import { occasionWords } from './vocabulary.ts'

const help = `npm run knowledge:check [-- DIR]

Loads all content of a folder (KNOWLEDGE_DIR, or the shipped sample), sends every article and canned reply through the gate, and names file,
line and rule of what does not hold.`

/** Wordings that the gate may ask for and that nobody has approved for today. */
function* missingWordings(catalogue: Catalogue, folder: string, now: string): Generator<string> {
  const valid = new Set(catalogue.disclosures.filter(each => inForce(each, now)).map(each => `${each.class} ${each.when}`))
  for (const [of, occasions] of Object.entries(occasionWords)) {
    const always = of === 'deposit' ? [] : ['always']
    for (const when of [...always, ...occasions.map(([each]) => each)]) {
      if (!valid.has(`${of} ${when}`)) yield `${folder}/disclosures/${of}.yaml:1: class "${of}" needs an approved disclosure for "${when}" in force on ${institutionDay(now)}; none found (M4.3b)`
    }
  }
}

/** What the gate makes of every article, and questions that lead to two articles. */
function* articleProblems(catalogue: Catalogue, dir: string, folder: string, now: string): Generator<string> {
  const gate = createGate(catalogue)
  const asked = new Map<string, string>()
  for (const [id, versions] of catalogue.articles) {
    for (const article of Object.values(versions)) {
      const name = `${id}.${article.locale}.md`
      const lines = readFileSync(join(dir, 'articles', name), 'utf8').split('\n')
      const verdict = gate.judge({ type: 'message', text: article.body, locale: article.locale },
        { locale: article.locale, author: 'bot', articles: [{ id, version: article.version, class: article.class }], shown: {}, now })
      if (verdict.verdict === 'stop') yield `${folder}/articles/${name}:${lines.indexOf('---', 1) + 2}: ${verdict.reasons.join('; ')}`
      for (const question of article.questions) {
        const other = asked.get(`${article.locale} ${question}`)
        if (other !== undefined) yield `${folder}/articles/${name}:${lines.findIndex(line => line.includes(question)) + 1}: the question "${question}" is asked in "${other}" too`
        asked.set(`${article.locale} ${question}`, id)
      }
    }
  }
}

/** Canned replies that the gate would stop. */
function* replyProblems(catalogue: Catalogue, dir: string, folder: string, now: string): Generator<string> {
  const gate = createGate(catalogue)
  for (const { id, text } of loadReplies(dir)) {
    for (const locale of locales) {
      const verdict = gate.judge({ type: 'message', text: text[locale], locale }, { locale, author: 'agent', articles: [], shown: {}, now })
      if (verdict.verdict === 'stop') yield `${folder}/replies: "${id}" in ${locale}: ${verdict.reasons.join('; ')}`
    }
  }
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h', default: false } } })
  if (values.help) console.log(help)
  else {
    const dir = positionals[0] ?? (process.env['KNOWLEDGE_DIR'] || import.meta.dirname)
    const below = relative(process.cwd(), dir)
    const folder = below === '' || below.startsWith('..') ? dir : below
    const now = new Date().toISOString()
    const catalogue = loadCatalogue(dir, now)
    const problems = [...missingWordings(catalogue, folder, now), ...articleProblems(catalogue, dir, folder, now), ...replyProblems(catalogue, dir, folder, now)]
    if (problems.length > 0) throw new CatalogueError(problems)
    console.log(`${catalogue.articles.size} articles in ${locales.length} locales, ${catalogue.products.length} products, ${catalogue.disclosures.length} wordings: all in order`)
    const notice = sampleNotice(readApproval(dir))
    if (notice !== undefined) console.log(notice)
  }
} catch (error) {
  if (error instanceof CatalogueError) console.error(error.message)
  else if (error instanceof Error && 'code' in error && error.code === 'ENOENT') console.error(`${error.message}: give a folder with articles/, disclosures/ and products/`)
  else if (error instanceof Error) console.error(`${error.message}\n\n${help}`)
  process.exitCode = 1
}
