import { z } from 'zod'
import type { Incoming } from '../channel.ts'
import { chosen } from '../choice.ts'

const text = z.string()
const common = { ToUserName: text, FromUserName: text.min(1).max(128), CreateTime: text.regex(/^\d{1,12}$/) }
const identified = { ...common, MsgId: text.regex(/^\d{1,20}$/) }

/** What customers send (「接收普通消息」, developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html). */
const sentSchema = z.discriminatedUnion('MsgType', [
  z.looseObject({ ...identified, MsgType: z.literal('text'), Content: text, bizmsgmenuid: text.optional() }),
  z.looseObject({ ...identified, MsgType: z.literal('image'), MediaId: text.min(1) }),
  z.looseObject({ ...identified, MsgType: z.literal('voice'), MediaId: text.min(1), Format: text.default('amr'), Recognition: text.default('') }),
  z.looseObject({ ...identified, MsgType: z.enum(['video', 'shortvideo']), MediaId: text.min(1) }),
  z.looseObject({ ...identified, MsgType: z.literal('location'), Label: text.default('') }),
  z.looseObject({ ...identified, MsgType: z.literal('link'), Title: text.default('') }),
  z.looseObject({ ...common, MsgType: z.literal('event'), Event: text.min(1).max(64), EventKey: z.union([text, z.unknown().transform(() => '')]).default(''), Status: text.default('') }),
])
/** Any message: one of a kind that is new is told that it cannot be read. */
const anySchema = z.looseObject({ ...common, MsgType: text.min(1).max(32), MsgId: text.regex(/^\d{1,20}$/).optional() })

/** A file that WeChat keeps for three days. */
export type KeptMedia = { id: string; contentType: string; name: string }

/** What is needed to write to a customer: who they are, and when they last did something (ms). */
export const addressSchema = z.object({ customer: text, at: z.number() })

export type Received =
  | { what: 'message'; incoming: Omit<Incoming, 'media'>; media: KeptMedia | undefined }
  /** A template message arrived, or why not. */
  | { what: 'template'; customer: string; delivered: boolean; status: string }
  /** Nothing that a conversation needs: a page was opened, a position reported. */
  | { what: 'nothing' }

/** Which files a customer's message brings, by WeChat's names. */
const mediaTypes = { image: { contentType: 'image/jpeg', name: 'image.jpg' }, video: { contentType: 'video/mp4', name: 'video.mp4' }, shortvideo: { contentType: 'video/mp4', name: 'video.mp4' } } as const
const voiceTypes: Record<string, string> = { amr: 'audio/amr', speex: 'audio/speex', mp3: 'audio/mpeg' }

/** Events that begin or go on with a conversation. */
const greeted = new Set(['subscribe', 'SCAN'])

type Parsed = z.infer<typeof sentSchema>
type Event = Extract<Parsed, { MsgType: 'event' }>

function base({ FromUserName, CreateTime }: { FromUserName: string; CreateTime: string }) {
  const address: z.infer<typeof addressSchema> = { customer: FromUserName, at: Number(CreateTime) * 1000 }
  return { conversation: FromUserName, from: { id: FromUserName }, address }
}

/** WeChat gives events no id; one customer has no two of a kind in a second (「接收事件推送」). */
const eventKey = (event: Event) => `${event.FromUserName}:${event.CreateTime}:${event.Event}`

function fromEvent(event: Event): Received {
  const { Event: name, EventKey: key } = event
  if (name === 'TEMPLATESENDJOBFINISH') return { what: 'template', customer: event.FromUserName, delivered: event.Status === 'success', status: event.Status.slice(0, 64) }
  const incoming = { ...base(event), dedupeKey: eventKey(event) }
  if (greeted.has(name)) return { what: 'message', incoming: { ...incoming, kind: 'start', text: '' }, media: undefined }
  // A menu's key is what the customer is taken to have said (docs/channels/wechat.md, the menu).
  if (name === 'CLICK' && key.trim() !== '') return { what: 'message', incoming: { ...incoming, kind: 'message', text: key }, media: undefined }
  // unsubscribe, VIEW, LOCATION …: no word of the customer's, and where they are is not for us to keep (M3.1a).
  return { what: 'nothing' }
}

/** What the customer said, and gave beside words: a file that is fetched, or something that is only named. */
function contentOf(message: Exclude<Parsed, Event>): { said: Pick<Incoming, 'text' | 'attachments' | 'choice'>; media?: KeptMedia } {
  switch (message.MsgType) {
    case 'text': return { said: { text: message.Content, ...chosen(message.bizmsgmenuid) } }
    case 'voice': return { said: { text: message.Recognition }, media: { id: message.MediaId, contentType: voiceTypes[message.Format.toLowerCase()] ?? 'audio/amr', name: `voice.${message.Format.toLowerCase().replace(/[^a-z0-9]/g, '') || 'amr'}` } }
    case 'location': return { said: { text: '', attachments: [{ contentType: 'application/geo+json', name: message.Label.slice(0, 200) }] } }
    case 'link': return { said: { text: '', attachments: [{ contentType: 'text/uri-list', name: message.Title.slice(0, 200) }] } }
    default: return { said: { text: '' }, media: { id: message.MediaId, ...mediaTypes[message.MsgType] } }
  }
}

/** A message of WeChat's, read from its XML. Throws ZodError for what is none. */
export function received(content: unknown): Received {
  const known = sentSchema.safeParse(content)
  if (!known.success) {
    const { MsgType, MsgId, ...any } = anySchema.parse(content)
    // A known kind that is not as documented, or a kind that has no id to be told apart by, is not WeChat's.
    if (MsgId === undefined || sentSchema.options.some(option => option.shape.MsgType.safeParse(MsgType).success)) throw known.error
    return { what: 'message', incoming: { ...base(any), dedupeKey: MsgId, kind: 'message', text: '', attachments: [{ contentType: `application/x-wechat-${MsgType.replace(/[^\w-]/g, '')}` }] }, media: undefined }
  }
  const message = known.data
  if (message.MsgType === 'event') return fromEvent(message)
  const { said, media } = contentOf(message)
  return { what: 'message', incoming: { ...base(message), dedupeKey: message.MsgId, kind: 'message', ...said }, media }
}
