import { z } from 'zod'
import type { ChoiceId, Incoming } from '../channel.ts'
import { choiceNamed } from '../choice.ts'

const number = z.number().int().refine(Number.isSafeInteger)
const said = z.string().max(100_000)
const user = z.looseObject({ id: number, first_name: z.string().max(500).default(''), last_name: z.string().max(500).default(''), language_code: z.string().max(35).optional() })
const chat = z.looseObject({ id: number, type: z.string().max(50) })
const file = z.looseObject({ file_id: z.string().min(1).max(500), file_size: z.number().optional(), mime_type: z.string().max(200).optional(), file_name: z.string().max(1000).optional() })

/** A message, of which one kind of content is read (core.telegram.org/bots/api#message, Bot API 9.2 of 2025-08-15). */
const messageSchema = z.looseObject({
  message_id: number, from: user, chat, edit_date: number.optional(), text: said.optional(), caption: said.optional(),
  photo: z.array(file).min(1).max(50).optional(), document: file.optional(), voice: file.optional(), audio: file.optional(), video: file.optional(),
  video_note: file.optional(), animation: file.optional(), sticker: file.optional(),
})
const button = z.looseObject({ text: said, callback_data: z.string().max(64).optional() })
const querySchema = z.looseObject({
  id: z.string().min(1).max(100), from: user, data: z.string().max(64).optional(),
  message: z.looseObject({ message_id: number, chat, reply_markup: z.looseObject({ inline_keyboard: z.array(z.array(button)).max(100) }).optional() }).optional(),
})
export const updateSchema = z.looseObject({ update_id: number, message: z.unknown().optional(), edited_message: z.unknown().optional(), callback_query: z.unknown().optional() })
export type Update = z.infer<typeof updateSchema>

/** What the bot asks Telegram for. */
export const wantedUpdates = ['message', 'edited_message', 'callback_query'] as const

export const addressSchema = z.object({ chat: number })

export type FileRef = { id: string; contentType: string; name: string; bytes: number | undefined }
export type Received = {
  incoming: Omit<Incoming, 'media'>
  files: FileRef[]
  /** The tap to confirm, and the message whose keyboard has served. */
  tapped?: { query: string; message: number }
}

type Message = z.infer<typeof messageSchema>
/** How Telegram's own recordings are made, where it does not say. */
const usual = { photo: ['image/jpeg', 'photo.jpg'], voice: ['audio/ogg', 'voice.ogg'], audio: ['audio/mpeg', 'audio.mp3'], video: ['video/mp4', 'video.mp4'], video_note: ['video/mp4', 'video.mp4'], animation: ['video/mp4', 'animation.mp4'], sticker: ['image/webp', 'sticker.webp'], document: ['application/octet-stream', 'file'] } as const

function filesOf(message: Message): FileRef[] {
  const { photo, document, voice, audio, video, video_note, animation, sticker } = message
  // A photo comes in several sizes, the biggest last; an animation comes as a document, too.
  const found = photo ? { photo: photo.at(-1) } : animation ? { animation } : { document, voice, audio, video, video_note, sticker }
  return Object.entries(found).flatMap(([kind, each]) => {
    const [contentType, name] = usual[z.enum(['photo', 'voice', 'audio', 'video', 'video_note', 'animation', 'sticker', 'document']).parse(kind)]
    return each ? [{ id: each.file_id, contentType: each.mime_type ?? contentType, name: each.file_name ?? name, bytes: each.file_size }] : []
  })
}

/** Kinds of content that are named in the log and nothing more: where somebody is or whom they know is not for us to keep (M3.1a). */
const named = ['location', 'venue', 'contact', 'poll', 'dice', 'story', 'game', 'paid_media', 'checklist'] as const
/** Telegram tells of itself in messages, too: what brings nothing of these is from no customer. */
const namedIn = (message: object): Incoming['attachments'] => named.filter(kind => kind in message).slice(0, 1).map(kind => ({ contentType: `application/x-telegram-${kind.replace('_', '-')}` }))

const base = (chatId: number, from: z.infer<typeof user>) => {
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ')
  return {
    conversation: String(chatId), from: { id: String(from.id), ...(name ? { name } : {}) }, address: { chat: chatId },
    ...(from.language_code ? { locale: from.language_code } : {}),
  }
}

function fromMessage(given: unknown, edited: boolean): Received | undefined {
  const parsed = messageSchema.safeParse(given)
  if (!parsed.success || parsed.data.chat.type !== 'private') return undefined
  const message = parsed.data
  const { chat: { id: chatId }, from, message_id, edit_date = 0 } = message
  const text = message.text ?? message.caption ?? ''
  const about = base(chatId, from)
  // What was said before stays in the log; that it was changed, and into what, is noted beside it.
  if (edited) return { incoming: { ...about, kind: 'event', name: 'messageUpdate', text, dedupeKey: `edit:${chatId}:${message_id}:${edit_date}` }, files: [] }
  const dedupeKey = `message:${chatId}:${message_id}`
  if (/^\/start\b/.test(text)) return { incoming: { ...about, kind: 'start', text: '', dedupeKey }, files: [] }
  const files = filesOf(message)
  const attachments = files.length === 0 ? namedIn(message) ?? [] : []
  if (text === '' && files.length === 0 && attachments.length === 0) return undefined
  return { incoming: { ...about, kind: 'message', text, dedupeKey, attachments }, files }
}

function fromTap(given: unknown): Received | undefined {
  const parsed = querySchema.safeParse(given)
  if (!parsed.success || parsed.data.message?.chat.type !== 'private') return undefined
  const { id, from, data, message } = parsed.data
  const choice: ChoiceId | undefined = choiceNamed(data)
  const title = message.reply_markup?.inline_keyboard.flat().find(each => each.callback_data !== undefined && each.callback_data === data)?.text ?? ''
  if (!choice && title === '') return undefined
  return {
    incoming: { ...base(message.chat.id, from), kind: 'message', text: title, dedupeKey: `tap:${id}`, ...(choice ? { choice } : {}) },
    files: [], tapped: { query: id, message: message.message_id },
  }
}

/** What a customer did, as an update tells it; undefined for everything else, and for what is not said to the bot alone. */
export function received(update: Update): Received | undefined {
  if (update.callback_query !== undefined) return fromTap(update.callback_query)
  if (update.edited_message !== undefined) return fromMessage(update.edited_message, true)
  return update.message === undefined ? undefined : fromMessage(update.message, false)
}
