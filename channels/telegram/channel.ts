import { z } from 'zod'
import { GrammyError } from 'grammy'
import { abilitiesOf } from '../abilities.ts'
import { apiUrl, type ChannelDeps, defineChannel, RefusedRequestError, type Reply, setting, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { jsonIn } from '../json.ts'
import { render } from '../rendering.ts'
import { sameSecret } from '../same-secret.ts'
import { createTelegram } from './api.ts'
import { addressSchema, received, updateSchema } from './inbound.ts'
import { startPolling } from './polling.ts'

const settings = z.object({
  TELEGRAM_BOT_TOKEN: setting(/^\d+:[\w-]{10,}$/, 'the token that @BotFather gave, such as 123456:ABC-DEF…'),
  TELEGRAM_SECRET_TOKEN: setting(/^[\w-]{1,256}$/, '1 to 256 letters, digits, _ and - of your own').optional(),
  TELEGRAM_API_URL: apiUrl('https://api.telegram.org'),
})
type Settings = z.infer<typeof settings>

/** An update holds one message of at most 4,096 characters and what it answers. */
const mostBytes = 1_000_000
const registerAgainMs = 60_000

function open({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_SECRET_TOKEN: secret, TELEGRAM_API_URL: base }: Settings, deps: ChannelDeps) {
  const telegram = createTelegram({ token, apiUrl: base })
  const abilities = abilitiesOf('telegram')
  const webhookUrl = deps.publicUrl === undefined ? undefined : `${deps.publicUrl}/api/channels/telegram`
  /** What only makes waiting pleasant may fail. */
  const nicely = (call: Promise<unknown>) => void call.catch((error: unknown) => deps.log.info({ channel: 'telegram', why: error instanceof Error ? error.message : '' }, 'a chat action was not shown'))

  async function take(given: unknown): Promise<void> {
    const update = updateSchema.safeParse(given)
    const what = update.success ? received(update.data) : undefined
    if (!what) return
    const { incoming, files, tapped } = what
    const { chat } = addressSchema.parse(incoming.address)
    const { duplicate } = await deps.take({
      ...incoming, media: files.map(({ id, contentType, name, bytes }) => ({ contentType, name, fetch: async limit => bytes !== undefined && bytes > limit ? undefined : telegram.file(id, limit) })),
    })
    if (duplicate) return
    if (tapped) nicely(telegram.served(chat, tapped))
    if (incoming.kind === 'message') nicely(telegram.typing(chat))
  }

  async function receive({ method, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
    if (method !== 'POST') throw new RefusedRequestError(405, 'Telegram sends updates by POST')
    const given = headers['x-telegram-bot-api-secret-token']
    if (secret === undefined || typeof given !== 'string' || !sameSecret(given, secret)) throw new RefusedRequestError(401, 'The secret token does not match')
    const update = jsonIn(body)
    if (!updateSchema.safeParse(update).success) throw new RefusedRequestError(400, 'Not an update of the Bot API')
    await take(update)
    return { status: 200 }
  }

  /** Tells Telegram where updates go; again until it has taken that. */
  function register(url: string, secretToken: string): () => Promise<void> {
    let timer: NodeJS.Timeout | undefined
    let stopped = false
    const attempt = async (first: boolean): Promise<void> => {
      try {
        await telegram.setWebhook(url, secretToken)
      } catch (error) {
        if (first) deps.log.warn({ channel: 'telegram', why: error instanceof Error ? error.message : '' }, 'Telegram did not take the address of the webhook; it is told again every minute')
        if (!stopped) timer = setTimeout(() => void attempt(false), registerAgainMs)
      }
    }
    const first = attempt(true)
    return async () => {
      stopped = true
      clearTimeout(timer)
      await first
    }
  }

  return {
    name: 'telegram' as const, mostBytes, receive,

    async deliver({ address, sequence, sealed, ...reply }: Reply): Promise<void> {
      const { chat } = addressSchema.parse(address)
      await deps.inParts({ address, sequence, sealed, ...reply }, render(sealed.outgoing, abilities), part => telegram.send(chat, part, sequence))
    },

    async check(): Promise<string> {
      try {
        const { username, first_name } = await telegram.me()
        const { url, pending_update_count, last_error_message } = await telegram.webhook()
        const way = url ? `sends updates to ${new URL(url).origin}` : 'has no webhook: updates are asked for'
        return `Telegram answers as ${first_name} (@${username}), ${way}, ${pending_update_count} updates waiting${last_error_message ? `, last error: ${last_error_message}` : ''}`
      } catch (error) {
        if (error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)) throw new Error('TELEGRAM_BOT_TOKEN is not a token that Telegram knows; ask @BotFather for it', { cause: error })
        throw new Error(error instanceof GrammyError ? `Telegram refused the question for the bot: HTTP ${error.error_code}` : 'Telegram does not answer at TELEGRAM_API_URL', { cause: error })
      }
    },

    start: () => webhookUrl !== undefined && secret !== undefined ? register(webhookUrl, secret) : startPolling({ telegram, take, leases: deps.leases, log: deps.log }),
  }
}

/** Telegram by its Bot API (docs/channels/telegram.md). */
export const telegram = defineChannel({
  name: 'telegram', settings, required: ['TELEGRAM_BOT_TOKEN'],
  wrong: ({ TELEGRAM_SECRET_TOKEN: secret }, env) => env['PUBLIC_URL'] && secret === undefined ? 'TELEGRAM_SECRET_TOKEN must be set with PUBLIC_URL, so that nobody but Telegram can send updates' : undefined,
  open,
})
