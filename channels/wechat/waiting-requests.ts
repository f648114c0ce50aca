/** WeChat waits five seconds for its answer; this long we let it. */
const waitsMs = 4_300

type Waiting = { takenAs: Promise<string | undefined>; answer(text: string | undefined): void; over: boolean; arrived: Promise<boolean> }

/** The reply to a request, and where to say whether it arrived. */
export type Answered = { text: string; arrived(whole: boolean): void }

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
     * not to be answered (again). Undefined where there is no reply in time. Throws what `take` throws.
     */
    async answered(customer: string, take: () => Promise<string | undefined>): Promise<Answered | undefined> {
      const until = performance.now() + waitMs
      const { promise, resolve } = Promise.withResolvers<string | undefined>()
      const end = Promise.withResolvers<boolean>()
      const takenAs = take()
      const mine: Waiting = { takenAs: takenAs.catch(() => undefined), over: false, arrived: end.promise, answer(text) { this.over = true; resolve(text) } }
      const others = waiting.get(customer) ?? new Set()
      waiting.set(customer, others.add(mine))
      let timer: NodeJS.Timeout | undefined
      try {
        // Undefined: not to be answered.
        if (await takenAs === undefined) return undefined
        timer = setTimeout(() => mine.answer(undefined), Math.max(0, until - performance.now()))
        const text = await promise
        return text === undefined ? undefined : { text, arrived: end.resolve }
      } finally {
        clearTimeout(timer)
        mine.over = true
        others.delete(mine)
        if (others.size === 0) waiting.delete(customer)
      }
    },

    /** The request that waits for the reply to this message; undefined where none waits here. */
    async for(customer: string, messageId: string | undefined): Promise<{ give(text: string): Promise<boolean>; letGo(): void } | undefined> {
      if (messageId === undefined) return undefined
      for (const each of waiting.get(customer) ?? []) {
        if (await each.takenAs !== messageId || each.over) continue
        return {
          /** Answers it; true where the answer went out whole, false where it was too late or the connection broke. */
          async give(text) {
            if (each.over) return false
            each.answer(text)
            return each.arrived
          },
          /** It is answered another way: nothing is to be said with it. */
          letGo() {
            if (!each.over) each.answer(undefined)
          },
        }
      }
      return undefined
    },
  }
}
