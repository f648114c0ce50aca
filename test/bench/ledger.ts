/** A reply as a channel gave it. */
export type Reply = { id: string; replyTo: string; text: string }

/** What was wrong with the replies: messages without one, replies too many, replies that belong elsewhere or came out of order. */
export type Faults = { lost: number; doubled: number; swapped: number }

/**
 * The replies of one conversation against its messages: each message is due exactly one reply, which holds what its line
 * expects, in the order of the messages.
 */
export class Ledger {
  readonly #due: { message: string; expects: string }[] = []
  readonly #replies: Reply[] = []

  /** A message was accepted under this id. */
  sent(message: string, expects: string): void {
    this.#due.push({ message, expects })
  }
  got(reply: Reply): void {
    this.#replies.push(reply)
  }

  faults(): Faults {
    const faults: Faults = { lost: 0, doubled: 0, swapped: 0 }
    const place = new Map(this.#due.map(({ message }, index) => [message, index]))
    const answered = new Map<string, Reply>()
    let last = -1
    for (const reply of this.#replies) {
      const at = place.get(reply.replyTo)
      if (at === undefined) {
        faults.swapped += 1
        continue
      }
      if (answered.has(reply.replyTo)) {
        faults.doubled += 1
        continue
      }
      answered.set(reply.replyTo, reply)
      if (at < last || !reply.text.includes(this.#due[at]?.expects ?? '')) faults.swapped += 1
      last = Math.max(last, at)
    }
    faults.lost = this.#due.length - answered.size
    return faults
  }
}

export function sumOf(all: Iterable<Faults>): Faults {
  const sum: Faults = { lost: 0, doubled: 0, swapped: 0 }
  for (const { lost, doubled, swapped } of all) {
    sum.lost += lost
    sum.doubled += doubled
    sum.swapped += swapped
  }
  return sum
}
