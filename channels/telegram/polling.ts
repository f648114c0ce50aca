import type { Lease } from '../../contacts/deps.ts'
import type { ChannelDeps } from '../channel.ts'
import type { Telegram } from './api.ts'
import { updateSchema } from './inbound.ts'

const leastPauseMs = 500
const longestPauseMs = 60_000

/** Resolves after so long, or when it is over. */
function pause(ms: number, over: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (over.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    over.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}

const sentenceOf = (error: unknown) => {
  const why = error instanceof Error ? error.message : ''
  return why === 'HTTP 409' ? 'Telegram gives no updates to this process: the bot has a webhook, or another process asks for its updates. Set PUBLIC_URL, or delete the webhook' : `Telegram gives no updates (${why})`
}

/**
 * Asks Telegram for updates, for development where it cannot reach the service; one instance at a time. An update counts as
 * taken once it is down: what was not is given again. Gives what ends it.
 */
export function startPolling({ telegram, take, leases, log }: { telegram: Pick<Telegram, 'updates'>; take(update: unknown): Promise<void> } & Pick<ChannelDeps, 'leases' | 'log'>): () => Promise<void> {
  const over = new AbortController()
  const { signal } = over

  async function poll(lease: Lease): Promise<void> {
    let offset: number | undefined
    for (let failures = 0; !signal.aborted && lease.held();) {
      const began = performance.now()
      try {
        const updates = await telegram.updates(offset, signal)
        for (const update of updates) {
          await take(update)
          const { data } = updateSchema.safeParse(update)
          if (data) offset = data.update_id + 1
        }
        failures = 0
        if (updates.length === 0) await pause(leastPauseMs - (performance.now() - began), signal)
      } catch (error) {
        if (signal.aborted) return
        if (failures === 0) log.warn({ channel: 'telegram' }, sentenceOf(error))
        failures += 1
        await pause(Math.min(longestPauseMs, leastPauseMs * 2 ** failures), signal)
      }
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const lease = await leases.take('channel:telegram:polling', 0)
      if (lease) await poll(lease).finally(() => lease.release())
      else await pause(5_000, signal)
    }
  }
  const running = run().catch((error: unknown) => log.error({ err: error }, 'Telegram is not asked for updates any more'))
  return async () => {
    over.abort()
    await running
  }
}
