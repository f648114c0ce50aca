import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { z } from 'zod'
import { freePort } from '../support/process.ts'
import type { Failure, FileSent, Sent, Shown } from './driver.ts'

export const token = '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11'
export const secret = 'a-secret-token_of-the-tests'
const keyboard = z.looseObject({ inline_keyboard: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() }))) })
const sentSchema = z.looseObject({ chat_id: z.coerce.string(), text: z.string().max(4096), reply_markup: keyboard.optional() })

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}
const json = (res: ServerResponse, status: number, value: unknown) => void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

/**
 * Telegram: the emulator of the telegram-test-api package keeps what the bot sends. Before it stands what it lacks: files, chat
 * actions, and the errors that the Bot API answers with ("Making requests", core.telegram.org/bots/api, 2025-08-15).
 */
export async function startTelegram() {
  const port = await freePort()
  const emulator = new TelegramServer({ port, host: '127.0.0.1', storeTimeout: 600 })
  await emulator.start()
  const files = new Map<string, FileSent>()
  const actions: string[] = []
  const webhooks: unknown[] = []
  let failure: Failure | undefined

  const front = createServer((req, res) => void (async () => {
    const body = await bodyOf(req)
    const path = req.url ?? ''
    const method = path.split('/').at(-1)?.split('?')[0] ?? ''
    if (path.startsWith('/file/')) {
      const file = files.get(decodeURIComponent(method))
      return file ? void res.writeHead(200).end(file.bytes) : json(res, 404, { ok: false, error_code: 404, description: 'Not Found' })
    }
    if (method === 'sendMessage' && failure && failure.times > 0) {
      failure = { ...failure, times: failure.times - 1 }
      if (failure.as === 'breaks') return void res.destroy()
      if (failure.as === 'never') return json(res, 400, { ok: false, error_code: 400, description: 'Bad Request: message text is empty' })
      const { status, retryAfterSeconds } = failure.as
      return json(res, status, { ok: false, error_code: status, description: 'as told', ...(retryAfterSeconds === undefined ? {} : { parameters: { retry_after: retryAfterSeconds } }) })
    }
    if (method === 'sendMessage' && !sentSchema.safeParse(JSON.parse(body.toString())).success) return json(res, 400, { ok: false, error_code: 400, description: 'Bad Request' })
    if (method === 'sendChatAction') {
      actions.push(body.toString())
      return json(res, 200, { ok: true, result: true })
    }
    if (method === 'getFile') {
      const id = z.looseObject({ file_id: z.string() }).parse(JSON.parse(body.toString())).file_id
      const file = files.get(id)
      return file ? json(res, 200, { ok: true, result: { file_id: id, file_unique_id: id, file_size: file.bytes.length, file_path: `documents/${id}` } }) : json(res, 400, { ok: false, error_code: 400, description: 'Bad Request: invalid file_id' })
    }
    if (method === 'setWebhook') webhooks.push(JSON.parse(body.toString()))
    if (method === 'getWebhookInfo') return json(res, 200, { ok: true, result: { url: '', has_custom_certificate: false, pending_update_count: 0 } })
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: req.method ?? 'GET', headers: { 'content-type': 'application/json' }, ...(req.method === 'POST' ? { body: new Uint8Array(body) } : {}) })
    res.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text())
  })())
  await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))
  const address = front.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  return {
    url, emulator, files, actions, webhooks,
    shown: (chat: string): Shown[] => emulator.storage.botMessages.flatMap(({ message }: { message: unknown }) => {
      const sent = sentSchema.parse(message)
      if (sent.chat_id !== chat) return []
      return [{ text: sent.text, choices: (sent.reply_markup?.inline_keyboard ?? []).flat().map(each => ({ title: each.text, name: each.callback_data ?? '' })) }]
    }),
    fails(how: Failure) { failure = how },
    async close() {
      front.closeAllConnections()
      await new Promise(resolve => front.close(resolve))
      await emulator.stop()
    },
  }
}

/** An update with the secret token, or any other body. */
export const signed = (body: Buffer): Sent => ({ method: 'POST', path: '/api/channels/telegram', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }, body })
export const update = (content: object) => signed(Buffer.from(JSON.stringify(content)))
/** The service's settings for it; with `PUBLIC_URL` updates come by webhook. */
export const telegramSettings = (url: string) => ({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_SECRET_TOKEN: secret, TELEGRAM_API_URL: url, PUBLIC_URL: 'https://bot.example' })
