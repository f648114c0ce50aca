import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { outcomes } from '../../contacts/handovers.ts'
import { steps } from '../../contacts/enquiries/closed-loop.ts'
import { locales } from '../../knowledge/outgoing.ts'
import { parseYaml } from '../../knowledge/parsing.ts'

const words = z.string().trim().min(1).max(1000)
const anyOf = z.array(words).min(1)

/** How a simulated customer behaves (M6.3a), as a trainer writes it. */
const scriptSchema = z.strictObject({
  name: words,
  rule: z.string().regex(/^M\d/, 'cite the rule of the manual, such as M4.3a'),
  locale: z.enum(locales),
  /** What is practised, for the agent to read before. */
  about: words,
  /** What the customer says to the bot; after it they ask for a person. */
  opening: anyOf,
  /** What they say to the agent, each after the agent's answer to the one before. */
  talk: z.array(z.strictObject({
    says: words,
    /** Said only once the agent's answer has one of these words; until then, twice at most, the customer says `insists`. */
    needs: anyOf.optional(),
    insists: words.optional(),
  }).refine(step => (step.needs === undefined) === (step.insists === undefined), 'needs and insists belong together')).min(1),
  /** What they answer to one of these words, once, whatever they were about to say. */
  reacts: z.array(z.strictObject({ to: anyOf, says: words })).default([]),
  /** After so many seconds without a word from the agent they say the next of `impatient`; after the last they leave. */
  patience: z.number().int().min(1).max(3600).default(60),
  impatient: z.array(words).default([]),
  leaves: words,
  thanks: words,
  /** What a good answer holds: one of these words in any message of the agent's. */
  good: z.array(z.strictObject({ about: words, any: anyOf })).default([]),
  /** What the agent may never say; where it is denied it is not said. */
  never: z.array(words).default([]),
  /** Steps of the closed loop (M1.1c) that belong to it, beside those that the desk demands anyway. */
  steps: z.array(z.enum(steps)).default([]),
  /** How the conversation may end. */
  outcome: z.array(z.enum(outcomes)).min(1).default(['resolved']),
}).refine(({ talk: [first] }) => first?.needs === undefined, { path: ['talk', 0, 'needs'], message: 'the first line is said at once, when the agent takes the customer; it can need nothing' })

/** A script under its name: that of its file. */
export type Script = z.infer<typeof scriptSchema> & { id: string }

/** Scripts do not hold; the message names file, line and rule of each problem. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

/** The scripts that come with the product. */
export const shippedScripts = join(import.meta.dirname, 'scripts')

/** Reads one script; what does not hold is added to `problems` with file, line and rule. */
export function readScript(yaml: string, file: string, problems: string[]): z.infer<typeof scriptSchema> | undefined {
  return parseYaml(scriptSchema, yaml, file, 1, problems)
}

/** The scripts of these folders by name; one in a later folder takes the place of one with the same file name. Throws ScriptError. */
export function loadScripts(folders: readonly string[]): Script[] {
  const problems: string[] = []
  const found = new Map<string, Script>()
  for (const folder of folders) {
    if (!existsSync(folder)) problems.push(`${folder}: there is no such folder`)
    else for (const name of readdirSync(folder).filter(each => /\.ya?ml$/.test(each)).sort()) {
      const file = join(folder, name)
      const script = readScript(readFileSync(file, 'utf8'), file, problems)
      const id = name.replace(/\.ya?ml$/, '')
      if (script) found.set(id, { ...script, id })
    }
  }
  if (problems.length > 0) throw new ScriptError(problems.join('\n'))
  return [...found.values()].sort((one, other) => one.id.localeCompare(other.id))
}
