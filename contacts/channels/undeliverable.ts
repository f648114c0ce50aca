/** The channel will never take this reply, however often it is tried: an operator must look. The message holds nothing of what was to be said. */
export class NeverTakenError extends Error {
  override readonly name = 'NeverTakenError'
}

/**
 * The channel takes no message until the customer writes again. `asked`: the customer was asked to write (a template); the
 * reply waits for that. Otherwise it goes by another of the customer's channels.
 */
export class OutsideWindowError extends Error {
  override readonly name = 'OutsideWindowError'
  readonly asked: boolean
  constructor(why: string, { asked = false }: { asked?: boolean } = {}) {
    super(why)
    this.asked = asked
  }
}
