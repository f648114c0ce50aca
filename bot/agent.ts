import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createStaff, leastPassword, roles, StaffError } from '../desk/staff.ts'
import { openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/** `npm run agent -- add --email E --role R [--name N]`: adds a member of staff; the password is read from standard input. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { email: { type: 'string' }, role: { type: 'string', default: 'agent' }, name: { type: 'string' } } })
const asked = z.object({ email: z.email(), role: z.enum(roles), name: z.string().optional() }).safeParse(values)
if (positionals[0] !== 'add' || !asked.success) {
  console.error(`Usage: npm run agent -- add --email E --role ${roles.join('|')} [--name N]`)
  process.exit(2)
}
try {
  const config = readConfig(process.env)
  if (process.stdin.isTTY) process.stderr.write(`Password (at least ${leastPassword} characters; it is shown as you type): `)
  let password = ''
  for await (const line of createInterface({ input: process.stdin })) {
    password = line
    break
  }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  const { email, role, name } = asked.data
  await createStaff({ store, clock: { now: () => new Date() } }).add(email, name ?? email.split('@')[0] ?? email, role, password)
  await store.close()
  console.log(`${email} can sign in at /desk as ${role}`)
  process.exit(0)
} catch (error) {
  if (!(error instanceof StaffError) && !(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exit(1)
}
