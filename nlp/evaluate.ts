import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { classify, type Example, trainClassifier } from './classifier.ts'
import { csvRows } from './csv.ts'
import { saveClassifier } from './model.ts'

/** `npm run nlp:evaluate -- --train F --test F [--locale zh|en] [--json]` on CSV files `text,intent`; test rows labelled `oos` belong to no intent. */
const { values } = parseArgs({ options: { train: { type: 'string' }, test: { type: 'string' }, locale: { type: 'string', default: 'en' }, json: { type: 'boolean', default: false } } })
if (!values.train || !values.test || (values.locale !== 'zh' && values.locale !== 'en')) {
  console.error('Give --train FILE and --test FILE (CSV: text,intent) and --locale zh or en')
  process.exit(2)
}
const read = (path: string): Example[] => csvRows(readFileSync(path, 'utf8')).flatMap(([text = '', intent = '']) => text.trim() === '' || intent === '' ? [] : [{ text, intent: intent.trim() }])

const rows = read(values.train)
const test = read(values.test)
const started = performance.now()
const classifier = trainClassifier(rows.filter(row => row.intent !== 'oos'), {
  language: values.locale, outOfScope: rows.filter(row => row.intent === 'oos').map(row => row.text),
  onProgress: (done, of) => { if (process.stderr.isTTY) process.stderr.write(`\rtraining: ${done} of ${of} `) },
})
const trainSeconds = (performance.now() - started) / 1000
const times: number[] = []
const judged = test.map(({ text, intent }) => {
  const from = performance.now()
  const { intents: [best], rejected } = classify(classifier, text)
  times.push((performance.now() - from) * 1000)
  return { intent, predicted: best?.intent ?? '', rejected }
})
times.sort((a, b) => a - b)
const inScope = judged.filter(each => each.intent !== 'oos')
const outOfScope = judged.filter(each => each.intent === 'oos')
const share = (part: readonly unknown[], whole: readonly unknown[]) => whole.length === 0 ? null : part.length / whole.length
const f1Of = (intent: string) => {
  const hits = inScope.filter(each => each.intent === intent && each.predicted === intent).length
  return 2 * hits / (inScope.filter(each => each.intent === intent).length + inScope.filter(each => each.predicted === intent).length || 1)
}
const present = [...new Set(inScope.map(each => each.intent))]
const result = {
  accuracy: share(inScope.filter(each => each.predicted === each.intent), inScope),
  macroF1: present.length === 0 ? null : present.reduce((sum, intent) => sum + f1Of(intent), 0) / present.length,
  inScopeAccuracy: share(inScope.filter(each => each.predicted === each.intent && !each.rejected), inScope),
  oosRecall: share(outOfScope.filter(each => each.rejected), outOfScope),
  trainSeconds,
  p50Microseconds: times[Math.floor(times.length * 0.5)] ?? 0,
  p99Microseconds: times[Math.floor(times.length * 0.99)] ?? 0,
  modelBytes: saveClassifier(classifier).byteLength,
}
console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name.padEnd(18)} ${value === null ? '–' : Number.isInteger(value) ? value : value.toFixed(4)}`).join('\n'))
