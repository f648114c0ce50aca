import type { LoggedActivity } from './types.ts'

type Listener = (logged: readonly LoggedActivity[]) => void

/** Hands what was just logged in a conversation to who listens in this process, so that nobody reads it back from the records. */
export type Handing = {
  /** Call it once what is handed is durable. */
  hand(conversation: string, logged: readonly LoggedActivity[]): void
  /** Gives a function that ends it. Not all that is logged comes this way: other instances log, too. */
  listen(conversation: string, listener: Listener): () => void
}

export function createHanding(): Handing {
  const listening = new Map<string, Set<Listener>>()
  return {
    hand(conversation, logged) {
      for (const listener of listening.get(conversation) ?? []) listener(logged)
    },
    listen(conversation, listener) {
      const all = listening.get(conversation) ?? new Set()
      listening.set(conversation, all.add(listener))
      return () => {
        if (all.delete(listener) && all.size === 0) listening.delete(conversation)
      }
    },
  }
}
