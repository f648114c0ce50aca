import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const eslint = new ESLint({ cwd: root })

/** What the rule of one-way imports says of this text, were it this file. */
async function judged(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) })
  return (result?.messages ?? []).filter(each => each.ruleId === 'rooms/one-way').map(each => each.message)
}

describe('imports between rooms', () => {
  it.each([
    ['nlp/a.ts', "import { openStore } from '../store/index.ts'; openStore"],
    ['nlp/entities/deep/a.ts', "import { openStore } from '../../../store/index.ts'; openStore"],
    ['knowledge/a.ts', "import type { Store } from '../store/index.ts'; export type A = Store"],
    ['knowledge/a.ts', "import { type Store } from './../store/index.ts'; export type A = Store"],
    ['knowledge/a.ts', "export type A = import('../store/index.ts').Store"],
    ['contacts/a.ts', "export * from '../desk/staff.ts'"],
    ['contacts/a.ts', "export { createStaff } from '../desk/staff.ts'"],
    ['dialogs/a.ts', "export const a = () => import('../store/index.ts')"],
    ['dialogs/a.ts', 'export const a = () => import(`../store/index.ts`)'],
    ['channels/sms/a.ts', "import { startService } from '../../bot/service.ts'; startService"],
    ['web/desk/a.tsx', "import { createStaff } from '../../desk/staff.ts'; createStaff"],
    ['web/chat/a.ts', "import '../../channels/direct-line/tokens.ts'"],
    ['store/a.mts', "import '../contacts/log.ts'"],
    ['contacts/a.cts', "const log = require('../desk/staff.ts'); log"],
    ['desk/a.ts', "import '../test/support/process.ts'"],
  ])('refuses in %s: %s', async (file, text) => {
    expect(await judged(file, text)).toEqual([expect.stringContaining('must not import from')])
  })

  it('keeps Bot Framework at the edge', async () => {
    expect(await judged('contacts/a.ts', "import type { Activity } from 'botframework-schema'; export type A = Activity")).toEqual([expect.stringContaining('Bot Framework')])
    expect(await judged('knowledge/a.ts', "export const a = () => import('botbuilder-core')")).toEqual([expect.stringContaining('Bot Framework')])
    expect(await judged('channels/a.ts', "import { CloudAdapter } from 'botbuilder'; CloudAdapter")).toEqual([])
  })

  it('wants an import that can be checked', async () => {
    expect(await judged('nlp/a.ts', 'export const a = (name: string) => import(name)')).toHaveLength(1)
  })

  it.each([
    ['bot/a.ts', "import { createContacts } from '../contacts/contacts.ts'; createContacts"],
    ['contacts/a.ts', "import { openStore } from '../store/index.ts'; openStore"],
    ['contacts/a.test.ts', "import { startService } from '../bot/service.ts'; startService"],
    ['nlp/entities/a.ts', "import { normalise } from '../normalise.ts'; normalise"],
    ['bot/main.ts', "import { openStore } from '../store/index.ts'; openStore"],
  ])('allows in %s: %s', async (file, text) => {
    expect(await judged(file, text)).toEqual([])
  })
})
