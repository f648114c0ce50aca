import { parseArgs } from 'node:util'
import { z } from 'zod'

const count = (name: string, usual: number, least = 1) => {
  const error = `--${name} must be a whole number from ${least} on`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).default(usual)
}

const schema = z.object({
  store: z.enum(['sqlite', 'postgres', 'postgres+redis'], { error: '--store must be sqlite, postgres or postgres+redis' }).default('sqlite'),
  conversations: count('conversations', 50),
  turns: count('turns', 3000),
  rounds: count('rounds', 5),
  instances: count('instances', 1),
  'idle-sockets': count('idle-sockets', 0, 0),
  stored: count('stored', 0, 0),
  kills: count('kills', 0, 0),
  soak: count('soak', 0, 0),
  proof: count('proof', 0, 0),
  json: z.boolean().default(false),
})
export type Options = z.infer<typeof schema>

const flag = { type: 'string' } as const

/** Reads the command line. Throws an Error that names the option to mend. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: {
    store: flag, conversations: flag, turns: flag, rounds: flag, instances: flag, 'idle-sockets': flag, stored: flag, kills: flag, soak: flag, proof: flag, json: { type: 'boolean' },
  } })
  const parsed = schema.safeParse(values)
  if (!parsed.success) throw new Error(parsed.error.issues[0]?.message)
  const options = parsed.data
  if (options.instances > 1 && options.store !== 'postgres+redis') throw new Error('--instances above 1 needs --store postgres+redis: only that is shared between instances')
  return options
}
