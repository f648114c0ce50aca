import { z } from 'zod/mini'

// The pages' policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true })

const refusal = z.object({ error: z.object({ code: z.optional(z.string()), message: z.string() }), reasons: z.optional(z.array(z.string())) })

/** What the desk's API refused, in its words; `reasons` name a missing step, or say why the gate stopped a text. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  readonly reasons: readonly string[]
  /** Names the kind of refusal, for saying it in the page's language. */
  readonly code: string
  constructor(status: number, message: string, reasons: readonly string[] = [], code = '') {
    super(message)
    this.status = status
    this.reasons = reasons
    this.code = code
  }
}

/** What an answer that is not `ok` says. */
export async function refusedOf(response: Response): Promise<RefusedError> {
  const refused = refusal.safeParse(await response.json().catch(() => ({})))
  return refused.success ? new RefusedError(response.status, refused.data.error.message, refused.data.reasons, refused.data.error.code) : new RefusedError(response.status, String(response.status))
}
