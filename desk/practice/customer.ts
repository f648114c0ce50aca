import type { Script } from './script.ts'
import { hasAny, saysAny } from './words.ts'

/** How often a customer asks again for what they need before they go on without it. */
const mostInsisted = 2

/** Where a simulated customer stands: with the bot or in the queue, with the agent, content, or gone. */
export type Standing = {
  at: 'waiting' | 'talking' | 'content' | 'left' | 'closed'
  /** The line of `talk` that comes next. */
  next: number
  insisted: number
  /** Which of `reacts` they have answered already. */
  reacted: readonly number[]
  /** How often their patience ran out. */
  annoyed: number
}

export type Heard =
  | { kind: 'taken' }
  /** The agent is gone; they wait again. */
  | { kind: 'returned' }
  | { kind: 'said'; text: string }
  /** Nothing from the agent for as long as they are patient. */
  | { kind: 'silence' }
  | { kind: 'closed' }

export type Move = { standing: Standing; says: string | undefined }

export const arriving: Standing = { at: 'waiting', next: 0, insisted: 0, reacted: [], annoyed: 0 }

const stays = (standing: Standing): Move => ({ standing, says: undefined })

function afterAnswer({ talk, reacts, thanks }: Script, standing: Standing, text: string): Move {
  const reaction = reacts.findIndex(({ to }, index) => !standing.reacted.includes(index) && saysAny(text, to))
  if (reaction >= 0) return { standing: { ...standing, reacted: [...standing.reacted, reaction] }, says: reacts[reaction]?.says }
  const step = talk[standing.next]
  if (!step) return { standing: { ...standing, at: 'content' }, says: thanks }
  if (step.needs && !hasAny(text, step.needs) && standing.insisted < mostInsisted) return { standing: { ...standing, insisted: standing.insisted + 1 }, says: step.insists }
  return { standing: { ...standing, next: standing.next + 1, insisted: 0 }, says: step.says }
}

/** What a simulated customer does about what they hear; pure, so that a script plays alike each time. */
export function moveOf(script: Script, standing: Standing, heard: Heard): Move {
  if (standing.at === 'left' || standing.at === 'closed') return stays(standing)
  switch (heard.kind) {
    case 'closed': return stays({ ...standing, at: 'closed' })
    case 'returned': return stays({ ...standing, at: 'waiting' })
    case 'taken':
      // Who comes back from the queue goes on where they were.
      return standing.next > 0 ? stays({ ...standing, at: 'talking' }) : { standing: { ...standing, at: 'talking', next: 1 }, says: script.talk[0]?.says }
    case 'said': return standing.at === 'talking' ? afterAnswer(script, standing, heard.text) : stays(standing)
    case 'silence': {
      if (standing.at === 'content') return stays(standing)
      const says = script.impatient[standing.annoyed]
      return says === undefined ? { standing: { ...standing, at: 'left' }, says: script.leaves } : { standing: { ...standing, annoyed: standing.annoyed + 1 }, says }
    }
  }
}
