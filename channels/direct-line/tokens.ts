import { createHmac, randomBytes, scryptSync } from 'node:crypto'
import { z } from 'zod'
import { createRecent } from '../../contacts/recent.ts'
import { sameSecret } from '../same-secret.ts'

/** What a token opens: Direct Line itself, one stream to be opened at once, or the files of one conversation. */
export type Audience = 'directline' | 'stream' | 'files'

const payloadSchema = z.object({
  aud: z.enum(['directline', 'stream', 'files']), conv: z.string(), user: z.string(), verified: z.boolean(),
  /** Seconds since 1970. */
  exp: z.number(),
  /** Origins of the pages that may use it; any if not given. */
  origins: z.array(z.string()).exactOptional(),
})
type Payload = z.infer<typeof payloadSchema>

export type Claims = { conversation: string; user: string; verified: boolean; origins?: string[] }
export type Reading = { claims: Claims } | { refused: 'invalid' | 'expired' }

/** Lifetimes in seconds. A token's and a stream address's are those of Microsoft's service; it keeps files for 24 hours. */
export const lifetime: Readonly<Record<Audience, number>> = { directline: 1800, stream: 60, files: 86_400 }

/** How many tokens are known again without reckoning. */
const keptTokens = 10_000

export function newId(): string {
  return randomBytes(18).toString('base64url')
}

// A JWT, because Microsoft's clients read the claim `user` from it to know their own messages.
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')

/** Signed tokens, each bound to one conversation and one user. */
export function createTokens(secret: string, now: () => Date) {
  // Slow on purpose: who holds a token must not find a short secret by trying.
  const key = scryptSync(secret, 'shouwen direct line', 32)
  const sign = (body: string) => createHmac('sha256', key).update(body).digest('base64url')
  /** Tokens whose signature was found to hold lately. */
  const held = createRecent<string, Payload>(keptTokens)

  /** What a token of ours says; undefined where its signature does not hold. */
  function signed(token: string): Payload | undefined {
    const [head, payload, signature, more] = token.split('.')
    if (head !== header || !payload || !signature || more !== undefined || !sameSecret(signature, sign(`${head}.${payload}`))) return undefined
    // The signature holds, so the payload is ours.
    return payloadSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).data
  }

  return {
    issue({ conversation, user, verified, origins }: Claims, audience: Audience = 'directline'): string {
      const payload: Payload = {
        aud: audience, conv: conversation, user, verified, exp: Math.floor(now().getTime() / 1000) + lifetime[audience], ...(origins ? { origins } : {}),
      }
      const body = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
      return `${body}.${sign(body)}`
    },

    /** The claims of a token of ours that is in date and for one of these uses. */
    read(token: string, ...audiences: readonly Audience[]): Reading {
      const payload = held.get(token) ?? signed(token)
      if (!payload || !audiences.includes(payload.aud)) return { refused: 'invalid' }
      // What a conversation goes on with comes with every message; the others are used once or twice.
      if (payload.aud === 'directline') held.set(token, payload)
      const { conv, user, verified, exp, origins } = payload
      if (exp * 1000 <= now().getTime()) return { refused: 'expired' }
      return { claims: { conversation: conv, user, verified, ...(origins ? { origins } : {}) } }
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>
