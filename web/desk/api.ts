import { z } from 'zod/mini'
import { callDesk, RefusedError } from '../shared/desk-call.ts'

const memberSchema = z.object({ id: z.string(), name: z.string() })
const handoverSchema = z.object({
  id: z.string(), reason: z.string(), topic: z.string(), urgent: z.boolean(), requestedAt: z.string(), status: z.enum(['waiting', 'active', 'left', 'closed']), summary: z.string(), language: z.string(), channel: z.string(),
})
const reference = z.object({ id: z.string(), version: z.string() })
const listSchema = z.object({ waiting: z.array(handoverSchema), mine: z.array(handoverSchema), messages: z.array(handoverSchema), present: z.array(z.object({ name: z.string() })) })
const entrySchema = z.object({ id: z.string(), sequence: z.number(), at: z.string(), role: z.enum(['user', 'bot', 'agent']), name: z.string(), text: z.string(), articles: z.array(reference), wording: z.array(reference) })
const customerSchema = z.object({
  language: z.string(), channel: z.string(), topic: z.nullable(z.string()), owner: z.object({ name: z.string() }), enquirySince: z.string(),
  understanding: z.array(z.object({ intent: z.string(), confidence: z.number(), decision: z.string() })), articles: z.array(reference),
})
const detailSchema = z.object({ handover: handoverSchema, customer: customerSchema, transcript: z.array(entrySchema) })

/** What the server tells as it happens; those with an id come again after a drop. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), id: z.number() }),
  z.object({ type: z.literal('queue'), id: z.number() }),
  z.object({ type: z.literal('message'), id: z.number(), handover: z.string(), entry: entrySchema }),
  z.object({ type: z.literal('typing'), handover: z.string() }),
])

export type Member = z.infer<typeof memberSchema>
export type Handover = z.infer<typeof handoverSchema>
export type Lists = z.infer<typeof listSchema>
export type Entry = z.infer<typeof entrySchema>
export type Customer = z.infer<typeof customerSchema>
export type Detail = z.infer<typeof detailSchema>
export type DeskEvent = z.infer<typeof eventSchema>

/** The desk's API. `onSignedOut` is called when a request finds that the session has ended. */
export function createApi(onSignedOut: () => void) {
  async function call(path: string, method?: string, body?: unknown): Promise<unknown> {
    try {
      return await callDesk(path, method, body)
    } catch (error) {
      if (error instanceof RefusedError && error.status === 401 && path !== '/session') onSignedOut()
      throw error
    }
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
    typing: (id: string) => call(`/handovers/${id}/typing`, 'POST', {}),
    close: (id: string, outcome: string) => call(`/handovers/${id}/close`, 'POST', { outcome }),
  }
}
