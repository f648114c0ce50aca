import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCatalogue } from './catalogue.ts'
import { examplesOf, fit, kept, reviewedExamples, tellingLines } from './fitting.ts'
import { fold } from './folding.ts'
import { alikeIn } from './likeness.ts'
import { loadReplies } from './replies.ts'

/** npm run wording:fit: fits the weights anew to the labelled lines and says how weights without a set do on that set. */

const reviewed = reviewedExamples(loadCatalogue(import.meta.dirname, new Date().toISOString()), loadReplies(import.meta.dirname))
const lines = tellingLines()
const setOf = (file: string) => /-(second|third|fourth)\.yaml$/.exec(file)?.[1] ?? 'first'

for (const held of new Set(lines.map(line => setOf(line.file)))) {
  const likeness = fit([...examplesOf(lines.filter(line => setOf(line.file) !== held)), ...reviewed])
  const unseen = lines.filter(line => setOf(line.file) === held)
  const stopped = (forbidden: boolean) => {
    const these = unseen.filter(line => (line.expect === 'stop') === forbidden)
    return `${these.filter(line => alikeIn(fold(line.say), likeness, 'product') !== undefined).length}/${these.length}`
  }
  console.log(`${held} set unseen: stops ${stopped(true)} forbidden statements and ${stopped(false)} others`)
}

const file = join(import.meta.dirname, 'likeness.json')
writeFileSync(file, `${JSON.stringify(kept(fit([...examplesOf(lines), ...reviewed])), null, 0)}\n`)
console.log(`written: ${file}`)
