import { z } from 'zod'
import type { Incoming } from '../channel.ts'
import { chosen } from '../choice.ts'

const text = z.string()

/**
 * The event that says that something waits to be fetched (「接收消息和事件」, developer.work.weixin.qq.com/document/path/94670).
 * WeCom sends other events to the same address; those say nothing here.
 */
export const callbackSchema = z.looseObject({ MsgType: z.literal('event'), Event: z.literal('kf_msg_or_event'), CreateTime: text.regex(/^\d{1,12}$/), Token: text.min(1).max(128), OpenKfId: text.min(1).max(64) })

/** What `sync_msg` gives. A message that is not as documented is passed over by `received`, not the whole page. */
export const pageSchema = z.looseObject({ next_cursor: text.default(''), has_more: z.number().default(0), msg_list: z.array(z.unknown()).default([]) })

const media = z.looseObject({ media_id: text.min(1) })
const common = { msgid: text.min(1).max(128), open_kfid: text.min(1).max(64), external_userid: text.min(1).max(64), send_time: z.number() }
/** 3: from the customer (origin 4 are events, 5 what somebody wrote in WeCom's own app). */
const fromCustomer = { ...common, origin: z.literal(3) }

const sentSchema = z.discriminatedUnion('msgtype', [
  z.looseObject({ ...fromCustomer, msgtype: z.literal('text'), text: z.looseObject({ content: text, menu_id: text.optional() }) }),
  z.looseObject({ ...fromCustomer, msgtype: z.literal('image'), image: media }),
  z.looseObject({ ...fromCustomer, msgtype: z.literal('voice'), voice: media }),
  z.looseObject({ ...fromCustomer, msgtype: z.literal('video'), video: media }),
  z.looseObject({ ...fromCustomer, msgtype: z.literal('file'), file: media }),
  z.looseObject({ ...fromCustomer, msgtype: z.literal('location'), location: z.looseObject({ name: text.default(''), address: text.default('') }) }),
  z.looseObject({ ...fromCustomer, msgtype: z.literal('link'), link: z.looseObject({ title: text.default('') }) }),
])
const anySchema = z.looseObject({ ...fromCustomer, msgtype: text.min(1).max(32) })

const eventSchema = z.looseObject({
  msgid: common.msgid, send_time: common.send_time, origin: z.literal(4), msgtype: z.literal('event'),
  event: z.discriminatedUnion('event_type', [
    z.looseObject({ event_type: z.literal('enter_session'), open_kfid: common.open_kfid, external_userid: common.external_userid, welcome_code: text.optional() }),
    z.looseObject({ event_type: z.literal('msg_send_fail'), open_kfid: common.open_kfid, external_userid: common.external_userid, fail_msgid: text, fail_type: z.number() }),
  ]),
})

/** A file that WeCom keeps for three days. */
export type KeptMedia = { id: string; contentType: string; name: string }

/** What is needed to write to a customer. */
export const addressSchema = z.object({
  openKfid: text, customer: text,
  /** When the customer last did something, in ms: WeCom counts 48 hours from there. */
  at: z.number(),
  /** Answers the event of entering, once and within 20 seconds. */
  welcomeCode: text.exactOptional(),
})
export type Address = z.infer<typeof addressSchema>

export type Received =
  | { what: 'message'; incoming: Omit<Incoming, 'media'>; media: KeptMedia | undefined }
  /** A message of ours did not arrive although WeCom had taken it. */
  | { what: 'failed'; messageId: string; customer: string; kind: number }
  | { what: 'nothing' }

const mediaTypes = { image: { contentType: 'image/jpeg', name: 'image.jpg' }, voice: { contentType: 'audio/amr', name: 'voice.amr' }, video: { contentType: 'video/mp4', name: 'video.mp4' }, file: { contentType: 'application/octet-stream', name: 'file' } } as const

/** A customer talks with each of the institution's service accounts apart. */
const conversationOf = (openKfid: string, customer: string) => `${openKfid}:${customer}`

function base(from: { open_kfid: string; external_userid: string; send_time: number }, dedupeKey: string, welcomeCode?: string): Omit<Incoming, 'kind' | 'text'> {
  const address: Address = { openKfid: from.open_kfid, customer: from.external_userid, at: from.send_time * 1000, ...(welcomeCode ? { welcomeCode } : {}) }
  return { conversation: conversationOf(from.open_kfid, from.external_userid), from: { id: from.external_userid }, dedupeKey, address }
}

type Sent = z.infer<typeof sentSchema>

function contentOf(message: Sent): { said: Pick<Incoming, 'text' | 'attachments' | 'choice'>; media?: KeptMedia } {
  switch (message.msgtype) {
    case 'text': return { said: { text: message.text.content, ...chosen(message.text.menu_id) } }
    case 'location': return { said: { text: '', attachments: [{ contentType: 'application/geo+json', name: (message.location.name || message.location.address).slice(0, 200) }] } }
    case 'link': return { said: { text: '', attachments: [{ contentType: 'text/uri-list', name: message.link.title.slice(0, 200) }] } }
    case 'image': return { said: { text: '' }, media: { id: message.image.media_id, ...mediaTypes.image } }
    case 'voice': return { said: { text: '' }, media: { id: message.voice.media_id, ...mediaTypes.voice } }
    case 'video': return { said: { text: '' }, media: { id: message.video.media_id, ...mediaTypes.video } }
    case 'file': return { said: { text: '' }, media: { id: message.file.media_id, ...mediaTypes.file } }
  }
}

/** One entry of a page of `sync_msg`. What is not a customer's message, or not as documented, is `nothing`. */
export function received(entry: unknown): Received {
  const event = eventSchema.safeParse(entry)
  if (event.success) {
    const { msgid, send_time, event: about } = event.data
    if (about.event_type === 'msg_send_fail') return { what: 'failed', messageId: about.fail_msgid, customer: about.external_userid, kind: about.fail_type }
    // Without a code the customer was greeted less than 48 hours ago, or has written already: nothing could be sent.
    if (!about.welcome_code) return { what: 'nothing' }
    return { what: 'message', incoming: { ...base({ ...about, send_time }, msgid, about.welcome_code), kind: 'start', text: '' }, media: undefined }
  }
  const sent = sentSchema.safeParse(entry)
  if (sent.success) {
    const { said, media: file } = contentOf(sent.data)
    return { what: 'message', incoming: { ...base(sent.data, sent.data.msgid), kind: 'message', ...said }, media: file }
  }
  const any = anySchema.safeParse(entry)
  if (!any.success) return { what: 'nothing' }
  const contentType = `application/x-wecom-${any.data.msgtype.replace(/[^\w-]/g, '')}`
  return { what: 'message', incoming: { ...base(any.data, any.data.msgid), kind: 'message', text: '', attachments: [{ contentType }] }, media: undefined }
}
