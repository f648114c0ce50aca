import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { NeverTakenError, OutsideWindowError } from '../../contacts/channels/undeliverable.ts'
import { NotTakenError } from '../../contacts/outbox.ts'
import { bytesOf, callProvider, jsonOf } from '../provider-call.ts'

const version = 'v24.0'

const errorSchema = z.looseObject({ error: z.looseObject({ code: z.number().default(0) }) })
const sentSchema = z.looseObject({ messages: z.array(z.looseObject({ id: z.string().max(300) })).min(1) })
const mediaSchema = z.looseObject({ url: z.url({ protocol: /^https?$/ }), mime_type: z.string().max(200).optional(), file_size: z.coerce.number().optional() })
const numberSchema = z.looseObject({ display_phone_number: z.string().default(''), verified_name: z.string().default(''), quality_rating: z.string().default('UNKNOWN') })

/** The customer has not written for 24 hours, or cannot be reached here at all ("Error codes", Cloud API, 2026-05-15: 131047 and 131026). */
const outside = new Set([131_026, 131_047])
/** What no repetition helps against: parameters, receivers, templates, and what Meta does not let through. */
const never = new Set([33, 100, 130_472, 130_497, 131_008, 131_009, 131_021, 131_030, 131_049, 131_050, 131_051, 131_052, 131_053, 135_000])
const isOfTemplate = (code: number) => code >= 132_000 && code < 133_000

/** The code of Meta's in an answer that is a refusal. */
const codeIn = (answer: unknown) => errorSchema.safeParse(answer).data?.error.code

/** Whether this code of Meta's says that the customer has to write first. */
export const isOutside = (code: number | undefined): boolean => code !== undefined && outside.has(code)

/** What a refusal means for the message: throttling, faults and missing rights pass or are put right, others stay. */
export function refusalOf(status: number, code: number | undefined): Error {
  const why = `HTTP ${status}, code ${code ?? 'unknown'}`
  if (isOutside(code)) return new OutsideWindowError(why)
  return code !== undefined && (never.has(code) || isOfTemplate(code)) ? new NeverTakenError(why) : new NotTakenError(why)
}

export type Settings = { apiUrl: string; accessToken: string; phoneNumberId: string; appSecret: string }

/** The Cloud API as far as it is used here. */
export function createApi({ apiUrl, accessToken, phoneNumberId, appSecret }: Settings) {
  const authorization = { authorization: `Bearer ${accessToken}` }
  const at = (path: string) => `${apiUrl}/${version}/${path}`

  async function post(body: object): Promise<unknown> {
    const response = await callProvider(at(`${phoneNumberId}/messages`), { method: 'POST', headers: { ...authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const answer = await jsonOf(response)
    if (!response.ok) throw refusalOf(response.status, codeIn(answer))
    return answer
  }

  return {
    /** Sends a message and gives its id. Throws NotTakenError, NeverTakenError, OutsideWindowError. */
    async send(body: object): Promise<string | undefined> {
      return sentSchema.safeParse(await post(body)).data?.messages[0]?.id
    },

    /** Tells the customer's client something about one of their messages. */
    async mark(body: object): Promise<void> {
      await post(body)
    },

    /** A file that a customer sent; undefined beyond `limit` bytes. Throws NotTakenError, and NeverTakenError where it is gone. */
    async file(id: string, limit: number): Promise<{ bytes: Buffer; contentType?: string } | undefined> {
      const about = await callProvider(at(encodeURIComponent(id)), { headers: authorization })
      const media = mediaSchema.safeParse(await jsonOf(about))
      if (!about.ok || !media.success) throw new NeverTakenError(`HTTP ${about.status}`)
      const { url, mime_type, file_size } = media.data
      if (file_size !== undefined && file_size > limit) return undefined
      // The token goes to Meta, or to who stands in its place, and never in the clear to anybody else.
      if (!url.startsWith('https://') && new URL(url).origin !== new URL(apiUrl).origin) throw new NeverTakenError('a file lies at an address without encryption')
      const response = await callProvider(url, { headers: authorization })
      if (!response.ok) throw new NeverTakenError(`HTTP ${response.status}`)
      const bytes = await bytesOf(response, limit)
      return bytes && { bytes, ...(mime_type ? { contentType: mime_type } : {}) }
    },

    /** Asks for the number, with a proof of the app's secret. Throws an Error with a sentence on what is wrong. */
    async number(): Promise<z.infer<typeof numberSchema>> {
      const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex')
      const response = await callProvider(at(`${phoneNumberId}?fields=display_phone_number,verified_name,quality_rating&appsecret_proof=${proof}`), { headers: authorization })
      const answer = await jsonOf(response)
      if (response.ok) return numberSchema.parse(answer ?? {})
      const code = codeIn(answer)
      if (response.status === 401 || code === 190 || code === 0) throw new Error('WHATSAPP_ACCESS_TOKEN is not valid or has run out; make a new one for the system user')
      if (/appsecret_proof/i.test(JSON.stringify(answer))) throw new Error('WHATSAPP_APP_SECRET is not the secret of the app that the access token is of')
      if (code === 100 || code === 33 || response.status === 404) throw new Error('WHATSAPP_PHONE_NUMBER_ID names no number that this access token may use')
      throw new Error(`WhatsApp refused the question for the number: HTTP ${response.status}, code ${code ?? 'unknown'}`)
    },
  }
}

export type Api = ReturnType<typeof createApi>
