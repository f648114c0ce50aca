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

const post = (path: string, token: string | undefined, body?: object) => fetch(`${endpoint}${path}`, {
  method: 'POST', headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}),
})

async function keep(response: Response): Promise<Session> {
  const session = sessionSchema.parse(await response.json())
  kept.set(key, JSON.stringify(session))
  return session
}

/**
 * The conversation of this browser, or a new one, which is greeted in this language: `known` where it goes on, `expired`
 * where it could not. Throws when the server is busy or away; the conversation is kept for the next try.
 */
export async function openSession(locale: string): Promise<{ session: Session; start: 'known' | 'new' | 'expired' }> {
  // Starting a conversation again goes on with it, under a fresh token.
  const begin = (token: string) => post('/conversations', token, { locale })
  const before = keptSession()
  if (before) {
    const resumed = await begin(before.token)
    if (resumed.ok) return { session: await keep(resumed), start: 'known' }
    if (resumed.status !== 403 && resumed.status !== 404) throw new Error(`The conversation could not be taken up: ${resumed.status}`)
    kept.remove(key)
  }
  const granted = await post('/tokens/generate', undefined)
  if (!granted.ok) throw new Error(`There is no new conversation: ${granted.status}`)
  const begun = await begin(sessionSchema.parse(await granted.json()).token)
  if (!begun.ok) throw new Error(`The conversation did not begin: ${begun.status}`)
  return { session: await keep(begun), start: before ? 'expired' : 'new' }
}

/** Keeps the token in date while the page is open. Gives a function that ends it. */
export function keepInDate(): () => void {
  const timer = setInterval(() => {
    const current = keptSession()
    // A try that fails is followed by the next one, long before the token ends.
    if (current) post('/tokens/refresh', current.token).then(renewed => renewed.ok ? keep(renewed) : undefined).catch(() => undefined)
  }, 600_000)
  return () => clearInterval(timer)
}
