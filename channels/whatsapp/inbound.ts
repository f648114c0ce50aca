import { z } from 'zod'
import type { ChoiceId, Incoming, SentStatus } from '../channel.ts'
import { choiceNamed } from '../choice.ts'

const id = z.string().min(1).max(300)
const said = z.string().max(100_000)
const common = { id, timestamp: z.string().regex(/^\d{1,13}$/), from: id.optional(), from_user_id: id.optional() }
const file = z.looseObject({ id, mime_type: z.string().max(200).optional(), filename: z.string().max(1000).optional(), caption: said.optional() })
const reply = z.looseObject({ id: z.string().max(300), title: said })

/** What customers send ("Webhooks, messages", developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages, 2026-06-17). */
const messageSchema = z.discriminatedUnion('type', [
  z.looseObject({ ...common, type: z.literal('text'), text: z.looseObject({ body: said }) }),
  z.looseObject({ ...common, type: z.literal('image'), image: file }),
  z.looseObject({ ...common, type: z.literal('document'), document: file }),
  z.looseObject({ ...common, type: z.literal('audio'), audio: file }),
  z.looseObject({ ...common, type: z.literal('video'), video: file }),
  z.looseObject({ ...common, type: z.literal('sticker'), sticker: file }),
  z.looseObject({ ...common, type: z.literal('button'), button: z.looseObject({ text: said, payload: z.string().max(1000).optional() }) }),
  z.looseObject({
    ...common, type: z.literal('interactive'),
    interactive: z.discriminatedUnion('type', [z.looseObject({ type: z.literal('button_reply'), button_reply: reply }), z.looseObject({ type: z.literal('list_reply'), list_reply: reply })]),
  }),
  z.looseObject({ ...common, type: z.literal('reaction'), reaction: z.looseObject({ message_id: id, emoji: z.string().max(50).optional() }) }),
  z.looseObject({ ...common, type: z.literal('request_welcome') }),
])
/** Any message: one that we cannot read is answered, too. */
const anySchema = z.looseObject({ ...common, type: z.string().min(1).max(50) })
/** What is about the customer's account or an earlier message and asks for no answer. */
const silent = new Set(['system', 'edit', 'revoke', 'ephemeral', 'unknown'])

const statusSchema = z.looseObject({
  id, status: z.enum(['sent', 'delivered', 'read', 'failed']),
  errors: z.array(z.looseObject({ code: z.number() })).optional(),
})
const contactSchema = z.looseObject({ wa_id: id.optional(), user_id: id.optional(), profile: z.looseObject({ name: z.string().max(1000).optional() }).optional() })

const changeSchema = z.looseObject({
  field: z.string().max(100),
  value: z.looseObject({ metadata: z.looseObject({ phone_number_id: id }).optional(), contacts: z.array(z.unknown()).max(1000).default([]), messages: z.array(z.unknown()).max(1000).default([]), statuses: z.array(z.unknown()).max(1000).default([]) }),
})
export const deliverySchema = z.looseObject({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.looseObject({ changes: z.array(z.unknown()).max(1000).default([]) })).max(1000),
})

/** How a customer is reached: by telephone number, or by the id that Meta gives them for this business; and when they wrote last, in ms. */
export const addressSchema = z.object({ to: z.string().exactOptional(), recipient: z.string().exactOptional(), at: z.number() })
export type Address = z.infer<typeof addressSchema>

export type FileRef = { id: string; contentType: string; name: string }
export type Received =
  | { what: 'message'; incoming: Omit<Incoming, 'address' | 'media'>; address: Omit<Address, 'at'>; files: FileRef[]; messageId: string }
  | { what: 'status'; messageId: string; status: SentStatus; code: number | undefined }

type Message = z.infer<typeof messageSchema>
type Content = { kind: Incoming['kind']; text: string; name?: string; value?: unknown; files?: FileRef[]; choice?: ChoiceId; attachments?: Incoming['attachments'] }

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'audio/ogg': 'ogg', 'audio/mpeg': 'mp3', 'audio/aac': 'aac', 'audio/amr': 'amr', 'audio/mp4': 'm4a', 'video/mp4': 'mp4', 'video/3gpp': '3gp', 'application/pdf': 'pdf' }

function withFile(kind: string, { id: fileId, mime_type = 'application/octet-stream', filename, caption = '' }: z.infer<typeof file>): Content {
  const contentType = mime_type.split(';')[0]?.trim().toLowerCase() ?? ''
  return { kind: 'message', text: caption, files: [{ id: fileId, contentType, name: filename ?? `${kind}.${endings[contentType] ?? 'bin'}` }] }
}

/** A tap: what it showed, and which of our answers it was. */
function tapped({ id: name, title }: z.infer<typeof reply>): Content {
  const choice = choiceNamed(name)
  return { kind: 'message', text: title, ...(choice ? { choice } : {}) }
}

function contentOf(message: Message): Content {
  switch (message.type) {
    case 'text': return { kind: 'message', text: message.text.body }
    case 'image': return withFile('image', message.image)
    case 'document': return withFile('document', message.document)
    case 'audio': return withFile('audio', message.audio)
    case 'video': return withFile('video', message.video)
    case 'sticker': return withFile('sticker', message.sticker)
    case 'button': return { kind: 'message', text: message.button.text }
    case 'interactive': return tapped(message.interactive.type === 'button_reply' ? message.interactive.button_reply : message.interactive.list_reply)
    case 'reaction': return { kind: 'event', text: '', name: 'messageReaction', value: { emoji: message.reaction.emoji ?? '' } }
    case 'request_welcome': return { kind: 'start', text: '' }
  }
}

/** A message; undefined where it asks for no answer or does not say from whom it is. */
function fromMessage(given: unknown, names: ReadonlyMap<string, string>): Extract<Received, { what: 'message' }> | undefined {
  const known = messageSchema.safeParse(given)
  const any = known.success ? known : anySchema.safeParse(given)
  if (!any.success || silent.has(any.data.type)) return undefined
  const { id: messageId, from, from_user_id, type } = any.data
  // The id for this business stays when a customer hides their number or changes it.
  const customer = from_user_id ?? from
  if (customer === undefined) return undefined
  const { files = [], ...content } = known.success ? contentOf(known.data) : { kind: 'message' as const, text: '', attachments: [{ contentType: `application/x-whatsapp-${type.replace(/[^\w-]/g, '')}` }] }
  const name = names.get(from_user_id ?? '') ?? names.get(from ?? '')
  return {
    what: 'message', messageId, files, address: { ...(from === undefined ? {} : { to: from }), ...(from_user_id === undefined ? {} : { recipient: from_user_id }) },
    incoming: { conversation: customer, from: { id: customer, ...(name ? { name } : {}) }, dedupeKey: messageId, ...content },
  }
}

function namesIn(contacts: readonly unknown[]): Map<string, string> {
  return new Map(contacts.flatMap(contact => {
    const { wa_id, user_id, profile } = contactSchema.safeParse(contact).data ?? {}
    return [wa_id, user_id].flatMap(key => key && profile?.name ? [[key, profile.name] as const] : [])
  }))
}

/** Everything in a delivery that is about this number, in its order. What is not as documented is passed over. */
export function received(delivery: z.infer<typeof deliverySchema>, phoneNumberId: string): Received[] {
  return delivery.entry.flatMap(entry => entry.changes).flatMap(given => {
    const change = changeSchema.safeParse(given)
    if (!change.success || change.data.field !== 'messages' || change.data.value.metadata?.phone_number_id !== phoneNumberId) return []
    const { contacts, messages, statuses } = change.data.value
    const names = namesIn(contacts)
    return [
      ...messages.flatMap(message => fromMessage(message, names) ?? []),
      ...statuses.flatMap((status): Received[] => {
        const parsed = statusSchema.safeParse(status)
        return parsed.success ? [{ what: 'status', messageId: parsed.data.id, status: parsed.data.status, code: parsed.data.errors?.[0]?.code }] : []
      }),
    ]
  })
}
