import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, startProcess } from '../support/process.ts'
import { play, readConversation } from './conversation.ts'

describe('conversations', () => {
  let service: Running
  let dataDir: string
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir })
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const files = readdirSync(import.meta.dirname).filter(name => name.endsWith('.yaml'))
  it.each(files)('%s', async file => {
    const conversation = readConversation(readFileSync(join(import.meta.dirname, file), 'utf8'))
    expect((await play(conversation, `${service.url}/api/messages`)).failures).toEqual([])
  })
})
