import type { Coordination } from '../../contacts/deps.ts'

/** A token as the provider gives it: for how many seconds it holds. */
export type IssuedToken = { token: string; seconds: number }

export type AccessTokens = ReturnType<typeof createAccessTokens>

/** A token this near its end is not used any more: a call under way must not meet it. */
const margin = 300
const mostWaits = 40
const waitMs = 100

/**
 * The access token of one account, shared by all instances: one of them asks the provider, the others take what it got.
 * `issue` asks the provider, with `anew` for another token than it gave before. It must be safe to ask twice.
 */
export function createAccessTokens({ name, issue, cache, leases }: { name: string; issue(anew: boolean): Promise<IssuedToken> } & Pick<Coordination, 'cache' | 'leases'>) {
  const key = `access-token:${name}`
  /** By the token that the askers know to be refused. */
  const underWay = new Map<string | undefined, Promise<string>>()

  async function issued(refused: string | undefined): Promise<string> {
    let given = await issue(false)
    if (given.token === refused) given = await issue(true)
    const forMs = (given.seconds - margin) * 1000
    if (forMs > 0) await cache.set(key, given.token, forMs)
    return given.token
  }

  async function obtain(refused: string | undefined): Promise<string> {
    for (let wait = 0; ; wait += 1) {
      const kept = await cache.get(key)
      if (kept !== undefined && kept !== refused) return kept
      const lease = await leases.take(key, 0)
      if (lease) {
        try {
          const meanwhile = await cache.get(key)
          return meanwhile !== undefined && meanwhile !== refused ? meanwhile : await issued(refused)
        } finally {
          void lease.release()
        }
      }
      // Whoever asks now may have stopped: then we ask ourselves.
      if (wait >= mostWaits) return issued(refused)
      await new Promise(resolve => setTimeout(resolve, waitMs))
    }
  }

  return {
    /** A token that holds; another one than `refused`, which the provider took no more. Throws what `issue` throws. */
    async get(refused?: string): Promise<string> {
      if (refused === undefined) {
        const kept = await cache.get(key)
        if (kept !== undefined) return kept
      }
      const asking = underWay.get(refused) ?? obtain(refused).finally(() => underWay.delete(refused))
      underWay.set(refused, asking)
      return asking
    },
  }
}
