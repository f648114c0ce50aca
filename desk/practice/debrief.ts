import { z } from 'zod'
import { type Step, steps } from '../../contacts/enquiries/closed-loop.ts'
import { locales } from '../../knowledge/outgoing.ts'
import type { Script } from './script.ts'
import { hasAny, saysAny } from './words.ts'

/** What was seen of one conversation, as it is judged. */
export type Played = {
  script: Script
  /** How patient the customer was, in seconds. */
  patience: number
  /** Seconds from the wish for a person until the agent took the customer; undefined where they never did. */
  takenAfter: number | undefined
  /** Seconds until each answer of the agent's. */
  answers: readonly number[]
  /** Seconds since the customer last spoke, where nobody answered them any more. */
  unanswered: number | undefined
  /** The agent's messages as the customer read them. */
  said: readonly string[]
  /** Ids of the risk wording that the gate added. */
  added: readonly string[]
  /** Why the gate stopped what the agent wanted to say, for each time. */
  stopped: readonly (readonly string[])[]
  /** Steps that were missing when the agent wanted to close. */
  refused: readonly string[]
  taken: readonly Step[]
  left: boolean
  /** How it was closed; undefined where it was not. */
  outcome: string | undefined
}

export const findings = ['taken', 'never-taken', 'answered', 'unanswered', 'left', 'content', 'forbidden', 'stopped', 'wording', 'step', 'close-refused', 'outcome', 'not-closed'] as const

export const findingSchema = z.object({
  kind: z.enum(findings), well: z.boolean().meta({ description: 'Whether it went well' }),
  about: z.array(z.string()).meta({ description: 'What it is about: a phrase, a step, an outcome, why the gate stopped' }),
  seconds: z.number().int().nullable().meta({ description: 'How long it took' }),
}).meta({ id: 'PracticeFinding' })
export type Finding = z.infer<typeof findingSchema>

const customerSchema = z.object({
  script: z.object({ id: z.string(), name: z.string(), rule: z.string(), locale: z.enum(locales), about: z.string() }), findings: z.array(findingSchema),
})
/** What a shift of practice showed, customer by customer. */
export const debriefSchema = z.object({ customers: z.array(customerSchema) })
export type Debrief = z.infer<typeof debriefSchema>

const of = (kind: Finding['kind'], well: boolean, about: readonly string[] = [], seconds?: number): Finding => ({ kind, well, about: [...about], seconds: seconds === undefined ? null : Math.round(seconds) })

function inTime({ patience, takenAfter, answers, unanswered, left }: Played): Finding[] {
  if (takenAfter === undefined) return [of('never-taken', false), ...(left ? [of('left', false)] : [])]
  const slowest = answers.length > 0 ? Math.max(...answers) : undefined
  return [
    of('taken', takenAfter <= patience, [], takenAfter),
    ...(slowest === undefined ? [] : [of('answered', slowest <= patience, [], slowest)]),
    ...(unanswered !== undefined && unanswered > patience ? [of('unanswered', false, [], unanswered)] : []),
    ...(left ? [of('left', false)] : []),
  ]
}

function inWords({ script, said, added, stopped }: Played): Finding[] {
  const forbidden = script.never.filter(phrase => said.some(text => saysAny(text, [phrase])))
  return [
    ...script.good.map(({ about, any }) => of('content', said.some(text => hasAny(text, any)), [about])),
    ...(script.never.length > 0 ? [of('forbidden', forbidden.length === 0, forbidden)] : []),
    ...stopped.map(reasons => of('stopped', false, reasons)),
    ...(added.length > 0 ? [of('wording', true, [...new Set(added)])] : []),
  ]
}

function inSteps({ script, taken, refused, outcome }: Played): Finding[] {
  const wanted = steps.filter(step => script.steps.includes(step))
  return [
    ...wanted.map(step => of('step', taken.includes(step), [step])),
    ...(refused.length > 0 ? [of('close-refused', false, [...new Set(refused)])] : []),
    outcome === undefined ? of('not-closed', false) : of('outcome', script.outcome.some(each => each === outcome), [outcome]),
  ]
}

/** What went well in one conversation and what was missed. */
export function judgePlayed(played: Played): Finding[] {
  if (played.takenAfter === undefined) return inTime(played)
  return [...inTime(played), ...inWords(played), ...inSteps(played)]
}
