import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { z } from 'zod'
import { freePort } from '../support/process.ts'
import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, type Failure, type FileSent, sendRequest, type Sent, type Shown } from './driver.ts'

const token = '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11'
const secret = 'a-secret-token_of-the-tests'
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

const chatOf = (customer: number) => Number(longIdOf(customer))
const from = (customer: number) => ({ id: chatOf(customer), is_bot: false, first_name: '小明', username: 'xiaoming', language_code: 'zh-hans' })
const chat = (customer: number) => ({ id: chatOf(customer), first_name: '小明', username: 'xiaoming', type: 'private' })
/** As on core.telegram.org/bots/webhooks ("Testing your bot with updates", seen 2025-08-15). */
const message = (customer: number, id: number, content: object) => ({ update_id: 10_000 + id, message: { message_id: id, from: from(customer), chat: chat(customer), date: 1_441_645_532, ...content } })
const signed = (body: Buffer): Sent => ({ method: 'POST', path: '/api/channels/telegram', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }, body })
const update = (content: object) => signed(Buffer.from(JSON.stringify(content)))
const tap = (customer: number, id: number, shown: Shown, index: number) => ({
  update_id: 10_000 + id,
  callback_query: {
    id: `4382bfdwdsb323b2d${id}`, from: from(customer), chat_instance: '42a', data: shown.choices[index]?.name,
    message: { message_id: 1, chat: chat(customer), date: 1_441_645_532, text: shown.text, reply_markup: { inline_keyboard: shown.choices.map(({ title, name }) => [{ text: title, callback_data: name }]) } },
  },
})

const driver: Driver = {
  name: 'telegram',
  async start() {
    const telegram = await startTelegram()
    return {
      env: { TELEGRAM_BOT_TOKEN: token, TELEGRAM_SECRET_TOKEN: secret, TELEGRAM_API_URL: telegram.url, PUBLIC_URL: 'https://bot.example' },
      send: async (serviceUrl, request) => (await sendRequest(serviceUrl, request)).status,
      says: (customer, id, text) => update(message(customer, id, { text })),
      sends(customer, id, file) {
        telegram.files.set(`file${id}`, file)
        return update(message(customer, id, { document: { file_id: `file${id}`, file_unique_id: `u${id}`, file_name: file.name, mime_type: file.contentType, file_size: file.bytes.length } }))
      },
      taps: (customer, id, shown, index) => update(tap(customer, id, shown, index)),
      shown: customer => telegram.shown(String(chatOf(customer))),
      fails: telegram.fails,
      bodies: customer => [
        message(customer, 1, { text: '转账限额是多少', entities: [{ offset: 0, length: 4, type: 'bold' }] }),
        message(customer, 2, { caption: '看这个', photo: [{ file_id: 'small', file_unique_id: 'a', width: 90, height: 90, file_size: 1000 }, { file_id: 'big', file_unique_id: 'b', width: 900, height: 900, file_size: 90_000 }] }),
        message(customer, 3, { voice: { file_id: 'voice', file_unique_id: 'v', duration: 2, mime_type: 'audio/ogg', file_size: 4000 } }),
        message(customer, 4, { location: { latitude: 31.2, longitude: 121.5 } }),
        message(customer, 5, { text: '/start from-site' }),
        { update_id: 6, edited_message: { message_id: 1, from: from(customer), chat: chat(customer), date: 1_441_645_532, edit_date: 1_441_646_600, text: '改过的' } },
        tap(customer, 7, { text: '您是想问？', choices: [{ title: '贷款利率', name: '2.0' }] }, 0),
        { update_id: 8, my_chat_member: { chat: chat(customer), from: from(customer), date: 1, old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } } },
      ].map(each => Buffer.from(JSON.stringify(each))),
      signed,
      close: telegram.close,
    }
  },
  forged: {
    'no secret token': request => ({ ...request, headers: { 'content-type': 'application/json' } }),
    'another secret token': request => ({ ...request, headers: { ...request.headers, 'x-telegram-bot-api-secret-token': 'another' } }),
    'an empty secret token': request => ({ ...request, headers: { ...request.headers, 'x-telegram-bot-api-secret-token': '' } }),
    'the secret token in the address': request => ({ ...request, path: `${request.path}?secret_token=${secret}`, headers: { 'content-type': 'application/json' } }),
    'another method': request => ({ ...request, method: 'GET' }),
  },
  statuses: { taken: [200], refused: [401, 405], malformed: [400], oversize: [413, 0] },
  tooMuch: 1_100_000,
  handsOver: true,
}

describeChannel(driver)
