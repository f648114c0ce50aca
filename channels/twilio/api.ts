import { z } from 'zod'
import { NotTakenError } from '../../contacts/outbox.ts'
import { bytesOf, callProvider, jsonOf } from '../provider-call.ts'

/** The provider has refused a call for good; `code` is its error code (twilio.com/docs/api/errors), 0 where it gives none. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError'
  readonly status: number
  readonly code: number
  constructor(status: number, code: number) {
    super(`HTTP ${status}, error ${code}`)
    this.status = status
    this.code = code
  }
}

const mediaWithinMs = 5_000
const errorSchema = z.looseObject({ code: z.number().default(0) })
const madeSchema = z.looseObject({ sid: z.string().min(1) })

export type TwilioAccount = { base: string; accountSid: string; authToken: string }
export type TwilioApi = ReturnType<typeof createTwilioApi>

/** The provider's REST API, for one account. Each call throws TwilioError for a refusal and NotTakenError where it may be tried again. */
export function createTwilioApi({ base, accountSid, authToken }: TwilioAccount) {
  const account = `${base}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

  async function request(path: string, form?: Record<string, string>): Promise<unknown> {
    const response = await callProvider(account + path, { method: form ? 'POST' : 'GET', headers: { authorization }, ...(form ? { body: new URLSearchParams(form) } : {}) })
    const answer = await jsonOf(response)
    if (!response.ok) throw new TwilioError(response.status, errorSchema.safeParse(answer).data?.code ?? 0)
    return answer
  }

  return {
    /** Sends a text message; gives the provider's id of it. */
    async message(form: { To: string; From: string; Body: string; StatusCallback: string }): Promise<string> {
      const made = madeSchema.safeParse(await request('/Messages.json', form))
      // Without an id it is not known to have been taken.
      if (!made.success) throw new NotTakenError('the answer is not as documented')
      return made.data.sid
    },

    /** A file of a customer's message; undefined where it has more than `limit` bytes. Throws where the address is not the provider's. */
    async media(url: string, limit: number): Promise<{ bytes: Buffer; contentType: string } | undefined> {
      const ours = new URL(base)
      const { protocol, hostname, origin } = new URL(url)
      if (origin !== ours.origin && !(protocol === 'https:' && hostname.endsWith('.twilio.com'))) throw new TwilioError(400, 0)
      let response: Response
      try {
        // The provider sends on to where it keeps files; our credentials do not go along there (Fetch standard, HTTP-redirect fetch).
        response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(mediaWithinMs) })
      } catch {
        throw new NotTakenError('the file is not to be had')
      }
      if (!response.ok) throw new NotTakenError(`HTTP ${response.status}`)
      const bytes = await bytesOf(response, limit)
      return bytes && { bytes, contentType: response.headers.get('content-type') ?? '' }
    },

    /** Goes on with a call that is under way as this TwiML says. */
    async redirect(call: string, document: string): Promise<void> {
      await request(`/Calls/${encodeURIComponent(call)}.json`, { Twiml: document })
    },

    /** Whether the account's credentials hold. */
    async check(): Promise<void> {
      await request('.json')
    },
  }
}
