import { RefusedRequestError } from './channel.ts'
import { noNul } from './no-nul.ts'

/** The JSON of a request's body. Throws RefusedRequestError 400. */
export function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), noNul)
  } catch {
    throw new RefusedRequestError(400, 'The body is not JSON')
  }
}
