import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, sendRequest, type Shown } from './driver.ts'
import { secret, signed, startTelegram, telegramSettings, update } from './telegram-provider.ts'

const chatOf = (customer: number) => Number(longIdOf(customer))
const from = (customer: number) => ({ id: chatOf(customer), is_bot: false, first_name: '小明', username: 'xiaoming', language_code: 'zh-hans' })
const chat = (customer: number) => ({ id: chatOf(customer), first_name: '小明', username: 'xiaoming', type: 'private' })
/** As on core.telegram.org/bots/webhooks ("Testing your bot with updates", seen 2025-08-15). */
const message = (customer: number, id: number, content: object) => ({ update_id: 10_000 + id, message: { message_id: id, from: from(customer), chat: chat(customer), date: 1_441_645_532, ...content } })
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
      env: telegramSettings(telegram.url),
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
