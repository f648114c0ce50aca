import { RefusedRequestError, type WebhookRequest } from '../channel.ts'

/** How old a signature may be. Both providers try again within seconds and sign anew. */
const freshForMs = 300_000

export type Signed = { timestamp: string; nonce: string }

/** The parts of a request that its signature is made over. Throws RefusedRequestError for one that is too old, or has none. */
export function signedParts({ query }: Pick<WebhookRequest, 'query'>, now: Date): Signed {
  const timestamp = query.get('timestamp') ?? ''
  const nonce = query.get('nonce') ?? ''
  if (!/^\d{9,11}$/.test(timestamp) || nonce === '' || nonce.length > 64) throw new RefusedRequestError(403, 'The request is not signed')
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > freshForMs) throw new RefusedRequestError(403, 'The signature is too old; check the clocks')
  return { timestamp, nonce }
}
