import { z } from 'zod/mini'

// The page's policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true })

const memberSchema = z.object({ name: z.string() })
const handoverSchema = z.object({
  id: z.string(), reason: z.string(), topic: z.string(), urgent: z.boolean(), requestedAt: z.string(), status: z.string(), summary: z.string(),
})
const listSchema = z.object({ waiting: z.array(handoverSchema), mine: z.array(handoverSchema) })
const entrySchema = z.object({ id: z.string(), role: z.string(), name: z.optional(z.string()), text: z.string() })
const detailSchema = z.object({ handover: handoverSchema, transcript: z.array(entrySchema) })
const errorSchema = z.object({ error: z.object({ message: z.string() }), reasons: z.optional(z.array(z.string())) })

export type Handover = z.infer<typeof handoverSchema>

/** What the desk's API refused; `reasons` say why the gate stopped a message. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly reasons: readonly string[]
  constructor(message: string, reasons: readonly string[] = []) {
    super(message)
    this.reasons = reasons
  }
}

/** The desk's API. `onSignedOut` is called when a request finds that the session has ended. */
export function createApi(onSignedOut: () => void) {
  async function call(path: string, method = 'GET', body?: unknown): Promise<unknown> {
    const response = await fetch(`/api/desk${path}`, {
      method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json().catch(() => ({}))
    if (response.status === 401 && path !== '/session') onSignedOut()
    if (response.ok) return answer
    const refused = errorSchema.safeParse(answer)
    throw refused.success ? new RefusedError(refused.data.error.message, refused.data.reasons) : new RefusedError(String(response.status))
  }
  return {
    session: async () => memberSchema.parse(await call('/session')),
    signIn: async (email: string, password: string) => memberSchema.parse(await call('/session', 'POST', { email, password })),
    signOut: () => call('/session', 'DELETE'),
    completeInvite: (given: { token: string; name: string; email: string; password: string }) => call('/invite', 'POST', given),
    handovers: async () => listSchema.parse(await call('/handovers')),
    handover: async (id: string) => detailSchema.parse(await call(`/handovers/${id}`)),
    take: (id: string) => call(`/handovers/${id}/take`, 'POST', {}),
    say: (id: string, text: string) => call(`/handovers/${id}/messages`, 'POST', { text }),
    close: (id: string, outcome: string) => call(`/handovers/${id}/close`, 'POST', { outcome }),
  }
}
