import { join } from 'node:path'
import { readApproval, sampleNotice } from '../knowledge/approval.ts'
import { type Config, isLoopback, readConfig } from './config.ts'
import { startService } from './service.ts'
import { keepHeapSmall, releaseMemoryWhenIdle, releaseStartUpMemory } from './start-up-memory.ts'
import { startFailure, warningsOf } from './start-failure.ts'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Shouwen needs Node 24 or newer; this is ${process.version}. Run "npm ci" without --ignore-scripts, then "npm start".`)
  process.exit(1)
}
keepHeapSmall()
let config: Config | undefined
try {
  config = readConfig(process.env)
  for (const warning of warningsOf(config, isLoopback)) console.warn(`Warning: ${warning}`)
  const service = await startService(config)
  releaseStartUpMemory()
  releaseMemoryWhenIdle()
  console.log(`Chat page:          ${service.url}/`)
  console.log(`Agent desk:         ${service.url}/desk${service.inviteToken ? `#invite=${service.inviteToken}   (once, to make the administrator)` : ''}`)
  console.log(`Bot Framework:      ${service.url}/api/messages`)
  console.log(`Direct Line 3.0:    ${service.url}/v3/directline`)
  for (const { name } of config.channels) console.log(`${`${name}:`.padEnd(19)} ${service.url}/api/channels/${name}`)
  const notice = sampleNotice(readApproval(config.KNOWLEDGE_DIR ?? join(import.meta.dirname, '..', 'knowledge')))
  if (notice !== undefined) console.log(notice)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void service.stop().then(() => process.exit(0)))
} catch (error) {
  const sentence = startFailure(error, config)
  if (sentence === undefined) throw error
  console.error(sentence)
  process.exit(1)
}
