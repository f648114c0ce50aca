/** In-process fan-out: tells open sockets that something is new. Nothing that the log could not give again. */
export type Live = {
  publish(topic: string, message: string): void
  subscribe(topic: string, listener: (message: string) => void): () => void
}

export function createLive(): Live {
  const listeners = new Map<string, Set<(message: string) => void>>()
  return {
    publish(topic, message) {
      for (const listener of listeners.get(topic) ?? []) listener(message)
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(topic)
      }
    },
  }
}
