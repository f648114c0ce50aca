/** Messages that are being taken in, in order within each conversation. */
export type Arrivals<T> = {
  /**
   * Takes a message in by `atOnce` where it is the first of those that arrive in the conversation, and by `accept` where that gives undefined,
   * or a promise of it. What comes meanwhile is accepted once the first has its place, in order; its commits may be shared.
   */
  inOrder(conversation: string, atOnce: () => Promise<T | undefined> | undefined, accept: () => Promise<T>): Promise<T>
}

export function createArrivals<T>(): Arrivals<T> {
  const arriving = new Map<string, { messages: number; placed: Promise<unknown> }>()

  function counted(conversation: string, here: { messages: number }, taken: Promise<T>): Promise<T> {
    return taken.finally(() => {
      here.messages -= 1
      if (here.messages === 0) arriving.delete(conversation)
    })
  }

  return {
    inOrder(conversation, atOnce, accept) {
      const before = arriving.get(conversation)
      if (before) {
        before.messages += 1
        return counted(conversation, before, before.placed.then(accept))
      }
      const trying = atOnce()
      // Called before anybody else waits for the same: so it is accepted before them.
      const taken = trying ? trying.then(given => given ?? accept()) : accept()
      const here = { messages: 1, placed: trying?.catch(() => undefined) ?? Promise.resolve() }
      arriving.set(conversation, here)
      return counted(conversation, here, taken)
    },
  }
}
