import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const claims = z.object({ conversation: z.string(), user: z.string(), verified: z.boolean(), expires: z.number() })
export type Claims = z.infer<typeof claims>

/** Lifetime of a token in seconds, as in Microsoft's service. */
export const lifetime = 1800

export function newId(): string {
  return randomBytes(18).toString('base64url')
}

/** Compares in constant time. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/** Signed tokens, each bound to one conversation and one user. */
export function createTokens(secret: string, now: () => Date) {
  const sign = (body: string) => createHmac('sha256', secret).update(body).digest('base64url')
  return {
    issue(bound: Omit<Claims, 'expires'>): string {
      const body = Buffer.from(JSON.stringify({ ...bound, expires: now().getTime() + lifetime * 1000 })).toString('base64url')
      return `${body}.${sign(body)}`
    },
    /** The claims of a token that is ours and in date; else undefined. */
    read(token: string): Claims | undefined {
      const [body, signature, more] = token.split('.')
      if (!body || !signature || more !== undefined || !sameSecret(signature, sign(body))) return undefined
      // The signature holds, so the body is ours.
      const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
      return parsed.success && parsed.data.expires > now().getTime() ? parsed.data : undefined
    },
  }
}
