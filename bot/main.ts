import { CatalogueError } from '../knowledge/catalogue.ts'
import { ConfigError, readConfig } from './config.ts'
import { startService } from './service.ts'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Shouwen needs Node 24 or newer; this is ${process.version}. Run "npm ci" without --ignore-scripts, then "npm start".`)
  process.exit(1)
}
try {
  const service = await startService(readConfig(process.env))
  console.log(`Chat page:          ${service.url}/`)
  console.log(`Agent desk:         ${service.url}/desk${service.inviteToken ? `#invite=${service.inviteToken}   (once, to make the administrator)` : ''}`)
  console.log(`Bot Framework:      ${service.url}/api/messages`)
  console.log(`Direct Line 3.0:    ${service.url}/v3/directline`)
  console.log('The articles and the risk wording are a sample; have your own approved before customers use this.')
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void service.stop().then(() => process.exit(0)))
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof CatalogueError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
