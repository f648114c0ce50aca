import { z } from 'zod'
import type { Coordination } from '../contacts/deps.ts'

/** What a member does in a conversation. */
export const doings = ['looking', 'writing', 'gone'] as const
export type Doing = (typeof doings)[number]
export type Who = { id: string; name: string }

const topic = 'desk:looking'
/** Who is not heard of again counts as gone after this, in milliseconds; the page says it again sooner. */
const lookingFor = 25_000
const writingFor = 8_000

const told = z.object({ handover: z.string(), to: z.array(z.string()), by: z.object({ id: z.string(), name: z.string() }), doing: z.enum(doings) })
export type Looking = z.infer<typeof told>

export type LookingDeps = {
  presence: Coordination['presence']
  live: { publish(topic: string, message: string): void; subscribe(topic: string, listener: (message: string) => void): () => void }
}

/** Who looks at a conversation or writes in it, so that two never answer at once. Lives in coordination alone: a restart forgets it, and pages say it again. */
export function createLooking({ presence, live }: LookingDeps) {
  const lookers = (handover: string) => `looking:${handover}`
  const writers = (handover: string) => `writing:${handover}`
  return {
    /** Notes what a member does, tells the others who are there, and gives these. */
    async note(handover: string, by: Who, doing: Doing): Promise<{ id: string; writing: boolean }[]> {
      await Promise.all([
        doing === 'gone' ? presence.gone(lookers(handover), by.id) : presence.seen(lookers(handover), by.id, lookingFor),
        doing === 'writing' ? presence.seen(writers(handover), by.id, writingFor) : presence.gone(writers(handover), by.id),
      ])
      const [there, writing] = await Promise.all([presence.members(lookers(handover)), presence.members(writers(handover))])
      const others = there.filter(id => id !== by.id)
      if (others.length > 0) live.publish(topic, JSON.stringify({ handover, to: others, by, doing }))
      return others.map(id => ({ id, writing: writing.includes(id) }))
    },
    /** Calls with what others do in conversations that this member looks at. Gives what ends it. */
    listen: (member: string, listener: (looking: Looking) => void) => live.subscribe(topic, message => {
      const parsed = told.safeParse(JSON.parse(message))
      if (parsed.success && parsed.data.to.includes(member)) listener(parsed.data)
    }),
  }
}

export type LookingLine = ReturnType<typeof createLooking>
