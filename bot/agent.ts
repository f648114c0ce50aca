import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createOwnership } from '../contacts/ownership.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { administrator, createRegister, leastPassword, roles, StaffError } from '../desk/register.ts'
import { openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'
import { askPassword } from './password-prompt.ts'

/** `npm run agent -- add|list|reset|disable …`: the staff register from the command line; a running service takes it up at once. */
const usage = `Usage:
  npm run agent -- add --email E [--role ${roles.join('|')}] [--name N]
  npm run agent -- list
  npm run agent -- reset --email E      (a new password; ends the member's sessions)
  npm run agent -- disable --email E    (no more access; their enquiries go to the administrator)
The password is asked for, or read from standard input.`

const email = z.email('--email: an e-mail address')
const commands = z.discriminatedUnion('command', [
  z.object({ command: z.literal('add'), email, role: z.enum(roles, `--role: one of ${roles.join(', ')}`), name: z.string().trim().min(1).max(100).optional() }),
  z.object({ command: z.literal('list') }),
  z.object({ command: z.literal('reset'), email }),
  z.object({ command: z.literal('disable'), email }),
])

function readCommand(): z.infer<typeof commands> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { email: { type: 'string' }, role: { type: 'string', default: 'agent' }, name: { type: 'string' } } })
  return commands.parse({ command: positionals[0], ...values })
}

async function run(command: z.infer<typeof commands>): Promise<string> {
  const config = readConfig(process.env)
  const clock = { now: () => new Date() }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    const register = createRegister({ store, clock })
    const note = (kind: string, facts: Record<string, unknown>) => createAudit({ store, clock }).note({ actor: `operator:${userInfo().username}`, kind, facts: { ...facts, rule: 'M5.3a' } })
    const password = () => askPassword(process.stdin, `Password (at least ${leastPassword} characters, not shown): `)
    switch (command.command) {
      case 'add':
        await note('staff.added', { member: await register.add(command.email, command.name ?? command.email.split('@')[0] ?? command.email, command.role, await password()), role: command.role })
        return `${command.email} can sign in at /desk as ${command.role}`
      case 'reset':
        await register.reset(command.email, await password())
        await note('staff.password-reset', { member: (await register.active(command.email))?.id ?? '' })
        return `${command.email} has a new password; their sessions have ended`
      case 'disable': {
        const { id } = await register.disable(command.email)
        await note('staff.disabled', { member: id })
        const passed = await createOwnership({ store, clock, onQueue: () => undefined }).passOn(id, administrator, 'owner-disabled')
        return `${command.email} has no access any more; ${passed} open enquiries went to the administrator`
      }
      case 'list':
        return (await register.list()).map(each => [each.email || '(not set up yet)', each.role, each.name, each.disabled ? 'disabled' : ''].join('\t').trimEnd()).join('\n')
    }
  } finally {
    await store.close()
  }
}

try {
  console.log(await run(readCommand()))
  process.exit(0)
} catch (error) {
  const isUsage = error instanceof z.ZodError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && !(error instanceof StaffError) && !(error instanceof ConfigError)) throw error
  console.error(error instanceof z.ZodError ? `${error.issues.map(issue => issue.message).join('\n')}\n${usage}` : isUsage ? `${error.message}\n${usage}` : error.message)
  process.exit(isUsage ? 2 : 1)
}
