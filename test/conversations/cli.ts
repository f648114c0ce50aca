import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { play, readConversation } from './conversation.ts'

/** `npm run conversation -- FILES [--url …/api/messages]`: plays conversation documents against any running bot. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { url: { type: 'string', default: 'http://127.0.0.1:3978/api/messages' } } })
if (positionals.length === 0) {
  console.error('Give one or more conversation files, for example test/conversations/*.yaml')
  process.exit(2)
}
for (const file of positionals) {
  const conversation = readConversation(readFileSync(file, 'utf8'))
  const failures = await play(conversation, values.url)
  console.log(`${failures.length === 0 ? 'passed' : 'FAILED'}  ${conversation.rule}  ${conversation.name}`)
  for (const { turn, customer, expected, came } of failures) console.log(`  turn ${turn}, customer: ${customer}\n    expected ${expected}\n    came     ${came.replaceAll('\n', '\n             ')}`)
  if (failures.length > 0) process.exitCode = 1
}
