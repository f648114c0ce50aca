import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Example, score, trainLinear } from './learner.ts'

/** `npm run nlp:evaluate -- --train F --test F [--locale zh|en] [--json]` on CSV files `text,intent`. */
function readCsv(path: string): Example[] {
  const rows: Example[] = []
  for (const match of readFileSync(path, 'utf8').matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*)),(?:"((?:[^"]|"")*)"|([^,\n]*))\r?(?:\n|$)/g)) {
    rows.push({ text: (match[1] ?? match[2] ?? '').replaceAll('""', '"'), intent: (match[3] ?? match[4] ?? '').trim() })
  }
  return rows.slice(1).filter(row => row.text !== '')
}

const { values } = parseArgs({ options: { train: { type: 'string' }, test: { type: 'string' }, locale: { type: 'string', default: 'en' }, json: { type: 'boolean', default: false } } })
if (!values.train || !values.test || (values.locale !== 'zh' && values.locale !== 'en')) {
  console.error('Give --train FILE and --test FILE (CSV: text,intent) and --locale zh or en')
  process.exit(2)
}
const started = performance.now()
const model = trainLinear(readCsv(values.train), values.locale)
const trainSeconds = (performance.now() - started) / 1000
const rows = readCsv(values.test).filter(row => row.intent !== 'oos')
const times: number[] = []
let right = 0
for (const row of rows) {
  const from = performance.now()
  if (score(model, row.text).intents[0]?.intent === row.intent) right += 1
  times.push((performance.now() - from) * 1000)
}
times.sort((a, b) => a - b)
const result = { accuracy: right / rows.length, trainSeconds, p50Microseconds: times[Math.floor(times.length * 0.5)] ?? 0, p99Microseconds: times[Math.floor(times.length * 0.99)] ?? 0 }
console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name}: ${value.toFixed(4)}`).join('\n'))
