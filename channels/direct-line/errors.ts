/**
 * A request that is refused, as Direct Line says it: HTTP status, `error.code` and `error.message`
 * (Direct Line API 3.0 reference, "Errors"). Codes are stable, messages are for the developer who reads them.
 */
export class DirectLineError extends Error {
  override readonly name = 'DirectLineError'
  readonly status: number
  readonly code: string
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

export const badArgument = (message: string) => new DirectLineError(400, 'BadArgument', message)
export const tooLarge = (limit: number) => new DirectLineError(413, 'MessageSizeTooBig', `Send at most ${limit.toLocaleString('en')} bytes`)
export const noConversation = () => new DirectLineError(404, 'ConversationNotFound', 'There is no such conversation')
export const tooMuch = ({ retryAfter }: { retryAfter: number }) => new DirectLineError(503, 'ServiceError', 'Too much is being sent at once; try again a little later', retryAfter)
