import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CatalogueError, loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { linesOf } from './lines.ts'
import { locales, productClasses } from './outgoing.ts'

const help = `npm run wording:check -- --locale L [--json] < texts

Says what the gate does with each line of standard input: one answer a line, in order, also for an empty line.
  --locale L     the reply's language and script: ${locales.join(', ')}
  --json         {"verdict":"send|amend|stop","classes":[…],"added":[…],"reasons":[…]}
  --author A     bot or agent (agent)
  --question Q   the customer's question that the texts answer
  --class C      the product class spoken of before: ${productClasses.join(', ')}
  --on DATE      the day whose wording is in force, such as 2026-12-31 (today)
  --dir DIR      the content folder (KNOWLEDGE_DIR, or the shipped sample)`

function fail(message: string): never {
  console.error(`${message}\n\n${help}`)
  process.exit(2)
}

function given() {
  try {
    return parseArgs({
      options: {
        locale: { type: 'string' }, json: { type: 'boolean', default: false }, author: { type: 'string', default: 'agent' }, question: { type: 'string' },
        class: { type: 'string' }, on: { type: 'string' }, dir: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const values = given()
if (values.help) {
  console.log(help)
  process.exit(0)
}
const locale = z.enum(locales).safeParse(values.locale)
if (!locale.success) fail(values.locale === undefined ? `--locale is missing; it takes ${locales.join(', ')}` : `--locale "${values.locale}" does not exist; it takes ${locales.join(', ')}`)
const author = z.enum(['bot', 'agent']).safeParse(values.author)
if (!author.success) fail(`--author "${values.author}" does not exist; it takes bot or agent`)
const focus = z.enum(productClasses).optional().safeParse(values.class)
if (!focus.success) fail(`--class "${values.class}" does not exist; it takes ${productClasses.join(', ')}`)
const on = z.iso.date().optional().safeParse(values.on)
if (!on.success) fail(`--on "${values.on}" is no date; write one such as 2026-12-31`)

const now = on.data === undefined ? new Date().toISOString() : `${on.data}T12:00:00.000+08:00`
const context = {
  locale: locale.data, author: author.data, articles: [], shown: {}, now: new Date(now).toISOString(),
  ...(values.question ? { question: values.question } : {}), ...(focus.data ? { productInFocus: { class: focus.data } } : {}),
}

try {
  const gate = createGate(loadCatalogue(values.dir ?? (process.env['KNOWLEDGE_DIR'] || import.meta.dirname), new Date().toISOString()))
  for await (const text of linesOf(process.stdin)) {
    const verdict = gate.judge({ type: 'message', text, locale: context.locale }, context)
    const answer = { ...verdict, added: verdict.added.map(({ id }) => id) }
    console.log(values.json ? JSON.stringify(answer) : `${answer.verdict}\t${text}\t${[...answer.added, ...answer.reasons].join('; ')}`)
  }
} catch (error) {
  if (!(error instanceof CatalogueError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
