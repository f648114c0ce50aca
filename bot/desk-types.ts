import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { readConfig } from './config.ts'
import { startService } from './service.ts'

/**
 * `npm run desk:types` writes the types of the desk's API for the desk's page, from the description that a running service gives.
 * Run it after a change of an operation.
 */
const written = join(import.meta.dirname, '..', 'web', 'desk', 'call', 'openapi.d.ts')

const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
const service = await startService(readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' }))
try {
  const ast = await openapiTS(new URL('/api/openapi.json', service.url))
  writeFileSync(written, `// Written by "npm run desk:types"; do not edit.\n${astToString(ast)}`)
} finally {
  await service.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
