import { z } from 'zod'
import { NotTakenError } from '../../contacts/outbox.ts'
import { bytesOf, callProvider, jsonOf } from '../provider-call.ts'
import type { AccessTokens } from './access-token.ts'

/** The provider has refused a call; `code` is its `errcode`. The message holds nothing of the call's content. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code: number
  constructor(code: number, call: string) {
    super(`${call}: error ${code}`)
    this.code = code
  }
}

const answersWithinMs = 5_000
/** Twice this and the message is still taken before the provider gives up waiting. */
const fileWithinMs = 1_800
/** The token is wrong, is no longer the newest, or has run out (「全局返回码」). */
const tokenCodes = new Set([40001, 40014, 42001])

const stateSchema = z.looseObject({ errcode: z.number().default(0) })

/** An answer, checked. Throws RefusedError for an `errcode`, NotTakenError for one that says something else than expected. */
function checked<T>(answer: unknown, schema: z.ZodType<T>, call: string): T {
  const state = stateSchema.safeParse(answer)
  if (state.success && state.data.errcode !== 0) throw new RefusedError(state.data.errcode, call)
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new NotTakenError(`${call}: the answer is not as documented`)
  return parsed.data
}

/** The address of a call below the provider's base address, which may itself have a path. */
export function callUrl(base: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(base + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

/** A call without an access token, such as the one for it. Throws RefusedError, and NotTakenError where there is no proper answer. */
export async function callPlainly<T>(url: URL, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return checked(await jsonOf(await callProvider(url, init, { withinMs: answersWithinMs })), schema, url.pathname)
}

export type TencentApi = ReturnType<typeof createApi>

/** The provider's API with an access token, which is renewed where the provider takes it no more. */
export function createApi({ base, tokens }: { base: string; tokens: AccessTokens }) {
  async function withToken<T>(work: (token: string) => Promise<T>): Promise<T> {
    const token = await tokens.get()
    try {
      return await work(token)
    } catch (error) {
      if (!(error instanceof RefusedError) || !tokenCodes.has(error.code)) throw error
      return work(await tokens.get(token))
    }
  }

  return {
    /** Throws RefusedError, and NotTakenError where there is no proper answer. */
    call<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
      return withToken(token => callPlainly(callUrl(base, path, { access_token: token }), body, schema))
    },

    /** A file that a customer sent; undefined where it has more than `limit` bytes. Throws RefusedError and NotTakenError. */
    file(path: string, id: string, limit: number): Promise<{ contentType: string; bytes: Buffer } | undefined> {
      return withToken(async token => {
        const response = await callProvider(callUrl(base, path, { access_token: token, media_id: id }), {}, { withinMs: fileWithinMs })
        const contentType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
        // What is refused comes as JSON, under a type of a text.
        if (contentType === 'application/json' || contentType === 'text/plain') {
          checked(await jsonOf(response), stateSchema, path)
          throw new NotTakenError(`${path}: the answer is not as documented`)
        }
        const bytes = await bytesOf(response, limit)
        return bytes && { contentType, bytes }
      })
    },
  }
}
