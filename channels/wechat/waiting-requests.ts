/** WeChat waits five seconds for its answer; this long we let it. */
const waitsMs = 4_300

type Waiting = { takenAs: Promise<string | undefined>; answer(text: string | undefined): void; over: boolean }

export type WaitingRequests = ReturnType<typeof createWaitingRequests>

/**
 * WeChat's requests that wait for their answer on this instance: a reply that is ready in time goes back with the request
 * (「被动回复用户消息」), which costs no customer-service message and needs no right to send any.
 */
export function createWaitingRequests(waitMs = waitsMs) {
  const waiting = new Map<string, Set<Waiting>>()

  return {
    /**
     * Takes a customer's message and waits for the reply to it. `take` gives the message's id, or undefined where it is
     * not to be answered (again). Gives the reply's text, or undefined when there is none in time. Throws what `take` throws.
     */
    async answered(customer: string, take: () => Promise<string | undefined>): Promise<string | undefined> {
      const until = performance.now() + waitMs
      const { promise, resolve } = Promise.withResolvers<string | undefined>()
      const takenAs = take()
      const mine: Waiting = { takenAs: takenAs.catch(() => undefined), over: false, answer(text) { this.over = true; resolve(text) } }
      const others = waiting.get(customer) ?? new Set()
      waiting.set(customer, others.add(mine))
      let timer: NodeJS.Timeout | undefined
      try {
        // Undefined: not to be answered.
        if (await takenAs === undefined) return undefined
        timer = setTimeout(() => mine.answer(undefined), Math.max(0, until - performance.now()))
        return await promise
      } finally {
        clearTimeout(timer)
        mine.over = true
        others.delete(mine)
        if (others.size === 0) waiting.delete(customer)
      }
    },

    /** The request that waits for the reply to this message: `give` answers it and says whether that was in time. Undefined where none waits here. */
    async for(customer: string, messageId: string | undefined): Promise<{ give(text: string | undefined): boolean } | undefined> {
      if (messageId === undefined) return undefined
      for (const each of waiting.get(customer) ?? []) {
        if (await each.takenAs !== messageId || each.over) continue
        return {
          give(text) {
            if (each.over) return false
            each.answer(text)
            return true
          },
        }
      }
      return undefined
    },
  }
}
