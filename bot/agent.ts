import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { renderUnicodeCompact } from 'uqr'
import { z } from 'zod'
import { createOwnership } from '../contacts/ownership.ts'
import { createSealing } from '../contacts/sealing.ts'
import { administrator, createRegister, leastPassword, roles, StaffError } from '../desk/register.ts'
import { createSessions } from '../desk/sessions.ts'
import { createAccounts } from '../desk/sign-in/accounts.ts'
import { createFactors } from '../desk/sign-in/factors.ts'
import { NotOpenedError, openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'
import { askPassword } from './password-prompt.ts'

/** `npm run agent -- add|list|reset|reset-factor|disable …`: the staff register from the command line; a running service takes it up at once. */
const usage = `Usage:
  npm run agent -- add --email E [--role ${roles.join('|')}] [--name N]
  npm run agent -- list
  npm run agent -- reset --email E         (a new password, and access again; ends the member's sessions)
  npm run agent -- reset-factor --email E  (another second factor, for who has lost app and recovery codes)
  npm run agent -- disable --email E       (no more access; their enquiries go to the administrator)
The password is asked for, or read from standard input. What the member's authenticator app takes in is printed: hand it to them alone.`

const email = z.email('--email: an e-mail address')
const commands = z.discriminatedUnion('command', [
  z.object({ command: z.literal('add'), email, role: z.enum(roles, `--role: one of ${roles.join(', ')}`), name: z.string().trim().min(1).max(100).optional() }),
  z.object({ command: z.literal('list') }),
  z.object({ command: z.literal('reset'), email }),
  z.object({ command: z.literal('reset-factor'), email }),
  z.object({ command: z.literal('disable'), email }),
])

function readCommand(): z.infer<typeof commands> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { email: { type: 'string' }, role: { type: 'string', default: 'agent' }, name: { type: 'string' } } })
  return commands.parse({ command: positionals[0], ...values })
}

/** What a member's authenticator app takes in, to be handed over. */
function factorPage({ uri, recoveryCodes }: { uri: string; recoveryCodes: readonly string[] }): string {
  return `Second factor, for the member's authenticator app:\n${uri}\n${renderUnicodeCompact(uri, { border: 2 })}\nRecovery codes, each for one sign-in without the app:\n${recoveryCodes.join('\n')}`
}

async function run(command: z.infer<typeof commands>): Promise<string> {
  const config = readConfig(process.env)
  const clock = { now: () => new Date() }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    const actor = `operator:${userInfo().username}`
    const register = createRegister({ store, clock })
    const accounts = createAccounts({ store, clock })
    const factors = createFactors({ store, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO), clock, codeClock: clock })
    const sessions = createSessions({ store, clock, awaySeconds: config.AGENT_AWAY_SECONDS, onEnded: () => undefined })
    const password = () => askPassword(process.stdin, `Password (at least ${leastPassword} characters, not shown): `)
    const member = async (of: string) => {
      const found = (await register.list()).find(each => each.email === of.toLowerCase())
      if (!found) throw new StaffError(`${of} is not in the register; "npm run agent -- list" shows who is`)
      return found
    }
    switch (command.command) {
      case 'add': {
        const { id } = await accounts.add({ email: command.email, name: command.name ?? command.email.split('@')[0] ?? command.email, role: command.role, password: await password() }, actor)
        return `${command.email} can sign in at /desk as ${command.role}\n${factorPage(await factors.give({ id, email: command.email }, actor))}`
      }
      case 'reset': {
        const { id } = await member(command.email)
        await accounts.resetPassword(id, await password(), actor)
        await accounts.enable(id, actor)
        await sessions.endAll(id, actor)
        return `${command.email} has a new password; their sessions have ended`
      }
      case 'reset-factor': {
        const { id } = await member(command.email)
        await accounts.resetFactor(id, actor)
        await sessions.endAll(id, actor)
        return `${command.email} has another second factor; their sessions have ended\n${factorPage(await factors.give({ id, email: command.email }, actor))}`
      }
      case 'disable': {
        const { id } = await accounts.disable((await member(command.email)).id, actor)
        await sessions.endAll(id, actor)
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
  if (!isUsage && !(error instanceof StaffError) && !(error instanceof ConfigError) && !(error instanceof NotOpenedError)) throw error
  console.error(error instanceof z.ZodError ? `${error.issues.map(issue => issue.message).join('\n')}\n${usage}` : isUsage ? `${error.message}\n${usage}` : error.message)
  process.exit(isUsage ? 2 : 1)
}
