import { z } from 'zod/mini'
import { kept } from '../shared/kept.ts'

// The page's policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true })

const sessionSchema = z.object({ token: z.string(), conversationId: z.string() })
export type Session = z.infer<typeof sessionSchema>

export const endpoint = `${location.origin}/v3/directline`
const key = 'shouwen.session'

function keptSession(): Session | undefined {
  try {
    const parsed = sessionSchema.safeParse(JSON.parse(kept.get(key) ?? 'null'))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

async function sessionOf(response: Response): Promise<Session> {
  const session = sessionSchema.parse(await response.json())
  kept.set(key, JSON.stringify(session))
  return session
}

const refresh = (session: Session) => fetch(`${endpoint}/tokens/refresh`, { method: 'POST', headers: { Authorization: `Bearer ${session.token}` } })

/**
 * The conversation of this browser, or a new one: `known` where it goes on, `expired` where it could not.
 * Throws when the server is busy or away; the conversation is kept for the next try.
 */
export async function openSession(): Promise<{ session: Session; start: 'known' | 'new' | 'expired' }> {
  const before = keptSession()
  if (before) {
    const renewed = await refresh(before)
    if (renewed.ok) return { session: await sessionOf(renewed), start: 'known' }
    if (renewed.status !== 403 && renewed.status !== 404) throw new Error(`The token could not be refreshed: ${renewed.status}`)
    kept.remove(key)
  }
  const fresh = await fetch(`${endpoint}/tokens/generate`, { method: 'POST' })
  if (!fresh.ok) throw new Error(`There is no new conversation: ${fresh.status}`)
  return { session: await sessionOf(fresh), start: before ? 'expired' : 'new' }
}

/** Keeps the token in date while the page is open. Gives a function that ends it. */
export function keepInDate(): () => void {
  const timer = setInterval(() => {
    const current = keptSession()
    // A try that fails is followed by the next one, long before the token ends.
    if (current) refresh(current).then(renewed => renewed.ok ? sessionOf(renewed) : undefined, () => undefined).catch(() => undefined)
  }, 600_000)
  return () => clearInterval(timer)
}
