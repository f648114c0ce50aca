import type { Topics } from './coordination.ts'

type Subscriber = { listener(message: string): void; missed: (() => void) | undefined }

/** Topics among the subscribers of this process. `onFirst` and `onLast` tell when a topic gets its first one and loses its last. */
export type LocalTopics = Topics & {
  /** Calls every subscriber's `missed`. */
  allMissed(): void
  topics(): string[]
}

export function createLocalTopics(on: { first?(topic: string): void; last?(topic: string): void } = {}): LocalTopics {
  const subscribers = new Map<string, Set<Subscriber>>()
  return {
    publish(topic, message) {
      for (const { listener } of subscribers.get(topic) ?? []) listener(message)
    },
    subscribe(topic, listener, missed) {
      const mine: Subscriber = { listener, missed }
      const all = subscribers.get(topic) ?? new Set()
      subscribers.set(topic, all.add(mine))
      if (all.size === 1) on.first?.(topic)
      return () => {
        if (!all.delete(mine) || all.size > 0) return
        subscribers.delete(topic)
        on.last?.(topic)
      }
    },
    allMissed() {
      for (const all of subscribers.values()) for (const { missed } of all) missed?.()
    },
    topics: () => [...subscribers.keys()],
  }
}
