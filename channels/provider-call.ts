import { NotTakenError } from '../contacts/outbox.ts'

const answersWithinMs = 10_000

/** When a provider asks to be asked again, in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined
}

/**
 * Asks a provider once, with an end, and gives its answer, which may be a refusal. Throws NotTakenError where asking again
 * later may help: no answer, 429 or 5xx. `over` breaks off. The address may hold a secret: no message names it.
 */
export async function callProvider(url: string | URL, init: RequestInit, { withinMs = answersWithinMs, over }: { withinMs?: number; over?: AbortSignal } = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any([AbortSignal.timeout(withinMs), ...(over ? [over] : [])]) })
  } catch {
    throw new NotTakenError('the provider does not answer')
  }
  if (response.status !== 429 && response.status < 500) return response
  const after = retryAfterMs(response.headers.get('retry-after'), Date.now())
  await response.body?.cancel()
  throw new NotTakenError(`HTTP ${response.status}`, after)
}

/** The JSON of an answer; undefined where it is none. Throws NotTakenError where it breaks off. */
export async function jsonOf(response: Response): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch {
    throw new NotTakenError('the provider broke off its answer')
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The body of an answer; undefined where it has more than `limit` bytes, which are then not read. Throws NotTakenError where it breaks off. */
export async function bytesOf(response: Response, limit: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (!response.body) return Buffer.alloc(0)
  try {
    for await (const chunk of response.body) {
      size += chunk.length
      if (size > limit) return undefined
      chunks.push(chunk)
    }
  } catch {
    throw new NotTakenError('the file did not arrive whole')
  }
  return Buffer.concat(chunks)
}
