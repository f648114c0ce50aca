import type { IncomingMessage } from 'node:http'
import { sameSecret } from '../same-secret.ts'
import { DirectLineError } from './errors.ts'
import type { Audience, Claims, Reading, Tokens } from './tokens.ts'

export type Bearer = { institution: true } | { institution: false; claims: Claims }

/**
 * Who asks. Throws DirectLineError as Direct Line has it: 401 only where there is no Authorization at all, 403 for a
 * token that does not hold, `TokenExpired` for one that did. Microsoft's client gives up for good on a 401.
 */
export function readBearer(req: Pick<IncomingMessage, 'headers'>, tokens: Tokens, secret: string): Bearer {
  const { authorization, origin } = req.headers
  if (authorization === undefined) throw new DirectLineError(401, 'BadArgument', 'Missing token or secret: send Authorization: Bearer …')
  const given = authorization.replace(/^Bearer +/i, '')
  // First as a token: nearly all are, and one that was read before costs nothing.
  const reading = tokens.read(given, 'directline')
  if ('refused' in reading && sameSecret(given, secret)) return { institution: true }
  return { institution: false, claims: claimsOf(reading, origin) }
}

/** The claims of a token for one of these uses, from a page that may use it. Throws DirectLineError 403. */
export function readToken(token: string, origin: string | undefined, tokens: Tokens, ...audiences: readonly Audience[]): Claims {
  return claimsOf(tokens.read(token, ...audiences), origin)
}

function claimsOf(reading: Reading, origin: string | undefined): Claims {
  if ('refused' in reading) {
    throw reading.refused === 'expired' ? new DirectLineError(403, 'TokenExpired', 'The token has expired; generate a new one') : new DirectLineError(403, 'BadArgument', 'Invalid token or secret')
  }
  const { origins } = reading.claims
  if (origins && origin !== undefined && !origins.includes(origin)) throw new DirectLineError(403, 'BadArgument', 'This token is not for pages of this origin')
  return reading.claims
}
