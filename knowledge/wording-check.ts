import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import { locales, productClasses } from './outgoing.ts'

/** `npm run wording:check -- --locale L [--json]`: what the gate does with each line of standard input. */
const { values } = parseArgs({ options: { locale: { type: 'string', default: 'zh-Hans' }, json: { type: 'boolean', default: false }, author: { type: 'string', default: 'agent' }, question: { type: 'string' }, class: { type: 'string' } } })
const options = z.object({ locale: z.enum(locales), author: z.enum(['bot', 'agent']), class: z.enum(productClasses).optional() }).safeParse(values)
if (!options.success) {
  console.error(`--locale takes ${locales.join(', ')}; --author bot or agent; --class one of ${productClasses.join(', ')}`)
  process.exit(2)
}
const { locale, author, class: focus } = options.data
const now = new Date().toISOString()
const gate = createGate(loadCatalogue(join(import.meta.dirname), now))
for await (const text of createInterface({ input: process.stdin })) {
  const verdict = gate.judge({ type: 'message', text, locale },
    { locale, author, articles: [], shown: {}, now, ...(values.question ? { question: values.question } : {}), ...(focus ? { productInFocus: { class: focus } } : {}) })
  const answer = { ...verdict, added: verdict.added.map(({ id }) => id) }
  console.log(values.json ? JSON.stringify(answer) : `${answer.verdict}\t${text}\t${[...answer.added, ...answer.reasons].join('; ')}`)
}
