import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStore, type Store } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'
import { sendRequest } from './driver.ts'
import { secret, startTelegram, telegramSettings, token, update } from './telegram-provider.ts'

/** Who writes: somebody else in each test. */
let chat = 86_138_000_112_233
const root = join(import.meta.dirname, '..', '..')
let dataDir: string
let telegram: Awaited<ReturnType<typeof startTelegram>>
let service: Running
let store: Store
const start = async (env: Record<string, string>) => { service = await startProcess({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env }) }
async function open(): Promise<void> {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  telegram = await startTelegram()
  store = await openStore({ dataDir })
}
async function close(): Promise<void> {
  await store.close()
  await service.kill('SIGTERM')
  await telegram.close()
  rmSync(dataDir, { recursive: true, force: true })
}
beforeEach(() => { chat += 1 })

const person = () => ({ id: chat, is_bot: false, first_name: '小明' })
const about = (id: number, content: object, kind = 'private') => ({ update_id: id, message: { message_id: id, date: 1_441_645_532, from: person(), chat: { id: kind === 'private' ? chat : -100_123, type: kind }, ...content } })
const shown = () => telegram.shown(String(chat))
const send = async (content: object) => expect((await sendRequest(service.url, update(content))).status).toBe(200)

describe('Telegram', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await open()
    await start(telegramSettings(telegram.url))
  })
  afterAll(close)

  it('is told where updates go, with the secret token', async () => {
    await vi.waitFor(() => expect(telegram.webhooks).toEqual([{ url: 'https://bot.example/api/channels/telegram', secret_token: secret, allowed_updates: ['message', 'edited_message', 'callback_query'] }]))
  })

  it('shows that the bot writes, takes away a keyboard that was tapped, and knows an answer by its words where the offer is gone', async () => {
    await send(about(1, { text: '/start' }))
    await vi.waitFor(() => expect(shown().at(-1)?.choices.map(each => each.title)).toEqual(['转人工']), { timeout: 15_000 })
    const served = vi.spyOn(telegram.emulator, 'editMessageReplyMarkup')
    const button = { text: '转人工', callback_data: shown().at(-1)?.choices[0]?.name }
    await send({ update_id: 2, callback_query: { id: '1', from: person(), chat_instance: 'x', data: button.callback_data, message: { message_id: 1, date: 1, chat: { id: chat, type: 'private' }, reply_markup: { inline_keyboard: [[button]] } } } })
    await vi.waitFor(() => expect(shown().at(-1)?.text).toMatch(/已为您转接人工客服|没有客服人员在线/), { timeout: 15_000 })
    await vi.waitFor(() => expect(served).toHaveBeenCalledOnce())
    await vi.waitFor(() => expect(telegram.actions.map(each => JSON.parse(each))).toContainEqual(expect.objectContaining({ action: 'typing' })))
    await send({ update_id: 3, callback_query: { id: '2', from: person(), chat_instance: 'x', data: '999.0', message: { message_id: 1, date: 1, chat: { id: chat, type: 'private' }, reply_markup: { inline_keyboard: [[{ text: '取消', callback_data: '999.0' }]] } } } })
    await vi.waitFor(() => expect(shown().at(-1)?.text).toMatch(/已取消/), { timeout: 15_000 })
  })

  it('notes what a customer changes without answering again, and leaves groups alone', async () => {
    await send(about(1, { text: '转账限额是多少' }))
    await vi.waitFor(() => expect(shown()).toHaveLength(1), { timeout: 15_000 })
    await send({ update_id: 2, edited_message: { ...about(1, { text: '卡丢了怎么办' }).message, edit_date: 1_441_646_600 } })
    await send(about(3, { text: '转账限额是多少' }, 'supergroup'))
    await send({ update_id: 4, channel_post: { message_id: 1, date: 1, chat: { id: -100, type: 'channel' }, text: 'news' } })
    await send(about(5, { new_chat_title: 'x' }))
    await send(about(6, { text: '怎么开户' }))
    await vi.waitFor(() => expect(shown().at(-1)?.text).toMatch(/开户/), { timeout: 15_000 })
    expect(shown()).toHaveLength(2)
    const { conversation_id } = await store.db.selectFrom('log').select('conversation_id').where('kind', '=', 'customer.event').executeTakeFirstOrThrow()
    expect((await store.db.selectFrom('log').select('kind').where('actor', '=', 'customer').where('conversation_id', '=', conversation_id).orderBy('seq').execute()).map(each => each.kind)).toEqual(['customer.message', 'customer.event', 'customer.message'])
  })

  it('says of a customer who has blocked the bot that they cannot be reached', async () => {
    telegram.fails({ times: 1, as: { status: 403 } })
    await send(about(1, { text: '转账限额是多少' }))
    await vi.waitFor(async () => expect(await store.db.selectFrom('outbox').select(['status', 'last_error']).where('status', '<>', 'delivered').execute()).toEqual([{ status: 'dead', last_error: 'HTTP 403: the customer cannot be reached in Telegram' }]), { timeout: 15_000 })
  })

  it('does not start with settings that do not go together, and is checked from the command line', async () => {
    const run = (env: Record<string, string>, ...argv: string[]) => promisify(execFile)(process.execPath, ['bot/channel.ts', ...argv], { cwd: root, env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, ...env } })
      .then(({ stdout }) => stdout.trim(), (error: { code: number; stderr: string }) => `${error.code}: ${error.stderr.trim()}`)
    const settings = telegramSettings(telegram.url)
    expect(await run(settings, 'check', 'telegram')).toMatch(/^Telegram answers as .+ has no webhook: updates are asked for, 0 updates waiting$/)
    expect(await run({ ...settings, TELEGRAM_SECRET_TOKEN: '' }, 'check', 'telegram')).toBe('1: TELEGRAM_SECRET_TOKEN must be set with PUBLIC_URL, so that nobody but Telegram can send updates')
    expect(await run({ ...settings, TELEGRAM_BOT_TOKEN: 'a token' }, 'check', 'telegram')).toMatch(/^1: TELEGRAM_BOT_TOKEN must be the token that @BotFather gave/)
    expect(await run({ TELEGRAM_SECRET_TOKEN: secret }, 'check', 'telegram')).toBe('1: TELEGRAM_BOT_TOKEN must be set with TELEGRAM_SECRET_TOKEN')
    expect(await run({}, 'check', 'telegram')).toMatch(/^1: TELEGRAM_BOT_TOKEN is not set/)
    expect(await run(settings, 'check', 'fax')).toMatch(/^2: There is no channel "fax"\nUsage:/)
    expect(await run(settings, 'list')).toMatch(/^telegram\tset up$/m)
    await expect(startProcess({ DATA_DIR: dataDir, ...settings, TELEGRAM_API_URL: 'ftp://x' })).rejects.toThrow('TELEGRAM_API_URL must be an address such as https://api.telegram.org')
  })
})

describe('Telegram without an address to send to', { timeout: 60_000 }, () => {
  beforeEach(open)
  afterEach(close)

  it('is asked for updates where it cannot reach the service, and gives each once, also after a kill', async () => {
    const { PUBLIC_URL: _public, ...settings } = telegramSettings(telegram.url)
    const client = telegram.emulator.getClient(token, { userId: chat, chatId: chat, firstName: '小明' })
    await client.sendMessage(client.makeMessage('转账限额是多少'))
    await start(settings)
    await vi.waitFor(() => expect(shown().at(-1)?.text).toMatch(/限额/), { timeout: 15_000 })
    await service.kill('SIGKILL')
    await client.sendMessage(client.makeMessage('怎么开户'))
    await start(settings)
    await vi.waitFor(() => expect(shown().map(each => each.text)).toEqual([expect.stringMatching(/限额/), expect.stringMatching(/开户/)]), { timeout: 15_000 })
    expect(telegram.webhooks).toEqual([])
  })
})
