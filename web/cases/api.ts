import { z } from 'zod/mini'

// The page's policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true })

const person = z.object({ id: z.string(), name: z.string() })
const member = z.object({ id: z.string(), role: z.string() })
const clock = z.object({ subject: z.object({ kind: z.string(), id: z.string() }), what: z.string(), owner: person, dueAt: z.string(), status: z.string(), overdue: z.boolean(), provisional: z.boolean() })
const summary = z.object({ number: z.string(), status: z.string(), major: z.array(z.string()), owner: person, summary: z.string() })
const whole = z.object({
  case: summary, clocks: z.array(clock), timeline: z.array(z.object({ at: z.string(), kind: z.string(), actor: z.string(), text: z.string() })), measures: z.array(z.object({ id: z.string(), what: z.string(), doneAt: z.nullable(z.string()) })),
})
const notice = z.object({ id: z.string(), kind: z.string(), subject: z.object({ kind: z.string(), id: z.string() }), at: z.string(), facts: z.record(z.string(), z.unknown()) })
const refusal = z.object({ error: z.object({ message: z.string() }), reasons: z.optional(z.array(z.string())) })

export type Whole = z.infer<typeof whole>
export type Summary = z.infer<typeof summary>
export type Clock = z.infer<typeof clock>
export type Notice = z.infer<typeof notice>

/** What the API refused, in its words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  readonly reasons: readonly string[]
  constructor(status: number, message: string, reasons: readonly string[] = []) {
    super(message)
    this.status = status
    this.reasons = reasons
  }
}

async function call(path: string, method = 'GET', body?: unknown): Promise<unknown> {
  const response = await fetch(`/api/desk${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer
  const refused = refusal.safeParse(answer)
  throw refused.success ? new RefusedError(response.status, refused.data.error.message, refused.data.reasons) : new RefusedError(response.status, String(response.status))
}

export const api = {
  session: async () => member.parse(await call('/session')),
  causes: async () => z.object({ causes: z.array(z.string()) }).parse(await call('/case-rules')).causes,
  cases: async (of: 'mine' | 'all') => z.object({ cases: z.array(summary) }).parse(await call(`/cases?of=${of}`)).cases,
  due: async () => z.object({ clocks: z.array(clock) }).parse(await call('/due')).clocks,
  notices: async () => z.object({ notices: z.array(notice) }).parse(await call('/notices?limit=50')).notices,
  read: (id: string) => call(`/notices/${id}/read`, 'POST', {}),
  case: async (number: string) => whole.parse(await call(`/cases/${number}`)),
  act: async (number: string, act: Record<string, unknown>) => whole.parse(await call(`/cases/${number}/acts`, 'POST', act)),
}
