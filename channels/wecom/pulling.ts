import { BusyError } from '../../contacts/busy.ts'
import type { ChannelDeps, ChannelLog } from '../channel.ts'
import { pageSchema } from './messages.ts'

export type Pulling = ReturnType<typeof createPulling>

/** How many messages are asked for at once. */
const perPage = 200
/** With no cursor WeCom gives the last three days. What is older than this was before our time, and somebody else's to answer. */
const beforeUsMs = 600_000
const mostAttempts = 30
const longestPauseMs = 1_000
const mostWaits = 150
const waitMs = 100

export type PullingDeps = Pick<ChannelDeps, 'leases' | 'kept' | 'clock'> & {
  log: ChannelLog
  page(request: { cursor?: string; token?: string; open_kfid: string; limit: number; voice_format: number }): Promise<unknown>
  /** Takes one entry; throws where it could not be written down. */
  take(entry: unknown): Promise<void>
}

const sentAt = (entry: unknown) => typeof entry === 'object' && entry !== null && 'send_time' in entry && typeof entry.send_time === 'number' ? entry.send_time * 1000 : undefined

/**
 * Fetches what waits at WeCom for one of the institution's service accounts, in order. How far it got is kept in the
 * records: all instances go on from there, also after a restart, and one of them at a time. What is fetched twice all
 * the same is recognised by its id.
 */
export function createPulling({ leases, kept, clock, log, page, take }: PullingDeps) {
  /** One who writes too fast holds the others up for moments, not for good: what comes too fast is tried again. */
  async function takePatiently(entry: unknown): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await take(entry)
      } catch (error) {
        if (!(error instanceof BusyError) || attempt >= mostAttempts) throw error
        await new Promise(resolve => setTimeout(resolve, Math.min(longestPauseMs, error.retryAfterSeconds * 1000)))
      }
    }
  }

  async function pages(openKfid: string, token: string | undefined): Promise<void> {
    const key = `wecom:cursor:${openKfid}`
    for (let more = true; more;) {
      const cursor = await kept.get(key)
      const { msg_list, next_cursor, has_more } = pageSchema.parse(await page({ ...(cursor ? { cursor } : {}), ...(token ? { token } : {}), open_kfid: openKfid, limit: perPage, voice_format: 0 }))
      const ours = cursor ? msg_list : msg_list.filter(entry => (sentAt(entry) ?? 0) > clock.now().getTime() - beforeUsMs)
      if (ours.length < msg_list.length) log.info({ passed: msg_list.length - ours.length }, 'messages from before this service was connected are passed over')
      for (const entry of ours) await takePatiently(entry)
      if (next_cursor !== '' && next_cursor !== cursor) await kept.set(key, next_cursor)
      more = has_more === 1 && next_cursor !== '' && next_cursor !== cursor
    }
  }

  return {
    /** Resolves when everything that waited is written down. `token` is the callback's; without it WeCom answers seldom. */
    async pull(openKfid: string, token?: string): Promise<void> {
      for (let wait = 0; ; wait += 1) {
        const lease = await leases.take(`wecom:pull:${openKfid}`, 0)
        if (lease) {
          try {
            return await pages(openKfid, token)
          } finally {
            void lease.release()
          }
        }
        if (wait >= mostWaits) throw new Error('Another instance does not end its fetching from WeCom')
        await new Promise(resolve => setTimeout(resolve, waitMs))
      }
    },
  }
}
