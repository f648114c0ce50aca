import { Api, GrammyError } from 'grammy'
import type { InlineKeyboardButton, MessageEntity } from 'grammy/types'
import { z } from 'zod'
import { NeverTakenError, OutsideWindowError } from '../../contacts/channels/undeliverable.ts'
import { NotTakenError } from '../../contacts/outbox.ts'
import { choiceName } from '../choice.ts'
import type { Mark } from '../plain.ts'
import { bytesOf, callProvider, jsonOf } from '../provider-call.ts'
import type { Answer, Part } from '../rendering.ts'
import { wantedUpdates } from './inbound.ts'

const answersInSeconds = 10
/** How long Telegram holds a question for updates open. */
const heldForSeconds = 25

const updatesSchema = z.looseObject({ ok: z.literal(true), result: z.array(z.unknown()) })

/** What a failed call means for the message. A customer who has blocked the bot or is gone is reached another way, if at all. */
export function failureOf(error: unknown): Error {
  if (!(error instanceof GrammyError)) return new NotTakenError('Telegram does not answer')
  const { error_code: code, description, parameters } = error
  const why = `HTTP ${code}`
  if (code === 429) return new NotTakenError(why, parameters.retry_after === undefined ? undefined : parameters.retry_after * 1000)
  if (code === 403 || (code === 400 && /chat not found|user is deactivated|PEER_ID_INVALID/i.test(description))) return new OutsideWindowError(`${why}: the customer cannot be reached in Telegram`)
  return code === 400 ? new NeverTakenError(why) : new NotTakenError(why)
}

async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw failureOf(error)
  }
}

function entityOf({ kind, from, to, url }: Mark): MessageEntity {
  const place = { offset: from, length: to - from }
  if (kind === 'link' && url !== undefined) return { type: 'text_link', url, ...place }
  return { type: kind === 'code' ? 'code' : 'bold', ...place }
}

const keyOf = (sequence: number) => ({ index, title, url }: Answer): InlineKeyboardButton => url === undefined ? { text: title, callback_data: choiceName({ sequence, index }) } : { text: title, url }

/** The Bot API as far as it is used here. */
export function createTelegram({ token, apiUrl }: { token: string; apiUrl: string }) {
  const api = new Api(token, { apiRoot: apiUrl, timeoutSeconds: answersInSeconds, sensitiveLogs: false })

  return {
    /** Sends a part of a reply and gives its id. Throws NotTakenError, NeverTakenError, OutsideWindowError. */
    async send(chat: number, { text, marks, offer }: Part, sequence: number): Promise<string> {
      const message = await asked(api.sendMessage(chat, text, {
        link_preview_options: { is_disabled: true }, ...(marks.length > 0 ? { entities: marks.map(entityOf) } : {}),
        // A row a key: what customers can ask next is a sentence.
        ...(offer ? { reply_markup: { inline_keyboard: offer.answers.map(answer => [keyOf(sequence)(answer)]) } } : {}),
      }))
      return `${chat}:${message.message_id}`
    },

    /** Shows that an answer is being written. */
    typing: (chat: number) => asked(api.sendChatAction(chat, 'typing')),

    /** Ends a tap's waiting, and takes away the keyboard that it was on. */
    async served(chat: number, { query, message }: { query: string; message: number }): Promise<void> {
      await asked(api.answerCallbackQuery(query))
      await asked(api.editMessageReplyMarkup(chat, message, { reply_markup: { inline_keyboard: [] } }))
    },

    /** A file that a customer sent; undefined beyond `limit` bytes. Throws NotTakenError, NeverTakenError. */
    async file(id: string, limit: number): Promise<{ bytes: Buffer } | undefined> {
      const { file_path, file_size } = await asked(api.getFile(id))
      if (file_size !== undefined && file_size > limit) return undefined
      if (file_path === undefined || file_path.split('/').includes('..')) throw new NeverTakenError('the file has no address')
      const response = await callProvider(`${apiUrl}/file/bot${token}/${file_path.split('/').map(encodeURIComponent).join('/')}`, {})
      if (!response.ok) throw new NeverTakenError(`HTTP ${response.status}`)
      const bytes = await bytesOf(response, limit)
      return bytes && { bytes }
    },

    setWebhook: (url: string, secret: string) => asked(api.setWebhook(url, { secret_token: secret, allowed_updates: wantedUpdates })),

    /** What has come since, waiting for it; what is before `offset` counts as taken. Throws NotTakenError, and NeverTakenError where Telegram refuses. */
    async updates(offset: number | undefined, over: AbortSignal): Promise<unknown[]> {
      const body = JSON.stringify({ timeout: heldForSeconds, allowed_updates: wantedUpdates, ...(offset === undefined ? {} : { offset }) })
      const response = await callProvider(`${apiUrl}/bot${token}/getUpdates`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }, { withinMs: (heldForSeconds + answersInSeconds) * 1000, over })
      const answer = updatesSchema.safeParse(await jsonOf(response))
      if (!answer.success) throw new NeverTakenError(`HTTP ${response.status}`)
      return answer.data.result
    },

    me: () => api.getMe(),
    webhook: () => api.getWebhookInfo(),
  }
}

export type Telegram = ReturnType<typeof createTelegram>
