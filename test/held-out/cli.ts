import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCatalogue } from '../../knowledge/catalogue.ts'
import { startProcess } from '../support/process.ts'
import { createReader, heldOutSet, playAll, scoresOf } from './held-out.ts'

/** `npm run held-out [-- --url …/api/messages]`: plays the held-out customers against the service, and prints the score and whom it failed. */
const given = process.argv.indexOf('--url')
const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
const service = given < 0 ? await startProcess({ DATA_DIR: dataDir }) : undefined
const url = service ? `${service.url}/api/messages` : process.argv[given + 1] ?? ''
const catalogue = loadCatalogue(join(import.meta.dirname, '..', '..', 'knowledge'), new Date().toISOString())
const played = await playAll(heldOutSet(), url, createReader(catalogue))
for (const { set, say, right, outcome, mark } of played) {
  if (mark === 'answered') continue
  const came = [...outcome.cited, ...outcome.said.map(each => `says ${each}`), ...(outcome.offered.length > 0 ? [`offers ${outcome.offered.join('|')}`] : [])].join(', ')
  console.log(`${mark === 'asked' ? 'asked back' : 'WRONG     '} ${set.padEnd(8)} ${say.join(' / ')}\n           expected ${right.map(each => typeof each === 'string' ? each : each.join(' + ')).join(' or ')}; came ${came || outcome.text.slice(0, 60)}`)
}
console.log('set         of  answered  asked back  wrong')
for (const { set, of, answered, asked, wrong } of scoresOf(played)) console.log(`${set.padEnd(9)} ${String(of).padStart(4)} ${String(answered).padStart(9)} ${String(asked).padStart(11)} ${String(wrong).padStart(6)}   ${((answered + asked) / of * 100).toFixed(1)} %`)
await service?.kill('SIGTERM')
rmSync(dataDir, { recursive: true, force: true })
