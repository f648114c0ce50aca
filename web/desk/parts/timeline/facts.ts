import { z } from 'zod/mini'

/** What of an entry's facts is worth a word beside it, in this order; ids and the like are not. */
const told = ['what', 'clock', 'step', 'stage', 'decision', 'outcome', 'cause', 'reason', 'reasons', 'why', 'via', 'days', 'score', 'intent', 'topic', 'purpose', 'granted', 'tier'] as const
const people = ['owner', 'to', 'staff'] as const
const word = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

export type Told = { rule: string | undefined; due: string | undefined; people: string[]; told: { name: string; values: string[] }[] }

/** What of an entry's facts is told: its rule, what is due by it, whom it names, and the rest by name. */
export function toldOf(facts: Record<string, unknown>): Told {
  const text = (name: string) => {
    const value = facts[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    rule: text('rule'), due: text('due'), people: people.flatMap(name => text(name) ?? []),
    told: told.flatMap(name => {
      const parsed = z.safeParse(word, facts[name])
      if (!parsed.success || parsed.data === '') return []
      return [{ name, values: Array.isArray(parsed.data) ? parsed.data : [String(parsed.data)] }]
    }),
  }
}
