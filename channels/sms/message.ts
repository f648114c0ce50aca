import { z } from 'zod'
import type { Incoming } from '../channel.ts'

const text = z.string()

/** What the provider says of a message (twilio.com/docs/messaging/guides/webhook-request). */
export const messageSchema = z.looseObject({
  MessageSid: text.regex(/^[\w-]{1,64}$/), From: text.regex(/^\+?\d{3,15}$/), Body: text.max(1600).default(''),
  NumMedia: text.regex(/^\d{1,2}$/).default('0').transform(Number), OptOutType: text.max(16).optional(),
})
export type SentMessage = z.infer<typeof messageSchema>

/** What becomes of a message of ours (twilio.com/docs/messaging/guides/track-outbound-message-status). */
export const statusSchema = z.looseObject({ MessageSid: text.regex(/^[\w-]{1,64}$/), MessageStatus: text.regex(/^[a-z]{1,20}$/), ErrorCode: text.regex(/^\d{1,6}$/).optional() })

/** The words that stop messages and start them again, which the provider itself answers and obeys (twilio.com/docs/messaging/tutorials/advanced-opt-out). */
const providersWords = /^(?:STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPTOUT|START|UNSTOP|HELP|INFO)$/i

/** Whether the provider has answered the message already. `HELP` and the others count only as the whole message, as they do there. */
export function isProviders({ Body, OptOutType }: SentMessage): boolean {
  return OptOutType !== undefined && providersWords.test(Body.trim())
}

/** The addresses of a message's files, with what the provider says they are; nothing is fetched yet. */
export function mediaOf(fields: URLSearchParams, count: number): { url: string; contentType: string }[] {
  return Array.from({ length: count }, (_, index) => ({ url: fields.get(`MediaUrl${index}`) ?? '', contentType: (fields.get(`MediaContentType${index}`) ?? '').toLowerCase() })).filter(({ url }) => url !== '')
}

/** A customer's message, without its files. */
export function toIncoming({ MessageSid, From, Body }: SentMessage): Incoming {
  return { conversation: From, from: { id: From }, dedupeKey: MessageSid, kind: 'message', text: Body, address: { number: From } }
}
