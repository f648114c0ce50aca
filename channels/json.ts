import { RefusedRequestError } from './channel.ts'
import { parseWithoutNul } from './no-nul.ts'

/** The JSON of a request's body. Throws RefusedRequestError 400. */
export function jsonIn(body: Buffer): unknown {
  try {
    return parseWithoutNul(body.toString('utf8'))
  } catch {
    throw new RefusedRequestError(400, 'The body is not JSON')
  }
}
