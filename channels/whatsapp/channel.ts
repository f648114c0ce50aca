import { z } from 'zod'
import { NeverTakenError, OutsideWindowError } from '../../contacts/channels/undeliverable.ts'
import { abilitiesOf } from '../abilities.ts'
import { apiUrl, type ChannelDeps, defineChannel, RefusedRequestError, type Reply, setting, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { jsonIn } from '../json.ts'
import { render } from '../rendering.ts'
import { sameSecret } from '../same-secret.ts'
import { createApi, isOutside } from './api.ts'
import { type Address, addressSchema, deliverySchema, type Received, received } from './inbound.ts'
import { messageBody, readBody, templateBody } from './outbound.ts'
import { isSigned } from './signature.ts'

/** How long after the customer's last message anything may be said ("Customer service windows", Cloud API). */
const windowMs = 24 * 3_600_000
/** Meta sends up to 3 MB ("Webhooks"). */
const mostBytes = 3_145_728

const settings = z.object({
  WHATSAPP_APP_SECRET: setting(/^\S{8,256}$/, 'the app secret of the Meta app (App settings, Basic)'),
  WHATSAPP_VERIFY_TOKEN: setting(/^\S{1,256}$/, 'a text of your own without spaces, the same as in the webhook\'s configuration at Meta'),
  WHATSAPP_ACCESS_TOKEN: setting(/^\S{8,}$/, 'an access token of a system user with whatsapp_business_messaging'),
  WHATSAPP_PHONE_NUMBER_ID: setting(/^\d{1,20}$/, 'the phone number ID, which is all digits and not the telephone number'),
  WHATSAPP_TEMPLATE: setting(/^[a-z0-9_]{1,512}$/, 'the name of an approved template: small letters, digits and _').optional(),
  WHATSAPP_API_URL: apiUrl('https://graph.facebook.com'),
})

type Settings = z.infer<typeof settings>

function open(given: Settings, deps: ChannelDeps) {
  const api = createApi({ apiUrl: given.WHATSAPP_API_URL, accessToken: given.WHATSAPP_ACCESS_TOKEN, phoneNumberId: given.WHATSAPP_PHONE_NUMBER_ID, appSecret: given.WHATSAPP_APP_SECRET })
  const abilities = abilitiesOf('whatsapp')
  const isOpen = (address: Address) => deps.clock.now().getTime() - address.at < windowMs

  /** Meta asks once whether the address is ours. */
  function confirm({ query }: WebhookRequest): WebhookAnswer {
    if (query.get('hub.mode') !== 'subscribe' || !sameSecret(query.get('hub.verify_token') ?? '', given.WHATSAPP_VERIFY_TOKEN)) throw new RefusedRequestError(403, 'The verify token does not match')
    return { status: 200, body: query.get('hub.challenge') ?? '' }
  }

  async function take({ incoming, address, files, messageId }: Extract<Received, { what: 'message' }>): Promise<void> {
    const { duplicate } = await deps.take({
      ...incoming, address: { ...address, at: deps.clock.now().getTime() },
      media: files.map(({ id, contentType, name }) => ({ contentType, name, fetch: limit => api.file(id, limit) })),
    })
    if (duplicate || incoming.kind !== 'message') return
    api.mark(readBody(messageId)).catch((error: unknown) => deps.log.info({ channel: 'whatsapp', why: error instanceof Error ? error.message : '' }, 'a message could not be marked as read'))
  }

  async function receive(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method === 'GET') return confirm(request)
    if (!isSigned(given.WHATSAPP_APP_SECRET, request.headers['x-hub-signature-256'], request.body)) throw new RefusedRequestError(401, 'The signature does not hold')
    const delivery = deliverySchema.safeParse(jsonIn(request.body))
    if (!delivery.success) throw new RefusedRequestError(400, 'Not a delivery of the WhatsApp Business Platform')
    for (const each of received(delivery.data, given.WHATSAPP_PHONE_NUMBER_ID)) {
      if (each.what === 'message') await take(each)
      else await deps.report(each.messageId, each.status, { reason: `failed after it was taken, code ${each.code ?? 'unknown'}`, outside: isOutside(each.code) })
    }
    return { status: 200 }
  }

  /** Asks the customer by the template to write, once a reply; throws what the reply has to wait for. */
  async function askToWrite(reply: Reply, address: Address): Promise<never> {
    const name = given.WHATSAPP_TEMPLATE
    if (name === undefined) throw new OutsideWindowError('the customer has not written for 24 hours')
    const { locale } = reply.sealed.outgoing
    try {
      await deps.inParts({ ...reply, conversation: `${reply.conversation}#asked` }, [name], template => api.send(templateBody(template, { address, locale })))
    } catch (error) {
      if (error instanceof NeverTakenError) throw new OutsideWindowError(`the template was refused: ${error.message}`)
      throw error
    }
    throw new OutsideWindowError('the customer was asked to write', { asked: true })
  }

  return {
    name: 'whatsapp' as const, mostBytes, receive,
    isOpen: (address: unknown) => isOpen(addressSchema.parse(address)),

    async deliver(reply: Reply): Promise<void> {
      const address = addressSchema.parse(reply.address)
      const { sequence, id, sealed: { outgoing } } = reply
      if (!isOpen(address)) await askToWrite(reply, address)
      try {
        await deps.inParts(reply, render(outgoing, abilities), part => api.send(messageBody(part, { address, sequence, locale: outgoing.locale, id })))
      } catch (error) {
        // Meta's clock counts, not ours.
        if (error instanceof OutsideWindowError) await askToWrite(reply, address)
        throw error
      }
    },

    async check(): Promise<string> {
      const { display_phone_number, verified_name, quality_rating } = await api.number()
      return `WhatsApp answers as ${verified_name || 'a number without a name'} (${display_phone_number || 'no number shown'}), quality ${quality_rating}`
    },
  }
}

/** WhatsApp by Meta's Cloud API (docs/channels/whatsapp.md). */
export const whatsapp = defineChannel({
  name: 'whatsapp', settings, required: ['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN', 'WHATSAPP_PHONE_NUMBER_ID'], open,
})
