import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { play, readConversation } from './conversation.ts'

/**
 * `npm run conversation -- FILES [--url …/api/messages] [--transcript DIR]`: plays conversation documents against any running
 * bot. With `--transcript` each is kept as a file that the Bot Framework Emulator opens.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true, options: { url: { type: 'string', default: 'http://127.0.0.1:3978/api/messages' }, transcript: { type: 'string' } },
})
if (positionals.length === 0) {
  console.error('Give one or more conversation files, for example test/conversations/*.yaml')
  process.exit(2)
}
if (values.transcript) mkdirSync(values.transcript, { recursive: true })
let failed = 0
for (const file of positionals) {
  try {
    const conversation = readConversation(readFileSync(file, 'utf8'))
    const { failures, transcript } = await play(conversation, values.url)
    console.log(`${failures.length === 0 ? 'passed' : 'FAILED'}  ${conversation.rule}  ${conversation.name}`)
    for (const { turn, customer, expected, came } of failures) {
      console.log(`  turn ${turn}, customer: ${customer}\n    expected ${expected}\n    came     ${came.replaceAll('\n', '\n             ')}`)
    }
    if (failures.length > 0) failed += 1
    if (values.transcript) writeFileSync(join(values.transcript, `${basename(file, extname(file))}.transcript`), JSON.stringify(transcript, null, 2))
  } catch (error) {
    failed += 1
    console.log(`FAILED  ${file}: ${whatWentWrong(error)}`)
  }
}
console.log(`${positionals.length - failed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

function whatWentWrong(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (error instanceof TypeError && error.message === 'fetch failed') return `no bot answers at ${values.url}; start one with "npm start" or give --url`
  return error instanceof Error ? error.message : String(error)
}
