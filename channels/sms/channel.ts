import { z } from 'zod'
import { abilitiesOf } from '../abilities.ts'
import { type Channel, type ChannelDeps, defineChannel, RefusedRequestError, type Reply, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { render } from '../rendering.ts'
import { createTwilioApi, TwilioError } from '../twilio/api.ts'
import { readFields } from '../twilio/fields.ts'
import { meaningOf, statusOf, whyNotSent } from '../twilio/meaning.ts'
import { nothingMore, signedForm } from '../twilio/requests.ts'
import { twilioRequired, twilioSettings, type TwilioSettings, whyRefused, withoutPublicUrl } from '../twilio/settings.ts'
import { isProviders, mediaOf, messageSchema, statusSchema, toIncoming } from './message.ts'

const addressSchema = z.object({ number: z.string() })

function open(given: TwilioSettings, deps: ChannelDeps): Channel {
  const publicUrl = deps.publicUrl ?? ''
  const account = { publicUrl, authToken: given.TWILIO_AUTH_TOKEN, accountSid: given.TWILIO_ACCOUNT_SID }
  const api = createTwilioApi({ base: given.TWILIO_API_URL, ...account })

  async function receive(request: WebhookRequest): Promise<WebhookAnswer> {
    const fields = signedForm(request, account)
    if (request.path === 'status') {
      const { MessageSid, MessageStatus, ErrorCode } = readFields(statusSchema, fields)
      const status = statusOf(MessageStatus)
      if (status) await deps.report(MessageSid, status, status === 'failed' ? { reason: `error ${ErrorCode ?? 'unknown'}`, outside: meaningOf({ status: 400, code: Number(ErrorCode ?? 0) }) === 'unreachable' } : undefined)
      return nothingMore
    }
    if (request.path !== '') throw new RefusedRequestError(404, 'There is no such address')
    const message = readFields(messageSchema, fields)
    if (isProviders(message)) return nothingMore
    const media = mediaOf(fields, message.NumMedia).map(({ url, contentType }, index) => ({ name: `file-${index + 1}`, contentType, fetch: (limit: number) => api.media(url, limit) }))
    await deps.take({ ...toIncoming(message), ...(media.length > 0 ? { media } : {}) })
    return nothingMore
  }

  return {
    name: 'sms',
    mostBytes: 65_536,
    receive,
    async deliver(reply: Reply): Promise<void> {
      const { number } = addressSchema.parse(reply.address)
      try {
        await deps.inParts(reply, render(reply.sealed.outgoing, abilitiesOf('sms')), ({ text }) =>
          api.message({ To: number, From: given.TWILIO_NUMBER, Body: text, StatusCallback: `${publicUrl}/api/channels/sms/status` }))
      } catch (error) {
        throw error instanceof TwilioError ? whyNotSent(error, deps.log) : error
      }
    },
    async check() {
      try {
        await api.check()
      } catch (error) {
        throw new Error(error instanceof TwilioError ? whyRefused(error.status, error.code) : `TWILIO_API_URL does not answer as the provider does: ${error instanceof Error ? error.message : 'no answer'}`, { cause: error })
      }
      return `The provider takes messages of ${given.TWILIO_NUMBER}; set ${publicUrl}/api/channels/sms (POST) at the number for incoming messages.`
    },
  }
}

/** SMS by a Twilio-compatible provider, at `/api/channels/sms`. */
export const sms = defineChannel({ name: 'sms', settings: twilioSettings, required: [...twilioRequired], wrong: withoutPublicUrl, open })
